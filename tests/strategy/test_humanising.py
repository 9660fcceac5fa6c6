"""Orthologues, residues counted on either protein, junctions: what a humanisation is worked out from."""

from __future__ import annotations

from pathlib import Path

import pytest

from loxsmith.errors import DataError, InfeasibleError, LoxsmithError, RequestError
from loxsmith.genome import Genome
from loxsmith.locus import Locus, open_locus
from loxsmith.request import ProteinChange, Request
from loxsmith.sequence import translate
from loxsmith.strategy import human_junctions, human_numbers
from loxsmith.strategy.human_inserts import _at_exon_two, _phases
from loxsmith.strategy.orthologues import Orthologue, orthologue

MOUSE = "loci/mouse_GRCm38_chr17_35150000_35300000"
HUMAN = "loci/human_GRCh37_chr6_31480000_31610000"


def _open(shared: Path, stem: str) -> Genome:
    return Genome.open((shared / stem).with_suffix(".fa"), (shared / stem).with_suffix(".gff3"))


@pytest.fixture(scope="module")
def mouse(shared: Path) -> Genome:
    """The mouse locus round Tnf."""
    return _open(shared, MOUSE)


@pytest.fixture(scope="module")
def human(shared: Path) -> Genome:
    """The human locus round TNF."""
    return _open(shared, HUMAN)


def _locus(genome: Genome, symbol: str) -> Locus:
    return open_locus(genome, genome.gene(symbol), margin=2000)


def _found(mouse: Genome, human: Genome, symbol: str, options: str = "") -> Orthologue:
    return orthologue(Request.parse(f"humanize {symbol} {options}"), _locus(mouse, symbol), human)


# -- which gene --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "named", "residues"), [("Tnf", "TNF", 233), ("Ltb", "LTB", 244), ("Lta", "LTA", 205)]
)
def test_the_orthologue_is_found_by_its_symbol(
    symbol: str, named: str, residues: int, mouse: Genome, human: Genome
) -> None:
    """In another case too; its protein has the length that the annotation gives."""
    found = _found(mouse, human, symbol)
    assert found.symbol == named
    assert len(found.protein) == residues
    assert found.coding == "".join(
        human.fetch(found.locus.contig.name, a, b, found.locus.strand)
        for a, b in found.locus.gene.canonical.cds
    )


def test_aligned_residues_rise_together(mouse: Genome, human: Genome) -> None:
    """Both numbers of every pair exist, and neither runs back."""
    for symbol in ("Tnf", "Ltb", "Lta", "Aif1", "Nfkbil1"):
        found = _found(mouse, human, symbol)
        pairs = sorted(found.pairs.items())
        assert [h for _, h in pairs] == sorted({h for _, h in pairs})
        assert pairs[0][0] >= 1
        assert pairs[-1][0] <= len(found.mouse.protein)
        assert pairs[-1][1] <= len(found.protein)
        assert found.backwards == {h: m for m, h in pairs}


def test_a_named_gene_must_be_alike(mouse: Genome, human: Genome) -> None:
    """AIF1 is no orthologue of Tnf, whoever says so."""
    with pytest.raises(InfeasibleError, match="not alike enough"):
        _found(mouse, human, "Tnf", "--set ortholog=AIF1")


@pytest.mark.parametrize(
    ("symbol", "options", "error", "says"),
    [
        ("Gm16181", "", DataError, "no gene called GM16181.*--set ortholog=SYMBOL"),
        ("Tnf", "--set ortholog=NOSUCH", RequestError, "'NOSUCH' is not in genome"),
        ("Tnf", "--set ortholog.transcript=ENST1", RequestError, "no transcript 'ENST1'"),
        ("Ddx39b", "", DataError, "DDX39B is not whole.*ortholog.transcript=ENST"),
    ],
)
def test_a_gene_that_is_not_there_is_refused(
    symbol: str, options: str, error: type[LoxsmithError], says: str, mouse: Genome, human: Genome
) -> None:
    """Absent, unknown or broken: each with its own exit code and mend."""
    with pytest.raises(error, match=says):
        _found(mouse, human, symbol, options)


def test_without_a_second_genome_nothing_is_invented(mouse: Genome) -> None:
    """The human gene is data: without it the answer is how to give it."""
    with pytest.raises(DataError, match=r"no second genome was given.*--donor-genome"):
        orthologue(Request.parse("humanize Tnf"), _locus(mouse, "Tnf"), None)


def test_a_second_genome_needs_its_genes(mouse: Genome, shared: Path) -> None:
    """Bases alone do not say where TNF is."""
    bare = Genome.open((shared / HUMAN).with_suffix(".fa"))
    with pytest.raises(DataError, match=r"has no annotation.*--donor-annotation"):
        orthologue(Request.parse("humanize Tnf"), _locus(mouse, "Tnf"), bare)


# -- which residue -----------------------------------------------------------------------------------------


