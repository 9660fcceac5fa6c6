"""The outlines of glyphs: symbols of fixed size for points, boxes and arrows for stretches."""

from __future__ import annotations

from typing import Final

from loxsmith.package.figures._palette import FAMILIES, PAINTS, VERMILLION, is_variant, site_family
from loxsmith.package.figures._svg import element, number, points
from loxsmith.package.figures.model import Glyph

SYMBOL: Final = 15.0
"""Width and height of a symbol, pixels."""

_OUTLINES: Final = {
    "lox": "M-6.5,-7L7,0L-6.5,7Z",
    "frt": "M-6.5,-7H-0.5A7,7 0 0 1 -0.5,7H-6.5Z",
    "rox": "M-7,-7H1L7,0L1,7H-7L-1.5,0Z",
    "vox": "M-7,-7L7,-2.5V2.5L-7,7Z",
    "att": "M-7,-6H1.5L7,0L1.5,6H-7Z",
    "other": "M-6,-6H6V6H-6Z",
}
"""Site families pointing right, centred on 0,0."""
_STAR: Final = "M0,-8L2.1,-2.6L7.8,-2.5L3.3,1L4.9,6.6L0,3.3L-4.9,6.6L-3.3,1L-7.8,-2.5L-2.1,-2.6Z"
_EDGE: Final = "stroke:var(--_ink);stroke-width:.9;stroke-linejoin:round"


def symbol(glyph: Glyph, x: float, y: float, angle: float = 0.0) -> str:
    """Draw a site, edit, guide or primer centred at ``x``, ``y``, turned clockwise by ``angle`` degrees."""
    turn = f" rotate({number(angle)})" if angle else ""
    flip = " scale(-1 1)" if glyph.strand < 0 else ""
    body = {"site": _site, "edit": _edit, "guide": _scissors, "primer": _primer}[glyph.kind](glyph)
    return element("g", body, transform=f"translate({number(x)} {number(y)}){turn}{flip}")


def _site(glyph: Glyph) -> str:
    family = site_family(glyph.name)
    outline = _OUTLINES[family] if glyph.strand else "M-7,0L0,-7L7,0L0,7Z"
    body = element("path", d=outline, style=f"fill:{FAMILIES[family]};{_EDGE}")
    if is_variant(glyph.name):
        heart = -2.5 if glyph.strand else 0.0
        body += element("circle", cx=heart, cy=0, r=2.3, style="fill:#fff;stroke:#10151c;stroke-width:.7")
    return body


def _edit(_glyph: Glyph) -> str:
    return element("path", d=_STAR, style=f"fill:{VERMILLION};{_EDGE}")


def _scissors(_glyph: Glyph) -> str:
    pen = "fill:none;stroke:var(--_ink);stroke-width:1.4;stroke-linecap:round"
    return element("path", d="M-3.6,2.2L2.6,-7.5M3.6,2.2L-2.6,-7.5", style=pen) + "".join(
        element("circle", cx=x, cy=4.6, r=2.5, style=pen) for x in (-4.3, 4.3)
    )


def _primer(_glyph: Glyph) -> str:
    pen = "fill:none;stroke:var(--_ink);stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round"
    return element("path", d="M-7,1.5H7L1.5,-4", style=pen)


def stretch(glyph: Glyph, left: float, right: float, y: float) -> str:
    """Draw a glyph with a length as a box or arrow from ``left`` to ``right`` around ``y``."""
    paint = PAINTS[glyph.kind]
    half, shape = paint.half, paint.shape
    if shape == "bar":
        return element(
            "rect",
            x=left,
            y=y - half,
            width=right - left,
            height=2 * half,
            style=f"fill:{paint.fill};opacity:.75",
        )
    style = f"fill:{paint.fill};{_EDGE}"
    if shape == "arrow" and glyph.strand:
        return element("polygon", points=_arrow(left, right, y, half, glyph.strand), style=style)
    if shape == "octagon":
        return element("polygon", points=_octagon(left, right, y, half), style=style)
    radius = half if shape == "round" else 1.5
    return element(
        "rect",
        x=left,
        y=y - half,
        width=right - left,
        height=2 * half,
        rx=min(radius, (right - left) / 2),
        style=style,
    )


def _arrow(left: float, right: float, y: float, half: float, strand: int) -> str:
    head = min(9.0, (right - left) * 0.6)
    if strand > 0:
        neck = right - head
        return points((left, y - half), (neck, y - half), (right, y), (neck, y + half), (left, y + half))
    neck = left + head
    return points((right, y - half), (neck, y - half), (left, y), (neck, y + half), (right, y + half))


def _octagon(left: float, right: float, y: float, half: float) -> str:
    cut = min(4.0, (right - left) / 3)
    top, bottom = y - half, y + half
    return points(
        (left + cut, top),
        (right - cut, top),
        (right, top + cut),
        (right, bottom - cut),
        (right - cut, bottom),
        (left + cut, bottom),
        (left, bottom - cut),
        (left, top + cut),
    )
