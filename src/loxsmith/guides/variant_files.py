"""Reads strain variants from VCF with a genotype column a strain, or from a table ``pos end strand id alleles``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from loxsmith.errors import DataError, RequestError
from loxsmith.genome.files import stream_bytes
from loxsmith.guides.variant_rows import Row, alleles_on_text, fault
from loxsmith.guides.variants import Stretch, Variants
from loxsmith.sequence import IUPAC, reverse_complement

TABLE: Final = ("pos", "end", "strand", "id", "alleles")
"""Header of the plain table: 1-based positions on the genome's own sequence, alleles ``ref/alt`` on the strand."""

REFERENCE: Final = "C57BL/6J"
"""The strain whose genome is the mouse reference assembly."""

_FIXED: Final = 9
"""Columns of a VCF before the first genotype."""


def read_variants(path: str | Path, stretch: Stretch, *, strain: str = "", text: str = "") -> Variants:
    """Return the variants of a stretch of a chromosome, on the text that the stretch is.

    A VCF (plain, gzip or bgzip) is read line by line up to the end of the stretch; its positions are those of the
    chromosome. A tab-separated table with the header ``pos end strand id alleles`` counts on the genome's own sequence.

    Args:
        path: the file.
        stretch: what the text is a part of.
        strain: a strain's name; where the file has a column for it (case and punctuation do not matter), only the
            alleles that it bears are returned, and those at which it has no genotype, marked as such.
        text: the text itself; when given, the reference alleles of the file must be its bases.

    Raises:
        RequestError: the file tells strains apart, and the one asked for is not among them.
        DataError: the file is absent, damaged, of another kind, unsorted, has a line that cannot be read, or its
            reference alleles are not those of the text.
    """
    path = Path(path)
    lines = _lines(path)
    header, columns = _header(lines, path)
    strains = columns[_FIXED:] if header == "vcf" else ()
    own = next((name for name in strains if _plain(name) == _plain(strain)), "") if strain else ""
    if strain and strains and not own and _plain(strain) != _plain(REFERENCE):
        raise RequestError(
            f"{path.name} has no column for the strain {strain}.",
            hint=f"It has {', '.join(strains)}; name one of them, or leave the strain out to see those of any.",
            strain=strain,
        )
    rows = _vcf_rows(lines, stretch, len(columns), path) if header == "vcf" else _table_rows(lines, path)
    # Read to the end even for the reference strain, so that a file that cannot be read is never passed over.
    found = [allele for row in rows for allele in alleles_on_text(row, stretch, strains, own, text, path)]
    items = found if own or _plain(strain) != _plain(REFERENCE) else []
    return Variants(
        source=path.name,
        strain=own,
        strains=strains,
        items=tuple(sorted(items, key=lambda v: (v.start, v.end, v.id, v.alt))),
        note=_note(strain, own, path.name),
    )


def _note(strain: str, own: str, name: str) -> str:
    """Say what became of the strain that was asked for."""
    if not strain or own:
        return ""
    if _plain(strain) == _plain(REFERENCE):
        return f"{REFERENCE} is the strain of the reference genome: the variants of {name} are those of other strains."
    return f"{name} does not tell strains apart, so its variants may or may not be those of {strain}."


def _plain(strain: str) -> str:
    """A strain's name without case and punctuation: ``129S1/SvImJ`` is ``129S1_SvImJ``."""
    return "".join(letter for letter in strain.casefold() if letter.isalnum())


# -- lines ---------------------------------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line."""
    number, rest = 0, b""
    for block in stream_bytes(path):
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            number += 1
            yield number, line.decode("latin-1").rstrip("\r")
    if rest.strip():
        yield number + 1, rest.decode("latin-1").rstrip("\r")


def _header(lines: Iterator[tuple[int, str]], path: Path) -> tuple[str, tuple[str, ...]]:
    """Read up to the column names and say which kind of file it is."""
    for number, line in lines:
        columns = tuple(line.split("\t"))
        if columns[:5] == ("#CHROM", "POS", "ID", "REF", "ALT") and len(columns) >= _FIXED - 1:
            return "vcf", columns
        if tuple(name.strip().lower() for name in columns) == TABLE:
            return "table", columns
        if line and not line.startswith("#"):
            raise DataError(
                f"Line {number} of {path} is neither VCF nor the header of a variant table.",
                hint=f"Give a VCF with its #CHROM line, or columns {' '.join(TABLE)} separated by tabs.",
                file=str(path),
                line=number,
            )
    raise DataError(f"{path} ends before its column names.", hint="Fetch or export it again.", file=str(path))


