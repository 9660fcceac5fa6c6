"""What both search engines return: packed hits, in one order, so that their answers can be held side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from loxsmith.guides.sites import HALF, MINUS, PAM_SHIFT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.integer[Any]]

_EVERY_FIRST_BIT = 0x55555
"""The lower bit of each of ten bases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Sites that resemble guides; arrays of one length."""

    guide: NDArray[np.int32]
    """Which guide, 0-based."""

    mismatches: NDArray[np.uint8]
    """How many of the 20 bases differ."""

    proximal: Numbers
    """Ten bases beside the PAM, two bits each."""

    distal: Numbers
    """Ten bases beyond."""

    place: Numbers
    """First base of the 20-mer on the top strand, 0-based, counted over all contigs in a row."""

    tail: Numbers
    """Strand and PAM of the site, as in :class:`~loxsmith.guides.sites.Sites`."""

    def __len__(self) -> int:
        """Count the hits."""
        return len(self.guide)

    @property
    def minus(self) -> NDArray[np.bool_]:
        """Whether each lies on the minus strand."""
        return (self.tail & MINUS) > 0

    @property
    def pam_number(self) -> Numbers:
        """Which spelling of the PAM each bears."""
        return self.tail >> PAM_SHIFT

    def codes(self, side: int) -> NDArray[np.uint8]:
        """Return the 20 bases of each as codes 0-3, 5'->3' on the site's own strand.

        Args:
            side: of the PAM, which says which half comes first.
        """
        import numpy as np

        first, second = (self.distal, self.proximal) if side == 3 else (self.proximal, self.distal)
        shifts = np.arange(2 * (HALF - 1), -1, -2, dtype=np.uint32)
        halves = [(half[:, None] >> shifts) & 3 for half in (first, second)]
        return np.concatenate(halves, axis=1).astype(np.uint8)

    def ordered(self) -> Hits:
        """Return them by guide, then by place, the plus strand first."""
        import numpy as np

        order = np.lexsort((self.tail, self.place, self.guide))
        return self.taken(order)

    def taken(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> Hits:
        """Return some of them."""
        return Hits(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def together(parts: Iterable[Hits]) -> Hits:
    """Join hits and put them in order."""
    import numpy as np

    held = list(parts)
    kinds = {"guide": np.int32, "mismatches": np.uint8}
    joined = {
        field.name: np.concatenate(
            [
                np.zeros(0, dtype=kinds.get(field.name, np.uint32)),
                *(getattr(part, field.name) for part in held),
            ]
        )
        for field in fields(Hits)
    }
    return Hits(**joined).ordered()


def different(halves: Numbers, half: Numbers | np.integer[Any]) -> NDArray[np.uint8]:
    """Count the bases in which ten packed bases differ from ten others."""
    import numpy as np

    crossed = halves ^ half
    crossed |= crossed >> 1
    crossed &= _EVERY_FIRST_BIT
    return np.asarray(np.bitwise_count(crossed))
