"""The slow, obvious whole-genome search for off-targets: every window of both strands, letter by letter.

No code is shared with the package; the weights of the scores are read from the published tables. ``scan`` is plain
Python over strings and is the definition; ``scan_many`` is the same in plain numpy for whole yeast-sized genomes.

    contigs = {"I": "ACGT..."}                          upper case is made here
    scan(contigs, guide, pam="NGG", offtargets=("NAG", "NGA"), mismatches=4, weights=Weights.read(scores))
    scan(contigs, guide, pam="TTTV", side=5, offtargets=())
    specificity(rows, pam="NGG", score="cfd")           100 x 100 / (100 + sum), one own perfect match left out
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

CODE = {
    "A": "A", "C": "C", "G": "G", "T": "T", "U": "T", "R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT",
    "M": "AC", "B": "CGT", "D": "AGT", "H": "ACT", "V": "ACG", "N": "ACGT",
}  # fmt: skip
"""IUPAC letters and the bases they stand for."""

OTHER = {"A": "T", "C": "G", "G": "C", "T": "A"}
"""The base opposite."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One site."""

    contig: str
    start: int
    """First base of the protospacer, without PAM, on the contig's top strand, 0-based."""
    end: int
    strand: int
    sequence: str
    """The protospacer on the strand that reads like the guide."""
    pam: str
    mismatches: int
    cfd: float | None
    """0-1, not rounded."""
    mit: float | None
    """0-100, not rounded."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The published numbers, as the tables give them."""

    mismatch: Mapping[tuple[int, str, str], float]
    """CFD: place from the PAM-distal end (1-20), the guide's base, the base opposite the site's base."""
    pam: Mapping[str, float]
    """CFD: the last two bases of the PAM."""
    place: Mapping[int, float]
    """MIT (Hsu 2013): weight of a mismatch at each place from the PAM-distal end."""

    @classmethod
    def read(cls, scores: Path) -> Weights:
        """Read the tables of a folder ``scores``."""
        mismatch = {
            (int(pos), rna.replace("U", "T"), dna): float(score)
            for rna, dna, pos, score in _table(scores / "cfd_mismatch_doench2016.tsv")
        }
        pam = {pair: float(score) for pair, score in _table(scores / "cfd_pam_doench2016.tsv")}
        place = {int(pos): float(weight) for pos, weight in _table(scores / "mit_hsu2013_weights.tsv")}
        return cls(mismatch=mismatch, pam=pam, place=place)

    def cfd(self, guide: str, site: str, pam: str) -> float:
        """CFD of a 20-mer before a three-letter PAM (or its last two letters)."""
        score = self.pam[pam[-2:]]
        for place, (own, base) in enumerate(zip(guide, site, strict=True), start=1):
            if own != base:
                score *= self.mismatch[place, own, OTHER[base]]
        return score

    def mit(self, guide: str, site: str) -> float:
        """Score of Hsu 2013 for one site, 0-100; the mean distance of neighbouring mismatches by true division."""
        wrong = [place for place in range(1, 21) if guide[place - 1] != site[place - 1]]
        score = 100 * prod(1 - self.place[place] for place in wrong)
        if len(wrong) > 1:
            gaps = [b - a for a, b in pairwise(wrong)]
            score *= 1 / ((19 - sum(gaps) / len(gaps)) / 19 * 4 + 1)
        return score / len(wrong) ** 2 if wrong else score


def _table(path: Path) -> Iterator[list[str]]:
    lines = [line for line in path.read_text("ascii").splitlines() if line and not line.startswith("#")]
    yield from (line.split("\t") for line in lines[1:])


def opposite(text: str) -> str:
    """The other strand, 5' to 3'; letters other than A, C, G, T stay what they are."""
    return "".join(OTHER.get(base, base) for base in reversed(text))


def fits(text: str, pattern: str) -> bool:
    """Whether plain bases are what IUPAC letters stand for."""
    return len(text) == len(pattern) and all(
        base in CODE[letter] for base, letter in zip(text, pattern, strict=True)
    )


def scan(
    contigs: Mapping[str, str],
    guide: str,
    *,
    pam: str = "NGG",
    side: int = 3,
    offtargets: Sequence[str] = ("NAG", "NGA"),
    mismatches: int = 4,
    weights: Weights | None = None,
) -> list[Row]:
    """Every site of one guide, by contig, then position, top strand first.

    Args:
        contigs: bases by name, in any case.
        guide: the protospacer without PAM, of any length.
        pam: the guide's own PAM.
        side: 3 where the PAM follows the protospacer, 5 where it goes before.
        offtargets: further PAMs that count.
        mismatches: most mismatches in the protospacer; the PAM has none.
        weights: given for scores, which only a 20-mer with a three-letter PAM behind it has.
    """
    guide, size = guide.upper(), len(guide) + len(pam)
    rows = []
    for name, text in contigs.items():
        top = text.upper()
        for at in range(len(top) - size + 1):
            window = top[at : at + size]
            for strand, read in ((1, window), (-1, opposite(window))):
                site, own = _parts(read, len(guide), side)
                if not set(read) <= set("ACGT") or not any(fits(own, each) for each in (pam, *offtargets)):
                    continue
                count = sum(a != b for a, b in zip(guide, site, strict=True))
                if count <= mismatches:
                    rows.append(_row(name, at, strand, site, own, count, guide, side, weights))
    return rows


