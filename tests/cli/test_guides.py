"""``loxsmith guides``: guides of a gene, a region or a file, ranked, with their off-targets and their scores."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.small import Ran, random_bases, write_fasta, write_twobit
from loxsmith.genome import Genome
from loxsmith.sequence import reverse_complement
from oracle.guides import slow_guides

Run = Callable[..., Ran]

CONTRACT = {
    "id", "chosen", "protospacer", "pam", "chrom", "start", "end", "strand", "cut", "distance", "scores", "offtargets",
    "specificity", "recuts", "remarks",
}  # fmt: skip
MORE = {"other_cut", "usable", "why", "found"}
SCORES = {"rule_set_1", "crisprscan", "out_of_frame", "microhomology"}


def text_of(contig: str) -> str:
    """A contig of the teaching genome."""
    genome = Genome.open("demo")
    return genome.fetch(contig, 0, genome.contig(contig).length)


def spelled(row: dict[str, Any], text: str, pam: int = 3) -> str:
    """The bases a row's place spells, protospacer and the PAM behind it."""
    first, last = row["start"] - 1, row["end"]
    if row["strand"] == "+":
        return text[first : last + pam]
    return reverse_complement(text[first - pam : last])


def ranked(row: dict[str, Any]) -> tuple[Any, ...]:
    """The documented order of SpCas9's guides within one chromosome."""
    rule = row["scores"]["rule_set_1"]
    return (
        not row["usable"],
        -round(row["specificity"]["cfd"]),
        1 if rule is None else -rule,
        row["start"],
        row["strand"] != "+",
    )


# -- where --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["chr1:22001-22400", "1:22,001-22,400", "chr1:22001..22400"])
def test_a_region_gives_every_guide_that_cuts_in_it(run: Run, where: str) -> None:
    """The guides of the slow twin, none left out, none twice; the name with and without ``chr``."""
    rows = run("guides", where, "--json").json
    found = sorted((row["start"] - 1, row["protospacer"], row["pam"], row["cut"]) for row in rows)
    wanted = slow_guides(text_of("chr1"), 22000, 22400)
    assert found == sorted((start, bases, pam, cut) for start, _, bases, pam, cut in wanted)
    assert len(found) > 20


@pytest.mark.parametrize("symbol", ["Lumo1", "Brindl", "garl1"])
def test_a_gene_gives_the_guides_of_its_exons(run: Run, symbol: str) -> None:
    """Those that cut in an exon or within 10 bp of one, on either strand of the gene."""
    genome = Genome.open("demo")
    gene, text = genome.gene(symbol), text_of(genome.gene(symbol).contig)
    exons = [exon for transcript in gene.transcripts for exon in transcript.exons]
    wanted = {
        (start, strand)
        for start, strand, _, _, cut in slow_guides(text, gene.start - 100, gene.end + 100)
        if any(first - 10 <= cut <= last + 10 for first, last in exons)
    }
    rows = run("guides", symbol, "--json").json
    assert {(row["start"] - 1, 1 if row["strand"] == "+" else -1) for row in rows} == wanted
    assert len(rows) == len(wanted)
    assert "within 10 bp of one" in run("guides", symbol).out


def test_positions_spell_the_guide(run: Run) -> None:
    """Start, end and strand lead to protospacer and PAM; the cut lies three bases before the PAM."""
    text = text_of("chr1")
    for row in run("guides", "Brindl", "--json").json:
        assert spelled(row, text) == row["protospacer"] + row["pam"]
        assert row["end"] - row["start"] == 19
        assert row["cut"] == (row["end"] - 3 if row["strand"] == "+" else row["start"] + 2)
        assert row["other_cut"] == row["cut"]


