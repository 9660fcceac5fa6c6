"""Every number that decides something, with unit, meaning and source, for designer and judge alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from loxsmith.knowledge._files import look_up, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One number with its reason."""

    id: str
    """The key, such as ``R06.acceptor.stop``."""

    rule: str
    """The rule it serves (``R06``), ``D...`` for design practice, ``H`` for HTGT, ``J`` for judgement."""

    value: float
    """The number, an int where it counts things."""

    unit: str
    """bp, nt, aa, kb, fraction, fold, count, ..."""

    meaning: str
    """What it limits, in words."""

    source: str
    """Where it was read."""

    assumption: bool
    """Whether it rests on judgement or memory and must be printed as such."""

    @property
    def whole(self) -> int:
        """The number as an int, for limits that count bases, residues or signals."""
        if self.value != int(self.value):
            raise ValueError(f"{self.id} is {self.value} {self.unit}, not a whole number")
        return int(self.value)


@cache
def limits() -> tuple[Limit, ...]:
    """Return every limit, in the table's order."""
    return tuple(Limit(id=key, **row) for key, row in read_toml("limits.toml").items())


def limit(id: str) -> Limit:
    """Return one limit by its id.

    Raises:
        RequestError: there is no such limit; the nearest ids are given.

    >>> limit("R06.acceptor.stop").value
    180
    """
    return look_up(_limit_index(), id, what="limit", shown=(entry.id for entry in limits()))


@cache
def _limit_index() -> dict[str, Limit]:
    return {entry.id.casefold(): entry for entry in limits()}