def test_human_numbers_become_mouse_numbers(mouse: Genome, human: Genome) -> None:
    """Human TNF Ala221 is mouse Tnf Ala223, and both numbers are said (R43)."""
    found = _found(mouse, human, "Tnf")
    request = Request.parse("Tnf human:p.A221R")
    [change], [said] = human_numbers.on_the_mouse(request.changes, found)
    assert isinstance(change, ProteinChange)
    assert change.text == "p.A223R"
    assert "human:p.A221R" in said
    assert "p.A223R" in said


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ("human:p.R221A", RequestError, "Human TNF codon 221 is Ala .*, not Arg; did you mean human:p.A221A"),
        ("human:p.A999R", RequestError, "Human TNF has 233 residues"),
    ],
)
def test_a_wrong_human_residue_is_refused(
    change: str, error: type[LoxsmithError], says: str, mouse: Genome, human: Genome
) -> None:
    """The residue stated must be the human one (R43)."""
    found = _found(mouse, human, "Tnf")
    with pytest.raises(error, match=says):
        human_numbers.on_the_mouse(Request.parse(f"Tnf {change}").changes, found)


def test_residues_become_the_human_ones(mouse: Genome, human: Genome) -> None:
    """Of those named only the ones that differ change, each to the residue of the human protein."""
    found = _found(mouse, human, "Tnf")
    changes, said = human_numbers.made_human([163, 165], found)
    assert [c.text for c in changes] == ["p.I163V"]
    assert found.protein[found.pairs[163] - 1] == "V"
    assert "Ile163 is Val161 in human TNF and becomes Val" in said[0]
    assert "Tyr165 is Tyr163 in human TNF and stays as it is" in said[1]


@pytest.mark.parametrize(
    ("symbol", "number", "error", "says"),
    [
        ("Tnf", 165, InfeasibleError, "nothing to humanise.*scope=residues:"),
        ("Tnf", 78, InfeasibleError, "Leu78 of Tnf has no counterpart .* residue 76 or 79"),
        ("Tnf", 236, RequestError, "Tnf has 235 residues"),
        ("Ltb", 100, InfeasibleError, "residue 69 or 136"),
    ],
)
def test_a_residue_without_counterpart_is_refused(
    symbol: str, number: int, error: type[LoxsmithError], says: str, mouse: Genome, human: Genome
) -> None:
    """Human already, in a gap of the alignment, or not there at all."""
    with pytest.raises(error, match=says):
        human_numbers.made_human([number], _found(mouse, human, symbol))


# -- junctions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "mouse_phases", "human_phases", "words"),
    [("Tnf", "0, 1, 1", "0, 1, 1", "they agree"), ("Ltb", "0, 1", "0, 1, 1", "they differ")],
)
def test_phases_are_compared_junction_by_junction(
    symbol: str, mouse_phases: str, human_phases: str, words: str, mouse: Genome, human: Genome
) -> None:
    """Tnf and TNF agree; Ltb has three exons and LTB four."""
    said = _phases(_found(mouse, human, symbol))
    assert f"mouse {mouse_phases}; human {human_phases}: {words}" in said


@pytest.mark.parametrize("symbol", ["Tnf", "Ltb", "Nfkbil1", "Atp6v1g2", "Lst1"])
def test_exon_two_begins_with_whole_codons(symbol: str, mouse: Genome, human: Genome) -> None:
    """The insert lies in exon 2 at a codon boundary, and mouse exon 1 with it spells the chimera."""
    found = _found(mouse, human, symbol)
    target = found.mouse.target
    insert = _at_exon_two(found)
    start, end = target.exons[1]
    assert start <= insert.at < end
    before = "".join(found.mouse.molecule.sequence[p] for p in target.cds_positions if p < insert.at)
    assert len(before) == 3 * insert.kept
    made = translate(before + insert.text)
    assert made == found.mouse.protein[: insert.kept] + found.protein[insert.first - 1 :] + "*"


def test_the_junction_stays_off_the_splice_site_where_the_proteins_agree(
    mouse: Genome, human: Genome
) -> None:
    """Ltb and LTB agree at the first residue of exon 2, so the exon's first bases stay; Tnf and TNF do not."""
    ltb, tnf = _found(mouse, human, "Ltb"), _found(mouse, human, "Tnf")
    assert _at_exon_two(ltb).at == ltb.mouse.target.exons[1][0] + 3
    assert _at_exon_two(tnf).at == tnf.mouse.target.exons[1][0]


def test_what_reads_like_a_donor_is_respelled(mouse: Genome, human: Genome) -> None:
    """Two human exons meet in AAG|GTGATG, like a donor of the mouse gene: the protein stays, the donor goes."""
    found = _found(mouse, human, "Nfkbil1")
    text, said = human_junctions.quiet(found.coding, found)
    assert text != found.coding
    assert translate(text) == translate(found.coding)
    assert len(said) == 1
    assert "AAG|GTGATG" in said[0]
    assert human_junctions.quiet(text, found) == (text, ())


def test_a_donor_that_cannot_be_respelled_is_refused(mouse: Genome, human: Genome) -> None:
    """A valine codon keeps its GT in every spelling."""
    found = _found(mouse, human, "Ddx39b", "--set ortholog.transcript=ENST00000417556")
    with pytest.raises(InfeasibleError, match=r"CAG\|GTATAT still read like the splice donor CAG\|GTATGT"):
        human_junctions.quiet(found.coding, found)
