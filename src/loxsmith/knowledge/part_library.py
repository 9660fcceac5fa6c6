"""The parts that payloads and cassettes are composed of, each with its source and how it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from loxsmith.knowledge._files import index_names, look_up, read_tsv
from loxsmith.sequence import STOP_CODONS, find_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One element of the library."""

    name: str
    """The short name used in requests and on maps."""

    aliases: tuple[str, ...]
    """Other names it answers to."""

    kind: str
    """``cds``, ``cds-fragment``, ``promoter``, ``polyA``, ``stop-cassette``, ``2A``, ``tag``, ..."""

    sequence: str
    """The bases, 5'->3', upper case."""

    protein: str
    """What it codes for, one-letter, without the stop; empty for parts that are not read as protein."""

    source: str
    """Where the sequence was read: repository and file, accession or paper."""

    licence: str
    """That of the file it was read from; ``fact`` for published sites, ``own`` for compositions."""

    label: str
    """What must be shown beside the part ("own composition", "unconfirmed", ...); mostly empty."""

    evidence: tuple[str, ...]
    """How it was checked: ``translated``, ``known-protein``, ``files=9``, ``differs=T74I``, ..."""

    note: str
    """What a user must know, in one line; mostly empty."""

    @property
    def length(self) -> int:
        """Bases."""
        return len(self.sequence)

    @property
    def has_start(self) -> bool:
        """Whether it codes and opens with its own ATG."""
        return bool(self.protein) and self.sequence.startswith("ATG")

    @property
    def has_stop(self) -> bool:
        """Whether it codes and closes with its own stop codon, in frame."""
        return 3 * len(self.protein) + 3 == self.length and self.sequence[-3:] in STOP_CODONS

    @property
    def is_coding(self) -> bool:
        """Whether the whole part is read as protein, codon by codon."""
        return bool(self.protein) and self.length - 3 * len(self.protein) in (0, 3)


@cache
def parts() -> tuple[Part, ...]:
    """Return every part, in the library's order."""
    return tuple(_part(row) for row in read_tsv("parts.tsv"))


def part(name: str) -> Part:
    """Return the part called ``name`` (any case, aliases too).

    Raises:
        RequestError: no part has that name; the nearest three are given.

    >>> part("bghPA").length
    225
    """
    return look_up(_part_index(), name, what="part", shown=_spelled(), command="loxsmith parts list")


def longest_part_at(text: str) -> tuple[Part, str] | None:
    """Find the longest part name with which ``text`` begins, ending at a hyphen or at the end.

    Payloads join parts by hyphens while some names hold hyphens themselves, so the longest name wins.

    Returns:
        The part and the stretch of ``text`` it took, or None when no name fits.

    >>> longest_part_at("mScarlet-I-bGHpA")[1]
    'mScarlet-I'
    """
    ends = [i for i, letter in enumerate(text) if letter == "-"] + [len(text)]
    for end in reversed(ends):
        found = _part_index().get(text[:end].casefold())
        if found is not None:
            return found, text[:end]
    return None


def polya_parts_in(text: str) -> tuple[tuple[Part, int], ...]:
    """Find the library's polyadenylation signals on the given strand of ``text``.

    Of overlapping forms of one signal only the longest is given, so the count is the number of signals.

    Returns:
        Part and 0-based start of each, from left to right.
    """
    found: list[tuple[Part, int]] = []
    signals = sorted((p for p in parts() if p.kind == "polyA"), key=lambda p: -p.length)
    for signal in signals:
        for start in find_all(text, signal.sequence):
            end = start + signal.length
            if all(end <= s or start >= s + p.length for p, s in found):
                found.append((signal, start))
    return tuple(sorted(found, key=lambda hit: hit[1]))


def _spelled() -> list[str]:
    """List names and handy aliases; the long descriptive ones make poor suggestions."""
    return [text for entry in parts() for text in (entry.name, *entry.aliases) if " " not in text]


@cache
def _part_index() -> dict[str, Part]:
    return index_names(((entry, (entry.name, *entry.aliases)) for entry in parts()), table="parts.tsv")


def _part(row: dict[str, str]) -> Part:
    """Build a part from its row of the table."""
    return Part(
        name=row["name"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        kind=row["kind"],
        sequence=row["sequence"],
        protein=row["protein"],
        source=row["source"],
        licence=row["licence"],
        label=row["label"],
        evidence=tuple(row["evidence"].split(";")),
        note=row["note"],
    )
