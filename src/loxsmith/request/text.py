"""From typed characters to tokens: dashes, spaces and quotes as word processors leave them, each in place.

A token keeps the 1-based character at which it stood in the line, so that every refusal can name it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from loxsmith.errors import RequestError

LONGEST = 10_000
"""Longest request, in characters: far above any real one, low enough that every later step stays cheap."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "“”„‟"), '"')
_QUOTED = r'"(?:\\.|[^"\\])*"'
_TOKEN = re.compile(rf'(?:{_QUOTED}|[^\s"])+', re.DOTALL)
_SEGMENT = re.compile(rf'({_QUOTED})|[^"]+', re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t"}
_PLAIN = re.compile(r"[A-Za-z0-9_.,:/@()+*>;=<][A-Za-z0-9_.,:/@()+*>;=<-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of the request."""

    text: str
    """The word with plain hyphens; quoted stretches still carry their quotes."""

    at: int = 0
    """1-based character of the line where it starts; 0 when it did not come from a line."""

    def shown(self) -> str:
        """Name the word and its place, for the start of a sentence."""
        short = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        return f"'{short}' at character {self.at}" if self.at else f"'{short}'"

    def refuse(self, what: str, hint: str = "", **fields: object) -> RequestError:
        """Make the error ``'token' at character N WHAT``; the caller raises it."""
        return RequestError(
            f"{self.shown()} {what}", hint=hint, **{"token": self.text, "character": self.at, **fields}
        )


def tokens(line: str) -> list[Token]:
    """Split a line at white space outside double quotes; refuse what no keyboard means to type."""
    if len(line) > LONGEST:
        raise RequestError(
            f"The request is {len(line):,} characters long; at most {LONGEST:,} are read.",
            hint="Put long sequences into a file and name it with @file.fa.",
        )
    for place, character in enumerate(line, start=1):
        _refuse_invisible(character, place)
    line = line.translate(_QUOTES)
    found = [Token(text=_plain_dashes(m.group()), at=m.start() + 1) for m in _TOKEN.finditer(line)]
    left_over = _TOKEN.sub(lambda m: " " * len(m.group()), line)
    if '"' in left_over:
        raise RequestError(
            f"The quotation mark at character {left_over.index(chr(34)) + 1} is never closed.",
            hint='Close it with ", or leave it out.',
        )
    return found


def _refuse_invisible(character: str, place: int) -> None:
    """Stop at control, zero-width and unpaired characters: they would make two equal-looking lines differ."""
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\t\n\r":
        raise RequestError(
            f"Character {place} of the request is the invisible U+{ord(character):04X}.",
            hint="Delete it; it usually comes from copying a web page.",
            character=place,
        )


def _plain_dashes(token: str) -> str:
    """Turn typographic dashes outside quotes into '-'; one that opens an option stands for '--'."""
    if token.translate(_DASHES)[0] == "-" and token[0] != "-" and token[1:2].isalpha():
        token = "--" + token[1:]
    return _SEGMENT.sub(lambda m: m.group() if m.group(1) else m.group().translate(_DASHES), token)


def unquote(text: str) -> str:
    """Remove the quotes of a token and undo their escapes."""

    def bare(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return match.group()
        inner = match.group(1)[1:-1]
        return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m.group(1), m.group(1)), inner, flags=re.DOTALL)

    return _SEGMENT.sub(bare, text)


def quote(value: str) -> str:
    """Write a value so that ``unquote`` gives it back as one token; plain words stay bare."""
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def printable(value: str, name: str) -> str:
    """Refuse control and invisible characters (line feeds and tabs apart) in a field given as data."""
    for character in value:
        if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\t\n":
            raise RequestError(
                f"The field {name} holds the invisible character U+{ord(character):04X}.", hint="Delete it."
            )
    return value.translate(_QUOTES)
