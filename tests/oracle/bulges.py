"""The slow, obvious search for bulged sites: every place beside a PAM, every way to pair the guide, one by one.

No code is shared with the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from oracle.offtarget_naive import fits, opposite

Found = tuple[str, int, int, str, int, int]
"""Contig, first base beside the PAM's edge as a top-strand edge between bases, strand, PAM, mismatches, bulges."""


def pairings(guide: str, text: str, bulges: int) -> set[tuple[int, int, int]]:
    """Every (mismatches, bulges, bases of text used) with which the guide pairs with the beginning of a text.

    The first and the last column are pairs, and between two bulges of different kind stands a pair.
    """

    @cache
    def after(i: int, j: int, left: int, kind: str) -> frozenset[tuple[int, int, int]]:
        """What may follow when ``i`` guide and ``j`` text bases are used, the last column being of a kind."""
        done: set[tuple[int, int, int]] = set()
        if i == len(guide):
            return frozenset({(0, 0, j)} if kind == "pair" else done)
        if j < len(text):
            wrong = int(guide[i] != text[j])
            done |= {(m + wrong, b, end) for m, b, end in after(i + 1, j + 1, left, "pair")}
        if left and i and kind in ("pair", "rna"):
            done |= {(m, b + 1, end) for m, b, end in after(i + 1, j, left - 1, "rna")}
        if left and i and j < len(text) and kind in ("pair", "dna"):
            done |= {(m, b + 1, end) for m, b, end in after(i, j + 1, left - 1, "dna")}
        return frozenset(done)

    return set(after(0, 0, bulges, "pair"))


def bulged(
    contigs: Mapping[str, str],
    guide: str,
    *,
    pam: str,
    side: int,
    offtargets: Sequence[str],
    mismatches: int,
    bulges: int,
) -> Iterator[Found]:
    """Every place beside a PAM at which the fewest edits within the limits need a bulge."""
    size = len(pam)
    for name, top in contigs.items():
        for strand, text in ((1, top.upper()), (-1, opposite(top.upper()))):
            for at in range(len(text) - size + 1):
                motif = text[at : at + size]
                if not any(fits(motif, one) for one in (pam, *offtargets)):
                    continue
                if side == 3:
                    beside, edge, bases = text[:at][::-1], at, guide[::-1]
                else:
                    beside, edge, bases = text[at + size :], at + size, guide
                plain = beside[: next((i for i, b in enumerate(beside) if b not in "ACGT"), len(beside))]
                ways = [
                    (m + b, b, m)
                    for m, b, _ in pairings(bases, plain[: len(guide) + bulges], bulges)
                    if m <= mismatches and b <= bulges
                ]
                if ways and min(ways)[1]:
                    _, b, m = min(ways)
                    yield name, edge if strand == 1 else len(text) - edge, strand, motif, m, b