def _parts(read: str, length: int, side: int) -> tuple[str, str]:
    """Protospacer and PAM of a window, read on the guide's strand."""
    return (read[:length], read[length:]) if side == 3 else (read[-length:], read[:-length])


def _row(
    contig: str,
    at: int,
    strand: int,
    site: str,
    pam: str,
    count: int,
    guide: str,
    side: int,
    weights: Weights | None,
) -> Row:
    # The PAM lies right of the protospacer on the top strand for 3'/+ and 5'/-, and left of it otherwise.
    start = at if (side == 3) == (strand == 1) else at + len(pam)
    scored = weights is not None and len(guide) == 20 and len(pam) == 3 and side == 3
    return Row(
        contig=contig,
        start=start,
        end=start + len(guide),
        strand=strand,
        sequence=site,
        pam=pam,
        mismatches=count,
        cfd=weights.cfd(guide, site, pam) if weights and scored else None,
        mit=weights.mit(guide, site) if weights and scored else None,
    )


def scan_many(
    contigs: Mapping[str, str],
    guides: Sequence[str],
    *,
    pam: str = "NGG",
    side: int = 3,
    offtargets: Sequence[str] = ("NAG", "NGA"),
    mismatches: int = 4,
    weights: Weights | None = None,
) -> list[list[Row]]:
    """What ``scan`` finds for each of several guides of one length, in plain numpy."""
    guides = [guide.upper() for guide in guides]
    if len({len(guide) for guide in guides}) > 1:
        raise ValueError("the guides of one call must have one length")
    found: list[list[Row]] = [[] for _ in guides]
    for name, text in contigs.items():
        top = text.upper()
        here: list[list[Row]] = [[] for _ in guides]
        for strand in (1, -1):
            read = top if strand == 1 else top.translate(str.maketrans("ACGT", "TGCA"))[::-1]
            length = len(guides[0]) if guides else 0
            places, columns = _sites(
                read, length, [each for each in (pam, *offtargets) if len(each) == len(pam)], side
            )
            for rows, guide in zip(here, guides, strict=True):
                counts = np.zeros(len(places), dtype=np.uint8)
                for column, base in zip(columns, guide.encode(), strict=True):
                    counts += column != base
                for i in np.flatnonzero(counts <= mismatches).tolist():
                    at = int(places[i])
                    window = read[at : at + length + len(pam)]
                    site, own = _parts(window, length, side)
                    left = at if strand == 1 else len(top) - at - len(window)
                    rows.append(_row(name, left, strand, site, own, int(counts[i]), guide, side, weights))
        # ``scan`` goes by the window's first base on the top strand, the top strand first.
        for whole, rows in zip(found, here, strict=True):
            whole += sorted(rows, key=lambda row: (_left(row, side), -row.strand))
    return found


def _sites(read: str, length: int, pams: Sequence[str], side: int) -> tuple[Any, list[Any]]:
    """Where windows of plain bases with a wanted PAM begin, and the protospacers' letters column by column."""
    letters = np.frombuffer(read.encode("ascii"), dtype=np.uint8)
    size = length + len(pams[0])
    count = max(len(letters) - size + 1, 0)
    plain = np.ones(count, dtype=bool)
    known = np.isin(letters, np.frombuffer(b"ACGT", dtype=np.uint8))
    for i in range(size):
        plain &= known[i : i + count]
    first = length if side == 3 else 0
    wanted = np.zeros(count, dtype=bool)
    for pattern in pams:
        fitting = np.ones(count, dtype=bool)
        for i, letter in enumerate(pattern, start=first):
            bases = np.frombuffer(CODE[letter].encode("ascii"), dtype=np.uint8)
            fitting &= np.isin(letters[i : i + count], bases)
        wanted |= fitting
    places = np.flatnonzero(plain & wanted)
    begin = 0 if side == 3 else len(pams[0])
    return places, [letters[places + begin + i] for i in range(length)]


def _left(row: Row, side: int) -> int:
    return row.start if (side == 3) == (row.strand == 1) else row.start - len(row.pam)


def counts(rows: Sequence[Row], mismatches: int = 4) -> tuple[int, ...]:
    """Sites by their number of mismatches, 0 to ``mismatches``."""
    return tuple(sum(row.mismatches == n for row in rows) for n in range(mismatches + 1))


def specificity(rows: Sequence[Row], *, pam: str = "NGG", score: str = "cfd") -> float:
    """``100 x 100 / (100 + sum of hit scores)``; one perfect match with the guide's own PAM is left out.

    Args:
        rows: all sites of one guide, with scores.
        pam: the guide's own PAM.
        score: ``cfd`` (taken times 100) or ``mit``.
    """
    hits = [float(getattr(row, score)) * (100 if score == "cfd" else 1) for row in rows]
    own = next((i for i, row in enumerate(rows) if row.mismatches == 0 and fits(row.pam, pam)), None)
    if own is not None:
        del hits[own]
    return 100 * 100 / (100 + sum(hits))
