"""``loxsmith design``: one line in, a package out, and the exit code of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loxsmith import wiring
from loxsmith.genome import Genome
from loxsmith.request import Request

LINE = "Lumo1 p.H100R"


def document(*, proved: bool = True, checks: tuple[dict[str, str], ...] = ()) -> dict[str, Any]:
    """As much of a document as a summary reads."""
    promise = {
        "id": "p1",
        "allele": "targeted",
        "statement": "The change and nothing else.",
        "proved": proved,
    }
    transcript = {"id": "T1", "status": "altered", "consequence": "p.His100Arg"}
    allele = {"id": "targeted", "state": "makes p.His100Arg", "intended": True, "transcripts": [transcript]}
    return {
        "schema": "loxsmith.design/1",
        "proved": proved,
        "request": {"text": LINE},
        "genome": {"assembly": "Teach1", "synthetic": True},
        "target": {"gene": "Lumo1", "transcript": "T1", "window": "chr1:1-100:+"},
        "strategy": {"title": "oligonucleotide", "why": ["Because."], "assumptions": []},
        "promises": [promise],
        "alleles": [allele],
        "checks": list(checks),
    }


class FakeDesign:
    """Writes the one file that the command reads back."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    def write(self, directory: Path, *, force: bool = False) -> None:
        """Write design.json."""
        directory.mkdir(exist_ok=force)
        (directory / "design.json").write_text(json.dumps(self.content), encoding="utf-8")


class Bench:
    """Stands where the workbench is, and remembers what it was asked."""

    def __init__(self) -> None:
        self.content = document()
        self.asked: list[tuple[Request, Genome]] = []

    def __call__(
        self,
        request: Request,
        genome: Genome,
        variants: Path | None = None,
        second: str | Path | None = None,
        second_annotation: Path | None = None,
    ) -> FakeDesign:
        """Return the prepared design."""
        self.asked.append((request, genome))
        return FakeDesign(self.content)


@pytest.fixture
def bench(monkeypatch, tmp_path: Path) -> Bench:
    """A fake workbench, in an empty folder."""
    fake = Bench()
    monkeypatch.setattr(wiring, "design", fake)
    monkeypatch.chdir(tmp_path)
    return fake


def test_the_folder_is_named_after_gene_and_change(run, bench: Bench) -> None:
    """Without -o it lies in the working folder, and the last lines say so."""
    ran = run("design", LINE)
    assert ran.code == 0
    assert Path("Lumo1-p.H100R/design.json").is_file()
    assert "Written to Lumo1-p.H100R" in ran.out
    assert "1 of 1 promise proved" in ran.out


def test_options_of_the_request_reach_it(run, bench: Bench) -> None:
    """All of them, by the names of the contract."""
    words = (
        "--method es --donor vector --recombinase Flp --before null --sites FRT --transcript T1 "
        "--strain C57BL/6J --lab Abc --arms 5000,4000 --selection none --set rule.R10.limit=4000"
    )
    assert run("design", f"{LINE} conditional", *words.split()).code == 0
    ((request, genome),) = bench.asked
    assert (request.method, request.donor, request.recombinase, request.before) == (
        "es",
        "vector",
        "Flp",
        "null",
    )
    assert (request.control.sites, request.transcript, request.lab) == (("FRT",), "T1", "Abc")
    assert (request.strain, request.arms, request.selection) == ("C57BL/6J", (5000, 4000), "none")
    assert dict(request.options) == {"rule.R10.limit": 4000}
    assert genome.name == "demo"


def test_a_toml_file_says_the_same_and_options_beside_it_count(run, bench: Bench) -> None:
    """-f reads the form; a contradiction is refused."""
    Path("r.toml").write_text('gene = "Lumo1"\nchange = "p.H100R"\nmethod = "es"\n', encoding="utf-8")
    assert run("design", "-f", "r.toml", "--lab", "Abc").code == 0
    ((request, _),) = bench.asked
    assert (request.gene, request.change, request.method, request.lab) == ("Lumo1", "p.H100R", "es", "Abc")
    assert run("design", "-f", "r.toml", "--method", "zygote", "-o", "other").code == 2
    assert run("design", LINE, "-f", "r.toml").code == 2
    assert run("design", "-f", "absent.toml").code == 5


