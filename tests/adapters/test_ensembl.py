"""One locus from Ensembl, replayed: the same genes and bases as the genome behind it, or one sentence."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from fakes.ensembl import OFFSET, FakeEnsembl, id_of, transcript_id
from fakes.web_server import Answer, Asked, WebServer
from loxsmith.adapters.ensembl import LONGEST, Ensembl
from loxsmith.adapters.ensembl_kept import Kept
from loxsmith.adapters.ensembl_rest import Rest
from loxsmith.adapters.http import Web
from loxsmith.adapters.patience import Patience
from loxsmith.errors import DataError, RequestError
from loxsmith.genome import Gene, Genome

DEMO = Genome.open("demo")


@pytest.fixture
def fake(server: WebServer) -> FakeEnsembl:
    """Ensembl over the teaching genome."""
    service = FakeEnsembl(genome=DEMO)
    server.otherwise(service)
    return service


@pytest.fixture
def ensembl(server: WebServer, patience: Patience, tmp_path: Path) -> Ensembl:
    """The adapter, asking the fake."""
    rest = Rest(web=Web(silence=5), server=server.url, patience=patience)
    return Ensembl(kept=Kept(folder=tmp_path / "ensembl"), rest=rest)


def shape(gene: Gene, shift: int) -> object:
    """Everything of a gene but its names, moved."""
    return gene.strand, gene.start + shift, gene.end + shift, gene.biotype, gene.clipped, [
        (
            t.canonical,
            t.biotype,
            t.incomplete,
            [(a + shift, b + shift) for a, b in t.exons],
            [(a + shift, b + shift) for a, b in t.cds],
        )
        for t in gene.transcripts
    ]  # fmt: skip


@pytest.mark.parametrize("gene", DEMO.genes, ids=lambda gene: gene.symbol)
def test_a_fetched_gene_is_the_gene(fake: FakeEnsembl, ensembl: Ensembl, gene: Gene) -> None:
    """On either strand: bases, mask, exons, coding stretches and place come back as they were."""
    locus = ensembl.fetch_gene("mouse", f"X{gene.symbol}", 3_000)
    opened = Genome.open(locus.fasta, locus.annotation)
    (contig,) = opened.contigs
    found = opened.gene(f"X{gene.symbol}")
    first = gene.start - 3_000
    assert (opened.species, opened.assembly, contig.chrom) == ("mouse", "GRCm39", gene.contig[3:])
    assert contig.offset == OFFSET + first
    assert opened.fetch(contig.name, 0, contig.length) == DEMO.fetch(gene.contig, first, gene.end + 3_000)
    assert shape(found, first) == shape(gene, 0)
    assert found.id == id_of(gene)
    assert found.description == gene.description
    whole = [
        one for one in DEMO.genes_in(gene.contig, first, gene.end + 3_000)
        if one.start > first and one.end < gene.end + 3_000
    ]  # fmt: skip
    assert {one.symbol for one in opened.genes} >= {f"X{one.symbol}" for one in whole}
    masked = {(max(a - first, 0), min(b - first, contig.length)) for a, b in DEMO.masked(gene.contig)}
    assert set(opened.masked(contig.name)) == {(a, b) for a, b in masked if a < b}


def test_neighbours_over_the_edge_count_as_clipped(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """They are there, so that no arm runs into them unseen, and cannot be designed on."""
    locus = ensembl.fetch_gene("mouse", "XTindra", 1_000)
    opened = Genome.open(locus.fasta, locus.annotation)
    assert opened.gene("XTindra").clipped == ""
    assert opened.gene("XOvella").clipped != ""


def test_what_was_fetched_is_stated(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """Release, assembly, region and accession; no clock is written anywhere."""
    locus = ensembl.fetch_gene("Mus musculus", "xlumo1", 100)
    gene = DEMO.gene("Lumo1")
    assert (locus.species, locus.release, locus.assembly) == ("mus_musculus", "113", "GRCm39")
    assert locus.region == f"1:{OFFSET + gene.start + 1 - 100}-{OFFSET + gene.end + 100}"
    assert (locus.symbol, locus.gene_id) == ("XLumo1", id_of(gene))
    note = json.loads(locus.fasta.with_suffix(".json").read_text(encoding="utf-8"))
    assert set(note) == {"assembly", "gene_id", "region", "release", "sha256", "species", "symbol"}
    assert locus.fasta.parent.parts[-2:] == ("113-GRCm39", "mus_musculus")


@pytest.mark.parametrize("spelling", ["XLUMO1", "xlumo1", "XLumo1", " XLumo1 "])
def test_case_does_not_matter(fake: FakeEnsembl, ensembl: Ensembl, spelling: str) -> None:
    """The symbol comes back as Ensembl spells it."""
    assert ensembl.fetch_gene("mouse", spelling, 100).symbol == "XLumo1"


def test_an_accession_is_looked_up_as_one(fake: FakeEnsembl, ensembl: Ensembl, server: WebServer) -> None:
    """With or without version."""
    wanted = id_of(DEMO.gene("Brindl"))
    assert ensembl.fetch_gene("mouse", f"{wanted}.12", 100).symbol == "XBrindl"
    assert server.asked[0].path.startswith(f"/lookup/id/{wanted}?")


def test_a_second_fetch_asks_nothing(fake: FakeEnsembl, ensembl: Ensembl, server: WebServer) -> None:
    """The files are kept; another flank is another fetch."""
    first = ensembl.fetch_gene("mouse", "XLumo1", 100)
    asked = len(server.asked)
    again = ensembl.fetch_gene("mouse", "xLUMO1", 100)
    assert (len(server.asked), again.kept, first.kept) == (asked, True, False)
    assert (again.fasta, again.region) == (first.fasta, first.region)
    ensembl.fetch_gene("mouse", "XLumo1", 200)
    assert len(server.asked) > asked


def test_a_damaged_file_is_fetched_again(fake: FakeEnsembl, ensembl: Ensembl, server: WebServer) -> None:
    """What was cut short on disk is never opened."""
    first = ensembl.fetch_gene("mouse", "XLumo1", 100)
    whole = first.fasta.read_text(encoding="utf-8")
    first.fasta.write_text(whole[:500], encoding="utf-8")
    again = ensembl.fetch_gene("mouse", "XLumo1", 100)
    assert (again.kept, again.fasta.read_text(encoding="utf-8")) == (False, whole)


def test_the_newest_release_at_hand_counts(fake: FakeEnsembl, ensembl: Ensembl, tmp_path: Path) -> None:
    """As a number: 114 is after 98."""
    for release in (98, 114, 113):
        fake.release = release
        ensembl.kept = Kept(folder=tmp_path / str(release))
        ensembl.fetch_gene("mouse", "XLumo1", 100)
        for folder in (tmp_path / str(release)).iterdir():
            (tmp_path / "all").mkdir(exist_ok=True)
            folder.rename(tmp_path / "all" / folder.name)
    ensembl.kept = Kept(folder=tmp_path / "all")
    assert ensembl.fetch_gene("mouse", "XLumo1", 100).release == "114"


@pytest.mark.parametrize("symbol", ["H2-K1", "Gt(ROSA)26Sor", "a/../../b", "A*", "x?y=1", "HLA@"])
def test_any_symbol_is_a_safe_address_and_file_name(
    fake: FakeEnsembl, ensembl: Ensembl, server: WebServer, tmp_path: Path, symbol: str
) -> None:
    """What a user types stays one word of the address and one name in the folder."""
    fake.synonyms = {symbol: "XLumo1"}
    with pytest.raises(RequestError, match="by another name, XLumo1"):
        ensembl.fetch_gene("mouse", symbol, 100)
    assert server.asked[0].path.count("/") == 4
    kept = Kept(folder=tmp_path / "kept")
    said = dict.fromkeys(("species", "assembly", "release", "region", "gene_id", "symbol"), "1")
    locus = kept.keep("mus_musculus", symbol, 5, fasta=">x\nA\n", gff3="##gff-version 3\n", said=said)
    assert locus.fasta.parent == tmp_path / "kept" / "1-1" / "mus_musculus"
    found = kept.find("mus_musculus", symbol, 5)
    assert found is not None
    assert found.fasta == locus.fasta


# -- refusals -------------------------------------------------------------------------------------------------


def test_an_unknown_gene_is_exit_2(fake: FakeEnsembl, ensembl: Ensembl, tmp_path: Path) -> None:
    """Nothing is kept of it."""
    with pytest.raises(RequestError, match=r"does not know a gene 'Nosuch' of mus_musculus\."):
        ensembl.fetch_gene("mouse", "Nosuch", 100)
    with pytest.raises(RequestError, match="does not know a gene 'ENSMUSG99999999999'"):
        ensembl.fetch_gene("mouse", "ENSMUSG99999999999", 100)
    assert not (tmp_path / "ensembl").exists()


def test_an_unknown_species_lists_near_ones(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """From Ensembl's own list."""
    with pytest.raises(RequestError, match="does not know the species 'mus_muscullus'") as refusal:
        ensembl.fetch_gene("mus_muscullus", "XLumo1", 100)
    assert refusal.value.hint == "Did you mean mus_musculus?"


