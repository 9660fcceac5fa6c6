"""The 3' rule of HGVS by looking at every place, slowly: names of one insertion or deletion, and what a name does."""

from __future__ import annotations

import re


def rightmost_name(text: str, changed: str) -> str:
    """Name the one insertion or deletion that turns a text into another, positions from 1, as far right as it goes.

    Every stretch is tried; an insertion that repeats the bases in front of it is a duplication.
    """
    size = len(changed) - len(text)
    if size > 0:
        at = max(i for i in range(len(text) + 1) if text[:i] + changed[i : i + size] + text[i:] == changed)
        bases = changed[at : at + size]
        if text[:at].endswith(bases):
            return f"{_span(at - size + 1, at)}dup"
        return f"{at}_{at + 1}ins{bases}"
    at = max(i for i in range(len(text) + size + 1) if text[:i] + text[i - size :] == changed)
    return f"{_span(at + 1, at - size)}del"


def applied(text: str, name: str) -> str:
    """Return what a name such as ``3_5dup``, ``7del`` or ``3_4insAC`` makes of a text, positions from 1."""
    match = re.fullmatch(r"(\d+)(?:_(\d+))?(dup|del|ins)([ACGT]*)", name)
    assert match is not None, name
    first, last = int(match[1]), int(match[2] or match[1])
    if match[3] == "ins":
        assert last == first + 1, name
        return text[:first] + match[4] + text[first:]
    if match[3] == "dup":
        return text[:last] + text[first - 1 : last] + text[last:]
    return text[: first - 1] + text[last:]


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}_{last}"
