"""Exact search: where a pattern stands in a text."""

from __future__ import annotations

from collections.abc import Iterator


def find_all(text: str, pattern: str) -> Iterator[int]:
    """Yield the start of every occurrence of ``pattern`` from left to right; occurrences may overlap.

    >>> list(find_all("ATATA", "ATA"))
    [0, 2]
    """
    at = text.find(pattern)
    while at >= 0:
        yield at
        at = text.find(pattern, at + 1)
