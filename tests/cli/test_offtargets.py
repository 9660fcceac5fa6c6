"""``loxsmith offtargets``: the same sites as JSON, as lines and in words; and what is said of guides that are none."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from subprocess import run as start

import pytest
from click.testing import CliRunner

from cli.small import Ran, random_bases, write_twobit
from loxsmith.cli import main
from loxsmith.sequence import reverse_complement

Run = Callable[..., Ran]

GUIDE = "GATTACCAGATTCATGACCT"
NEAR = "GATTACCAGATTCATGACCA"  # differs in the last base
FAR = "CTTTACCAGATTCATGACCT"  # differs in the first two
PLACES = {"own": 500, "near": 1200, "weak": 1900, "far": 2600}
KEYS = {"guide", "name", "found", "counts", "specificity", "searched_bp", "annotated", "sites"}
SITE = {"chrom", "start", "end", "strand", "sequence", "pam", "mismatches", "cfd", "mit", "gene", "region"}


def text_with(*sites: tuple[int, str], length: int = 3200) -> str:
    """Random bases with sites in their places."""
    letters = list(random_bases(40, length))
    for at, site in sites:
        letters[at : at + len(site)] = site
    return "".join(letters)


@pytest.fixture
def four() -> str:
    """The guide's own site, one near match on the other strand, one with a weak PAM, one with two mismatches."""
    return text_with(
        (PLACES["own"], GUIDE + "TGG"),
        (PLACES["near"], reverse_complement(NEAR + "CGG")),
        (PLACES["weak"], GUIDE + "AAG"),
        (PLACES["far"], FAR + "AGG"),
    )


@pytest.fixture
def fasta(tmp_path: Path, four: str) -> Path:
    """That sequence, which lies at 5:10001-13200."""
    path = tmp_path / "slice.fa"
    path.write_text(f">slice assembly=Made1 chrom=5 start=10001 end={10000 + len(four)}\n{four}\n")
    return path


@pytest.fixture
def genes(tmp_path: Path) -> Path:
    """One gene whose second exon holds the near match, and whose intron the site with the weak PAM."""
    rows = [
        ("gene", 1100, 2800, "ID=gene:G1;Name=Madeup1;gene_id=G1"),
        ("mRNA", 1100, 2800, "ID=transcript:T1;Parent=gene:G1;transcript_id=T1"),
        ("exon", 1100, 1400, "Parent=transcript:T1"),
        ("exon", 2500, 2800, "Parent=transcript:T1"),
    ]
    path = tmp_path / "slice.gff3"
    lines = (f"slice\tmade\t{kind}\t{a}\t{b}\t.\t+\t.\t{tail}" for kind, a, b, tail in rows)
    path.write_text("\n".join(["##gff-version 3", *lines]) + "\n")
    return path


# -- what is found ------------------------------------------------------------------------------------------


def test_json_has_the_names_and_places_of_the_chromosome(run: Run, fasta: Path, genes: Path) -> None:
    """Every field by its name, positions 1-based on the chromosome that the header states."""
    (value,) = run("offtargets", GUIDE, "--fasta", fasta, "--annotation", genes, "--json").json
    assert set(value) == KEYS
    assert (value["guide"], value["name"], value["searched_bp"]) == (GUIDE, None, 3200)
    assert value["counts"] == {"0": 2, "1": 1, "2": 1, "3": 0, "4": 0}
    assert set(value["specificity"]) == {"cfd", "mit"}
    assert all(set(site) == SITE for site in value["sites"])
    own, near, weak, far = value["sites"]
    assert (own["chrom"], own["start"], own["end"], own["strand"]) == ("5", 10501, 10520, "+")
    assert (own["sequence"], own["pam"], own["mismatches"]) == (GUIDE, "TGG", 0)
    assert (near["start"], near["end"], near["strand"]) == (11204, 11223, "-")
    assert (near["sequence"], near["pam"], near["mismatches"]) == (NEAR, "CGG", 1)
    assert [site["region"] for site in value["sites"]] == ["intergenic", "exon", "intron", "exon"]
    assert [site["gene"] for site in value["sites"]] == ["", "Madeup1", "Madeup1", "Madeup1"]
    assert (weak["pam"], weak["mismatches"], weak["mit"]) == ("AAG", 0, 100.0)
    assert 0 < weak["cfd"] < 1
    assert far["mismatches"] == 2


