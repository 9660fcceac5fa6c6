"""Humanised alleles: every scope proved on real and teaching genes, spoilt designs found out, the rest refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from loxsmith import wiring
from loxsmith.cli import main
from loxsmith.design import draw
from loxsmith.errors import LoxsmithError, RequestError
from loxsmith.genome import Genome
from loxsmith.knowledge import part, site
from loxsmith.locus import open_locus, uniqueness
from loxsmith.request import Request
from loxsmith.sequence import Molecule
from loxsmith.strategy import choose, without_guide
from loxsmith.workbench import Design, design
from workbench.cases import MARGIN, Good, open_named
from workbench.spoiling import exchange, flip_frt, lose_frt, lose_polya

HUMAN = "loci/human_GRCh37_chr6_31480000_31610000"


@cache
def _second(key: str, folder: Path | None) -> Genome:
    if key == "demo":
        return Genome.open("demo-human")
    assert folder is not None
    return Genome.open((folder / HUMAN).with_suffix(".fa"), (folder / HUMAN).with_suffix(".gff3"))


@cache
def _made(key: str, line: str, folder: Path | None) -> Design:
    return design(line, open_named(key, folder), second=_second(key, folder))


Maker = Callable[[str, str], Design]


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> Maker:
    """Design a line with the human genome beside the mouse's, once."""
    return lambda key, line: _made(key, line, _folder(key, request))


def _folder(key: str, request: pytest.FixtureRequest) -> Path | None:
    if key == "demo":
        return None
    folder: Path = request.getfixturevalue("shared")
    return folder


def _protein(genome: Genome, symbol: str) -> str:
    return open_locus(genome, genome.gene(symbol), margin=0).protein


def _products(found: Design) -> dict[str, str | None]:
    """What the judge reads on the finished allele, by transcript."""
    last = "flp" if found.strategy.route == "es" else "targeted"
    return {r.id: r.protein for r in found.readings[last]}


# -- proved ------------------------------------------------------------------------------------------------

SCOPES = ("cds", "exon2-stop", "genomic", "domain:40-60", "domain:150-200", "residues:163,167")
PAIRS = (
    ("mouse", "Tnf"), ("mouse", "Ltb"), ("mouse", "Lta"), ("mouse", "Aif1"), ("mouse", "Lst1"),
    ("mouse", "Nfkbil1"), ("mouse", "Atp6v1g2"), ("demo", "Lumo1"), ("demo", "Ferra2"), ("demo", "Sarvo"),
    ("demo", "Moxla"), ("demo", "Brindl"), ("demo", "Yarro"),
)  # fmt: skip
"""Mouse genes whose orthologue lies whole in the second genome."""


@pytest.mark.parametrize(("key", "symbol"), PAIRS, ids=[symbol for _, symbol in PAIRS])
def test_every_scope_is_proved_or_refused(key: str, symbol: str, made: Maker) -> None:
    """No crash, no package whose promises are not kept; the three whole-protein scopes never refuse but by route."""
    turn = PAIRS.index((key, symbol))
    for number, scope in enumerate(SCOPES):
        method = ("", " --method es", " --method zygote")[(turn + number) % 3]
        line = f"humanize {symbol} scope={scope}{method}"
        found = _tried(made, key, line)
        if isinstance(found, LoxsmithError):
            assert found.exit_code in {2, 4}, f"{line}: {found}"
            assert re.fullmatch(r"\S[^\n]*[.?]", found.message), line
            assert found.hint, line
            assert scope not in {"cds", "exon2-stop"}, f"{line}: {found}"
            assert (scope, method) == ("genomic", " --method zygote") or scope != "genomic", line
            continue
        assert [p.evidence for p in found.proofs if not p.proved] == [], line
        assert found.proved, line
        assert any(p.promise.claim.__class__.__name__ == "Makes" for p in found.proofs), line


def _tried(made: Maker, key: str, line: str) -> Design | LoxsmithError:
    try:
        return made(key, line)
    except LoxsmithError as refusal:
        return refusal


@pytest.mark.parametrize("scope", ["cds", "genomic"])
@pytest.mark.parametrize("method", ["auto", "es"])
@pytest.mark.parametrize(("key", "symbol"), [("mouse", "Tnf"), ("mouse", "Ltb"), ("demo", "Sarvo")])
def test_the_product_is_the_human_protein(
    key: str, symbol: str, method: str, scope: str, made: Maker, request: pytest.FixtureRequest
) -> None:
    """The judge reads residue for residue what the second genome's own transcript codes for."""
    found = made(key, f"humanize {symbol} scope={scope} --method {method}")
    human = _protein(_second(key, _folder(key, request)), symbol)
    assert _products(found)[found.locus.target.id] == human


