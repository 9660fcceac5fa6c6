"""Reads what is to be inserted: library parts, files and switches joined by '-', in the order of the gene.

Part names contain hyphens themselves (``GSG-T2A``, ``mScarlet-I``): the longest library name wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from loxsmith.errors import RequestError
from loxsmith.request.text import LONGEST, Token, printable, quote, unquote

Recombinase = Literal["Cre", "Flp", "Dre"]

SWITCHES: dict[str, Recombinase] = {"LSL": "Cre", "FSF": "Flp", "RSR": "Dre"}
"""Floxed STOP, FRT-STOP-FRT and rox-STOP-rox, each with the recombinase that removes the STOP."""

_SWITCH = re.compile(r"(LSL|FSF|RSR|SA)(?=\s*-|\s*$)", re.IGNORECASE)
_PATH = re.compile(r'@([^\s"]*?\.(?:fasta|fa|fna|genbank|gbk|gb|embl|dna)(?:\.gz)?)(?=-|\s|$)', re.IGNORECASE)
_QUOTED_PATH = re.compile(r'@("(?:\\.|[^"\\])*")', re.DOTALL)
_LONGEST_NAME = 200
_MOST = 60
_JOINT = re.compile(r"\s*-\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadItem:
    """One element of the payload."""

    kind: Literal["part", "file", "switch", "acceptor"]
    """``part``: of the library; ``file``: the user's; ``switch``: a STOP between sites; ``acceptor``: SA."""

    name: str
    """Library name of the part, path of the file, LSL/FSF/RSR, or SA."""

    text: str
    """The element as the request writes it: an alias of the part, ``@path``."""

    @property
    def recombinase(self) -> Recombinase | None:
        """The recombinase that a switch answers to (Cre, Flp, Dre); None for anything else."""
        return SWITCHES.get(self.name) if self.kind == "switch" else None


def read_payload(text: str | Token) -> tuple[PayloadItem, ...]:
    """Read ``CAG-LSL-tdTomato-WPRE-bGHpA`` and the like.

    Raises:
        RequestError: nothing to insert, an element is in no library (the nearest names are offered), or a
            switch stands alone or twice.
    """
    token = text if isinstance(text, Token) else Token(text=text)
    if len(token.text) > LONGEST:
        raise RequestError(f"The payload is longer than {LONGEST:,} characters.", hint="Use @file.fa.")
    items = tuple(islice(_items(token), _MOST + 1))
    if len(items) > _MOST:
        raise RequestError(f"The payload has more than {_MOST} elements.", hint="Put it into one @file.gb.")
    _refuse_bare_switches(token, items)
    return items


def _items(token: Token) -> Iterator[PayloadItem]:
    text = token.text.rstrip()
    place = len(text) - len(text.lstrip())
    while True:
        rest = text[place:]
        here = Token(text=_element(rest), at=token.at + place if token.at else 0)
        if not here.text:
            raise _nothing(token, place)
        item, used = _item(here, rest)
        yield item
        place += used
        if place == len(text):
            return
        joint = _JOINT.match(text, place)
        if joint is None:
            raise _unknown(here)
        place = joint.end()


def _item(here: Token, rest: str) -> tuple[PayloadItem, int]:
    """Read the element at the start of ``rest``; give it and the characters it took."""
    if rest.startswith("@"):
        return _file(here, rest)
    if match := _SWITCH.match(rest):
        name = match[1].upper()
        return PayloadItem(kind="acceptor" if name == "SA" else "switch", name=name, text=name), match.end()
    from loxsmith.knowledge import longest_part_at

    found = longest_part_at(re.sub(r"\s+(?=-)", "", rest[:_LONGEST_NAME]))
    if found is None or not re.match(r"\s*(?:-|$)", rest[len(found[1]) :]):
        raise _unknown(here)
    part, matched = found
    return PayloadItem(kind="part", name=part.name, text=matched), len(matched)


def _file(here: Token, rest: str) -> tuple[PayloadItem, int]:
    if match := _QUOTED_PATH.match(rest):
        path = unquote(match[1])
    elif match := _PATH.match(rest):
        path = match[1]
    else:
        hint = 'End the path in .fa, .gb, .gbk or .dna (.gz allowed), or put it in quotes: @"my file".'
        raise here.refuse("names no sequence file.", hint)
    if not path.strip():
        raise here.refuse("names no file.", "Write the path after @, as in @mycdna.fa.")
    return PayloadItem(kind="file", name=printable(path, "payload"), text=_file_text(path)), match.end()


def _file_text(path: str) -> str:
    """Write a path so that it reads back whole: bare where that is possible, else in quotes."""
    match = _PATH.match(f"@{path}")
    if match and match[1] == path and quote(path) == path:
        return f"@{path}"
    quoted = quote(path)
    return f"@{quoted}" if quoted.startswith('"') else f'@"{path}"'


def _refuse_bare_switches(token: Token, items: tuple[PayloadItem, ...]) -> None:
    names = [item.name for item in items if item.kind in {"switch", "acceptor"}]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise token.refuse(f"holds {twice} twice.", "Keep one.")
    if items[-1].kind in {"switch", "acceptor"}:
        hint = f"Name what follows it, as in {items[-1].name}-EGFP-bGHpA."
        raise token.refuse(f"ends in {items[-1].name}, with nothing to express behind it.", hint)


def _element(rest: str) -> str:
    """Give the word a user would point at: up to the next hyphen, or the whole quoted path."""
    if match := _QUOTED_PATH.match(rest):
        return match.group()
    return re.split(r"\s*-", rest, maxsplit=1)[0]


def _nothing(token: Token, place: int) -> RequestError:
    if not token.text.strip():
        return RequestError("The request names nothing to insert.", hint="Name a part, as in T2A-mCherry.")
    where = f" after character {token.at + place - 1}" if token.at and place else ""
    return RequestError(
        f"The payload '{token.text[:60]}' has an empty element{where}.", hint="Remove the extra hyphen."
    )


def _unknown(here: Token) -> RequestError:
    from loxsmith.knowledge import part

    try:
        part(here.text[:80])
        hint = "Join it to the next element with '-'."
    except RequestError as refusal:
        hint = f"{refusal.hint} A file is written @file.gb or @file.fa.".strip()
    return here.refuse("is no part of the library.", hint)
