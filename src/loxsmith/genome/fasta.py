"""FASTA: names, headers, upper-case bases, and the soft mask kept apart."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.sequence import IUPAC

_LETTERS = "".join(IUPAC).encode()
_ALLOWED = _LETTERS + _LETTERS.lower()
_WHITE = b" \t\r\n\v\f"
_LOWER_RUN = re.compile(rb"[a-z]+")
_LONGEST_HEADER = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FastaRecord:
    """One sequence of a FASTA file."""

    name: str
    """First word of the header."""

    header: str
    """The whole header without ``>``."""

    sequence: str = field(repr=False)
    """Bases, upper case."""

    mask: array[int] = field(repr=False)
    """Soft-masked stretches as start, end, start, end, ...; empty unless the file mixes cases."""


def parse_fasta(blocks: Iterable[bytes], path: Path) -> tuple[FastaRecord, ...]:
    """Return the records of a FASTA file, given block by block.

    Raises:
        DataError: not FASTA, a nameless or empty record, a name used twice, or a letter that is no base.
    """
    records: list[tuple[str, list[bytes]]] = []
    for piece in stream_fasta(blocks, path):
        if isinstance(piece, str):
            records.append((piece, []))
        else:
            records[-1][1].append(piece)
    return tuple(_record(header, b"".join(pieces)) for header, pieces in records)


def stream_fasta(blocks: Iterable[bytes], path: Path) -> Iterator[str | bytes]:
    """Yield each header without ``>``, followed by the record's bases as written, in pieces.

    Args:
        blocks: the file's content.
        path: its name, for complaints.

    Raises:
        DataError: not FASTA, a nameless or empty record, a name used twice, or a letter that is no base.
    """
    names: set[str] = set()
    name, bases, lines = "", 0, 0
    for is_header, text in _parts(_begun(_with_line_feeds(blocks), path), path):
        if is_header:
            _check_some(names, name, bases, path)
            header = text.decode("utf-8", "replace").strip()
            name, bases, lines = _new_name(header, names, path), 0, 0
            yield header
        elif letters := text.translate(None, _WHITE):
            _check_letters(letters, text, lines, name, path)
            bases += len(letters)
            yield letters
        lines += text.count(b"\n")
    _check_some(names, name, bases, path)


def name_of(header: str) -> str:
    """Return the sequence's name: the first word of its header."""
    return header.split(maxsplit=1)[0]


def _with_line_feeds(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Turn CRLF and CR into LF, also where one is split between two blocks."""
    held = b""
    for block in blocks:
        block, held = held + block, b""
        if b"\r" in block:
            if block.endswith(b"\r"):
                block, held = block[:-1], b"\r"
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield block


def _begun(blocks: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """Skip white space before the first record, which must be there."""
    for block in blocks:
        if begun := block.lstrip():
            if not begun.startswith(b">"):
                break
            yield begun
            yield from blocks
            return
    raise DataError(
        f"File {path} is not FASTA: its first line does not begin with '>'.",
        hint="Give a FASTA file, or an annotated GenBank file as a locus.",
        file=str(path),
    )


def _parts(blocks: Iterable[bytes], path: Path) -> Iterator[tuple[bool, bytes]]:
    """Yield whole headers (True) and pieces of what follows them (False)."""
    header: bytes | None = None
    line_begins = True
    for block in blocks:
        at = 0
        while at < len(block):
            if header is not None:
                end = block.find(b"\n", at)
                header += block[at:end] if end >= 0 else block[at:]
                _check_header(header, path)
                if end < 0:
                    break
                yield True, header
                header, at, line_begins = None, end + 1, True
            elif line_begins and block.startswith(b">", at):
                header, at = b"", at + 1
            else:
                found = block.find(b"\n>", at)
                end = len(block) if found < 0 else found + 1
                yield False, block[at:end]
                at, line_begins = end, block.endswith(b"\n", at, end)
    if header is not None:
        yield True, header


def _record(header: str, bases: bytes) -> FastaRecord:
    mixed = _LOWER_RUN.search(bases) is not None and not bases.islower()
    flat = (edge for match in _LOWER_RUN.finditer(bases) for edge in match.span()) if mixed else ()
    return FastaRecord(
        name=name_of(header), header=header, sequence=bases.upper().decode("ascii"), mask=array("Q", flat)
    )


def _check_header(header: bytes, path: Path) -> None:
    if len(header) > _LONGEST_HEADER:
        raise DataError(
            f"File {path} is not FASTA: a line that begins with '>' does not end.",
            hint="Put the header on a line of its own.",
            file=str(path),
        )


def _new_name(header: str, names: set[str], path: Path) -> str:
    if not header:
        raise DataError(
            f"File {path} has a sequence without a name.", hint="Put a name after '>'.", file=str(path)
        )
    name = name_of(header)
    if name in names:
        raise DataError(
            f"File {path} has two sequences called {name!r}.",
            hint="Rename one of them.",
            file=str(path),
            contig=name,
        )
    names.add(name)
    return name


def _check_some(names: set[str], name: str, bases: int, path: Path) -> None:
    if names and not bases:
        raise DataError(
            f"Sequence {name!r} of file {path} has no bases.",
            hint="The file may be truncated: fetch it again.",
            file=str(path),
            contig=name,
        )


def _check_letters(letters: bytes, text: bytes, lines: int, name: str, path: Path) -> None:
    foreign = letters.translate(None, _ALLOWED)
    if foreign:
        letter = foreign[:1]
        line = lines + text[: text.index(letter)].count(b"\n") + 1
        raise DataError(
            f"Sequence {name!r} of file {path} holds {letter.decode('latin-1')!r} on its line {line}, "
            "which is no IUPAC DNA letter.",
            hint="Give DNA with the letters ACGT and RYSWKMBDHVN only.",
            file=str(path),
            contig=name,
        )