def _number(text: str, line: int, path: Path) -> int:
    if not text.isdigit() or not text.isascii():
        raise fault(path, line, f"gives the position {text!r}, which is no number")
    return int(text)


# -- VCF -----------------------------------------------------------------------------------------------------


def _vcf_rows(lines: Iterable[tuple[int, str]], stretch: Stretch, width: int, path: Path) -> Iterator[Row]:
    """Yield the rows that may touch the stretch, and stop behind it; positions count on the genome's sequence."""
    wanted, last, others = _chromosome(stretch.chromosome), 0, False
    for number, line in lines:
        chromosome, _, rest = line.partition("\t")
        if not line or _chromosome(chromosome) != wanted:
            others = others or bool(line)
            continue
        position = _number(rest.partition("\t")[0], number, path)
        if position < last:
            raise fault(path, number, "lies before the line above it", "Sort the file by position.")
        last = position
        start = position - 1 - stretch.offset
        if start > stretch.end:
            return
        cells = line.split("\t")
        if len(cells) != width:
            raise fault(path, number, f"has {len(cells)} columns, and its header has {width}")
        yield from _vcf_row(cells, number, start, stretch.offset, path)
    if others and not last:
        raise DataError(
            f"{path} has variants, but none of chromosome {stretch.chromosome}.",
            hint="Use the file of that chromosome, or of the whole genome.",
            file=str(path),
        )


def _vcf_row(cells: list[str], number: int, start: int, offset: int, path: Path) -> Iterator[Row]:
    ref = cells[3].upper()
    if not ref or not set(ref) <= set(IUPAC):
        raise fault(path, number, f"gives the reference allele {cells[3]!r}, which is no bases")
    end = start + len(ref)
    ends = [f[4:] for f in cells[7].split(";") if f.startswith("END=")]
    if ends and "<" in cells[4]:
        end = max(end, _number(ends[0], number, path) - offset)
    called = tuple(_genotypes(cells, number, path))
    yield Row(
        number, start, end, ref, tuple(cells[4].split(",")), "" if cells[2] == "." else cells[2], called
    )


def _genotypes(cells: list[str], number: int, path: Path) -> Iterator[str]:
    """Yield the genotype of each strain, such as ``1/1``."""
    if len(cells) <= _FIXED:
        return
    fields = cells[_FIXED - 1].split(":")
    if "GT" not in fields:
        raise fault(path, number, "has no genotype (GT) among its fields", "Use a file with genotypes.")
    at = fields.index("GT")
    for cell in cells[_FIXED:]:
        values = cell.split(":")
        yield values[at] if at < len(values) else "."


def _chromosome(name: str) -> str:
    return name.casefold().removeprefix("chr")


# -- table ---------------------------------------------------------------------------------------------------


def _table_rows(lines: Iterable[tuple[int, str]], path: Path) -> Iterator[Row]:
    for number, line in lines:
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(TABLE):
            raise fault(path, number, f"has {len(cells)} columns, and its header has {len(TABLE)}")
        first, last = (_number(cell, number, path) for cell in cells[:2])
        if cells[2] not in ("+", "-"):
            raise fault(path, number, f"gives the strand {cells[2]!r}", "Write + or -.")
        ref, *alts = ["" if allele == "-" else allele.upper() for allele in cells[4].split("/")]
        if not alts or not set("".join([ref, *alts])) <= set(IUPAC):
            raise fault(path, number, f"gives the alleles {cells[4]!r}", "Write them as A/G, -/AC or AC/-.")
        if cells[2] == "-":
            ref, alts = reverse_complement(ref), [reverse_complement(alt) for alt in alts]
        # An insertion lies between two bases, whichever of them is named first.
        start = min(first, last) if not ref else first - 1
        if ref and last - first + 1 != len(ref):
            raise fault(
                path, number, f"spans {last - first + 1} bases, and its reference allele has {len(ref)}"
            )
        yield Row(number, start, start + len(ref), ref, tuple(alts), cells[3], ())