def test_positions_are_those_of_the_chromosome(run: Run, tmp_path: Path) -> None:
    """A slice that states its place is taken by the chromosome's numbers, and gives them."""
    text = random_bases(50, 800)
    path = tmp_path / "slice.fa"
    path.write_text(f">slice chrom=7 start=5001 end=5800\n{text}\n")
    rows = run("guides", "chr7:5201-5300", "--fasta", path, "--json").json
    assert rows
    assert {row["chrom"] for row in rows} == {"7"}
    assert all(5200 <= row["cut"] <= 5300 for row in rows)
    moved = [{**row, "start": row["start"] - 5000, "end": row["end"] - 5000} for row in rows]
    assert all(spelled(row, text) == row["protospacer"] + row["pam"] for row in moved)
    assert "Searched only 800 bp" in run("guides", "7:5201-5300", "--fasta", path).out


def test_a_bare_file_needs_no_annotation(run: Run, tmp_path: Path) -> None:
    """All its guides, their off-targets searched in the file itself; lower case and 2bit read alike."""
    text = random_bases(51, 600)
    plain = write_fasta(tmp_path / "insert.fa", text)
    masked = write_fasta(tmp_path / "masked.fa", text[:200] + text[200:].lower())
    packed = write_twobit(tmp_path / "packed.2bit", "insert", text)
    rows = run("guides", plain, "--json").json
    assert len(rows) == len(slow_guides(text, 0, 600))
    assert {row["offtargets"]["searched_bp"] for row in rows} == {600}
    bare = [{**row, "chrom": ""} for row in rows]
    assert [{**row, "chrom": ""} for row in run("guides", masked, "--json").json] == bare
    assert [{**row, "chrom": ""} for row in run("guides", packed, "--json").json] == bare
    out = run("guides", plain).out
    assert "Searched only 600 bp, insert (1 sequence)" in out
    assert "no annotation" in out


def test_the_guides_of_a_file_can_be_searched_in_a_genome(run: Run, tmp_path: Path) -> None:
    """The genome that is named is the one searched: the file's own sites are not in it."""
    piece = text_of("chr2")[66_100:66_160]
    path = write_fasta(tmp_path / "piece.fa", random_bases(52, 100) + piece + random_bases(53, 100))
    rows = run("guides", path, "--genome", "demo", "--json").json
    assert {row["offtargets"]["searched_bp"] for row in rows} == {400_000}
    inside = [row for row in rows if row["start"] > 100 and row["end"] <= 160]
    outside = [row for row in rows if row["end"] < 80]
    assert inside
    assert outside
    assert all(row["offtargets"]["0"] >= 1 for row in inside)
    assert all(row["offtargets"]["0"] == 0 for row in outside)
    assert "made-up teaching genome" in run("guides", path, "--genome", "demo").out


def test_a_circle_is_read_as_a_line_and_that_is_said(run: Run, tmp_path: Path) -> None:
    """A plasmid in GenBank has guides too."""
    from loxsmith import read
    from loxsmith.package.genbank import write_genbank

    drawn = read(write_fasta(tmp_path / "ring.fa", random_bases(54, 300), circular=True))
    path = tmp_path / "ring.gb"
    path.write_text(write_genbank(drawn, name="ring", definition="ring", marks=[], organism=""))
    ran = run("guides", path)
    assert ran.code == 0
    assert "circular" in ran.out
    assert run("guides", path, "--json").json


# -- what is said of each -----------------------------------------------------------------------------------


def test_rows_have_the_names_of_the_contract(run: Run) -> None:
    """Nothing is chosen, nothing edited; counts carry how much was searched."""
    for number, row in enumerate(run("guides", "Sarvo", "--json").json, 1):
        assert set(row) == CONTRACT | MORE
        assert (row["id"], row["chosen"], row["distance"], row["recuts"]) == (f"G{number}", False, None, {})
        assert set(row["scores"]) == SCORES
        assert row["offtargets"].keys() == {"0", "1", "2", "3", "4", "searched_bp"}
        assert row["offtargets"]["searched_bp"] == 400_000
        assert row["offtargets"]["0"] >= 1
        assert set(row["specificity"]) == {"cfd", "mit"}
        assert isinstance(row["usable"], bool)
        assert row["usable"] or row["why"]


