"""GenBank files of a design: one for each allele and each molecule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loxsmith.design import Drawing
from loxsmith.locus import Locus
from loxsmith.package.genbank import Mark, write_genbank
from loxsmith.recombination import Reading, find_sites
from loxsmith.sequence import Molecule
from loxsmith.workbench.simulate import Allele

_SYNTHETIC = "SYNTHETIC TEACHING SEQUENCE: not from any animal."


def allele_file(allele: Allele, readings: Sequence[Reading], locus: Locus) -> str:
    """Write an allele with its sites and one CDS per translated transcript."""
    marks = [*_site_marks(allele.molecule), *_coding_marks(readings, locus)]
    words = f"{locus.gene.symbol} allele {allele.id}, {locus.genome.assembly} {locus.window}"
    return write_genbank(
        allele.molecule,
        name=allele.id,
        definition=words if allele.bears_locus else f"{locus.gene.symbol}: excised {allele.id}",
        marks=marks,
        comment=_comment(locus, allele.note),
    )


def construct_file(drawing: Drawing, locus: Locus) -> str:
    """Write the construct with its arms and sites."""
    construct = drawing.construct
    sides = zip(("5' homology arm", "3' homology arm"), construct.arms, strict=True)
    arms = [Mark(kind="misc_feature", label=label, segments=((a, b, 1),)) for label, (a, b) in sides]
    return write_genbank(
        construct.molecule,
        name=construct.id,
        definition=f"{construct.name}, {construct.kind} for {locus.gene.symbol}",
        marks=[*arms, *_site_marks(construct.molecule)],
        comment=_comment(locus, ""),
    )


def _comment(locus: Locus, note: str) -> tuple[str, ...]:
    return tuple(filter(None, (_SYNTHETIC if locus.genome.synthetic else "", note)))


def _site_marks(molecule: Molecule) -> Iterable[Mark]:
    for placed in find_sites(molecule):
        yield Mark(
            kind="protein_bind",
            label=placed.site.name,
            segments=((placed.start, placed.end, placed.strand),),
            qualifiers=(("bound_moiety", placed.site.recombinase),),
        )


def _coding_marks(readings: Sequence[Reading], locus: Locus) -> Iterable[Mark]:
    for reading in readings:
        if reading.protein and reading.coding:
            yield Mark(
                kind="CDS",
                label=f"{locus.gene.symbol} {reading.id}",
                segments=tuple((a, b, 1) for a, b in reading.coding),
                qualifiers=(
                    ("gene", locus.gene.symbol),
                    ("codon_start", "1"),
                    ("transl_table", "1"),
                    ("product", reading.consequence),
                    ("translation", reading.protein),
                ),
            )