def test_exon_two_to_stop_is_the_stated_chimera(made: Maker, request: pytest.FixtureRequest) -> None:
    """Mouse Tnf codes in exon 1 for 62 residues; human TNF follows from residue 63 (phase 0 in both)."""
    found = made("mouse", "humanize Tnf scope=exon2-stop")
    human = _protein(_second("mouse", _folder("mouse", request)), "TNF")
    assert _products(found)["ENSMUST00000025263"] == found.locus.protein[:62] + human[62:]
    said = " ".join(found.document.strategy.assumptions)
    assert "mouse 0, 1, 1; human 0, 1, 1: they agree" in said
    assert "residues 1-62 are those of the mouse" in said


def test_a_domain_keeps_what_stands_round_it(made: Maker, request: pytest.FixtureRequest) -> None:
    """Residues 40-120 of Tnf, over three introns: the mouse's own on both sides, and its anchor named."""
    found = made("mouse", "humanize Tnf scope=domain:40-120")
    mouse, human = found.locus.protein, _protein(_second("mouse", _folder("mouse", request)), "TNF")
    product = _products(found)["ENSMUST00000025263"]
    assert product is not None
    assert product.startswith(mouse[:39])
    assert product.endswith(mouse[120:])
    middle = product[39 : len(product) - len(mouse[120:])]
    assert middle in human
    assert middle != mouse[39:120]
    assert any("membrane-spanning stretch" in text for text in found.document.strategy.assumptions)


def test_an_isoform_without_an_exon_of_the_domain_is_promised_too(made: Maker) -> None:
    """The second Tnf transcript skips exon 3: it makes its share of the exchange, and that is proved."""
    found = made("mouse", "humanize Tnf scope=domain:40-120")
    claims = [p for p in found.proofs if "ENSMUST00000167924" in p.promise.statement]
    assert claims
    assert all(p.proved for p in claims)
    product = _products(found)["ENSMUST00000167924"]
    assert product is not None
    assert product != found.locus.protein


def test_both_numbers_are_said(made: Maker) -> None:
    """A change counted on the human protein is made on the mouse's, and the document names both (R43)."""
    found = made("mouse", "Tnf human:p.A221R")
    [edit] = [e for e in found.document.edits if e.kind == "intended"]
    assert edit.hgvs_p == "p.Ala223Arg"
    said = " ".join(found.document.strategy.assumptions)
    assert "human:p.A221R" in said
    assert "p.A223R" in said
    assert found.document.request["text"] == "Tnf human:p.A221R"


def test_a_human_number_can_wait_for_the_recombinase(made: Maker) -> None:
    """A change counted on the human protein goes every way that other changes go."""
    found = made("mouse", "Tnf human:p.A221R conditional")
    assert found.proved
    assert found.strategy.id == "es-lsl"


def test_every_document_names_the_human_sequence(made: Maker) -> None:
    """Genome, transcript and place of the human gene, and how alike the proteins are."""
    for scope in ("cds", "exon2-stop", "genomic", "domain:40-120", "residues:163"):
        said = made("mouse", f"humanize Tnf scope={scope}").document.strategy.assumptions
        [sentence] = [text for text in said if text.startswith("The human sequence is TNF")]
        assert "ENST00000449264" in sentence
        assert "chr6:31543344-31546113:+" in sentence
        assert "80% of 232 aligned residues" in sentence


def test_genes_within_are_listed(made: Maker) -> None:
    """The stretch of Nfkbil1 holds another mouse gene, which the exchange takes away."""
    found = made("mouse", "humanize Nfkbil1 scope=genomic")
    assert any("takes away" in f.message and "Gm16181" in f.message for f in found.document.findings)


def test_arms_outweigh_what_the_genes_share(made: Maker) -> None:
    """A coding sequence much like the exons behind it is not trusted to arms of a hundred bases."""
    found = made("demo", "humanize Lumo1")
    assert found.strategy.donor == "plasmid"
    assert "may recombine through the shared exons" in " ".join(found.strategy.why)


@pytest.mark.parametrize(
    ("line", "route"),
    [("humanize Tnf", "es-human"), ("humanize Tnf scope=domain:100-130", "es-marker"),
     ("humanize Tnf scope=residues:163", "zygote-lssdna")],
)  # fmt: skip
def test_without_a_guide_the_same_is_built_otherwise(line: str, route: str, shared: Path) -> None:
    """What no guide can do goes to a donor that reaches farther, or to ES cells; asked for, zygotes are refused."""
    good = _good(line, shared)
    other = without_guide(
        good.request, good.wide, good.unique, "No guide.", good.strategy, _second("mouse", shared)
    )
    assert other.id == route
    stubborn = Request.parse(f"{line} --method zygote --donor plasmid")
    with pytest.raises(LoxsmithError, match="No guide"):
        without_guide(stubborn, good.wide, good.unique, "No guide.", good.strategy, _second("mouse", shared))


