"""``loxsmith design --online``: a gene that is not at hand is fetched, and nothing else ever reaches a network."""

from __future__ import annotations

import ast
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import loxsmith
from fakes.ensembl import FakeEnsembl
from fakes.web_server import Answer, WebServer, serving
from loxsmith.adapters.ensembl import Ensembl
from loxsmith.adapters.ensembl_kept import Kept
from loxsmith.adapters.ensembl_rest import Rest
from loxsmith.adapters.http import Web
from loxsmith.adapters.patience import Patience
from loxsmith.genome import Genome
from loxsmith.wiring import ensembl as wired

NETWORK = {
    "socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib", "httpx", "requests", "urllib3",
    "aiohttp",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOXSMITH_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """Ensembl over the teaching genome, on this machine."""
    with serving() as running:
        running.otherwise(FakeEnsembl(genome=Genome.open("demo")))
        rest = Rest(
            web=Web(silence=5), server=running.url, patience=Patience(attempts=2, sleep=lambda _: None)
        )
        monkeypatch.setattr(wired, "_loci", lambda folder: Ensembl(kept=Kept(folder=folder), rest=rest))
        yield running


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """No name is resolved and no connection opened; what tried is listed."""
    tried: list[object] = []

    def refuse(*what: object, **_: object) -> None:
        tried.append(what)
        raise OSError("the network was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    return tried


def test_an_unknown_gene_is_fetched_and_designed_on(run, place: Path, server: WebServer) -> None:
    """The package is proved, states where its sequence is from, and a second run asks nothing."""
    ran = run("design", "XLumo1 p.H100R", "--online", "-o", "out")
    assert ran.code == 0, ran.err
    assert "XLumo1 is not in genome demo: fetched from Ensembl 113 (mus_musculus, GRCm39, 1:" in ran.err
    written = json.loads(Path("out/design.json").read_text(encoding="utf-8"))
    assert written["proved"] is True
    assert (written["genome"]["name"], written["genome"]["assembly"]) == ("Ensembl 113", "GRCm39")
    assert (written["genome"]["species"], written["genome"]["synthetic"]) == ("mouse", False)
    assert written["target"]["gene"] == "XLumo1"
    asked = len(server.asked)
    again = run("design", "XLumo1 p.H100R", "--online", "-o", "again")
    assert (again.code, len(server.asked)) == (0, asked)
    assert "taken from an earlier fetch from Ensembl 113" in again.err
    assert Path("again/design.json").read_bytes() == Path("out/design.json").read_bytes()


def test_the_design_is_that_of_the_same_bases_at_home(run, place: Path, server: WebServer) -> None:
    """Fetched or opened from a file: edit, guide and donor are the same."""
    assert run("design", "XBrindl C-term T2A-mCherry", "--online", "-o", "far").code == 0
    assert run("design", "Brindl C-term T2A-mCherry", "-o", "near").code == 0
    far, near = (
        json.loads(Path(f"{name}/design.json").read_text(encoding="utf-8")) for name in ("far", "near")
    )
    assert [guide["protospacer"] for guide in far["guides"]] == [g["protospacer"] for g in near["guides"]]
    assert far["guides"]
    assert [a["consequence"] for b in far["alleles"] for a in b["transcripts"]] == [
        a["consequence"] for b in near["alleles"] for a in b["transcripts"]
    ]


def test_a_known_gene_is_never_fetched(run, place: Path, server: WebServer) -> None:
    """--online is leave, not an order."""
    assert run("design", "Lumo1 p.H100R", "--online", "-o", "out").code == 0
    assert server.asked == []
    assert not (place / "home").exists()


def test_the_species_is_that_of_the_open_genome(run, place: Path, server: WebServer) -> None:
    """A human genome at hand asks for the human gene."""
    ran = run("design", "XLumo1 p.H100R", "--online", "--genome", "demo-human", "-o", "out")
    assert ran.code == 2
    assert server.asked[0].path.startswith("/lookup/symbol/homo_sapiens/XLumo1")


@pytest.mark.parametrize(
    ("gene", "answer", "code", "words"),
    [
        ("Nosuch1", None, 2, "Ensembl does not know a gene 'Nosuch1' of mus_musculus."),
        ("XLumo1", Answer(status=503), 5, "is down (status 503)."),
        (
            "XLumo1",
            Answer(status=429, headers={"Retry-After": "900"}),
            5,
            "is asked too often from this address.",
        ),
    ],
)
def test_what_cannot_be_fetched_writes_nothing(
    run, place: Path, server: WebServer, gene: str, answer: Answer | None, code: int, words: str
) -> None:
    """One sentence, no folder, no traceback."""
    if answer is not None:
        server.at("/info/data", answer)
    ran = run("design", f"{gene} p.H100R", "--online")
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert list(place.iterdir()) == []


def test_without_leave_no_connection_is_opened(run, place: Path, unplugged: list[object]) -> None:
    """Neither for a design nor for a gene that is not there, whose refusal names the way."""
    assert run("design", "Lumo1 p.H100R", "-o", "out").code == 0
    ran = run("design", "Tnf p.A223R", "-o", "other")
    assert (ran.code, unplugged) == (2, [])
    assert "With --online it is fetched from Ensembl." in ran.err
    assert not Path("other").exists()


def test_with_leave_a_connection_is_tried(run, place: Path, unplugged: list[object], monkeypatch) -> None:
    """The trap of the test above does close."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    rest = Rest(patience=Patience(attempts=1))
    monkeypatch.setattr(wired, "_loci", lambda folder: Ensembl(kept=Kept(folder=folder), rest=rest))
    ran = run("design", "Tnf p.A223R", "--online")
    assert (ran.code, bool(unplugged)) == (5, True)
    assert "Ensembl (rest.ensembl.org) cannot be reached" in ran.err


def test_only_one_module_can_open_a_connection() -> None:
    """Nothing else under src imports what could."""
    source = Path(loxsmith.__file__).parent
    doors = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name in NETWORK or name.partition(".")[0] in NETWORK
    }
    assert doors == {"adapters/http.py"}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
