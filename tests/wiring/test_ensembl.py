"""A whole assembly from Ensembl, replayed from its lists to the store."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.ensembl import FakeEnsembl
from fakes.web_server import Answer, StoredFile, WebServer, serving
from loxsmith.adapters.checksums import BsdSum
from loxsmith.adapters.downloads import Downloader
from loxsmith.adapters.ensembl_files import EnsemblFiles
from loxsmith.adapters.ensembl_gff3 import write_gff3
from loxsmith.adapters.http import Web
from loxsmith.adapters.patience import Patience
from loxsmith.errors import DataError, RequestError
from loxsmith.genome import Genome
from loxsmith.genome.store import open_stored, stored_names
from loxsmith.wiring import ensembl as wired

DEMO = Genome.open("demo")
FASTA = "Mus_musculus.GRCm39.dna_sm.primary_assembly.fa.gz"
GENES = "Mus_musculus.GRCm39.113.gff3.gz"


def sequence() -> bytes:
    """The teaching genome under headers of Ensembl's dumps."""
    text = "".join(
        f">{c.name[3:]} dna_sm:chromosome chromosome:GRCm39:{c.name[3:]}:1:{c.length}:1 REF\n"
        f"{DEMO.fetch(c.name, 0, c.length)}\n"
        for c in DEMO.contigs
    )
    return gzip.compress(text.encode(), mtime=0)


def genes() -> bytes:
    """Its genes as GFF3."""
    fake = FakeEnsembl(genome=DEMO, prefix="")
    parts = []
    for contig in DEMO.contigs:
        found = [
            {**one, "start": one["start"] - 35_000_000, "end": one["end"] - 35_000_000}
            for gene in DEMO.genes_in(contig.name, 0, contig.length)
            for one in fake.features(gene)
        ]
        parts.append(write_gff3(found, seqid=contig.name[3:], start=1, end=contig.length, assembly="GRCm39"))
    return gzip.compress("".join(parts).encode(), mtime=0)


def line(name: str, data: bytes) -> str:
    """A line of CHECKSUMS."""
    total = BsdSum()
    total.update(data)
    return f"{total.value()} {name}\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """Ensembl's file server with one species."""
    with serving() as running:
        patience = Patience(attempts=2, sleep=lambda _: None)
        web = Web(silence=5)
        files = EnsemblFiles(web=web, server=running.url, patience=patience)
        monkeypatch.setattr(wired, "_assemblies", lambda: files)
        monkeypatch.setattr(wired, "_downloader", lambda: Downloader(web=web, patience=patience))
        for folder, name, data in (
            ("/current_fasta/mus_musculus/dna", FASTA, sequence()),
            ("/current_gff3/mus_musculus", GENES, genes()),
        ):
            running.at(f"{folder}/CHECKSUMS", Answer(body=line(name, data).encode()))
            running.at(f"{folder}/{name}", StoredFile(data=data))
        yield running


def test_an_assembly_is_fetched_and_added(server: WebServer, tmp_path: Path) -> None:
    """Named after assembly and release; the downloads are gone, the genes are those of the source."""
    told: list[tuple[str, int, int]] = []
    stored = wired.add_ensembl("mouse", None, lambda *now: told.append(now), home=tmp_path)
    assert stored.name == "GRCm39-113"
    assert not (tmp_path / "downloads").exists()
    opened = open_stored(tmp_path, "GRCm39-113")
    assert (opened.species, opened.assembly) == ("mouse", "GRCm39")
    found, there = opened.gene("Brindl"), DEMO.gene("Brindl")
    assert (found.start, found.end, found.strand) == (there.start, there.end, there.strand)
    assert found.canonical.cds == there.canonical.cds
    steps = list(dict.fromkeys(what for what, _, _ in told))
    assert steps[:4] == [f"Fetching {FASTA}", f"Checking {FASTA}", f"Fetching {GENES}", f"Checking {GENES}"]
    assert all(0 <= done <= total for what, done, total in told if what.startswith(("Fetching", "Checking")))


def test_an_interrupted_fetch_goes_on(server: WebServer, tmp_path: Path) -> None:
    """Ctrl-C leaves the part in downloads and no genome."""

    def interrupt(what: str, done: int, total: int) -> None:
        if done > 20_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wired.add_ensembl("mouse", "mm39", interrupt, home=tmp_path)
    part = tmp_path / "downloads" / "mus_musculus" / f"{FASTA}.part"
    held = part.stat().st_size
    assert held > 20_000
    assert stored_names(tmp_path) == ()
    assert wired.add_ensembl("mouse", "mm39", home=tmp_path).name == "mm39"
    assert any(asked.headers.get("range") == f"bytes={held}-" for asked in server.asked)


def test_a_wrong_checksum_adds_nothing(server: WebServer, tmp_path: Path) -> None:
    """The file is named."""
    server.at(f"/current_gff3/mus_musculus/{GENES}", StoredFile(data=gzip.compress(b"other")))
    with pytest.raises(DataError, match=r"Mus_musculus\.GRCm39\.113\.gff3\.gz does not have the checksum"):
        wired.add_ensembl("mouse", home=tmp_path)
    assert stored_names(tmp_path) == ()
    assert [path.name for path in (tmp_path / "downloads" / "mus_musculus").iterdir()] == [FASTA]


def test_a_name_that_cannot_be_used_costs_no_download(server: WebServer, tmp_path: Path) -> None:
    """Taken, in any case of letters, or no name at all."""
    wired.add_ensembl("mouse", home=tmp_path)
    asked = len(server.asked)
    for name in ("grcm39-113", "a/b", "demo"):
        with pytest.raises(RequestError):
            wired.add_ensembl("mouse", name, home=tmp_path)
    assert len(server.asked) == asked
    with pytest.raises(RequestError, match="a genome called GRCm39-113 already"):
        wired.add_ensembl("mouse", home=tmp_path)
    assert len(server.asked) == asked + 2


def test_the_command_line_adds_it(server: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``genome add ensembl:mus_musculus``, and a design on what was added."""
    from click.testing import CliRunner

    from loxsmith.cli import main

    monkeypatch.setenv("LOXSMITH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    added = CliRunner().invoke(main, ["genome", "add", "ensembl:mus_musculus", "--json"])
    assert added.exit_code == 0, added.stderr
    assert json.loads(added.stdout)["name"] == "GRCm39-113"
    words = ["design", "Lumo1 p.H100R", "--genome", "GRCm39-113", "-o", "out"]
    designed = CliRunner().invoke(main, words)
    assert designed.exit_code == 0, designed.stderr
    refused = CliRunner().invoke(main, ["genome", "add", "ensembl:mus_muscullus"])
    assert refused.exit_code == 2
    assert "holds no assembly of 'mus_muscullus'" in refused.stderr
