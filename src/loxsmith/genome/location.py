"""INSDC feature locations: ``complement(join(1..20,31..40))`` to stretches in the order of reading.

Grammar: https://www.insdc.org/submitting-standards/feature-table/ section 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loxsmith.sequence import Strand

Part = tuple[int, int, Strand]

_RANGE = re.compile(r"^([<>]?)(\d+)(?:(?:\.\.|\.|\^)([<>]?)(\d+)([<>]?))?$")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a feature lies."""

    parts: tuple[Part, ...]
    """Stretches (start, end, strand), 0-based half-open, in the order the feature is read."""

    open_left: bool = False
    """True when the feature begins before the record's first base or before the stated one (``<``)."""

    open_right: bool = False
    """True when it ends after the stated base (``>``)."""


def parse_location(text: str, length: int, *, circular: bool) -> Location:
    """Read a location on a record of ``length`` bases.

    A range whose start lies behind its end runs over the origin of a circular record.
    Parts on other records are left out.

    Raises:
        ValueError: it is no location, or it leaves the record.

    >>> parse_location("complement(join(24..30,1..2))", 30, circular=True).parts
    ((0, 2, -1), (23, 30, -1))
    """
    plain = re.sub(r"\s+", "", text)
    parts = tuple(_parts(plain, length, circular))
    return Location(parts, open_left="<" in plain, open_right=">" in plain)


def _parts(text: str, length: int, circular: bool) -> Iterator[Part]:
    name, inner = _call(text)
    if name == "complement":
        reversed_parts = list(_parts(inner, length, circular))[::-1]
        yield from ((start, end, _opposite(strand)) for start, end, strand in reversed_parts)
    elif name in {"join", "order", "bond"}:
        for piece in _split(inner):
            yield from _parts(piece, length, circular)
    elif name == "one-of":
        yield from _parts(_split(inner)[0], length, circular)
    elif name == "gap" or ":" in text:
        return
    else:
        yield from _range(text, length, circular)


def _range(text: str, length: int, circular: bool) -> Iterator[Part]:
    match = _RANGE.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no location")
    start = int(match.group(2))
    end = int(match.group(4) or start)
    if not (1 <= start <= length and 1 <= end <= length):
        raise ValueError(f"{text} leaves the record, which has {length} bases")
    if start <= end:
        yield start - 1, end, 1
    elif circular:
        yield start - 1, length, 1
        yield 0, end, 1
    else:
        raise ValueError(f"{text} runs backwards on a linear record")


def _call(text: str) -> tuple[str, str]:
    name, bracket, rest = text.partition("(")
    if bracket and rest.endswith(")"):
        return name.lower(), rest[:-1]
    if bracket:
        raise ValueError(f"{text!r} has unbalanced brackets")
    return "", text


def _split(text: str) -> list[str]:
    """Split at the commas that are in no bracket."""
    pieces, depth, last = [], 0, 0
    for i, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            pieces.append(text[last:i])
            last = i + 1
    return [*pieces, text[last:]]


def _opposite(strand: Strand) -> Strand:
    return -1 if strand == 1 else 1
