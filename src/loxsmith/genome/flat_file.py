"""GenBank and EMBL flat files: judged and mended here, by words rather than columns, then read by Biopython.

Files met in a laboratory seldom keep the format's columns: ApE, SnapGene and Vector NTI write their own
LOCUS lines, pipelines write names longer than the field, and old programs write latin-1. None of that changes
what the record says, but much of it stops Biopython or passes it unseen. So the first line and the bases are
read here, and the feature table is set in its columns before Biopython reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome._biopython import FlatRecord, read_table
from loxsmith.genome.files import decode, text_lines
from loxsmith.sequence import IUPAC

_KEY_LINE = re.compile(
    r"^ {1,10}([A-Za-z0-9_'*\-]+)\s+((?:complement|join|order|one-of|bond|[<>\d]|[A-Z]\S*:).*)$"
)
_NOT_BASES = str.maketrans("", "", "0123456789 \t\r\n/")
_LETTERS = str.maketrans("", "", "".join(IUPAC))
_PROTEIN = re.compile(r"\b\d+\s+(?:aa|AA)\b")


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
    try:
        features = tuple(read_table(_in_columns(table), len(sequence), circular=circular))
    except ValueError as error:
        raise _fault(path, f"has {error}", "Mend that feature or remove it.") from error
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


def _in_columns(lines: Sequence[str]) -> str:
    """Return the table with every key and every further line in GenBank's own column."""
    rows = []
    for line in lines:
        match = _KEY_LINE.match(line)
        if match:
            rows.append(f"     {match.group(1):<15} {match.group(2)}")
        elif rows and rows[-1][5] != " " and not line.lstrip().startswith("/"):
            rows[-1] += line.strip()  # the location goes on; Biopython wants a comma or bracket to see that
        elif rows and line.strip():
            rows.append(" " * 21 + line.strip())
    return "\n".join(rows)


def _fault(path: Path, what: str, hint: str) -> DataError:
    return DataError(f"File {path} {what}.", hint=hint, file=str(path))