def test_off_targets_are_those_of_the_other_command(run: Run) -> None:
    """Both commands count and score alike."""
    rows = run("guides", "Garl1", "--limit", 12, "--json").json + run("guides", "Garl1", "--json").json[-5:]
    guides = [row["protospacer"] for row in rows]
    found = run("offtargets", *guides, "--counts-only", "--json").json
    for row, other in zip(rows, found, strict=True):
        assert {k: v for k, v in row["offtargets"].items() if k != "searched_bp"} == other["counts"]
        assert row["specificity"] == other["specificity"]


def test_order_is_the_documented_one(run: Run) -> None:
    """Usable first, then specificity in whole points, Rule Set 1, position."""
    rows = run("guides", "Garl1", "--json").json
    keys = [ranked(row) for row in rows]
    assert keys == sorted(keys)
    assert {row["usable"] for row in rows} == {True, False}
    words = " ".join(run("guides", "--help").out.split())
    assert "specificity by CFD in whole points" in words


def test_a_guide_that_fits_a_sister_gene_is_shown_with_its_reason(run: Run) -> None:
    """Garl2 is a copy of Garl1: what cuts both exons is last, and says why."""
    rows = run("guides", "Garl1", "--json").json
    both = [row for row in rows if row["offtargets"]["0"] > 1]
    assert len(both) > 100
    assert not any(row["usable"] for row in both)
    assert all("an exon of Garl2 with no mismatch (R29)" in row["why"][0] for row in both)
    out = run("guides", "Garl1").out
    assert "cannot be used" in out
    assert "NO" in out


def test_a_limit_keeps_the_best(run: Run) -> None:
    """The first of the whole list, by the same names."""
    every = run("guides", "Lumo1", "--json").json
    assert run("guides", "Lumo1", "--limit", 3, "--json").json == every[:3]
    lines = run("guides", "Lumo1", "--limit", 3, "--tsv").out.splitlines()
    assert len(lines) == 4


def test_lines_say_what_the_json_says(run: Run) -> None:
    """One guide a line, names as in a package's guides.csv."""
    rows = run("guides", "chr1:22001-22100", "--json").json
    head, *lines = [line.split("\t") for line in run("guides", "chr1:22001-22100", "--tsv").out.splitlines()]
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        held = dict(zip(head, line, strict=True))
        assert (held["guide"], held["protospacer"]) == (row["id"], row["protospacer"])
        assert held["distance"] == ""
        assert float(held["specificity_cfd"]) == row["specificity"]["cfd"]
        assert int(held["offtargets_4"]) == row["offtargets"]["4"]
        assert held["rule_set_1"] == str(row["scores"]["rule_set_1"])
        assert held["usable"] == str(row["usable"]).lower()


def test_words_say_which_score_suits_what(run: Run) -> None:
    """Three lines name the columns, none when it is asked to be quiet; with -v each is explained under a heading."""
    out = run("guides", "chr1:22001-22100").out
    assert out.splitlines()[-4] == ""
    assert out.splitlines()[-3].startswith("CFD, MIT: specificity")
    assert "CFD, MIT: specificity" not in run("guides", "chr1:22001-22100", "-q").out
    told = run("guides", "chr1:22001-22100", "-v").out
    assert "U6-expressed guides" in told
    assert "T7-transcribed guides" in told
    assert "lies over the 5' UTR of Lumo1" in " ".join(
        told.split("\nWorth knowing of each guide\n")[1].split()
    )
    assert "\nWhat the columns say\n" in told


def test_guides_that_a_genome_does_not_have_are_counted(run: Run, tmp_path: Path) -> None:
    """Those of an insert fit nowhere: it is said once, and of each in JSON and in the table."""
    path = write_fasta(tmp_path / "insert.fa", random_bases(7, 300))
    rows = run("guides", path, "--genome", "demo", "--json").json
    assert rows
    assert not any(row["found"] for row in rows)
    head, *lines = [
        line.split("\t") for line in run("guides", path, "--genome", "demo", "--tsv").out.splitlines()
    ]
    assert {dict(zip(head, line, strict=True))["found"] for line in lines} == {"false"}
    assert (
        f"{len(rows)} of {len(rows)} guides have no perfect match in demo."
        in run("guides", path, "--genome", "demo").out
    )
    assert "--genome NAME searches a genome instead" in run("guides", path).out


