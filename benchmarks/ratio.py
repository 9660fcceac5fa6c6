"""A ratio of two CPU times, with the bound it must keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One measured ratio; exactly one of the two bounds is set."""

    name: str
    """What was measured against what."""

    value: float
    """The ratio, without unit."""

    at_least: float | None = None
    """The ratio may not be smaller."""

    at_most: float | None = None
    """The ratio may not be larger."""

    def __post_init__(self) -> None:
        """Refuse a ratio without a bound, or with two."""
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"ratio {self.name!r} needs at_least or at_most")

    @property
    def is_kept(self) -> bool:
        """Whether the value keeps its bound."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.at_most is not None and self.value <= self.at_most

    @property
    def bound(self) -> str:
        """The bound as printed."""
        return f">= {self.at_least:g}" if self.at_least is not None else f"<= {self.at_most:g}"

    def __str__(self) -> str:
        """One line: verdict, value, bound, name."""
        return f"{'ok    ' if self.is_kept else 'MISSED'} {self.value:10.2f}  {self.bound:>8}  {self.name}"


def cpu_seconds(action: Callable[[], object], *, runs: int, calls: int = 1) -> float:
    """Return the CPU time of one call of ``action``: the least of ``runs``, each the mean over ``calls``.

    CPU time (``process_time``) leaves out what other processes do; the least of several runs leaves out most of
    what they do to the caches.
    """
    best = float("inf")
    for _ in range(runs):
        began = process_time()
        for _ in range(calls):
            action()
        best = min(best, (process_time() - began) / calls)
    return best
