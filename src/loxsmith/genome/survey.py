"""A first look through an annotation: its format, its sequences and how far they reach, and nothing of genes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from loxsmith.errors import DataError
from loxsmith.genome.attributes import gff3_attributes
from loxsmith.genome.text_stream import TextStream, mended

_GTF_COLUMN = re.compile(r'\s*\w+[ \t]+["\w]')
_GFF3_COLUMN = re.compile(r"\s*[^\s=;]+=")
_ASKED = 200
"""Lines asked for their format (judgement): a few spoilt ones among them do not turn the answer."""
_WHOLE = frozenset({"region", "chromosome", "scaffold", "supercontig", "contig"})
"""Kinds of line that describe a sequence as a whole (NCBI's region, Ensembl's others)."""


@dataclass(slots=True)
class Extent:
    """One sequence name of the annotation."""

    lines: int = 0
    """Feature lines."""

    end: int = 0
    """Furthest base, 1-based."""

    end_line: int = 0
    """Line of the file that reaches it, 1-based."""

    about: dict[str, str] = field(default_factory=dict)
    """Attributes of the line that describes the sequence as a whole; empty when there is none."""

    whole: int = 0
    """Length that this line states in bp; 0 when there is none."""


@dataclass(slots=True)
class Survey:
    """What the first look found."""

    gtf: bool = False
    """True for GTF, false for GFF3."""

    directives: list[str] = field(default_factory=list)
    """Comment lines, without the separators ``###``."""

    extents: dict[str, Extent] = field(default_factory=dict)
    """By sequence name, in order of appearance."""


def survey(stream: TextStream) -> Survey:
    """Read the file once.

    Raises:
        DataError: a line without nine columns or with an end that is no number, or no feature at all.
    """
    found = Survey()
    votes = asked = 0
    for number, raw in features(stream, found.directives):
        columns = raw.split("\t", 5)
        if raw.count("\t") != 8:
            few_columns(raw, number, stream.path)
        seqid, _, kind, start, end, rest = columns
        if not end.isdecimal():
            malformed(stream.path, number, f"has the positions {start!r} and {end!r}, which are not numbers")
        extent = found.extents.get(seqid)
        if extent is None:
            extent = found.extents[seqid] = Extent()
        extent.lines += 1
        furthest = int(end)
        if kind in _WHOLE and not extent.about and start == "1":
            extent.about = gff3_attributes(rest.split("\t")[-1])
            extent.whole = furthest
        if furthest > extent.end:
            extent.end, extent.end_line = furthest, number
        if asked < _ASKED:
            asked += 1
            votes += _vote(rest.split("\t")[-1])
    found.gtf = votes > 0
    if not asked and not any(raw.startswith("##gff-version") for raw in found.directives):
        raise DataError(
            f"File {stream.path} holds no GFF3 features, nor lines of GTF.",
            hint="Give the GFF3 or GTF of the same sequence.",
            file=str(stream.path),
        )
    return found


def _vote(attributes: str) -> int:
    """Return 1 for a ninth column of GTF, -1 for one of GFF3."""
    if _GFF3_COLUMN.match(attributes):
        return -1
    return 1 if _GTF_COLUMN.match(attributes) else 0


def features(stream: TextStream, comments: list[str] | None = None) -> Iterator[tuple[int, str]]:
    """Yield feature lines with their number, up to the FASTA section if there is one."""
    for number, raw in enumerate(stream.lines(), 1):
        if not raw:
            continue
        if raw[0] == "#":
            if raw.startswith("##FASTA"):
                return
            if comments is not None and not raw.startswith("###"):
                comments.append(mended(raw))
        elif raw[0] == ">":
            return
        elif not raw.isspace() and not raw.startswith(("track ", "browser ")):
            yield number, raw


def few_columns(raw: str, number: int, path: Path) -> NoReturn:
    count = raw.count("\t") + 1
    malformed(path, number, f"has {count} tab-separated columns, not 9")


def malformed(path: Path, number: int, what: str) -> NoReturn:
    """Refuse the file for one of its lines.

    Raises:
        DataError: always.
    """
    raise DataError(
        f"Line {number} of {path} {what}.",
        hint="Mend that line, or fetch the file again.",
        file=str(path),
        line=number,
    )
