"""Colours and sizes of each kind of glyph.

The palette is Okabe and Ito's, told apart by people with any common colour vision deficiency
(https://jfly.uni-koeln.de/color/); no kind relies on colour alone: shape and label say it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ORANGE: Final = "#e69f00"
SKY: Final = "#56b4e9"
GREEN: Final = "#009e73"
YELLOW: Final = "#f0e442"
BLUE: Final = "#0072b2"
VERMILLION: Final = "#d55e00"
PURPLE: Final = "#cc79a7"
DARK: Final = "#10151c"
LIGHT: Final = "#ffffff"

BANDS: Final = frozenset({"arm", "backbone"})
"""Drawn under everything else, and may run through a break of the axis."""
PINS: Final = frozenset({"site", "edit", "guide", "primer"})
"""Drawn as symbols of fixed size on a stem to their true place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """How one kind of glyph is filled."""

    fill: str
    """CSS colour of the shape."""
    text: str = DARK
    """CSS colour of text on it."""
    half: float = 10.0
    """Half of its height, pixels."""
    shape: str = "arrow"
    """arrow, block, bar, round or octagon."""


PAINTS: Final = {
    "exon": Paint(fill=BLUE, text=LIGHT, half=13.0, shape="block"),
    "utr": Paint(fill="#9cc9e3", half=7.5, shape="block"),
    "arm": Paint(fill=SKY, half=4.0, shape="bar"),
    "backbone": Paint(fill="var(--_line)", half=2.0, shape="bar"),
    "gene": Paint(fill="#c3cad4", half=7.0),
    "promoter": Paint(fill=YELLOW),
    "marker": Paint(fill=ORANGE),
    "polyA": Paint(fill="#d9dee5", shape="round"),
    "stop": Paint(fill="#3b4552", text=LIGHT, shape="octagon"),
    "splice": Paint(fill=PURPLE),
    "payload": Paint(fill="#5cc3a3"),
    "negative": Paint(fill="#f2a36b"),
    "edit": Paint(fill=VERMILLION),
    "guide": Paint(fill="var(--_ink)"),
    "primer": Paint(fill="var(--_ink)"),
    "site": Paint(fill=VERMILLION),
}

FAMILIES: Final = {
    "lox": VERMILLION,
    "frt": GREEN,
    "rox": PURPLE,
    "vox": YELLOW,
    "att": ORANGE,
    "other": "#9aa4b1",
}
"""Fill of each family of recombinase sites."""

_FRT_NAMES: Final = ("frt", "f3", "f5", "f14", "f15", "f2", "f13")
_CANONICAL: Final = ("loxp", "frt", "rox", "vox", "attb", "attp")


def site_family(label: str) -> str:
    """Return the family of a recombinase site from its name: lox, frt, rox, vox, att or other."""
    name = label.strip().lower()
    if name.startswith(("vlox", "vox", "slox", "nigri")):
        return "vox"
    for family in ("lox", "rox", "att"):
        if name.startswith(family):
            return family
    first = name.replace("-", " ").split(" ")[0]
    return "frt" if name.startswith("frt") or first in _FRT_NAMES else "other"


def is_variant(label: str) -> bool:
    """Say whether a site is not the founder of its family (lox2272, F3, ...): drawn with a hollow heart."""
    return site_family(label) != "other" and not label.strip().lower().startswith(_CANONICAL)
