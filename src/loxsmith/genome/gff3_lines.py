"""GFF3 as lines: columns checked, attributes decoded, nothing yet said about genes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote

from loxsmith.errors import DataError
from loxsmith.genome.files import text_lines


@dataclass(frozen=True, slots=True)
class Line:
    """One feature line, as written except that positions are 0-based half-open."""

    number: int
    """Line of the file, 1-based."""
    seqid: str
    """First column."""
    kind: str
    """Third column."""
    start: int
    """First base, 0-based."""
    end: int
    """One past the last base."""
    strand: str
    """Seventh column."""
    phase: str
    """Eighth column."""
    attributes: dict[str, str]
    """Ninth column, decoded."""


def split_lines(text: str, path: Path) -> tuple[list[str], list[Line]]:
    directives: list[str] = []
    lines: list[Line] = []
    for number, raw in enumerate(text_lines(text), 1):
        if raw.startswith("##FASTA"):
            break
        if raw.startswith("#"):
            directives.append(raw)
        elif raw.strip():
            lines.append(_line(raw, number, path))
    if not lines and not any(raw.startswith("##gff-version") for raw in directives):
        raise DataError(
            f"File {path} holds no GFF3 features.", hint="Give the GFF3 of the same slice.", file=str(path)
        )
    return directives, lines


def _line(raw: str, number: int, path: Path) -> Line:
    columns = raw.rstrip("\r\n").split("\t")
    if len(columns) != 9:
        malformed(path, number, f"has {len(columns)} tab-separated columns, not 9")
    seqid, _, kind, start, end, _, strand, phase, attributes = columns
    if not (start.isdigit() and end.isdigit()):
        malformed(path, number, f"has the positions {start!r} and {end!r}, which are not numbers")
    if not 1 <= int(start) <= int(end):
        malformed(path, number, f"has start {start} and end {end}, which are out of order")
    if strand not in {"+", "-", ".", "?"}:
        malformed(path, number, f"has strand {strand!r}")
    if phase not in {"0", "1", "2", "."}:
        malformed(path, number, f"has phase {phase!r}")
    if "=" not in attributes and attributes.strip() not in {"", "."}:
        malformed(path, number, "has no key=value attributes in its ninth column (is it GTF, not GFF3?)")
    seqid = unquote(seqid)
    return Line(number, seqid, kind, int(start) - 1, int(end), strand, phase, _attributes(attributes))


def _attributes(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split(";"))
    return {key.strip(): unquote(value.strip()) if "%" in value else value.strip() for key, _, value in pairs}


def malformed(path: Path, number: int, what: str) -> NoReturn:
    raise DataError(
        f"Line {number} of {path} {what}.",
        hint="Mend that line, or fetch the file again.",
        file=str(path),
        line=number,
    )
