"""The papers loxsmith leans on, each with the reason it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from loxsmith.knowledge._files import look_up, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One paper. Only what was stated where it was read is filled in."""

    key: str
    """Short key, such as ``hoess1986``."""

    author: str = ""
    """First author or authors."""

    year: int | None = None
    """Year of publication."""

    title: str = ""
    """Title, where it was stated."""

    journal: str = ""
    """Journal, volume and page, where stated."""

    identifier: str = ""
    """Article number or DOI, where stated."""

    cited_for: str
    """What loxsmith takes from it."""

    read_in: Literal["source", "memory"]
    """``source``: read, or quoted by a page that was read. ``memory``: to be confirmed."""

    @property
    def text(self) -> str:
        """The reference as one line."""
        head = " ".join(filter(None, (self.author, str(self.year or ""))))
        return ", ".join(filter(None, (head, self.title, self.journal, self.identifier)))


@cache
def citations() -> tuple[Citation, ...]:
    """Return every citation, in the table's order."""
    return tuple(Citation(key=key, **row) for key, row in read_toml("citations.toml").items())


def citation(key: str) -> Citation:
    """Return one citation by its key.

    Raises:
        RequestError: there is no such key; the nearest are given.

    >>> citation("hoess1986").text
    'Hoess 1986, Nucleic Acids Res 14:2287'
    """
    return look_up(_citation_index(), key, what="citation", shown=(entry.key for entry in citations()))


@cache
def _citation_index() -> dict[str, Citation]:
    return {entry.key: entry for entry in citations()}
