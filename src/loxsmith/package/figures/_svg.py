"""Write a layout as SVG: fixed decimals, all text escaped, colours that follow page, night and printer."""

from __future__ import annotations

from html import escape
from typing import Final

from loxsmith.package.figures._text import clean
from loxsmith.package.figures.layout import Layout, Leader, Mark, PlacedText

_STYLE: Final = """
.lxf{--_ink:var(--fig-ink,#1b2430);--_mute:var(--fig-mute,#5b6675);--_line:var(--fig-line,#8a94a3);\
--_paper:var(--fig-paper,#ffffff);--_shade:var(--fig-shade,#e9edf2);\
font-family:var(--fig-font,system-ui,"Segoe UI","Helvetica Neue",Arial,sans-serif);color:var(--_ink)}
@media (prefers-color-scheme:dark){.lxf{--_ink:var(--fig-ink,#e9edf3);--_mute:var(--fig-mute,#a7b1bf);\
--_line:var(--fig-line,#77828f);--_paper:var(--fig-paper,#151a21);--_shade:var(--fig-shade,#28303b)}}
@media print{.lxf{--_ink:#000;--_mute:#444;--_line:#777;--_paper:#fff;--_shade:#e9edf2;\
print-color-adjust:exact;-webkit-print-color-adjust:exact}}
.lxf text{fill:var(--_ink);stroke:none}
.lxf .lxf-title,.lxf .lxf-name{font-weight:700}
.lxf .lxf-note,.lxf .lxf-ruler,.lxf .lxf-gap{fill:var(--_mute)}
.lxf .lxf-inside{font-weight:500}
.lxf .lxf-leader{fill:none;stroke:var(--_line);stroke-width:.9}
.lxf .lxf-stem{fill:none;stroke:var(--_ink);stroke-width:1}
"""


def number(value: float) -> str:
    """Write a coordinate with at most two decimals, the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def points(*pairs: tuple[float, float]) -> str:
    """Write points for a ``polygon`` or ``polyline``."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """Write one element; underscores in attribute names become hyphens, values are escaped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def words(text: str) -> str:
    """Return text safe to stand between tags."""
    return escape(clean(text), quote=False)


def render(layout: Layout) -> str:
    """Return the layout as one self-contained SVG document."""
    body = [
        element("title", words(layout.title)),
        element("desc", words(layout.description)),
        element("style", _STYLE),
        element("rect", width=layout.width, height=layout.height, style="fill:var(--_paper)"),
    ]
    marks = sorted(layout.marks, key=lambda mark: mark.layer)
    body += [_mark(mark) for mark in marks if mark.layer < 3]
    body += [_leader(leader) for leader in layout.leaders]
    body += [_mark(mark) for mark in marks if mark.layer >= 3]
    body += [_text(text) for text in layout.texts]
    return element(
        "svg",
        "\n".join(["", *body, ""]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(layout.width)} {number(layout.height)}",
        width="100%",
        style=f"max-width:{number(layout.width * 1.25)}px;height:auto",
        role="img",
        class_="lxf",
    )


def _mark(mark: Mark) -> str:
    title = element("title", words(mark.title)) if mark.title else ""
    return element("g", title + mark.body)


def _leader(leader: Leader) -> str:
    kind = "lxf-stem" if leader.is_stem else "lxf-leader"
    return element("polyline", points=points(*leader.points), class_=kind)


def _text(text: PlacedText) -> str:
    x = {"start": text.box.left, "middle": (text.box.left + text.box.right) / 2, "end": text.box.right}[
        text.anchor
    ]
    attributes: dict[str, str | float] = {"x": x, "y": text.baseline, "font_size": text.size}
    if text.anchor != "start":
        attributes["text_anchor"] = text.anchor
    if text.colour:
        attributes["style"] = f"fill:{text.colour}"
    if text.is_guarded:
        attributes |= {"textLength": text.box.right - text.box.left, "lengthAdjust": "spacingAndGlyphs"}
    hover = element("title", words(text.full)) if text.full != text.text else ""
    return element("text", hover + words(text.text), class_=f"lxf-{text.role}", **attributes)