def test_json_is_design_json(run, bench: Bench) -> None:
    """Stdout carries the file's own value."""
    ran = run("design", LINE, "-o", "out", "--json")
    assert ran.json == json.loads(Path("out/design.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "content",
    [
        document(proved=False),
        document(
            checks=(
                {"id": "R01", "title": "Room", "status": "fail", "severity": "stop", "message": "No room."},
            )
        ),
    ],
)
def test_what_is_not_proved_is_marked_and_exit_3(run, bench: Bench, content: dict[str, Any]) -> None:
    """The package is written, and every way of showing it says DO NOT BUILD."""
    bench.content = content
    loud, brief = run("design", LINE, "-o", "a"), run("design", LINE, "-o", "b", "-q")
    assert loud.code == brief.code == run("design", LINE, "-o", "c", "--json").code == 3
    assert "DO NOT BUILD" in loud.out
    assert "DO NOT BUILD" in brief.out
    assert len(brief.out.splitlines()) == 1
    assert Path("a/design.json").is_file()


def test_an_existing_folder_is_refused_before_the_work(run, bench: Bench) -> None:
    """Exit 2, nothing asked of the workbench; --force replaces it."""
    Path("out").mkdir()
    assert run("design", LINE, "-o", "out").code == 2
    assert bench.asked == []
    assert run("design", LINE, "-o", "out", "--force").code == 0


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_force_never_replaces_the_folder_one_stands_in(run, bench: Bench, folder: str) -> None:
    """Nor what holds it."""
    assert run("design", LINE, "-o", folder, "--force").code == 2
    assert bench.asked == []


def test_a_file_in_the_way_is_refused(run, bench: Bench) -> None:
    """Neither as the folder nor as its parent, with or without --force."""
    Path("file").write_text("mine", encoding="utf-8")
    assert run("design", LINE, "-o", "file", "--force").code == 2
    assert run("design", LINE, "-o", "file/out").code == 5
    assert Path("file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        (LINE, "--genome", "demo", "--locus", "x.gb"),
        (LINE, "--annotation", "x.gff3"),
        (LINE, "--region", "1:1-100"),
        (LINE, "--method", "magic"),
    ],
)
def test_requests_that_cannot_be_understood_are_exit_2(run, bench: Bench, words: tuple[str, ...]) -> None:
    """Nothing is written, and one sentence says why."""
    ran = run("design", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: ")
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "words", [("--genome", "nowhere"), ("--fasta", "x.fa"), ("--locus", "x.gb"), ("--locus", ".")]
)
def test_missing_sequences_are_exit_5(run, bench: Bench, words: tuple[str, ...]) -> None:
    """Data missing or unreadable."""
    assert run("design", LINE, *words).code == 5
    assert list(Path().iterdir()) == []


def test_a_real_design_on_the_teaching_genome(run, tmp_path: Path, monkeypatch) -> None:
    """The example of the help works as printed."""
    monkeypatch.chdir(tmp_path)
    ran = run("design", "Lumo1 p.H100R conditional", "-o", "my-design")
    assert ran.code == 0, ran.err
    assert "makes p.His100Arg" in ran.out
    written = json.loads(Path("my-design/design.json").read_text(encoding="utf-8"))
    assert written["proved"] is True
    assert Path("my-design/report.html").is_file()


def test_a_wrong_residue_is_exit_2_and_writes_nothing(run, tmp_path: Path, monkeypatch) -> None:
    """A contradiction of the genome names the mend."""
    monkeypatch.chdir(tmp_path)
    ran = run("design", "Lumo1 p.A100R", "--json")
    assert ran.code == 2
    assert "did you mean p.H100R?" in ran.json["error"]["message"]
    assert list(tmp_path.iterdir()) == []


def test_a_package_agrees_with_the_other_commands(run, tmp_path: Path, monkeypatch) -> None:
    """Its own files, given to ``target`` and ``recombine``, end in the alleles it states."""
    monkeypatch.chdir(tmp_path)
    value = run("design", "Lumo1 p.H100R conditional", "-o", "my", "--json").json
    stated = {allele["id"]: allele for allele in value["alleles"]}
    (vector,) = value["molecules"]
    files = (Path("my") / stated["wild_type"]["file"], Path("my") / vector["file"])
    outcomes = run("target", *files, "--json").json["products"]
    assert outcomes[0]["sha256"] == stated["targeted"]["sha256"]
    for agents, allele in (("Cre", "cre"), ("Flp", "flp"), ("Flp,Cre", "flp_cre"), ("Cre,Flp", "cre_flp")):
        made = run("recombine", Path("my") / stated["targeted"]["file"], "--with", agents, "--json").json
        (end,) = made["terminal"]
        shas = {product["id"]: product["sha256"] for product in made["products"]}
        assert shas[end] == stated[allele]["sha256"], agents