@pytest.mark.parametrize("species", ["../../etc", "", "mus/musculus", "souris é"])
def test_what_is_no_species_name_is_never_asked(ensembl: Ensembl, server: WebServer, species: str) -> None:
    """It could be an address of its own."""
    with pytest.raises(RequestError, match="is no species name"):
        ensembl.fetch_gene(species, "Tnf", 100)
    assert server.asked == []


@pytest.mark.parametrize("symbol", ["", "..", "/lookup", "*", "Tn\nf", "é", "A" * 101])
def test_what_is_no_symbol_is_never_asked(ensembl: Ensembl, server: WebServer, symbol: str) -> None:
    """It could be an address of its own."""
    with pytest.raises(RequestError, match="is no gene symbol"):
        ensembl.fetch_gene("mouse", symbol, 100)
    assert server.asked == []


def test_a_gene_of_another_species_is_not_taken(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """An accession says its species itself."""
    fake.species = "homo_sapiens"
    with pytest.raises(RequestError, match="belongs to homo_sapiens, not to mus_musculus"):
        ensembl.fetch_gene("mouse", id_of(DEMO.gene("Lumo1")), 100)


def test_a_transcript_is_not_a_gene(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """Its gene is named."""
    gene = DEMO.gene("Lumo1")
    with pytest.raises(RequestError, match="is no gene but a transcript") as refusal:
        ensembl.fetch_gene("mouse", transcript_id(gene.canonical), 100)
    assert id_of(gene) in refusal.value.hint


def test_a_synonym_is_named_not_taken(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """Whether the same gene is meant is for the user to say."""
    fake.synonyms = {"p53": "XLumo1"}
    with pytest.raises(RequestError, match="calls 'p53' by another name, XLumo1") as refusal:
        ensembl.fetch_gene("mouse", "p53", 100)
    assert refusal.value.hint == "If that gene is meant, ask for XLumo1."


def test_a_region_longer_than_ensembl_hands_out(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """The whole assembly is the way."""
    with pytest.raises(RequestError, match="longer than the 5,000,000") as refusal:
        ensembl.fetch_gene("mouse", "XLumo1", LONGEST)
    assert "genome add ensembl:mus_musculus" in refusal.value.hint


def test_the_ends_of_a_chromosome_shorten_the_flank(fake: FakeEnsembl, ensembl: Ensembl) -> None:
    """No base is asked for that is not there."""
    locus = ensembl.fetch_gene("mouse", "XYarro", 100_000)
    assert locus.region.endswith(f"-{OFFSET + DEMO.contig('chrX').length}")
    fake.offset = 0
    locus = ensembl.fetch_gene("mouse", "XBrindl", 60_000)
    assert locus.region == f"1:1-{DEMO.gene('Brindl').end + 60_000}"
    opened = Genome.open(locus.fasta, locus.annotation)
    assert shape(opened.gene("XBrindl"), 0) == shape(DEMO.gene("Brindl"), 0)


@pytest.mark.parametrize(
    ("coordinates", "chrom"),
    [
        ("scaffold", "JH584304.1"),
        ("primary_assembly", "1"),
        ("supercontig", "GL456210"),
        ("chromosome", "CHR_MG132_PATCH"),
        ("chromosome", "HSCHR6_MHC_COX_CTG1"),
        ("chromosome", "MT"),
    ],
)
def test_a_gene_on_a_scaffold_or_patch(
    fake: FakeEnsembl, ensembl: Ensembl, coordinates: str, chrom: str
) -> None:
    """Whatever Ensembl calls level and sequence, the place is read and printed under its name."""
    fake.coordinates, fake.chroms = coordinates, {"chr1": chrom}
    locus = ensembl.fetch_gene("mouse", "XLumo1", 100)
    opened = Genome.open(locus.fasta, locus.annotation)
    first = DEMO.gene("Lumo1").start - 100
    assert (opened.contigs[0].chrom, opened.contigs[0].offset) == (chrom, OFFSET + first)
    assert shape(opened.gene("XLumo1"), first) == shape(DEMO.gene("Lumo1"), 0)


def test_a_limit_of_questions_is_waited_for(
    fake: FakeEnsembl, ensembl: Ensembl, server: WebServer, waits: list[float]
) -> None:
    """429 with a fraction of seconds, as Ensembl sends it."""
    server.at("/info/data", Answer(status=429, headers={"Retry-After": "1.0232"}), fake)
    assert ensembl.fetch_gene("mouse", "XLumo1", 100).release == "113"
    assert waits == [1.0232]


@pytest.mark.parametrize(
    ("answer", "words", "hint"),
    [
        (Answer(status=429, headers={"Retry-After": "1800.0"}), "is asked too often", "asks to wait 1800 s"),
        (Answer(status=503, body=b"<html>"), r"is down \(status 503\)", "Try again later."),
        (Answer(status=500), r"is down \(status 500\)", "Try again later."),
        (Answer(status=403, body=b"<html>"), r"is a refusal \(status 403\)", "Try again"),
        (Answer(status=404, body=b"<html>"), r"is a refusal \(status 404\)", "Try again"),
        (Answer(body=b'{"releases": [11'), "is cut short or no JSON", "Try again"),
        (Answer(body=b"<html>Please log in</html>"), "is cut short or no JSON", "Try again"),
        (Answer(body=b"[]"), "is not of the shape", "Try again"),
        (Answer(body=b'{"releases": null}'), "is not of the shape", "Try again"),
        (Answer(body=b'{"releases": [113]}', stop_after=5), "does not answer: ", "--fasta"),
    ],
)
def test_every_refusal_is_one_sentence(
    fake: FakeEnsembl,
    ensembl: Ensembl,
    server: WebServer,
    tmp_path: Path,
    answer: Answer,
    words: str,
    hint: str,
) -> None:
    """Exit 5, the mend in the hint, nothing kept."""
    server.at("/info/data", answer)
    with pytest.raises(DataError, match=words) as refusal:
        ensembl.fetch_gene("mouse", "XLumo1", 100)
    assert hint in refusal.value.hint
    assert "\n" not in refusal.value.message
    assert not (tmp_path / "ensembl").exists()


def test_a_server_that_falls_silent_is_not_waited_for_for_ever(
    fake: FakeEnsembl, ensembl: Ensembl, server: WebServer
) -> None:
    """A bounded silence, a bounded number of times."""

    def slow(asked: Asked) -> Answer:
        time.sleep(0.6)
        return fake(asked)

    ensembl.rest.web = Web(silence=0.2)
    server.at("/info/data", slow)
    with pytest.raises(DataError, match=r"does not answer: no answer in time\."):
        ensembl.fetch_gene("mouse", "XLumo1", 100)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text[:-200], "is cut short: 6235 of 6414 bases|is cut short: "),
        (lambda text: text.split("\n", 1)[1], "is cut short or no FASTA"),
        (lambda text: text.split("\n", 1)[0], "is cut short or no FASTA"),
        (lambda text: text.replace(":1\n", ":-1\n", 1), "is the sequence of chromosome:GRCm39:1:"),
        (lambda text: text.replace("GRCm39", "GRCm38", 1), "is the sequence of chromosome:GRCm38"),
        (lambda text: text.replace("chromosome:", "", 1), "does not say where"),
    ],
)
def test_a_sequence_that_is_not_the_one_asked_for(
    fake: FakeEnsembl, ensembl: Ensembl, server: WebServer, spoil, words: str
) -> None:
    """Length, place, strand and assembly are all compared."""

    def spoiled(asked) -> Answer:
        answer = fake(asked)
        return Answer(body=spoil(answer.body.decode()).encode()) if "/sequence/" in asked.path else answer

    server.otherwise(spoiled)
    with pytest.raises(DataError, match=words):
        ensembl.fetch_gene("mouse", "XLumo1", 100)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda found: [one for one in found if one["feature_type"] != "exon"], "does not hold ENSMUSG"),
        (lambda found: [], "does not hold ENSMUSG"),
        (lambda found: [{**one, "start": None} for one in found], "is not of the shape"),
        (lambda found: [{**one, "strand": 0} for one in found], "is not of the shape"),
        (lambda found: [{**one, "end": one["start"] - 1} for one in found], "is not of the shape"),
        (lambda found: {"found": found}, "is not of the shape"),
    ],
)
def test_genes_that_are_not_those_asked_for(
    fake: FakeEnsembl, ensembl: Ensembl, server: WebServer, spoil, words: str
) -> None:
    """A gene without exons, or features of another shape, are never written down."""

    def spoiled(asked) -> Answer:
        answer = fake(asked)
        if "/overlap/" not in asked.path:
            return answer
        return Answer(body=json.dumps(spoil(json.loads(answer.body))).encode())

    server.otherwise(spoiled)
    with pytest.raises(DataError, match=words):
        ensembl.fetch_gene("mouse", "XLumo1", 100)


def test_no_network_is_said_with_the_way_around_it(
    patience: Patience, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of Ensembl's server cannot be resolved."""

    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    ensembl = Ensembl(kept=Kept(folder=tmp_path), rest=Rest(patience=patience))
    with pytest.raises(
        DataError, match=r"\(rest\.ensembl\.org\) cannot be reached: its name cannot"
    ) as refusal:
        ensembl.fetch_gene("mouse", "Tnf", 100)
    assert "--fasta" in refusal.value.hint