# -- other nucleases ----------------------------------------------------------------------------------------


def test_a_staggered_cut_gives_both_places_and_no_score(run: Run) -> None:
    """Cas12a: PAM 5' of the guide, cut behind bases 18 and 23 of it."""
    text = text_of("chr1")
    rows = run("guides", "chr1:22001-23000", "--pam", "TTTV", "--json").json
    assert rows
    for row in rows:
        plus = row["strand"] == "+"
        around = text[row["start"] - 5 : row["end"]] if plus else text[row["start"] - 1 : row["end"] + 4]
        assert (around if plus else reverse_complement(around)) == row["pam"] + row["protospacer"]
        assert row["pam"][:3] == "TTT"
        assert row["pam"][3] in "ACG"
        first = row["start"] - 1
        cuts = (first + 18, first + 23) if plus else (row["end"] - 18, row["end"] - 23)
        assert (row["cut"], row["other_cut"]) == cuts
        assert set(row["scores"].values()) == {None}
        assert row["specificity"] == {"cfd": None, "mit": None}
    out = run("guides", "chr1:22001-23000", "--pam", "TTTV").out
    assert "staggered" in out


@pytest.mark.parametrize("pam", ["NNGRRT", "NG", "NRN"])
def test_a_blunt_cutter_keeps_the_repair_scores(run: Run, pam: str) -> None:
    """What was made for SpCas9 with NGG is null; the order is by fewest near sites."""
    rows = run("guides", "chr1:22001-22090", "--pam", pam, "--json").json
    assert rows
    for row in rows:
        assert (row["scores"]["rule_set_1"], row["scores"]["crisprscan"]) == (None, None)
        assert row["scores"]["out_of_frame"] is not None
        assert row["specificity"]["cfd"] is None
        assert spelled(row, text_of("chr1"), len(pam)) == row["protospacer"] + row["pam"]
    near = [
        (not row["usable"], *(v for k, v in row["offtargets"].items() if k != "searched_bp")) for row in rows
    ]
    assert near == sorted(near)


# -- variants -----------------------------------------------------------------------------------------------


def vcf(path: Path, contig: str, at: int, ref: str, alt: str) -> Path:
    """A file with one variant that one of two strains bears."""
    head = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tBORNE\tFREE"
    row = f"{contig}\t{at}\trs1\t{ref}\t{alt}\t.\tPASS\t.\tGT\t1/1\t0/0"
    path.write_text(f"##fileformat=VCFv4.2\n{head}\n{row}\n")
    return path


def test_a_variant_in_the_pam_forbids_the_guide_in_that_strain(run: Run, tmp_path: Path) -> None:
    """It is listed last with the reason; in the other strain nothing is against it; unnamed, it is to be weighed."""
    text = text_of("chr1")
    row = next(r for r in run("guides", "chr1:22001-22200", "--json").json if r["strand"] == "+")
    at = row["end"] + 3  # the last G of the PAM, counted from 1
    path = vcf(tmp_path / "v.vcf", "chr1", at, text[at - 1], "A")
    words = ("guides", "chr1:22001-22200", "--variants", path, "--json")

    def of(*more: str) -> dict[str, Any]:
        return next(r for r in run(*words, *more).json if r["start"] == row["start"] and r["strand"] == "+")

    borne, free, any_strain = of("--strain", "borne"), of("--strain", "FREE"), of()
    assert not borne["usable"]
    assert "rs1" in borne["why"][0]
    assert "PAM" in borne["why"][0]
    assert (free["usable"], free["why"]) == (True, [])
    assert any_strain["usable"]
    assert "some strains" in any_strain["why"][0]


def test_variants_of_another_assembly_are_refused(run: Run, tmp_path: Path) -> None:
    """A reference allele that the genome does not read is exit 5."""
    wrong = "A" if text_of("chr1")[22_099] != "A" else "C"
    path = vcf(tmp_path / "v.vcf", "chr1", 22_100, wrong, "G" if wrong != "G" else "T")
    assert run("guides", "chr1:22001-22200", "--variants", path).code == 5


