"""GenBank files of a design: one for each allele and each molecule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loxsmith.design import Construct, Drawing, order_text, own_bases
from loxsmith.locus import Locus
from loxsmith.package.genbank import Mark, locus_name, write_genbank
from loxsmith.recombination import Reading, find_sites
from loxsmith.sequence import Molecule
from loxsmith.workbench.simulate import Allele

_SYNTHETIC = "SYNTHETIC TEACHING SEQUENCE: not from any animal."

_TURNED = (
    "DO NOT ORDER THIS RECORD AS IT STANDS. It is drawn in the gene's orientation; the oligonucleotide to order is the "
    "reverse complement of this record:"
)


def allele_file(allele: Allele, readings: Sequence[Reading], locus: Locus, *, design: str = "") -> str:
    """Write an allele with its sites and one CDS per translated transcript.

    Args:
        allele: what to write.
        readings: what each transcript makes of it.
        locus: where it lies.
        design: gene and change as a word; the record is named after it. The gene's symbol by default.
    """
    marks = [*_site_marks(allele.molecule), *_coding_marks(readings, locus)]
    words = f"{locus.gene.symbol} allele {allele.id}, {locus.genome.assembly} {locus.window}"
    return write_genbank(
        allele.molecule,
        name=_record(design or locus.gene.symbol, allele.id),
        definition=words if allele.bears_locus else f"{locus.gene.symbol}: excised {allele.id}",
        marks=marks,
        comment=_comment(locus, allele.note),
    )


def construct_file(drawing: Drawing, locus: Locus, *, design: str = "") -> str:
    """Write the construct with its arms and sites; one whose other strand is ordered says so, loudly.

    Args:
        drawing: what was drawn.
        locus: where its arms lie.
        design: gene and change as a word; the record is named after it. The gene's symbol by default.
    """
    construct = drawing.construct
    sides = zip(("5' homology arm", "3' homology arm"), construct.arms, strict=True)
    arms = [Mark(kind="misc_feature", label=label, segments=((a, b, 1),)) for label, (a, b) in sides]
    turned = _turned(construct)
    return write_genbank(
        construct.molecule,
        name=_record(design or locus.gene.symbol, construct.kind.replace("targeting ", "")),
        definition=f"{construct.name}, {construct.kind} for {locus.gene.symbol}"
        + ("; NOT AS ORDERED" if turned else ""),
        marks=[*arms, *_site_marks(construct.molecule), *turned],
        comment=_comment(locus, *([_TURNED, own_bases(construct)] if turned else [])),
    )


def _turned(construct: Construct) -> list[Mark]:
    """Return a mark over the whole of a drawing whose complement is ordered; none for any other."""
    if construct.strand == "+" or order_text(construct) is None:
        return []
    return [
        Mark(
            kind="misc_feature",
            label="order the reverse complement of this drawing",
            segments=((0, len(construct.molecule), -1),),
            qualifiers=(("note", f"{_TURNED} {own_bases(construct)}"),),
        )
    ]


def _record(design: str, what: str) -> str:
    """Name a record by gene, change and molecule.

    >>> _record("Tnf-p.A223R", "ssODN")
    'Tnf_A223R_ssODN'
    """
    return locus_name(f"{design}_{what}".replace("-p.", "_").replace("-", "_"))


def _comment(locus: Locus, *notes: str) -> tuple[str, ...]:
    return tuple(filter(None, (_SYNTHETIC if locus.genome.synthetic else "", *notes)))


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