# -- spoilt ------------------------------------------------------------------------------------------------


@cache
def _good(line: str, folder: Path | None) -> Good:
    genome, asked = open_named("mouse", folder), Request.parse(line)
    wide = open_locus(genome, genome.gene(asked.gene or ""), margin=MARGIN)
    unique = uniqueness(wide)
    strategy = choose(asked, wide, unique, _second("mouse", folder))
    drawing = draw(strategy, wide, unique, asked)
    return Good(request=asked, wide=wide, unique=unique, strategy=strategy, drawing=drawing)


def _human_piece(good: Good) -> tuple[int, int]:
    """The first human piece on the construct."""
    pieces = good.strategy.cassette.pieces("targeted") if good.strategy.cassette else good.strategy.payload
    piece = next(p for p in pieces if "human" in p.name)
    at = good.molecule.sequence.index(piece.text)
    return at, at + len(piece.text)


def _lose_human_base(good: Good) -> Molecule:
    start, _ = _human_piece(good)
    return good.molecule.delete(start + 100, start + 101)


def _turn_human_round(good: Good) -> Molecule:
    return good.molecule.invert(*_human_piece(good))


def _human_site(good: Good, *, acceptor: bool) -> Molecule:
    """Exchange the G of the first human donor, or of the acceptor that follows it."""
    [foreign] = good.strategy.foreign
    start, end = foreign.introns[0]
    context = foreign.sequence[end - 20 : end] if acceptor else foreign.sequence[start : start + 20]
    at = good.molecule.sequence.index(context) + (19 if acceptor else 0)
    assert good.molecule.sequence[at] == "G"
    return exchange(good, at)


def _lose_donor(good: Good) -> Molecule:
    return _human_site(good, acceptor=False)


def _lose_acceptor(good: Good) -> Molecule:
    return _human_site(good, acceptor=True)


CDS, GENE = "humanize Tnf --method es", "humanize Tnf scope=genomic"
CHIMERA = "humanize Ltb scope=exon2-stop --method es"


@pytest.mark.parametrize(
    ("line", "spoil", "claims"),
    [
        (CDS, _lose_human_base, {"Makes", "NothingElse"}),
        (CDS, _turn_human_round, {"Makes", "NothingElse"}),
        (CDS, lose_polya, {"NothingElse"}),
        (CDS, lose_frt, {"NothingElse"}),
        (CDS, flip_frt, {"NothingElse"}),
        (CHIMERA, _lose_human_base, {"Makes", "NothingElse"}),
        (CHIMERA, _turn_human_round, {"Makes", "NothingElse"}),
        (GENE, _lose_donor, {"Makes", "NothingElse"}),
        (GENE, _lose_acceptor, {"Makes", "NothingElse"}),
        (GENE, _lose_human_base, {"Makes", "NothingElse"}),
        (GENE, _turn_human_round, {"Makes", "NothingElse"}),
        (GENE, flip_frt, {"NothingElse"}),
        ("humanize Tnf", _lose_human_base, {"Makes", "NothingElse"}),
    ],
)
def test_a_spoilt_design_breaks_its_promise(
    line: str, spoil: Callable[[Good], Molecule], claims: set[str], shared: Path
) -> None:
    """Each fault is seen by the claims that are about it; the good design keeps all."""
    good = _good(line, shared)
    assert good.judged().proved
    spoilt = good.judged(spoil(good))
    assert not spoilt.proved
    broken = {type(p.promise.claim).__name__ for p in spoilt.proofs if not p.proved}
    assert claims <= broken


def test_the_marker_stands_out_of_the_way(shared: Path) -> None:
    """Behind the polyadenylation signal for a coding sequence, within a human intron for a gene; antisense always."""
    frt, signal = site("FRT").sequence, part("bGHpA").sequence
    text = _good(CDS, shared).molecule.sequence
    assert text.index(signal) + len(signal) == text.index(frt)
    good = _good(GENE, shared)
    [foreign] = good.strategy.foreign
    assert good.strategy.cassette is not None
    first = good.strategy.cassette.pieces("flp")[0]
    assert any(a < len(first.text) < b for a, b in foreign.introns)


# -- refused -----------------------------------------------------------------------------------------------

