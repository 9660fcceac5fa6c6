"""Restriction enzymes in common use: what they recognise and where they cut."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from loxsmith.knowledge._files import look_up, read_tsv


@dataclass(frozen=True, slots=True, kw_only=True)
class Enzyme:
    """An enzyme whose site reads the same on both strands."""

    name: str

    site: str
    """Recognition sequence in IUPAC letters."""

    cut: int
    """Bases of the site in front of the cut of the top strand."""


@cache
def enzymes() -> tuple[Enzyme, ...]:
    """Return every enzyme of the table, long sites first, in the table's order."""
    return tuple(
        Enzyme(name=row["enzyme"], site=row["site"], cut=int(row["cut"])) for row in read_tsv("enzymes.tsv")
    )


def enzyme(name: str) -> Enzyme:
    """Return one enzyme by its name, in any case.

    Raises:
        RequestError: it is not in the table; the nearest names are given.

    >>> enzyme("ecori").site
    'GAATTC'
    """
    index = {entry.name.casefold(): entry for entry in enzymes()}
    return look_up(index, name, what="restriction enzyme", shown=(entry.name for entry in enzymes()))
