"""The tables of a design as CSV (RFC 4180 but for the line ends, which are LF), each column explained.

A cell of text that a spreadsheet would take for a formula gets an apostrophe in front; numbers and bare
strands (``+`` and ``-``) stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from loxsmith.guides import NEITHER, SUITS
from loxsmith.package.document import AlleleInfo, Document, GuideInfo, MoleculeInfo
from loxsmith.package.ordering import order_note
from loxsmith.package.words import makes, when

Cell = str | int | float | bool | None
Rows = Iterable[tuple[Cell, ...]]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STRANDS: Final = ("+", "-")
_RULE: Final = (
    "CSV in UTF-8, comma, quotes doubled, LF; an empty cell means not known or not applicable; booleans are "
    "true and false; positions are 1-based and inclusive; text beginning with = + - @ has an apostrophe put in "
    "front, so that no spreadsheet takes it for a formula, except a strand, which is + or - alone"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    name: str
    unit: str
    """``bp``, ``0-1``, ``true/false``; empty for words."""
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns, and where its rows come from."""

    file: str
    section: str
    """Section of the document whose absence leaves the table out."""
    columns: tuple[Column, ...]
    rows: Callable[[Document], Rows]


SYNTHETIC: Final = "SYNTHETIC teaching genome"
"""What stands in the last column of every table made on the teaching genome."""


def tables(document: Document) -> dict[str, str]:
    """Return every table that has rows, and ``README.csv`` which explains each column, by file name."""
    written: dict[str, str] = {}
    legend: list[tuple[Cell, ...]] = [("(all files)", "(any cell)", "", _RULE)]
    for table in TABLES:
        rows = [] if table.section in document.absent else list(table.rows(document))
        if rows:
            header = [column.name for column in table.columns]
            if document.genome.synthetic:
                header, rows = [*header, "origin"], [(*row, SYNTHETIC) for row in rows]
            written[table.file] = _csv(header, rows)
            legend += [(table.file, column.name, column.unit, column.meaning) for column in table.columns]
            if document.genome.synthetic:
                legend.append(
                    (table.file, "origin", "", "the sequence is made up, for teaching; no animal has it")
                )
    written["README.csv"] = _csv(["file", "column", "unit", "meaning"], legend)
    return written


def _csv(header: Iterable[str], rows: Rows) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(list(header))
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if value in _STRANDS or not value.lstrip(" ").startswith(_FORMULA):
        return value
    return f"'{value}"


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)


# -- rows ----------------------------------------------------------------------------------------------------


def _guides(document: Document) -> Rows:
    for rank, guide in enumerate(document.guides, 1):
        scores, far = guide.scores, guide.specificity
        yield (
            guide.id, rank, guide.chosen, guide.protospacer, guide.pam, guide.chrom, guide.start, guide.end,
            guide.strand, guide.cut, guide.distance, scores.rule_set_1, scores.crisprscan, scores.out_of_frame,
            scores.microhomology, *_offtargets(guide), far.cfd, far.mit, (guide.offtargets or {}).get("searched_bp"),
            _listed(a for a, again in guide.recuts.items() if again),
            _listed(a for a, again in guide.recuts.items() if not again), _listed(guide.remarks),
        )  # fmt: skip


def _offtargets(guide: GuideInfo) -> Iterator[int | None]:
    for mismatches in range(5):
        yield (guide.offtargets or {}).get(str(mismatches))


def _offtarget_sites(document: Document) -> Rows:
    for guide in document.guides:
        for site in guide.offtarget_sites:
            yield (
                guide.id, guide.protospacer, site.chrom, site.start, site.end, site.strand, site.sequence, site.pam,
                site.mismatches, site.cfd, site.mit, site.gene, site.region, site.paralogue,
                (guide.offtargets or {}).get("searched_bp"),
            )  # fmt: skip


def _edits(document: Document) -> Rows:
    for edit in document.edits:
        yield (
            edit.hgvs_g, edit.hgvs_c, edit.hgvs_p, edit.kind, edit.chrom, edit.start, edit.ref, edit.alt
        )  # fmt: skip


def _alleles(document: Document) -> Rows:
    for allele in document.alleles:
        for transcript in allele.transcripts or (None,):
            protein = transcript.protein if transcript else None
            yield (
                *_allele(document, allele),
                transcript.id if transcript else None,
                transcript.status if transcript else None,
                transcript.consequence if transcript else None,
                len(protein) if protein is not None else None,
                _listed(str(len(chain)) for chain in transcript.chains) if transcript else None,
                protein,
                transcript.note if transcript else None,
            )


