"""GenBank and EMBL flat files, read by words rather than columns.

Files met in a laboratory seldom keep the format's columns: ApE, SnapGene and Vector NTI write their own
LOCUS lines, pipelines write names longer than the field, and old programs write latin-1. None of that changes
what the record says, so lines are split at white space and only the content is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome.files import decode, text_lines
from loxsmith.genome.location import Location, parse_location
from loxsmith.sequence import IUPAC

_KEY_LINE = re.compile(
    r"^ {1,10}([A-Za-z0-9_'*\-]+)\s+((?:complement|join|order|one-of|bond|[<>\d]|[A-Z]\S*:).*)$"
)
_NOT_BASES = str.maketrans("", "", "0123456789 \t\r\n/")
_LETTERS = str.maketrans("", "", "".join(IUPAC))
_PROTEIN = re.compile(r"\b\d+\s+(?:aa|AA)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatFeature:
    """One row of a feature table."""

    kind: str
    """INSDC key."""

    location: Location
    """Where it lies."""

    qualifiers: tuple[tuple[str, str], ...]
    """Qualifiers in file order; a qualifier without value has an empty one."""

    def first(self, *keys: str) -> str:
        """Return the value of the first of ``keys`` that is there; empty when none is."""
        for key in keys:
            for name, value in self.qualifiers:
                if name == key and value:
                    return value
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatRecord:
    """One GenBank or EMBL record."""

    name: str
    """Name on the LOCUS or ID line; empty when that line gives none."""

    circular: bool
    """True when the record says circular."""

    header: str = field(repr=False)
    """Everything above the feature table, for those who look for an accession or organism."""

    features: tuple[FlatFeature, ...] = field(repr=False)
    """Feature table in file order."""

    sequence: str = field(repr=False)
    """Bases, upper case."""


def is_flat_file(data: bytes) -> bool:
    """Say whether the bytes begin like a GenBank or EMBL record."""
    return data.lstrip()[:6].upper().startswith((b"LOCUS ", b"LOCUS\t", b"ID   "))


def read_flat_file(data: bytes, path: Path) -> FlatRecord:
    """Return the one record of a GenBank or EMBL file.

    Raises:
        DataError: several records, a protein, no or a truncated sequence, foreign letters, or a feature that
            leaves the sequence.
    """
    lines = [line.rstrip().expandtabs(8) for line in text_lines(decode(data).lstrip())]
    ends = [i for i, line in enumerate(lines) if line.startswith("//")]
    more = [line for line in lines[ends[0] + 1 :] if line] if ends else []
    if more:
        raise _fault(path, "holds more than one record", "Put the one you mean in a file of its own.")
    lines = lines[: ends[0]] if ends else lines
    embl = lines[0].upper().startswith("ID ")
    name, length, circular = (_id_line if embl else _locus_line)(lines[0], path)
    header, table, bases = _sections(lines, embl)
    sequence = _sequence(bases, length, path)
    features = tuple(_features(table, len(sequence), circular, path))
    return FlatRecord(
        name=name, circular=circular, header="\n".join(header), features=features, sequence=sequence
    )


# -- first line ---------------------------------------------------------------------------------------------


def _locus_line(line: str, path: Path) -> tuple[str, int | None, bool]:
    """Return name, stated length and topology, wherever on the line they stand."""
    words = line.split()[1:]
    if _PROTEIN.search(line):
        raise _fault(path, "is a protein record", "Give DNA.")
    units = [i for i, word in enumerate(words) if word.lower() in {"bp", "bases", "rc"}]
    if not units:
        return (words[0] if words else ""), None, "circular" in line.lower().split()
    unit = units[-1]
    counted = unit > 0 and words[unit - 1].isdigit()
    length = int(words[unit - 1]) if counted else None
    name = " ".join(words[: unit - 1 if counted else unit])
    return name, length, "circular" in [word.lower() for word in words[unit + 1 :]]


def _id_line(line: str, path: Path) -> tuple[str, int | None, bool]:
    fields = [part.strip() for part in line[2:].rstrip(".").split(";")]
    length = re.search(r"(\d+)\s*BP\b", line, re.IGNORECASE)
    if length is None and re.search(r"\d+\s*AA\b", line):
        raise _fault(path, "is a protein record", "Give DNA.")
    words = fields[0].split()
    circular = re.search(r"\bcircular\b", line, re.IGNORECASE) is not None
    return (words[0] if words else ""), int(length.group(1)) if length else None, circular


# -- sections -----------------------------------------------------------------------------------------------


def _sections(lines: Sequence[str], embl: bool) -> tuple[list[str], list[str], list[str]]:
    header: list[str] = []
    table: list[str] = []
    bases: list[str] = []
    where = header
    for line in lines:
        if embl and line.startswith("FT"):
            table.append("  " + line[2:])
        elif line.startswith(("ORIGIN", "SQ ")):
            where = bases
        elif not embl and line.startswith("FEATURES"):
            where = table
        elif where is table and line[:1].strip():
            where = header  # BASE COUNT, CONTIG, COMMENT: no part of the table
            header.append(line)
        else:
            where.append(line)
    return header, table, bases


def _sequence(lines: Sequence[str], length: int | None, path: Path) -> str:
    sequence = "".join(lines).translate(_NOT_BASES).upper()
    if not sequence:
        raise _fault(path, "holds no sequence", "Export the full record, or fetch the file again.")
    foreign = sequence.translate(_LETTERS)
    if foreign:
        raise _fault(path, f"holds {foreign[0]!r} in its sequence, which is no IUPAC DNA letter", "Mend it.")
    if length is not None and length != len(sequence):
        raise _fault(
            path,
            f"states {length} bp but holds {len(sequence)} bases",
            "The file may be truncated: fetch or export it again.",
        )
    return sequence


# -- feature table ------------------------------------------------------------------------------------------


def _features(lines: Sequence[str], length: int, circular: bool, path: Path) -> Iterator[FlatFeature]:
    for kind, where, qualifier_lines in _rows(lines):
        try:
            location = parse_location(where, length, circular=circular)
        except ValueError as error:
            raise _fault(
                path, f"has a {kind} feature at {where}, but {error}", "Mend that feature or remove it."
            ) from error
        if location.parts:
            yield FlatFeature(kind=kind, location=location, qualifiers=tuple(_qualifiers(qualifier_lines)))


def _rows(lines: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield key, location and qualifier lines of each feature."""
    kind, where = "", ""
    rest: list[str] = []
    for line in lines:
        match = _KEY_LINE.match(line)
        if match:
            if kind:
                yield kind, where, rest
            kind, where, rest = match.group(1), match.group(2), []
        elif kind and not rest and not line.lstrip().startswith("/"):
            where += line.strip()
        elif kind and line.strip():
            rest.append(line.strip())
    if kind:
        yield kind, where, rest


def _qualifiers(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    pending: list[str] = []
    for line in lines:
        if line.startswith("/") and not _is_open(pending):
            if pending:
                yield _qualifier(pending)
            pending = [line[1:]]
        else:
            pending.append(line)
    if pending:
        yield _qualifier(pending)


def _is_open(lines: Sequence[str]) -> bool:
    """Say whether a quoted value has begun and not yet ended (a doubled quote stands for one inside)."""
    return '="' in lines[0] and sum(line.count('"') for line in lines) % 2 == 1 if lines else False


def _qualifier(lines: Sequence[str]) -> tuple[str, str]:
    key, _, value = lines[0].partition("=")
    joint = "" if key == "translation" else " "
    value = joint.join([value, *lines[1:]]).strip()
    if value.startswith('"'):
        value = value[1:].removesuffix('"').replace('""', '"')
    return key.strip(), value


def _fault(path: Path, what: str, hint: str) -> DataError:
    return DataError(f"File {path} {what}.", hint=hint, file=str(path))
