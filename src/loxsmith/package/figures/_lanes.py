"""Seat labels in lanes above a line so that no label meets another label or the leader of another.

Each label hangs on a vertical leader at its port. Lanes are filled from the line outwards; a label may take a
seat when it covers no port that is still waiting, because that port's leader will pass this lane. So every
leader ends at its own label and crosses none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_INSET: Final = 3.0
"""Pixels of label on the short side of a flag's port."""
_CLEAR: Final = 2.5
"""Pixels kept free on each side of a waiting port."""
_LEANS: Final = (0.5, 0.38, 0.62, 0.25, 0.75, 0.12, 0.88, 0.0, 1.0)
"""Share of a label that lies left of its port, best first."""
MIN_PORT_GAP: Final = 6.0
"""Ports closer than this would break the promise that a label always finds a seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where one label goes."""

    lane: int
    """0 is next to the line."""
    left: float
    """Left edge of the label, pixels."""


def seat_labels(ports: Sequence[float], widths: Sequence[float], low: float, high: float) -> list[Seat]:
    """Return a seat for each label; ports must be `MIN_PORT_GAP` apart.

    Labels stay between ``low`` and ``high`` wherever they can; when no waiting label fits a lane the
    rightmost is flown to the right across ``high``, and the caller widens its canvas.
    """
    waiting = sorted(range(len(ports)), key=lambda index: ports[index])
    seats: dict[int, Seat] = {}
    lane = 0
    while waiting:
        taken = _fill_lane(waiting, ports, widths, low, high)
        if not taken:
            taken = {waiting[-1]: ports[waiting[-1]] - _INSET}
        seats |= {index: Seat(lane=lane, left=left) for index, left in taken.items()}
        waiting = [index for index in waiting if index not in taken]
        lane += 1
    return [seats[index] for index in range(len(ports))]


def _fill_lane(
    waiting: Sequence[int], ports: Sequence[float], widths: Sequence[float], low: float, high: float
) -> dict[int, float]:
    """Seat as many waiting labels in one lane as fit, best leaning first; return their left edges."""
    taken: dict[int, float] = {}
    for lean in _LEANS:
        for index in waiting:
            if index in taken:
                continue
            left = _lean(ports[index], widths[index], lean, low, high)
            right = left + widths[index]
            blocked = any(
                left - _CLEAR < ports[other] < right + _CLEAR
                for other in waiting
                if other not in taken and other != index
            )
            crowded = any(left < taken[other] + widths[other] and taken[other] < right for other in taken)
            if left >= low and right <= high and not blocked and not crowded:
                taken[index] = left
    return taken


def _lean(port: float, width: float, lean: float, low: float, high: float) -> float:
    """Return the left edge of a label leaning so, slid inside the canvas as far as its port allows."""
    left = port - _INSET - lean * max(0.0, width - 2 * _INSET)
    slid = min(max(left, low), high - width)
    return slid if slid + _INSET <= port <= slid + width - _INSET else left
