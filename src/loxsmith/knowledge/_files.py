"""Reads the tables that ship beside this module, and finds names a user nearly typed."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib.resources import files
from typing import Any, TypeVar

from loxsmith.errors import DataError, RequestError

T = TypeVar("T")


def read_text(name: str) -> str:
    """Return the text of one shipped table.

    Args:
        name: file name inside ``knowledge/data``.

    Raises:
        DataError: the installation lacks the file.
    """
    try:
        return files("loxsmith.knowledge").joinpath("data", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(
            f"The knowledge table {name} is missing from this installation.",
            hint="Reinstall loxsmith.",
            file=name,
        ) from None


def read_toml(name: str) -> dict[str, Any]:
    """Return a shipped TOML table as nested dictionaries."""
    return tomllib.loads(read_text(name))


def read_tsv(name: str) -> list[dict[str, str]]:
    """Return the rows of a shipped tab-separated table; lines starting with ``#`` are comments."""
    lines = [line for line in read_text(name).splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def look_up(index: Mapping[str, T], name: str, *, what: str, shown: Iterable[str], command: str = "") -> T:
    """Return the entry called ``name``, whatever its case.

    Args:
        index: entries by case-folded name and alias.
        name: what the user typed.
        what: the noun of the refusal ("part", "site", ...).
        shown: names and aliases as they are spelled, for the suggestion.
        command: a command that lists everything, named in the hint.

    Raises:
        RequestError: nothing has that name; the hint gives the nearest three.
    """
    found = index.get(name.casefold().strip())
    if found is not None:
        return found
    near = nearest(name, shown)
    hint = f"Did you mean {', '.join(near)}?" if near else ""
    if command:
        hint = f"{hint} `{command}` shows them all.".strip()
    raise RequestError(f"There is no {what} called {name!r}.", hint=hint, name=name, nearest=near)


def nearest(name: str, shown: Iterable[str], count: int = 3) -> list[str]:
    """Return the ``count`` spelled names closest to ``name``, best first, even when none is close."""
    spelled = {text.casefold(): text for text in shown}
    return [spelled[key] for key in get_close_matches(name.casefold(), sorted(spelled), n=count, cutoff=0.0)]


def index_names(entries: Iterable[tuple[T, Iterable[str]]], *, table: str) -> dict[str, T]:
    """Index entries by every case-folded name.

    Raises:
        DataError: two entries claim the same name.
    """
    index: dict[str, T] = {}
    for entry, names in entries:
        for name in names:
            key = name.casefold()
            if key in index:
                raise DataError(f"{table} gives the name {name!r} twice.", hint="Rename one.", name=name)
            index[key] = entry
    return index