def test_specificity_leaves_out_one_own_site(run: Run, fasta: Path) -> None:
    """It is 100 x 100 / (100 + the scores of all other sites), on the scale of 100 for both scores."""
    (value,) = run("offtargets", GUIDE, "--fasta", fasta, "--json").json
    others = [site for site in value["sites"] if (site["mismatches"], site["pam"]) != (0, "TGG")]
    assert len(others) == 3
    cfd = 100 * 100 / (100 + sum(100 * site["cfd"] for site in others))
    mit = 100 * 100 / (100 + sum(site["mit"] for site in others))
    assert value["specificity"]["cfd"] == pytest.approx(cfd, abs=1e-5)
    assert value["specificity"]["mit"] == pytest.approx(mit, abs=1e-5)


def test_lines_say_what_the_json_says(run: Run, fasta: Path, genes: Path) -> None:
    """One site a line under the same names."""
    words = ("offtargets", GUIDE, "--fasta", fasta, "--annotation", genes)
    (value,) = run(*words, "--json").json
    ran = run(*words, "--tsv")
    head, *lines = [line.split("\t") for line in ran.out.splitlines()]
    assert head == ["guide", "name", *value["sites"][0]]
    wanted = [[GUIDE, "", *map(str, site.values())] for site in value["sites"]]
    assert lines == wanted
    assert "Searched only 3.2 kb" in ran.err


def test_counts_alone_come_without_sites(run: Run, fasta: Path) -> None:
    """As JSON, as lines and in words."""
    words = ("offtargets", GUIDE, "--fasta", fasta, "--counts-only")
    (value,) = run(*words, "--json").json
    assert set(value) == KEYS - {"sites"}
    head, line = (line.split("\t") for line in run(*words, "--tsv").out.splitlines())
    row = dict(zip(head, line, strict=True))
    assert [row[f"offtargets_{n}"] for n in range(5)] == ["2", "1", "1", "0", "0"]
    assert float(row["specificity_cfd"]) == value["specificity"]["cfd"]
    assert (row["searched_bp"], row["found"], value["found"]) == ("3200", "true", True)
    assert "Worst sites" not in run(*words).out


def test_words_show_the_worst_site_first_and_the_extent(run: Run, fasta: Path, genes: Path) -> None:
    """Mismatches in lower case, gene and region beside the place, and how little was searched."""
    out = run("offtargets", GUIDE, "--fasta", fasta, "--annotation", genes).out
    assert "Searched only 3.2 kb, slice (1 sequence)" in out
    assert "CFD" in out
    worst = out.split("Worst sites")[1].splitlines()[2:]
    assert f"{NEAR[:-1]}a CGG" in "\n".join(worst)
    assert "ctTTACCAGATTCATGACCT AGG" in "\n".join(worst)
    assert f"5:{10000 + 1204}-{10000 + 1223}:-" in "\n".join(worst)
    assert not any(f"{GUIDE} TGG" in line for line in worst)
    scores = [float(line.split()[1]) for line in worst if line.split()[0].isdigit()]
    assert scores == sorted(scores, reverse=True)


def test_a_sequence_without_genes_says_so(run: Run, fasta: Path) -> None:
    """Intergenic is no finding where no gene is known."""
    assert run("offtargets", GUIDE, "--fasta", fasta, "--json").json[0]["annotated"] is False
    assert "no annotation" in run("offtargets", GUIDE, "--fasta", fasta).out
    assert "no annotation" in run("offtargets", GUIDE, "--fasta", fasta, "--tsv").err
    assert "intergenic" not in run("offtargets", GUIDE, "--fasta", fasta).out


