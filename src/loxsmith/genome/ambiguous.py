"""Letters that stand for two or three bases: kept beside a 2bit file, which has room for A, C, G, T and N only.

The file is text: contig, 0-based start and letters, tab-separated, in the order of the genome.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path


class AmbiguousLetters:
    """The letters R, Y, S, W, K, M, B, D, H and V of a genome, read when they are first asked for.

    Args:
        path: the file; None when there are none.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def within(self, contig: str, start: int, end: int) -> Iterator[tuple[int, bytes]]:
        """Yield runs of such letters in ``start..end``, cut at its edges, each with its 0-based position."""
        held = self._runs.get(contig) if self._path is not None else None
        if held is None:
            return
        first = bisect_left(held, (start, b""))
        if first and held[first - 1][0] + len(held[first - 1][1]) > start:
            first -= 1
        for at, text in held[first:]:
            if at >= end:
                return
            low, high = max(at, start), min(at + len(text), end)
            yield low, text[low - at : high - at]

    @cached_property
    def _runs(self) -> dict[str, list[tuple[int, bytes]]]:
        runs: dict[str, list[tuple[int, bytes]]] = {}
        assert self._path is not None
        with self._path.open("rb") as file:
            for line in file:
                contig, at, text = line.rstrip(b"\n").split(b"\t")
                runs.setdefault(contig.decode(), []).append((int(at), text))
        return runs
