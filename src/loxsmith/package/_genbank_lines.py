"""The lines of a GenBank flat file: columns, wrapping, locations, quoting. Knows text only, no molecules.

Layout after the GenBank release notes, section 3.4, and the INSDC Feature Table Definition, section 4.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from textwrap import wrap
from typing import Final

Segment = tuple[int, int, int]
"""Start, end (0-based half-open) and strand (1 or -1) on the molecule."""

DATE: Final = "01-JAN-1980"
"""No file of a design carries a clock; the format wants a date, so every record states this one."""

_WIDTH: Final = 80
_HEADER: Final = 12
_TABLE: Final = 21
_LONGEST_KEY: Final = 15

_UNQUOTED: Final = frozenset(
    {
        "anticodon", "citation", "codon_start", "compare", "direction", "estimated_length", "mod_base",
        "number", "rpt_type", "rpt_unit_range", "tag_peptide", "transl_except", "transl_table",
    }
)  # fmt: skip
_FLAGS: Final = frozenset(
    {
        "artificial_location", "environmental_sample", "focus", "germline", "macronuclear", "partial",
        "proviral", "pseudo", "rearranged", "ribosomal_slippage", "trans_splicing", "transgenic",
    }
)  # fmt: skip
_BARE: Final = re.compile(r"[A-Za-z0-9_.:,()\[\]<>^+-]{1,40}")

_SPELT: Final = str.maketrans(
    {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "delta", "ε": "epsilon", "κ": "kappa",
        "λ": "lambda", "µ": "u", "μ": "u", "ψ": "psi", "Ψ": "psi", "ω": "omega", "×": "x", "·": ".",
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "′": "'", "″": "''", "‘": "'", "’": "'",
        "“": '"', "”": '"', "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "±": "+/-", "ß": "ss", "°": " deg",
    }
)  # fmt: skip


# -- text ----------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Return ``text`` on one line of ASCII: letters lose their accents, what has no likeness becomes ``?``.

    >>> plain("Δ  exon\\n2, Rümpler")
    'delta exon 2, Rumpler'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spelt = unicodedata.normalize("NFKD", text.translate(_SPELT))
    return " ".join("".join(_ascii(char) for char in spelt).split())


def _ascii(char: str) -> str:
    if " " <= char <= "~":
        return char
    category = unicodedata.category(char)
    if category == "Mn":
        return ""
    return " " if category[0] in "CZ" else "?"


def locus_name(name: str) -> str:
    """Return ``name`` as one word of letters, digits, ``_``, ``.`` and ``-``.

    >>> locus_name("Tnf<tm1> targeted")
    'Tnf_tm1_targeted'
    """
    return re.sub(r"[^A-Za-z0-9.-]+", "_", plain(name)).strip("_") or "molecule"


# -- header --------------------------------------------------------------------------------------------------


def locus_line(name: str, length: int, topology: str) -> str:
    """Return the LOCUS line; a name too long for its columns moves the others (GenBank release 229 on)."""
    room = 28 - len(name)
    sized = f"{name}{length:>{room}}" if room > len(str(length)) else f"{name} {length}"
    return f"LOCUS       {sized} bp    DNA     {topology:<8} SYN {DATE}"


def header(keyword: str, paragraphs: Iterable[str]) -> Iterator[str]:
    """Yield a header field, wrapped; each paragraph begins a line."""
    room = _WIDTH - _HEADER
    lines = [line for text in paragraphs for line in wrap(plain(text), room, break_on_hyphens=False)]
    for i, line in enumerate(lines):
        yield f"{'' if i else keyword:<{_HEADER}}{line}"


# -- feature table -------------------------------------------------------------------------------------------


def location(segments: Sequence[Segment]) -> str:
    """Return segments, given in reading order, as an INSDC location.

    >>> location([(20, 30, -1), (0, 9, -1)])
    'complement(join(1..9,21..30))'
    >>> location([(20, 30, 1), (4, 5, -1)])
    'join(21..30,complement(5))'
    """
    if all(strand == -1 for _, _, strand in segments):
        return f"complement({_join([_range(start, end) for start, end, _ in reversed(segments)])})"
    return _join(
        [_range(a, b) if strand == 1 else f"complement({_range(a, b)})" for a, b, strand in segments]
    )


def _join(ranges: list[str]) -> str:
    return ranges[0] if len(ranges) == 1 else f"join({','.join(ranges)})"


def _range(start: int, end: int) -> str:
    return str(end) if end == start + 1 else f"{start + 1}..{end}"


def feature(kind: str, where: str, qualifiers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the rows of a feature. A key that does not fit the column is kept in a note."""
    if not re.fullmatch(rf"[A-Za-z0-9_'*-]{{1,{_LONGEST_KEY}}}", kind):
        qualifiers = (*qualifiers, ("note", f"feature key {kind}"))
        kind = "misc_feature"
    for i, line in enumerate(_location_lines(where)):
        yield f"     {'' if i else kind:<{_TABLE - 5}}{line}"
    for key, value in qualifiers:
        for line in _qualifier_lines(key, value):
            yield " " * _TABLE + line


def _location_lines(where: str) -> Iterator[str]:
    room = _WIDTH - _TABLE
    while len(where) > room:
        at = where.rindex(",", 0, room) + 1
        yield where[:at]
        where = where[at:]
    yield where


def _qualifier_lines(key: str, value: str) -> Iterator[str]:
    key = re.sub(r"[^A-Za-z0-9_'*-]+", "_", plain(key)) or "note"
    value = plain(value)
    if key == "translation":
        value = value.replace(" ", "")
    if not value and key in _FLAGS:
        yield f"/{key}"
    elif key in _UNQUOTED and _BARE.fullmatch(value):
        yield f"/{key}={value}"
    else:
        doubled = value.replace('"', '""')
        yield from _broken(f'/{key}="{doubled}"', _WIDTH - _TABLE)


def _broken(text: str, room: int) -> Iterator[str]:
    while len(text) > room:
        at = _break(text, room)
        yield text[:at]
        text = text[at:].lstrip(" ")
    if text:
        yield text


def _break(text: str, room: int) -> int:
    """Return where to end the line: at a space, else within a word.

    A line never ends with a quote before the value does, since readers take that for the value's end, and
    never begins with a slash, which looks like the next qualifier. A long run of quotes overflows instead.
    """
    for at in range(room, 0, -1):
        if text[at] == " " and text[at - 1] != '"' and text[at + 1] != "/":
            return at
    for at in chain(range(room, room // 2, -1), range(room + 1, len(text))):
        if text[at - 1] not in '" ' and text[at] not in '" /':
            return at
    return len(text)


# -- sequence ------------------------------------------------------------------------------------------------


def origin(sequence: str) -> Iterator[str]:
    """Yield the numbered sequence, 60 bases a line in groups of ten, lower case."""
    text = sequence.lower()
    for at in range(0, len(text), 60):
        row = text[at : at + 60]
        yield f"{at + 1:>9} " + " ".join(row[i : i + 10] for i in range(0, len(row), 10))
