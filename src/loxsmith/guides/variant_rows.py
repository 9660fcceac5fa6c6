"""One line of a file of variants, and the alleles of it that a text may bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from loxsmith.errors import DataError
from loxsmith.guides.variants import Stretch, Variant
from loxsmith.sequence import IUPAC, reverse_complement


class Row(NamedTuple):
    """One line of a file, on the top strand of the genome's own sequence."""

    line: int
    start: int
    end: int
    ref: str
    alts: tuple[str, ...]
    id: str
    genotypes: tuple[str, ...]


def fault(path: Path, line: int, what: str, hint: str = "Mend or remove that line.") -> DataError:
    """The refusal of one line."""
    return DataError(f"Line {line} of {path} {what}.", hint=hint, file=str(path), line=line)


def alleles_on_text(
    row: Row, stretch: Stretch, strains: Sequence[str], own: str, text: str, path: Path
) -> Iterator[Variant]:
    """Yield the alleles of a row that touch the stretch and may be borne by the strain."""
    for number, alt in enumerate(row.alts, 1):
        if alt in ("*", "."):
            continue
        bearers = tuple(s for s, g in zip(strains, row.genotypes, strict=False) if str(number) in _alleles(g))
        called = True
        if own:
            called = own in bearers or "." not in _alleles(row.genotypes[strains.index(own)])
            if called and own not in bearers:
                continue
        start, end, ref, spelled = _trimmed(row, alt.upper(), path)
        if end <= stretch.start or start >= stretch.end:
            continue
        before, behind = max(0, stretch.start - start), max(0, end - stretch.end)
        variant = Variant(
            start=start + before,
            end=end - behind,
            ref=ref[before : len(ref) - behind],
            alt=spelled,
            id=row.id,
            strains=bearers if strains else None,
            called=called,
        )
        variant = _turned(variant, stretch)
        _compare(variant, text, row.line, path)
        yield variant


def _alleles(genotype: str) -> list[str]:
    return genotype.replace("|", "/").split("/")


def _trimmed(row: Row, alt: str, path: Path) -> tuple[int, int, str, str]:
    """Take off what both alleles share, its end first, so that an indel lies as far left as the file allows."""
    if alt.startswith("<") or "[" in alt or "]" in alt:
        return row.start + 1, row.end, "", alt if alt.startswith("<") else "<BND>"
    if not set(alt) <= set(IUPAC):
        raise fault(path, row.line, f"gives the allele {alt!r}, which is no bases")
    ref, start = row.ref, row.start
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    return start, start + len(ref), ref, alt


def _turned(variant: Variant, stretch: Stretch) -> Variant:
    """The variant as the text reads."""
    if stretch.strand > 0:
        return replace(variant, start=variant.start - stretch.start, end=variant.end - stretch.start)
    symbolic = variant.alt.startswith("<")
    return replace(
        variant,
        start=stretch.end - variant.end,
        end=stretch.end - variant.start,
        ref=reverse_complement(variant.ref),
        alt=variant.alt if symbolic else reverse_complement(variant.alt),
    )


def _compare(variant: Variant, text: str, line: int, path: Path) -> None:
    """Refuse a reference allele that the text does not read; ambiguous letters agree with what they stand for."""
    if not text or not variant.ref:
        return
    held = text[variant.start : variant.end].upper()
    if any(not set(IUPAC[a]) & set(IUPAC.get(b, "")) for a, b in zip(variant.ref, held, strict=False)):
        raise fault(
            path,
            line,
            f"gives the reference allele {variant.ref}, and the genome reads {held} there",
            "Use a file made on the same assembly.",
        )
