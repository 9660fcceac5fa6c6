"""``loxsmith genome``: add, list, show, remove; and what ``doctor`` says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.small import random_bases, write_fasta
from loxsmith.cli._console import Console
from loxsmith.cli._progress import Progress


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    monkeypatch.setenv("LOXSMITH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    """One contig without genes."""
    return write_fasta(tmp_path / "tiny.fa", random_bases(1, 300))


def test_a_genome_is_added_listed_shown_and_removed(run, fasta: Path) -> None:
    """With words for people; a genome without genes says so."""
    added = run("genome", "add", "tiny", "--fasta", fasta)
    assert added.code == 0
    assert "300 bp in 1 sequence" in added.out
    assert "no genes" in added.err
    listed = run("genome", "list")
    assert listed.out.splitlines()[0].split()[0] == "name"
    assert [line.split()[0] for line in listed.out.splitlines()[1:]] == ["demo", "demo-human", "tiny"]
    shown = run("genome", "show", "tiny")
    assert "tiny:1-300" in shown.out
    assert "SHA-256" in shown.out
    gone = run("genome", "remove", "tiny")
    assert (gone.code, gone.out) == (0, "Genome tiny was removed.\n")
    assert "tiny" not in run("genome", "list").out


def test_json_is_one_value_each(run, fasta: Path, home: Path) -> None:
    """For scripts: the same facts when added and when listed, and every sequence when shown."""
    added = run("genome", "add", "tiny", "--fasta", fasta, "--json")
    facts = added.json
    assert (facts["name"], facts["bases"], facts["contigs"], facts["annotated"]) == ("tiny", 300, 1, False)
    assert facts["sources"][0]["file"] == "tiny.fa"
    assert run("genome", "list", "--json").json[2] == facts
    shown = run("genome", "show", "tiny", "--json").json
    assert shown["sequences"] == [{"name": "tiny", "length": 300, "chrom": "tiny", "start": 1, "end": 300}]
    assert {key: shown[key] for key in facts} == facts
    assert run("genome", "remove", "tiny", "--json").json == {"removed": "tiny"}
    assert list((home / "genomes").iterdir()) == []


def test_an_indexed_genome_is_searched_through_its_index(run, fasta: Path, home: Path) -> None:
    """``index`` says the disk it takes first, builds, and is listed; the search answers as without it."""
    run("genome", "add", "tiny", "--fasta", fasta)
    guide = "GATTACAGATTACAGATTAC"
    refused = run("offtargets", guide, "--genome", "tiny", "--engine", "index")
    assert refused.code == 5
    assert "loxsmith genome index tiny --pam NGG" in refused.err
    built = run("genome", "index", "tiny")
    assert built.code == 0, built.err
    assert built.err.startswith("The index takes about")
    assert "is indexed for NGG, NAG, NGA" in built.out
    assert run("genome", "show", "tiny", "--json").json["indexes"] == ["index-NGG-NAG-NGA"]
    quick = run("offtargets", guide, "--genome", "tiny", "--engine", "index", "--json").json
    assert quick == run("offtargets", guide, "--genome", "tiny", "--engine", "brute", "--json").json
    (home / "genomes" / "tiny" / "index-NGG-NAG-NGA" / "near_words.npy").write_bytes(b"")
    stale = run("offtargets", guide, "--genome", "tiny")
    assert stale.code == 5
    assert "near_words.npy" in stale.err


def test_an_index_for_another_pam_or_of_a_built_in_genome(run, fasta: Path) -> None:
    """Any PAM can be indexed; the built-in genomes need none; nonsense is refused."""
    run("genome", "add", "tiny", "--fasta", fasta)
    assert run("genome", "index", "tiny", "--pam", "TTTV", "--json").json["pam"] == "TTTV"
    assert run("genome", "index", "demo").code == 2
    assert run("genome", "index", "tiny", "--pam", "NNN").code == 2
    assert run("genome", "index", "absent").code == 5


def test_a_built_in_genome_is_shown_too(run) -> None:
    """With its sequences."""
    shown = run("genome", "show", "demo", "--json").json
    assert shown["built_in"] is True
    assert len(shown["sequences"]) == shown["contigs"]
    assert run("genome", "show", "demo").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "tiny"), 2, "--fasta"),
        (("add", "../x", "--fasta", "FASTA"), 2, "cannot be the name"),
        (("add", "demo", "--fasta", "FASTA"), 2, "built-in"),
        (("add", "tiny", "--fasta", "absent.fa"), 5, "does not exist"),
        (("add", "ensembl:mus_musculus", "--fasta", "FASTA"), 2, "takes no files"),
        (("show", "nothing"), 5, "No genome called 'nothing' was added"),
        (("remove", "nothing"), 5, "No genome called 'nothing' was added"),
        (("remove", "demo"), 2, "built in"),
        (("add",), 2, "NAME is missing"),
    ],
)
def test_refusals_are_one_sentence_and_a_mend(
    run, fasta: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """With the exit code of the fault, in words and in JSON; nothing is made."""
    told = [str(fasta) if word == "FASTA" else word for word in words]
    spoken = run("genome", *told)
    assert (spoken.code, spoken.out) == (code, "")
    assert said in spoken.err
    assert len(spoken.err.splitlines()) == 2
    assert said in json.dumps(run("genome", *told, "--json").json["error"])


def test_an_unknown_genome_of_a_design_names_those_there_are(run, fasta: Path) -> None:
    """The added one among them."""
    run("genome", "add", "tiny", "--fasta", fasta)
    refused = run("design", "Lumo1 p.H100R", "--genome", "tinny")
    assert refused.code == 5
    assert "demo, demo-human, tiny" in refused.err


def test_doctor_names_added_genomes_their_indexes_and_their_troubles(run, fasta: Path, home: Path) -> None:
    """A damaged one is a trouble with the mend, and so is what an interrupted machine left."""
    run("genome", "add", "tiny", "--fasta", fasta)
    run("genome", "add", "bad", "--fasta", fasta)
    (home / "genomes" / "tiny" / "index-NGG").mkdir()
    well = run("doctor", "--json").json
    added = {facts["name"]: facts for facts in well["genomes"]}
    assert added["tiny"]["indexes"] == ["index-NGG"]
    assert added["tiny"]["bytes"] > 0
    assert "index-NGG" in run("doctor").out
    (home / "genomes" / "bad" / "genome.2bit").write_bytes(b"")
    (home / "genomes" / ".x-1-draft").mkdir()
    ill = run("doctor")
    assert ill.code == 5
    assert "loxsmith genome remove bad" in ill.out
    assert ".x-1-draft is left of an interrupted" in ill.out
    listed = run("genome", "list")
    assert listed.code == 0
    assert "genome remove bad" in listed.err


def test_doctor_makes_nothing(run, home: Path) -> None:
    """Looking is not making."""
    assert run("doctor").code == 0
    assert not home.exists()


class Screen:
    """A terminal that remembers."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("patience", "shown"), [(0.0, True), (60.0, False)])
def test_progress_is_shown_only_when_work_is_long(
    monkeypatch: pytest.MonkeyPatch, patience: float, shown: bool
) -> None:
    """A share where the whole is known; the line is wiped in the end."""
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("loxsmith.cli._progress._PATIENCE", patience)
    monkeypatch.setattr("loxsmith.cli._progress._PAUSE", 0.0)
    with Progress(Console()) as progress:
        progress("Reading x", 1, 4)
        progress("Storing", 5, 0)
    assert ("Reading x ... 25%" in screen.text) is shown
    assert ("Storing ..." in screen.text) is shown
    assert screen.text == "" or screen.text.endswith("\r")
    quiet = Screen()
    monkeypatch.setattr("sys.stderr", quiet)
    with Progress(Console(quiet=True)) as progress:
        progress("Reading x", 1, 4)
    assert quiet.text == ""
