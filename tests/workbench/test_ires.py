"""Reporters behind an IRES: the gene's protein untouched, a second one from the same messenger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.genome import Genome
from loxsmith.knowledge import part
from loxsmith.sequence import Molecule, translate
from loxsmith.workbench import Design, design
from workbench.cases import Good


@pytest.fixture(scope="module")
def demo() -> Genome:
    """The teaching genome."""
    return Genome.open("demo")


def second(made: Design, allele: str) -> set[str]:
    """Proteins behind the IRES on an allele."""
    return {r.protein or "" for r in made.readings[allele] if r.id.endswith(":orf2")}


@pytest.mark.parametrize("gene", ["Lumo1", "Ferra2", "Zephy", "Quilla", "Yarro"])
def test_the_gene_keeps_its_protein_and_makes_the_reporter(demo: Genome, gene: str) -> None:
    """On both strands, with one exon or many, autosomal or X-linked."""
    made = design(f"{gene} IRES-EGFP", demo)
    assert made.proved, [p.evidence for p in made.proofs if not p.proved]
    assert second(made, "targeted") == {translate(part("EGFP").sequence).rstrip("*")}
    assert any(r.protein == made.locus.protein for r in made.readings["targeted"])


def test_in_es_cells_the_marker_leaves_and_the_reporter_stays(demo: Genome) -> None:
    """After Flp one FRT is left in an intron, and both proteins are made."""
    made = design("Lumo1 IRES-tdTomato --method es", demo)
    assert made.proved
    assert second(made, "flp") == {translate(part("tdTomato").sequence).rstrip("*")}


def test_two_products_behind_one_ires(demo: Genome) -> None:
    """A 2A peptide behind the IRES releases the first of two products."""
    made = design("Lumo1 IRES-EGFP-T2A-mCherry", demo)
    assert made.proved
    (reading,) = {r.id: r for r in made.readings["targeted"] if r.id.endswith(":orf2")}.values()
    assert len(reading.chains) == 2


def test_every_coding_gene_of_the_real_loci(shared: Path) -> None:
    """Each gene of the mouse locus is proved or refused in words."""
    stem = shared / "loci" / "mouse_GRCm38_chr17_35150000_35300000"
    genome = Genome.open(f"{stem}.fa", f"{stem}.gff3")
    proved = 0
    for gene in genome.genes:
        if gene.transcripts and gene.canonical.cds and not gene.clipped:
            try:
                made = design(f"{gene.symbol} IRES-EGFP", genome)
            except InfeasibleError:
                continue
            assert made.proved, (gene.symbol, [p.evidence for p in made.proofs if not p.proved])
            proved += 1
    assert proved >= 5


@pytest.mark.parametrize("offset", [0, 4])
def test_a_spoiled_reporter_fails_its_promise(good: Callable[[str, str], Good], offset: int) -> None:
    """One base of the reporter changed in the donor: the promise of the second protein falls."""
    held = good("demo", "Lumo1 IRES-EGFP")
    at = held.molecule.sequence.index("AACC" + part("EGFP").sequence[:30]) + 4 + offset
    spoilt = held.molecule.replace(at, at + 1, Molecule.of("C", name="spoilt"))
    failed = [p.promise.statement for p in held.judged(spoilt).proofs if not p.proved]
    assert any("behind the IRES" in statement for statement in failed)


@pytest.mark.parametrize(
    ("request_text", "message"),
    [("Lumo1 IRES-HA", "does not begin with a coding sequence"), ("Lumo1 IRES-EGFP-bGHpA", "does not code")],
)
def test_a_payload_that_cannot_be_made_is_refused(demo: Genome, request_text: str, message: str) -> None:
    """Nothing starts a protein behind an IRES but an ATG, and nothing but coding parts stand there."""
    with pytest.raises(RequestError, match=message):
        design(request_text, demo)
