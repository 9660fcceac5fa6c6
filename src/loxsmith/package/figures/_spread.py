"""Move marks apart along a line by as little as possible, without changing their order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def spread(wanted: Sequence[float], widths: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres near ``wanted`` (ascending) at which marks of these widths do not overlap.

    The centres minimise the squared displacement (pool-adjacent-violators), then are kept between ``low`` and
    ``high``. When the marks need more room than there is they start at ``low`` and run over ``high``.
    """
    if not wanted:
        return []
    offsets = [0.0]
    for left, right in pairwise(widths):
        offsets.append(offsets[-1] + (left + right) / 2)
    floor = low + widths[0] / 2
    ceiling = max(floor, high - widths[-1] / 2 - offsets[-1])
    fitted = _pool([place - offset for place, offset in zip(wanted, offsets, strict=True)])
    return [min(max(base, floor), ceiling) + offset for base, offset in zip(fitted, offsets, strict=True)]


def _pool(values: Sequence[float]) -> list[float]:
    """Return the non-decreasing sequence nearest to ``values`` in least squares."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    return [mean for mean, count in blocks for _ in range(count)]
