"""Aligned plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 100
"""Columns of a paragraph."""

_BASES = 60
"""Bases on a line, as in GenBank."""


def table(
    head: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[str] = (), wrap: bool = False
) -> str:
    """Return rows under a head, columns aligned; the last one runs free.

    Args:
        head: titles of the columns.
        rows: as many cells each.
        right: titles of the columns that are set to the right, as numbers are.
        wrap: whether the last column is wrapped; otherwise each row is one line, as ``grep`` likes it.

    >>> print(table(["id", "bp"], [["a", 5], ["bcd", 1234]], right=["bp"]))
    id      bp
    a        5
    bcd  1,234
    """
    cells = [list(head), *([_cell(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    to_right = {i for i, title in enumerate(head) if title in set(right)}
    indent = sum(widths[:-1]) + 2 * len(widths[:-1])
    lines = []
    for row in cells:
        pairs = enumerate(zip(row[:-1], widths, strict=False))
        first = "  ".join(
            [*(cell.rjust(w) if i in to_right else cell.ljust(w) for i, (cell, w) in pairs), ""]
        )
        last = row[-1].rjust(widths[-1]) if len(row) - 1 in to_right else row[-1]
        lines.append(entry(first, last, indent=indent) if wrap else f"{first}{last}".rstrip())
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return " ".join(str(value).split())


def entry(title: str, text: str, *, indent: int = 12) -> str:
    """Return ``title  text`` with the text wrapped and hanging.

    >>> print(entry("Kind", "cds"))
    Kind        cds
    """
    body = textwrap.wrap(text, max(WIDTH - indent, 30), break_long_words=False, break_on_hyphens=False) or [
        ""
    ]
    lines = [title.ljust(indent) + body[0], *(" " * indent + line for line in body[1:])]
    return "\n".join(line.rstrip() for line in lines)


def letters(title: str, text: str, *, indent: int = 12) -> str:
    """Return a sequence under its title, 60 letters to a line."""
    chunks = [text[at : at + _BASES] for at in range(0, len(text), _BASES)] or [""]
    return "\n".join((title if i == 0 else "").ljust(indent) + chunk for i, chunk in enumerate(chunks))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "site"), counted(1200, "site")
    ('1 site', '1,200 sites')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
