"""Guides as a user hands them over: words of the command line, or lines of a file; all faults said at once."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loxsmith.errors import DataError, RequestError
from loxsmith.guides import checked_guide
from loxsmith.guides.cutting_frequency import PROTOSPACER

if TYPE_CHECKING:
    from pathlib import Path

    from loxsmith.guides import Pam

_NAMED = 5
"""Faults that are spelled out; the others are counted."""

_SHOWN = 24
"""Letters of a faulty guide that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One guide as it was given."""

    text: str
    """Its letters, as typed."""

    name: str = ""
    """What the user calls it; empty when unnamed."""

    place: str = ""
    """Where it was given, such as ``line 3``."""

    line: int | None = None
    """Line of the file, 1-based; None for a word of the command line."""


def typed(words: Iterable[str]) -> tuple[Asked, ...]:
    """Take guides from the command line."""
    return tuple(Asked(text=_bare(word), place=f"guide {number}") for number, word in enumerate(words, 1))


def read_guide_list(path: Path) -> tuple[Asked, ...]:
    """Read a file of guides: one 20-mer a line, a tab and a name if there is one, ``#`` before a comment.

    Raises:
        DataError: it is absent, unreadable or empty, or holds no guide.
        RequestError: it is a FASTA file.
    """
    from loxsmith.genome.files import read_bytes

    return guide_lines(read_bytes(path), str(path))


def guide_lines(data: bytes, called: str) -> tuple[Asked, ...]:
    """Take guides from the bytes of a file, with any byte-order mark, line ends and encoding of names.

    Args:
        data: the bytes.
        called: how an error names the file.

    Raises:
        DataError: there is no guide in it.
        RequestError: it is a FASTA file.

    >>> guide_lines(b"# mine\\r\\nGGGGCAATGCAGATACTTAT\\tfirst\\r\\n", "x")[0].name
    'first'
    """
    found = tuple(_asked(_lines(data)))
    if found and found[0].text.startswith(">"):
        raise RequestError(
            f"{called} looks like a FASTA file, not like a list of guides.",
            hint="Write one guide a line, a tab and its name behind it; `loxsmith guides FILE` finds the guides "
            "of a sequence.",
            file=called,
        )
    if not found:
        raise DataError(
            f"There is no guide in {called}.",
            hint="Write one guide of 20 bases a line, a tab and its name behind it if it has one.",
            file=called,
        )
    return found


def checked_guides(asked: Sequence[Asked], pam: Pam, called: str = "") -> tuple[str, ...]:
    """Return the guides in upper case.

    Args:
        asked: as they were given.
        pam: a PAM that was included by mistake is recognised by it.
        called: the file they stand in; empty for the command line.

    Raises:
        RequestError: some are not 20 of A, C, G, T; all of them are named in one sentence, up to five in detail.
    """
    good: list[str] = []
    bad: list[tuple[Asked, RequestError]] = []
    for one in asked:
        try:
            good.append(checked_guide(one.text, pam))
        except RequestError as fault:
            bad.append((one, fault))
    if len(bad) == 1 and bad[0][0].line is None:
        raise bad[0][1]
    if bad:
        raise _faults(bad, pam, called)
    return tuple(good)


def _lines(data: bytes) -> Iterator[str]:
    from loxsmith.genome.files import decode, text_lines

    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        text = decode(data.removeprefix(codecs.BOM_UTF8))
    yield from text_lines(text)


def _bare(text: str) -> str:
    """Drop blanks at the ends, and byte-order marks, which files joined together have in their midst."""
    return text.strip("\ufeff \t\r\n\f\v")


def _asked(lines: Iterable[str]) -> Iterator[Asked]:
    for number, line in enumerate(lines, 1):
        line = _bare(line)
        if not line or line.startswith("#"):
            continue
        guide, tab, name = line.partition("\t")
        if not tab:
            # Typed by hand, a run of blanks often stands where the tab should be.
            guide, _, name = line.partition(" ")
        yield Asked(text=guide.strip(), name=name.strip(), place=f"line {number}", line=number)


def _faults(bad: Sequence[tuple[Asked, RequestError]], pam: Pam, called: str) -> RequestError:
    """Put all faults into one sentence; the mend is that of the first."""
    told = [f"{one.place} ({_clause(one.text, pam)})" for one, _ in bad[:_NAMED]]
    more = f", and {len(bad) - _NAMED} more" if len(bad) > _NAMED else ""
    where = f" in {called}" if called else ""
    first, fault = bad[0]
    count = f"{len(bad)} guides{where} are" if len(bad) > 1 else f"One guide{where} is"
    return RequestError(
        f"{count} not {PROTOSPACER} of A, C, G and T: {', '.join(told)}{more}.",
        hint=f"{first.place.capitalize()}: {fault.hint}" if len(bad) > 1 else fault.hint,
        guides=[one.text[: 2 * _SHOWN] for one, _ in bad],
        **({"file": called, "lines": [one.line for one, _ in bad]} if called else {}),
    )


def _clause(text: str, pam: Pam) -> str:
    """Say what is wrong with one guide, in a few words."""
    letters, size = text.upper(), len(pam.pattern)
    shown = letters if len(letters) <= _SHOWN else f"{letters[: _SHOWN - 3]}..."
    bare, rest = (letters[:-size], letters[-size:]) if pam.side == 3 else (letters[size:], letters[:size])
    if len(bare) == PROTOSPACER and set(bare) <= set("ACGT") and rest in (pam.pattern, *pam.spellings):
        return f"{shown} includes the PAM {rest}; without it {bare}"
    foreign = next(((at, letter) for at, letter in enumerate(letters, 1) if letter not in "ACGT"), None)
    if foreign is not None and "U" in letters and set(letters) <= set("ACGTU"):
        return f"{shown} is written in RNA letters"
    if foreign is not None:
        return f"{shown} has {foreign[1]!r} at base {foreign[0]}"
    return f"{shown} has {len(letters)} bases"