def _allele(document: Document, allele: AlleleInfo) -> tuple[Cell, ...]:
    first, last = allele.changed or (None, None)
    sites = _listed(f"{s.name} {s.start}-{s.end} ({s.strand})" for s in allele.sites)
    return (
        allele.id, when(document, allele), makes(document, allele) if allele.bears_locus else None,
        allele.intended, allele.same_as, allele.bears_locus, allele.parent, allele.event.kind,
        allele.event.agent, allele.topology, allele.length, first, last, sites, allele.file, allele.sha256,
        allele.note,
    )  # fmt: skip


def _promises(document: Document) -> Rows:
    for promise in document.promises:
        yield promise.id, promise.allele, promise.proved, promise.statement, promise.evidence


def _molecules(document: Document) -> Rows:
    for molecule in document.molecules:
        five, three = molecule.arms.get("5p"), molecule.arms.get("3p")
        yield (
            molecule.id, molecule.name, molecule.kind, molecule.topology, molecule.length, molecule.strand,
            molecule.polarity, five.length if five else None, five.genome if five else None,
            three.length if three else None, three.genome if three else None, _listed(molecule.selection),
            molecule.linearised_by, molecule.file, molecule.sha256, _listed(molecule.modifications),
            _listed(molecule.synthesis), molecule.expected_yield,
        )  # fmt: skip


def _order(document: Document) -> Rows:
    for molecule in document.molecules:
        yield _molecule_order(molecule)
    for guide in document.guides:
        if guide.chosen:
            note = "spacer of the guide RNA, without PAM; written as DNA"
            bases = guide.protospacer
            yield guide.id, "guide RNA", "order", len(bases), bases, None, note, bases


def _molecule_order(molecule: MoleculeInfo) -> tuple[Cell, ...]:
    need = "order" if molecule.order else "build"
    too_long = () if molecule.order else ("its bases are too many for a cell",)
    note = _listed([order_note(molecule), *too_long, *molecule.modifications])
    return (
        molecule.id, molecule.kind, need, molecule.length, molecule.order, molecule.file, note, molecule.order_text
    )  # fmt: skip


# -- columns -------------------------------------------------------------------------------------------------


def _columns(text: str) -> tuple[Column, ...]:
    """Read ``name | unit | meaning`` lines."""
    lines = (line.split("|") for line in text.strip().splitlines())
    return tuple(Column(name=n.strip(), unit=u.strip(), meaning=m.strip()) for n, u, m in lines)