REFUSED = (
    ("humanize Tnf scope=residues:165,223", 4, "nothing to humanise .* scope=residues:161,163,167,218"),
    ("humanize Tnf scope=residues:78", 4, "has no counterpart in the human protein"),
    ("humanize Tnf scope=residues:999", 2, "Tnf has 235 residues"),
    ("humanize Tnf scope=domain:40-500", 2, "Tnf has 235 residues"),
    ("humanize Tnf scope=domain:1-50", 4, "start codon, .* scope=domain:2-50"),
    ("humanize Ltb scope=domain:60-101", 4, "Arg101 of Ltb has no counterpart"),
    ("humanize Atp6v1g2 scope=domain:60-100", 4, "are those of human ATP6V1G2 already"),
    ("humanize Tnf conditional", 4, "waits for a recombinase is not built yet"),
    ("humanize Tnf scope=genomic --method zygote", 4, "1696 bp of Tnf are to be exchanged"),
    ("humanize Tnf --donor lssdna", 4, "shares 149 bases with the mouse gene .*--donor plasmid"),
    ("humanize Tnf --method es --selection none", 4, "without a selection marker"),
    ("humanize Gm16181", 5, "no gene called GM16181"),
    ("humanize Ddx39b", 5, "DDX39B is not whole .*--set ortholog.transcript=ENST"),
    ("humanize Tnf --set ortholog=AIF1", 4, "not alike enough"),
    ("humanize Tnf --set ortholog=NOSUCH", 2, "'NOSUCH' is not in genome"),
    ("Tnf human:p.R221A", 2, "Human TNF codon 221 is Ala"),
)


@pytest.mark.parametrize(
    ("line", "code", "says"), REFUSED, ids=[line.replace(" ", "-") for line, *_ in REFUSED]
)
def test_what_cannot_be_built_is_refused(line: str, code: int, says: str, shared: Path) -> None:
    """One sentence, its exit code, and the nearest request that can be met."""
    with pytest.raises(LoxsmithError) as caught:
        design(line, open_named("mouse", shared), second=_second("mouse", shared))
    assert caught.value.exit_code == code, str(caught.value)
    assert re.search(says, str(caught.value)), str(caught.value)
    assert "\n" not in caught.value.message


def test_a_human_gene_cut_by_the_edge_is_refused(tmp_path: Path, shared: Path) -> None:
    """TNF without its last exon is no gene to take sequence from (exit 5)."""
    human = _second("mouse", shared)
    gene = human.gene("TNF")
    last = gene.start + 1500
    fasta, genes = tmp_path / "cut.fa", tmp_path / "cut.gff3"
    fasta.write_text(f">chr6\n{human.fetch(gene.contig, 0, last)}\n", encoding="ascii")
    rows = (shared / HUMAN).with_suffix(".gff3").read_text(encoding="utf-8").splitlines()
    kept = ["##gff-version 3"]
    for row in rows:
        cells = row.split("\t")
        if len(cells) == 9 and int(cells[3]) <= last:
            kept.append("\t".join(["chr6", *cells[1:4], str(min(int(cells[4]), last)), *cells[5:]]))
    genes.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(LoxsmithError) as caught:
        design("humanize Tnf", open_named("mouse", shared), second=Genome.open(fasta, genes))
    assert caught.value.exit_code == 5, str(caught.value)


# -- the second genome -------------------------------------------------------------------------------------


def test_the_teaching_genome_has_a_human_one_of_its_own() -> None:
    """``demo`` is humanised from ``demo-human`` when nothing is said."""
    found = wiring.design("humanize Lumo1 scope=exon2-stop")
    assert found.proved
    assert any("genome demo-human" in text for text in found.document.strategy.assumptions)


def test_an_annotation_alone_names_no_genome(tmp_path: Path) -> None:
    """An annotation of a second genome without its sequence is a contradiction."""
    with pytest.raises(RequestError, match="without its sequence"):
        wiring.design("humanize Lumo1", second_annotation=tmp_path / "genes.gff3")


def test_the_command_line_names_the_second_genome(tmp_path: Path, shared: Path) -> None:
    """``--donor-fasta`` and ``--donor-annotation`` give the human gene for a mouse FASTA."""
    mouse = shared / "loci/mouse_GRCm38_chr17_35150000_35300000"
    line = [
        "design", "humanize Tnf scope=exon2-stop", "--fasta", f"{mouse}.fa", "--annotation", f"{mouse}.gff3",
        "--donor-fasta", f"{shared / HUMAN}.fa", "--donor-annotation", f"{shared / HUMAN}.gff3",
        "-o", str(tmp_path / "out"), "-q",
    ]  # fmt: skip
    result = CliRunner().invoke(main, line)
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "out" / "design.json").read_text(encoding="utf-8"))
    assert document["proved"] is True


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--donor-genome", "demo-human", "--donor-fasta", "x.fa"], "name two genomes"),
        (["--donor-annotation", "x.gff3"], "--donor-annotation belongs to a FASTA file"),
    ],
)
def test_the_command_line_refuses_half_a_genome(options: list[str], says: str) -> None:
    """Two second genomes, or an annotation without its sequence: exit 2."""
    result = CliRunner().invoke(main, ["design", "humanize Lumo1", *options])
    assert result.exit_code == 2
    assert says in result.output
