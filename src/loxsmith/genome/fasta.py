"""FASTA: names, headers, upper-case bases, and the soft mask kept apart."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.sequence import IUPAC

_LETTERS = "".join(IUPAC).encode()
_ALLOWED = _LETTERS + _LETTERS.lower()
_WHITE = b" \t\r\n\v\f"
_LOWER_RUN = re.compile(rb"[a-z]+")
_RECORD_START = re.compile(rb"^>", re.MULTILINE)


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


def parse_fasta(data: bytes, path: Path) -> tuple[FastaRecord, ...]:
    """Return the records of a FASTA file.

    Raises:
        DataError: not FASTA, a nameless or empty record, a name used twice, or a letter that is no base.
    """
    data = data.lstrip()
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not data.startswith(b">"):
        raise DataError(
            f"File {path} is not FASTA: its first line does not begin with '>'.",
            hint="Give a FASTA file, or an annotated GenBank file as a locus.",
            file=str(path),
        )
    records: dict[str, FastaRecord] = {}
    for chunk in _chunks(data):
        record = _record(chunk, path)
        if record.name in records:
            raise DataError(
                f"File {path} has two sequences called {record.name!r}.",
                hint="Rename one of them.",
                file=str(path),
                contig=record.name,
            )
        records[record.name] = record
    return tuple(records.values())


def _chunks(data: bytes) -> Iterator[bytes]:
    starts = [match.start() for match in _RECORD_START.finditer(data)]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        yield data[start + 1 : end]


def _record(chunk: bytes, path: Path) -> FastaRecord:
    head, _, body = chunk.partition(b"\n")
    header = head.decode("utf-8", "replace").strip()
    if not header:
        raise DataError(
            f"File {path} has a sequence without a name.", hint="Put a name after '>'.", file=str(path)
        )
    name = header.split()[0]
    bases = body.translate(None, _WHITE)
    _check_letters(bases, body, name, path)
    mixed = _LOWER_RUN.search(bases) is not None and not bases.islower()
    flat = (edge for match in _LOWER_RUN.finditer(bases) for edge in match.span()) if mixed else ()
    return FastaRecord(
        name=name, header=header, sequence=bases.upper().decode("ascii"), mask=array("Q", flat)
    )


def _check_letters(bases: bytes, body: bytes, name: str, path: Path) -> None:
    if not bases:
        raise DataError(
            f"Sequence {name!r} of file {path} has no bases.",
            hint="The file may be truncated: fetch it again.",
            file=str(path),
            contig=name,
        )
    foreign = bases.translate(None, _ALLOWED)
    if foreign:
        letter = foreign[:1]
        line = body[: body.index(letter)].count(b"\n") + 1
        raise DataError(
            f"Sequence {name!r} of file {path} holds {letter.decode('latin-1')!r} on its line {line}, "
            "which is no IUPAC DNA letter.",
            hint="Give DNA with the letters ACGT and RYSWKMBDHVN only.",
            file=str(path),
            contig=name,
        )
