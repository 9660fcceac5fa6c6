"""The safe harbours loxsmith has heard of, and how much of each is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from loxsmith.knowledge._files import index_names, look_up, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Harbour:
    """One place of the mouse genome that takes transgenes."""

    name: str
    """The short name used in requests."""

    aliases: tuple[str, ...] = ()
    """Other names it answers to."""

    gene: str = ""
    """Gene symbol, for finding the locus in a genome the user brings; empty when not recorded."""

    place: str = ""
    """Where in the gene the transgene goes."""

    window: str = ""
    """Bases around the insertion point, 5'->3' with the gene; empty when none are at hand."""

    protospacer: str = ""
    """The published guide, 20 bases of the window."""

    pam: str = ""
    """The PAM behind the guide in the window."""

    cut: int | None = None
    """Number of window bases left of the cut; None without a window."""

    arms: str = ""
    """The homology arms in common use."""

    arm_5p: int | None = None
    """Length of the 5' arm in common use with a circular donor (bp); None where none is recorded."""

    arm_3p: int | None = None
    """Length of the 3' arm (bp)."""

    located: str = ""
    """How the place is found in a genome, or what its published description is."""

    obtain: str = ""
    """What to bring when it is not at hand."""

    source: str
    """Where this was read."""

    note: str = ""
    """What a user must know."""

    @property
    def at_hand(self) -> bool:
        """Whether any sequence of the place ships with loxsmith."""
        return bool(self.window)


@cache
def harbours() -> tuple[Harbour, ...]:
    """Return every safe harbour, in the table's order."""
    rows = read_toml("harbours.toml")["harbour"]
    return tuple(Harbour(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in rows)


def harbour(name: str) -> Harbour:
    """Return the safe harbour called ``name`` (any case, aliases too).

    Raises:
        RequestError: no harbour has that name; the nearest names are given.

    >>> harbour("rosa26").pam
    'TGG'
    """
    return look_up(_harbour_index(), name, what="safe harbour", shown=(entry.name for entry in harbours()))


@cache
def _harbour_index() -> dict[str, Harbour]:
    return index_names(((h, (h.name, *h.aliases)) for h in harbours()), table="harbours.toml")