def test_off_target_pams_can_be_chosen_or_switched_off(run: Run, fasta: Path) -> None:
    """Without NAG the perfect match beside AAG is no site."""
    words = ("offtargets", GUIDE, "--fasta", fasta, "--counts-only", "--json")
    assert run(*words).json[0]["counts"]["0"] == 2
    assert run(*words, "--offtarget-pams", "none").json[0]["counts"]["0"] == 1
    assert run(*words, "--offtarget-pams", "nag").json[0]["counts"]["0"] == 2
    assert run(*words, "--offtarget-pams", "NGA").json[0]["counts"]["0"] == 1


def test_mismatches_bound_the_counts(run: Run, fasta: Path) -> None:
    """There are as many counts as mismatches asked for, and one more."""
    words = ("offtargets", GUIDE, "--fasta", fasta, "--counts-only", "--json")
    assert list(run(*words, "--mismatches", 0).json[0]["counts"]) == ["0"]
    assert list(run(*words, "--mismatches", 6).json[0]["counts"]) == [str(n) for n in range(7)]


def test_a_guide_that_occurs_nowhere_is_an_answer(run: Run, fasta: Path) -> None:
    """No site: zero counts, specificity 100, exit 0, and it is said in every format that it is not there."""
    guide = "CCCCCCCCCCCCCCCCCCCC"
    ran = run("offtargets", guide, "--fasta", fasta, "--json")
    (value,) = ran.json
    assert (ran.code, value["sites"], set(value["counts"].values())) == (0, [], {0})
    assert value["specificity"] == {"cfd": 100.0, "mit": 100.0}
    out = run("offtargets", guide, "--fasta", fasta).out
    assert value["found"] is False
    assert f"{guide} has no site at all in slice." in out
    assert "No other site was found." in out
    table = run("offtargets", guide, "--fasta", fasta, "--tsv")
    assert table.out.count("\n") == 1
    assert "no site at all in slice" in table.err
    assert run("offtargets", guide, "--fasta", fasta, "--tsv", "--counts-only").out.endswith("\tfalse\n")


def test_a_guide_without_a_perfect_match_counts_all_its_sites(run: Run, fasta: Path) -> None:
    """One that has near sites alone is not found, and nothing is left out of its specificity."""
    guide = f"C{GUIDE[1:-1]}A"  # one base from the near site, two from its own
    ran = run("offtargets", guide, GUIDE, "--fasta", fasta)
    assert f"{guide} has no perfect match in slice, so that every site there counts against it." in ran.out
    first, second = run("offtargets", guide, GUIDE, "--fasta", fasta, "--json").json
    assert (first["found"], second["found"]) == (False, True)
    assert sum(first["counts"].values()) > 0


def test_its_own_site_is_no_other_site(run: Run, fasta: Path) -> None:
    """The heading of the worst sites counts them without the guide's own."""
    assert "(all of them)" in run("offtargets", GUIDE, "--fasta", fasta).out
    words = ("offtargets", "GGCATCCAATATCAAGAACT", "--mismatches", 6)
    (value,) = run(*words, "--json").json
    total = sum(value["counts"].values()) - 1
    out = run(*words).out
    assert value["found"]
    assert total > 5
    assert f"(5 of {total}: --tsv lists all)" in out


def test_a_guide_given_twice_is_shown_once(run: Run, fasta: Path) -> None:
    """People read it once and are told; programs get a row for each time, so that rows and input agree."""
    words = ("offtargets", GUIDE, NEAR, GUIDE, "--fasta", fasta, "--counts-only")
    ran = run(*words)
    assert sum(line.startswith(GUIDE) for line in ran.out.splitlines()) == 1
    assert f"{GUIDE} is given more than once, and is listed once" in ran.err
    assert [row["guide"] for row in run(*words, "--json").json] == [GUIDE, NEAR, GUIDE]
    assert run(*words, "--tsv").out.count(GUIDE) == 2


@pytest.mark.parametrize(
    ("name", "pam"), [("SaCas9", "NNGRRT"), ("cas12a", "TTTV"), ("Cpf1", "TTTV"), ("SpCas9", "NGG")]
)
def test_an_enzyme_stands_for_its_pam(run: Run, fasta: Path, name: str, pam: str) -> None:
    """Its name or an older one, in any case, means what its PAM means."""
    words = ("offtargets", GUIDE, "--fasta", fasta, "--json", "--pam")
    assert run(*words, name).json == run(*words, pam).json