TABLES: Final = (
    Table(
        file="guides.csv",
        section="guides",
        rows=_guides,
        columns=_columns(f"""
            guide | | name of the guide in design.json
            rank | | 1 is the first choice
            chosen | true/false | whether the design uses it
            protospacer | 5'->3' | the 20 bases it pairs with, without PAM
            pam | 5'->3' | the bases that follow the protospacer
            chrom | | chromosome, as the genome spells it
            start | bp | first base of the 20-mer on the top strand
            end | bp | last base of the 20-mer on the top strand
            strand | + or - | strand that spells the protospacer
            cut | bp | the base left of the cut on the top strand
            distance | bp | bases between the cut and the nearest intended change; 0 is adjacent
            rule_set_1 | 0-1 | predicted activity (Doench 2014); more is better; {SUITS["rule_set_1"]}; {NEITHER}
            crisprscan | 0-1 | predicted activity (Moreno-Mateos 2015); more is better; {SUITS["crisprscan"]}; {NEITHER}
            out_of_frame | 0-100 | share of microhomology repair off the frame (Bae 2014); {SUITS["out_of_frame"]}
            microhomology | | microhomology score (Bae 2014), no upper end; {SUITS["microhomology"]}
            offtargets_0 | sites | sites without a mismatch in the searched sequence, its own one counted
            offtargets_1 | sites | sites with one mismatch
            offtargets_2 | sites | sites with two mismatches
            offtargets_3 | sites | sites with three mismatches
            offtargets_4 | sites | sites with four mismatches
            specificity_cfd | 0-100 | CFD of all sites but its own, added up; 100 is unique in searched_bp
            specificity_mit | 0-100 | MIT scores of all sites but its own, added up; 100 is unique in searched_bp
            searched_bp | bp | how much sequence was searched for off-targets; beyond it nothing is known
            cuts_again | allele ids | alleles that it would still cut
            spares | allele ids | alleles that it no longer cuts
            remarks | | what to know before ordering it
        """),
    ),
    Table(
        file="offtargets.csv",
        section="guides",
        rows=_offtarget_sites,
        columns=_columns("""
            guide | | name of the guide in design.json; its own site is left out
            protospacer | 5'->3' | the 20 bases of the guide
            chrom | | chromosome, as the genome spells it
            start | bp | first base of the 20-mer without PAM on the top strand
            end | bp | last base of the 20-mer on the top strand
            strand | + or - | strand that reads like the guide
            sequence | 5'->3' | the 20 bases of the site
            pam | 5'->3' | the bases that follow them
            mismatches | nt | bases that differ from the guide; sites with up to 3 are listed
            cfd | 0-1 | how well it is cut, relative to a perfect match (Doench 2016)
            mit | 0-100 | how well it is cut (Hsu 2013), without regard to the PAM
            gene | | gene that it lies in; several with commas; empty between genes
            region | | exon, intron or intergenic, by the genome's annotation
            paralogue | true/false | in an exon of a paralogue of the target, by the proteins (Rost 1999)
            searched_bp | bp | how much sequence was searched; beyond it nothing is known
        """),
    ),
    Table(
        file="edits.csv",
        section="edits",
        rows=_edits,
        columns=_columns("""
            hgvs_g | HGVS | the change on the chromosome
            hgvs_c | HGVS | the change on the target transcript
            hgvs_p | HGVS | the whole codon's residue, as all edits together leave it
            kind | | intended, blocking (keeps the guide from cutting again) or diagnostic
            chrom | | chromosome, as the genome spells it
            start | bp | first changed base on the top strand; for an insertion the base after it
            ref | top strand | bases of the genome; empty for an insertion
            alt | top strand | bases that stand there instead; empty for a deletion
        """),
    ),
    Table(
        file="alleles.csv",
        section="alleles",
        rows=_alleles,
        columns=_columns("""
            allele | | name of the allele in design.json; one row for each of its transcripts
            when | | when this allele exists
            makes | | what the target gene makes from it, in words
            intended | true/false | false: screening must exclude it
            same_as | allele id | an earlier allele with the very same sequence
            bears_locus | true/false | false for circles that are cut out and lost
            parent | allele id | what it arises from
            event | | how it arises
            agent | | what does it: a recombinase or the donor
            topology | | linear or circular
            length | bp | length as drawn
            changed_start | bp | first base that differs from the wild type, on this allele
            changed_end | bp | last base that differs from the wild type, on this allele
            sites | | recombinase sites: name, first and last base, strand
            file | | its GenBank file
            sha256 | hex | of the upper-case sequence as drawn
            note | | how it arises or what to watch
            transcript | | accession; :orf2 is a second reading frame
            status | | unchanged, altered or none
            consequence | | against the wild type
            protein_length | residues | length of the open reading frame's product
            chains | residues | lengths of the separate products behind a 2A peptide
            protein | one-letter | without the stop
            transcript_note | | what a reader must know of this product
        """),
    ),
    Table(
        file="promises.csv",
        section="promises",
        rows=_promises,
        columns=_columns("""
            promise | | name of the promise
            allele | allele id | the allele it was tried on
            proved | true/false | false: DO NOT BUILD
            statement | | what must be true of the animal
            evidence | | what the simulated allele shows
        """),
    ),
    Table(
        file="molecules.csv",
        section="molecules",
        rows=_molecules,
        columns=_columns("""
            molecule | | name of the molecule in design.json
            name | | what its map says
            kind | | targeting vector, plasmid, lssDNA, ssODN or AAV
            topology | | linear or circular
            length | bp or nt | length
            strand | + or - | of an oligo: - when its own bases are the complement of the drawing
            polarity | | of an oligo: target, or non-target which holds protospacer and PAM
            arm_5p | bp | length of the homology arm upstream in the gene's direction
            arm_5p_genome | | where it comes from: chrom:first-last:strand
            arm_3p | bp | length of the homology arm downstream
            arm_3p_genome | | where it comes from: chrom:first-last:strand
            selection | | positive and negative markers
            linearised_by | | enzyme that opens it, outside the arms
            file | | its GenBank file
            sha256 | hex | of the upper-case sequence as drawn
            modifications | | modified bonds, and why
            synthesis | | what makes it hard to synthesise; stretches count from 1 on the molecule as drawn
            expected_yield | | published yields of donors of its kind, each with its source
        """),
    ),
    Table(
        file="order.csv",
        section="order",
        rows=_order,
        columns=_columns("""
            item | | name of the molecule or guide in design.json
            kind | | what it is
            need | | order: buy these bases; build: clone it or have it synthesised
            length | bp or nt | length
            sequence | 5'->3' | the bases to order, without modifications; empty when the file holds them
            file | | GenBank file
            note | | what to tell the supplier
            order_text | 5'->3' | the same bases as the order form wants them: * is a phosphorothioate bond
        """),
    ),
)
"""Every table, in the order a reader wants them."""