# -- refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "missing"),
        (("Nosuch1",), 2, "Nosuch1"),
        (("Lumo",), 2, "Lumo1"),
        (("chr1",), 2, "such as chr1:1-180000"),
        (("chr1:5",), 2, "no region"),
        (("chr1:0-50",), 2, "chr1:0"),
        (("chr1:200-100",), 2, "ends before it begins"),
        (("chr1:179990-180100",), 2, "180100"),
        (("chr9:1-50",), 2, "chr9"),
        (("absent.fa",), 5, "absent.fa"),
        (("some/where/absent",), 5, "absent"),
        (("Lumo1", "--pam", "N"), 2, "not a PAM"),
        (("Lumo1", "--offtarget-pams", "N,N"), 2, "not a PAM"),
        (("Lumo1", "--mismatches", "9"), 2, "9 mismatches"),
        (("Lumo1", "--engine", "index"), 5, "no index"),
        (("Lumo1", "--engine", "x"), 2, "'x'"),
        (("Lumo1", "--limit", "0"), 2, "limit"),
        (("Lumo1", "--limit", "-3"), 2, "limit"),
        (("Lumo1", "--strain", "129S1/SvImJ"), 2, "--variants"),
        (("Lumo1", "--variants", "absent.vcf"), 5, "absent.vcf"),
        (("Lumo1", "--genome", "nowhere"), 5, "nowhere"),
        (("Lumo1", "--json", "--tsv"), 2, "two formats"),
        (("Lumo1", "--annotation", "x.gff3"), 2, "--fasta"),
        (("Lumo1", "--genome", "demo", "--locus", "x.gb"), 2, "two places"),
    ],
)
def test_every_option_refuses_nonsense_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, said: str
) -> None:
    """One sentence on stderr, or one error object with --json; nothing else is printed."""
    monkeypatch.chdir(tmp_path)
    ran = run("guides", *words)
    if "--json" not in words:
        assert ran.out == ""
        assert said in ran.err
    told = run("guides", *words, *(() if "--json" in words else ("--json",)))
    assert (ran.code, told.code) == (code, code)
    assert said in told.json["error"]["message"] + told.json["error"]["hint"]


@pytest.mark.parametrize("content", [b"", b">\n", b"not a sequence\n", b"\x00\xff\x00", b">x\n"])
def test_files_that_are_no_sequence_are_exit_5(run: Run, tmp_path: Path, content: bytes) -> None:
    """Whatever is in them."""
    path = tmp_path / "thing.fa"
    path.write_bytes(content)
    assert run("guides", path).code == 5


def test_no_guide_is_an_answer(run: Run, tmp_path: Path) -> None:
    """Where nothing can be cut the list is empty, and that is no failure."""
    path = write_fasta(tmp_path / "at.fa", "AT" * 200)
    assert (run("guides", path).code, run("guides", path, "--json").json) == (0, [])
    assert "No guide cuts in at.fa" in run("guides", path).out
    assert run("guides", path, "--tsv").out.count("\n") == 1


def test_a_whole_genome_is_not_listed(run: Run, tmp_path: Path) -> None:
    """A region or file beyond 250 kb is refused at once, and a smaller one offered."""
    dice = random.Random(9)
    path = write_fasta(tmp_path / "long.fa", "".join(dice.choices("ACGT", k=260_000)))
    for words in (("guides", path), ("guides", "long:1-260000", "--fasta", path)):
        ran = run(*words)
        assert ran.code == 2
        assert "260,000 bases" in ran.err
    assert "such as long:1-250000" in run("guides", "long:1-260000", "--fasta", path).err


def test_hours_of_brute_force_are_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an index too much work is not begun unless brute force is asked for by name."""
    from loxsmith.wiring import guides

    monkeypatch.setattr(guides, "MOST_WORK", 1e6)
    ran = run("guides", "chr1:22001-22200")
    assert ran.code == 2
    assert "loxsmith genome add" in ran.err
    assert run("guides", "chr1:22001-22200", "--engine", "brute").code == 0