def test_a_part_of_a_genome_is_called_one_when_it_was_added(
    run: Run, tmp_path: Path, fasta: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slice stays a slice in the store: what lies elsewhere is not known, in words and beside a table."""
    monkeypatch.setenv("LOXSMITH_HOME", str(tmp_path / "home"))
    assert run("genome", "add", "part", "--fasta", fasta).code == 0
    said = "Searched only 3.2 kb, part (1 sequence): what a guide cuts elsewhere in the genome is not known."
    assert said in run("offtargets", GUIDE, "--genome", "part").out
    assert said in run("offtargets", GUIDE, "--genome", "part", "--tsv").err
    assert "Searched only 3.2 kb" in run("guides", "5:10401-10600", "--genome", "part").out


@pytest.mark.parametrize("pam", ["NNGRRT", "TTTV", "NG", "NRN"])
def test_scores_made_for_another_nuclease_are_null(run: Run, fasta: Path, pam: str) -> None:
    """Counts for every PAM; CFD and MIT for SpCas9 alone."""
    (value,) = run("offtargets", GUIDE, "--fasta", fasta, "--pam", pam, "--json").json
    assert value["specificity"] == {"cfd": None, "mit": None}
    assert all(site["cfd"] is None and site["mit"] is None for site in value["sites"])
    assert "made for SpCas9" in run("offtargets", GUIDE, "--fasta", fasta, "--pam", pam).out
    ran = run("offtargets", GUIDE, "--fasta", fasta, "--pam", pam, "--tsv")
    assert all(line.split("\t")[9:11] == ["", ""] for line in ran.out.splitlines()[1:])


def test_the_teaching_genome_is_called_what_it_is(run: Run) -> None:
    """Without an option it is searched, and said to be made up."""
    assert "demo (3 sequences), a made-up teaching genome" in run("offtargets", GUIDE).out


def test_brute_force_and_index_agree(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An added genome answers the same with and without its index, to the byte."""
    from loxsmith.genome import Genome
    from loxsmith.guides import build_index, index_folder, pam_of

    monkeypatch.setenv("LOXSMITH_HOME", str(tmp_path / "home"))
    guides = ["".join(random.Random(n).choices("ACGT", k=20)) for n in range(4)]
    text = text_with(*((150 * n, g + "AGG") for n, g in enumerate([*guides, *guides])), length=30_000)
    text = text[:9000] + "N" * 50 + text[9050:].lower()
    (tmp_path / "made.fa").write_text(f">one\n{text[:20000]}\n>two\n{text[20000:]}\n")
    assert run("genome", "add", "made", "--fasta", tmp_path / "made.fa").code == 0
    words = ("offtargets", *guides, "--genome", "made", "--json")
    assert run(*words, "--engine", "index").code == 5
    brute = run(*words, "--engine", "brute", "--mismatches", 6)
    genome, pam = Genome.open("made"), pam_of("NGG")
    assert genome.folder is not None
    build_index(genome, pam, index_folder(genome.folder, pam))
    indexed = run(*words, "--engine", "index", "--mismatches", 6)
    assert brute.json == indexed.json
    assert sum(sum(row["counts"].values()) for row in brute.json) >= 8
    assert run(*words, "--mismatches", 6).out == indexed.out


def test_a_long_search_without_an_index_is_announced(
    run: Run, fasta: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is done all the same; asked to be quiet, nothing is said."""
    monkeypatch.setattr(import_module("loxsmith.cli.offtargets"), "_LONG", 10)
    ran = run("offtargets", GUIDE, "--fasta", fasta)
    assert (ran.code, "Without an index" in ran.err) == (0, True)
    assert run("offtargets", GUIDE, "--fasta", fasta, "-q").err == ""


def test_packed_and_masked_sequences_read_alike(run: Run, tmp_path: Path, fasta: Path, four: str) -> None:
    """A 2bit file and lower case give the sites of the plain FASTA."""
    masked, packed = tmp_path / "masked.fa", tmp_path / "slice.2bit"
    masked.write_text(f">slice chrom=5 start=10001\n{four[:1300].lower()}{four[1300:]}\n")
    write_twobit(packed, "slice", four)
    words = ("offtargets", GUIDE, "--json", "--fasta")
    plain = run(*words, fasta).json[0]
    assert run(*words, masked).json[0] == plain
    there = run(*words, packed).json[0]
    assert (there["counts"], there["specificity"]) == (plain["counts"], plain["specificity"])
    assert [site["start"] + 10000 for site in there["sites"]] == [site["start"] for site in plain["sites"]]


# -- how guides are given -----------------------------------------------------------------------------------


def test_a_file_holds_guides_names_and_comments(run: Run, fasta: Path, tmp_path: Path) -> None:
    """Byte-order mark, CRLF, lower case, blanks for a tab, comments and empty lines are all taken."""
    path = tmp_path / "guides.txt"
    path.write_bytes(
        b"\xef\xbb\xbf# my guides\r\n\r\n"
        + f"{GUIDE.lower()}\tfirst one\r\n  {NEAR}   second\r\n{FAR}\r\n".encode()
    )
    rows = run("offtargets", "--guides", path, "--fasta", fasta, "--json").json
    assert [(row["guide"], row["name"]) for row in rows] == [
        (GUIDE, "first one"),
        (NEAR, "second"),
        (FAR, None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_names_survive_their_encoding(run: Run, fasta: Path, tmp_path: Path, encoding: str) -> None:
    """What a spreadsheet exports is read."""
    path = tmp_path / "guides.txt"
    path.write_bytes(f"{GUIDE}\tMäuschen\n".encode(encoding))
    assert run("offtargets", "--guides", path, "--fasta", fasta, "--json").json[0]["name"] == "Mäuschen"


@pytest.mark.parametrize("words", [("-",), ("--guides", "-")])
def test_guides_come_from_a_pipe(fasta: Path, words: tuple[str, ...]) -> None:
    """``-`` reads standard input."""
    typed = ["offtargets", *words, "--fasta", str(fasta), "--counts-only", "--tsv", "-q"]
    done = CliRunner().invoke(main, typed, input=f"{GUIDE}\tpiped\n")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1].startswith(f"{GUIDE}\tpiped\t2\t1\t")


def test_a_name_cannot_break_the_table(run: Run, fasta: Path, tmp_path: Path) -> None:
    """Tabs and control characters in a name are spelled out."""
    path = tmp_path / "guides.txt"
    path.write_bytes(f"{GUIDE}\ta\tb\x1b[2J\n".encode())
    out = run("offtargets", "--guides", path, "--fasta", fasta, "--tsv").out
    assert {len(line.split("\t")) for line in out.splitlines()} == {13}
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        ("GATTACCAGATTCATGACCTTGG", f"are the PAM: give {GUIDE}."),
        ("GATTACCAGATTCATGACC", "has 19 letters"),
        ("GATTACCAGATTCATGACCN", "the letter N at base 20"),
        ("GAUUACCAGAUUCAUGACCU", f"Write T for U: {GUIDE}."),
        (f"{GUIDE[:-1]}U", f"Write T for U: {GUIDE}."),
        ("\ufeffGATTACC", "has 7 letters"),
        ("", "has 0 letters"),
    ],
)
def test_one_bad_guide_is_said_with_its_mend(run: Run, guide: str, said: str) -> None:
    """Exit 2; a PAM included by mistake is offered stripped."""
    ran = run("offtargets", guide)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    told = run("offtargets", guide, "--json")
    assert (told.code, told.json["error"]["code"]) == (2, "request")


def test_all_bad_lines_are_named_at_once(run: Run, tmp_path: Path) -> None:
    """One sentence, five in detail, the rest counted; good lines are not named."""
    path = tmp_path / "guides.txt"
    bad = [
        f"{GUIDE}TGG",
        GUIDE[:-1],
        f"{GUIDE[:4]}N{GUIDE[5:]}",
        GUIDE.replace("T", "U"),
        "hello",
        "A" * 40,
        "",
    ]
    path.write_text("\n".join([GUIDE, *bad, "TT"]) + "\n")
    ran = run("offtargets", "--guides", path)
    assert (ran.code, ran.out) == (2, "")
    sentence = ran.err.splitlines()[0]
    assert sentence.startswith(f"Error: 7 guides in {path} are not 20 of A, C, G and T: line 2 ")
    assert f"includes the PAM TGG; without it {GUIDE}" in sentence
    assert "line 3" in sentence
    assert "'N' at base 5" in sentence
    assert "written in RNA letters" in sentence
    assert sentence.endswith(", and 2 more.")
    assert "line 1 " not in sentence
    fields = run("offtargets", "--guides", path, "--json").json["error"]["fields"]
    assert fields["lines"] == [2, 3, 4, 5, 6, 7, 9]


def test_bad_words_are_named_by_their_number(run: Run) -> None:
    """Several guides on the command line are counted."""
    ran = run("offtargets", "AC", GUIDE, "GT")
    assert ran.code == 2
    assert "guide 1 (AC has 2 bases), guide 3 (GT has 2 bases)" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "There is no guide"),
        ((GUIDE, "--guides", "x.txt"), 2, "given twice"),
        (("--guides", "absent.txt"), 5, "does not exist"),
        ((GUIDE, "--json", "--tsv"), 2, "two formats"),
        ((GUIDE, "--mismatches", "7"), 2, "7 mismatches"),
        ((GUIDE, "--mismatches", "-1"), 2, "-1 mismatches"),
        ((GUIDE, "--mismatches", "some"), 2, "mismatches"),
        ((GUIDE, "--pam", "NNN"), 2, "not a PAM"),
        ((GUIDE, "--pam", "XYZ"), 2, "not a PAM"),
        ((GUIDE, "--offtarget-pams", "NAGG"), 2, "4 letters"),
        ((GUIDE, "--offtarget-pams", ""), 2, "not a PAM"),
        ((GUIDE, "--engine", "magic"), 2, "magic"),
        ((GUIDE, "--engine", "index"), 5, "no index"),
        ((GUIDE, "--genome", "nowhere"), 5, "nowhere"),
        ((GUIDE, "--genome", "demo", "--fasta", "x.fa"), 2, "two places"),
        ((GUIDE, "--annotation", "x.gff3"), 2, "--fasta"),
        ((GUIDE, "--fasta", "absent.fa"), 5, "absent.fa"),
    ],
)
def test_every_option_refuses_nonsense_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, said: str
) -> None:
    """One sentence on stderr, or one error object with --json; nothing else is printed."""
    monkeypatch.chdir(tmp_path)
    ran = run("offtargets", *words)
    if "--json" not in words:
        assert ran.out == ""
        assert said in ran.err
    told = run("offtargets", *words, *(() if "--json" in words else ("--json",)))
    assert (ran.code, told.code) == (code, code)
    assert said in told.json["error"]["message"] + told.json["error"]["hint"]
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 5, "is empty"),
        (b"# nothing\n\n", 5, "There is no guide in"),
        (b">seq\nACGT\n", 2, "FASTA"),
        (b"\x00\x01\x02\xff\n", 2, "is not 20 of A, C, G and T"),
    ],
)
def test_files_that_hold_no_guides(run: Run, tmp_path: Path, content: bytes, code: int, said: str) -> None:
    """Empty, comments alone, a FASTA file, or no text at all."""
    path = tmp_path / "guides.txt"
    path.write_bytes(content)
    ran = run("offtargets", "--guides", path)
    assert ran.code == code
    assert said in ran.err
    assert "\x00" not in ran.err


def test_the_command_stays_light(fasta: Path) -> None:
    """Neither pydantic nor jinja2 nor Biopython is loaded for a search."""
    code = (
        "import sys\nfrom loxsmith.cli import main\n"
        f"try:\n    main(['offtargets', '{GUIDE}', '--fasta', {str(fasta)!r}, '--json'])\n"
        "except SystemExit:\n    pass\n"
        "print([name for name in ('pydantic', 'jinja2', 'Bio') if name in sys.modules], file=sys.stderr)"
    )
    done = start([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
