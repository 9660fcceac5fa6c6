"""Edits: what is to be different, base by base, on the locus drawn in the gene's orientation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from loxsmith.errors import RequestError

EditKind = Literal["intended", "blocking", "diagnostic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put ``alt`` in place of the wild-type bases ``start..end``."""

    start: int
    """First base replaced, 0-based on the locus; an insertion goes in front of it."""

    end: int
    """One past the last base replaced; equals ``start`` for an insertion."""

    ref: str
    """Wild-type bases replaced; empty for an insertion."""

    alt: str
    """New bases; empty for a deletion."""

    kind: EditKind = "intended"
    """``blocking``: silent, there only to stop a guide from cutting the finished allele; ``diagnostic``: silent, there
    only to make or remove a restriction site."""

    what: str = ""
    """What the new bases are, when they have a name (``T2A-mCherry``, ``loxP``)."""

    def shifted(self, by: int) -> Edit:
        """Return the same edit on a locus whose first base lies ``-by`` further left."""
        return Edit(
            start=self.start + by,
            end=self.end + by,
            ref=self.ref,
            alt=self.alt,
            kind=self.kind,
            what=self.what,
        )


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with every edit made; edits must not overlap.

    >>> apply_edits("AACCGG", [Edit(start=2, end=4, ref="CC", alt="T")])
    'AATGG'
    """
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        text = text[: edit.start] + edit.alt + text[edit.end :]
    return text


def lift(position: int, edits: Iterable[Edit]) -> int:
    """Return where a wild-type base lies once the edits in front of it are made."""
    return position + sum(len(e.alt) - len(e.ref) for e in edits if e.end <= position)


def trimmed(start: int, ref: str, alt: str, what: str = "") -> Edit:
    """Make an edit without the bases that ``ref`` and ``alt`` share at their ends."""
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        start, ref, alt = start + 1, ref[1:], alt[1:]
    return Edit(start=start, end=start + len(ref), ref=ref, alt=alt, what=what)


def ordered(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Sort edits along the locus.

    Raises:
        RequestError: two of them touch the same bases.
    """
    found = sorted(edits, key=lambda e: (e.start, e.end))
    for a, b in pairwise(found):
        if b.start < a.end or (a.start, a.end) == (b.start, b.end):
            raise RequestError(
                "Two of the requested changes touch the same bases.",
                hint="Write them as one change, such as c.667_669delinsCGT.",
            )
    return tuple(found)
