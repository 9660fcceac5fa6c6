"""How wide a text can get: a per-character table that errs on the wide side, so that labels never collide.

The widths are those of DejaVu Sans, raised to Liberation Sans's (Arial's) and Verdana's where wider: among
them the widest faces a ``sans-serif`` stack resolves to on common systems.
"""

from __future__ import annotations

import math
import unicodedata
from typing import Final

_WIDTHS: Final = {
    290: "'ijl′",
    370: " ,.·’‘|f",
    400: "[]t″",
    460: '()-/:;\\I!r"',
    500: "J`°",
    540: "sz",
    570: "?Lc–“”",
    620: "kγFvxyTaeoδκλ",
    640: "$0123456789bdghnpqu{}_*µβ",
    680: "PYES",
    740: "KαABCRVXZΔ",
    770: "HNU",
    800: "&DGOQ",
    840: "#+<=>^~×±≥≤−w",
    880: "M",
    1000: "%mW—…→←",
    1020: "@",
}
_TABLE: Final = {char: width for width, chars in _WIDTHS.items() for char in chars}
_UNKNOWN: Final = 1250
"""Thousandths of an em for a character outside the table (CJK is 1000, most emoji 1250)."""
_BOLD: Final = 1.2
"""Bold DejaVu and Verdana are at most this much wider over a word."""

LONGEST: Final = 40
"""Characters of a label before it is shortened; the full text stays in its ``<title>``."""


def clean(text: str) -> str:
    """Return one line of text that XML can carry: white space folded, unprintable characters replaced."""
    folded = " ".join(text.split())
    return "".join(char if char.isprintable() and not _is_illegal(char) else "�" for char in folded)


def _is_illegal(char: str) -> bool:
    code = ord(char)
    return 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _plain(char: str) -> str:
    """Return a letter without its accents, which do not widen it."""
    return char if char in _TABLE else unicodedata.normalize("NFD", char)[0]


def is_measured(text: str) -> bool:
    """Say whether every character of the text is in the width table."""
    return all(_plain(char) in _TABLE for char in text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return an upper bound of the width of ``text`` in pixels at ``size`` pixels per em."""
    thousandths = sum(_TABLE.get(_plain(char), _UNKNOWN) for char in text)
    return math.ceil(thousandths * size / 1000 * (_BOLD if bold else 1.0) * 10) / 10


def shorten(text: str, longest: int = LONGEST) -> str:
    """Return the text, cut to ``longest`` characters with an ellipsis when it is longer."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return the longest beginning of ``text`` that fits ``room`` pixels, with an ellipsis when cut."""
    if width(text, size, bold=bold) <= room:
        return text
    for cut in range(len(text) - 1, 0, -1):
        shorter = text[:cut].rstrip() + "…"
        if width(shorter, size, bold=bold) <= room:
            return shorter
    return "…"


def wrap(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> list[str]:
    """Break a text at spaces into at most ``lines`` lines of ``room`` pixels; the last one is cut to fit."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        row = words.pop(0)
        while words and width(f"{row} {words[0]}", size, bold=bold) <= room:
            row = f"{row} {words.pop(0)}"
        rows.append(fit(row, size, room, bold=bold))
    if words:
        rows.append(fit(" ".join(words), size, room, bold=bold))
    return rows
