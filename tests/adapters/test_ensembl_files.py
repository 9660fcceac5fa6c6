"""Which files of Ensembl make an assembly, replayed from listings in their true form."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.web_server import Answer, StoredFile, WebServer
from loxsmith.adapters.downloads import Downloader
from loxsmith.adapters.ensembl_files import EnsemblFiles
from loxsmith.adapters.http import Web
from loxsmith.adapters.patience import Patience
from loxsmith.errors import DataError, RequestError

MOUSE = """\
55184 809113 Mus_musculus.GRCm39.dna.primary_assembly.fa.gz
21551 795612 Mus_musculus.GRCm39.dna_rm.primary_assembly.fa.gz
03021 846204 Mus_musculus.GRCm39.dna_sm.primary_assembly.fa.gz
18845 846205 Mus_musculus.GRCm39.dna_sm.toplevel.fa.gz
54013 57701 Mus_musculus.GRCm39.dna_sm.chromosome.1.fa.gz
33765    20 README
"""
MOUSE_GENES = """\
61032 22106 Mus_musculus.GRCm39.113.chr.gff3.gz
12008 22110 Mus_musculus.GRCm39.113.gff3.gz
27161  1500 Mus_musculus.GRCm39.113.chromosome.1.gff3.gz
54181  2733 Mus_musculus.GRCm39.113.abinitio.gff3.gz
"""
COW = """\
11111 100 Bos_taurus.ARS-UCD1.3.dna_sm.primary_assembly.10.fa.gz
22222 900 Bos_taurus.ARS-UCD1.3.dna_sm.toplevel.fa.gz
"""
COW_GENES = """\
33333 10 Bos_taurus.ARS-UCD1.3.113.primary_assembly.10.gff3.gz
44444 99 Bos_taurus.ARS-UCD1.3.113.gff3.gz
"""
LISTING = b"""<html><body><table>
<tr><td><a href="/pub/">Parent Directory</a></td></tr>
<tr><td><a href="bos_taurus/">bos_taurus/</a></td></tr>
<tr><td><a href="mus_musculus/">mus_musculus/</a></td></tr>
<tr><td><a href="mus_spretus/">mus_spretus/</a></td></tr>
</table></body></html>"""


def listed(server: WebServer, species: str, sequence: str, genes: str) -> None:
    """Serve the two lists of a species."""
    server.at(f"/pub/current_fasta/{species}/dna/CHECKSUMS", Answer(body=sequence.encode()))
    server.at(f"/pub/current_gff3/{species}/CHECKSUMS", Answer(body=genes.encode()))


@pytest.fixture
def source(server: WebServer, patience: Patience) -> EnsemblFiles:
    """The adapter, asking the fake."""
    server.at("/pub/current_fasta/", Answer(body=LISTING))
    return EnsemblFiles(web=Web(silence=5), server=f"{server.url}/pub", patience=patience)


def test_the_primary_assembly_is_preferred(server: WebServer, source: EnsemblFiles) -> None:
    """Soft-masked, with all genes, not those of one chromosome or of a prediction."""
    listed(server, "mus_musculus", MOUSE, MOUSE_GENES)
    fasta, annotation = source.files("mouse")
    assert fasta.name == "Mus_musculus.GRCm39.dna_sm.primary_assembly.fa.gz"
    assert fasta.url == f"{server.url}/pub/current_fasta/mus_musculus/dna/{fasta.name}"
    assert (fasta.role, fasta.size) == ("fasta", 846204 * 1024)
    assert fasta.checksum is not None
    assert (fasta.checksum.kind, fasta.checksum.value) == ("bsd", "3021 846204")
    assert annotation.name == "Mus_musculus.GRCm39.113.gff3.gz"
    found = source.find("Mus musculus")
    assert (found.assembly, found.release) == ("GRCm39", "113")


def test_a_species_without_one_has_it_as_toplevel(server: WebServer, source: EnsemblFiles) -> None:
    """A file of one chromosome is never taken for all, nor its number for a release."""
    listed(server, "bos_taurus", COW, COW_GENES)
    found = source.find("bos_taurus")
    assert [file.name for file in found.files] == [
        "Bos_taurus.ARS-UCD1.3.dna_sm.toplevel.fa.gz",
        "Bos_taurus.ARS-UCD1.3.113.gff3.gz",
    ]
    assert (found.assembly, found.release) == ("ARS-UCD1.3", "113")


def test_an_unknown_species_lists_near_ones(source: EnsemblFiles) -> None:
    """From the folders of the server."""
    with pytest.raises(RequestError, match=r"holds no assembly of 'mus_muscullus'\.") as refusal:
        source.files("mus_muscullus")
    assert refusal.value.hint.startswith("Did you mean mus_musculus")
    with pytest.raises(RequestError) as refusal:
        source.files("drosophila_melanogaster")
    assert refusal.value.hint == "Its names are such as mus_musculus."


@pytest.mark.parametrize(
    ("sequence", "genes", "words"),
    [
        ("33765 20 README\n", MOUSE_GENES, "lists no soft-masked assembly"),
        (MOUSE, "", r"lists no annotation of Mus_musculus\.GRCm39"),
        (MOUSE, MOUSE_GENES.replace("GRCm39", "GRCm40"), r"lists no annotation of Mus_musculus\.GRCm39"),
    ],
)
def test_a_list_without_the_files(
    server: WebServer, source: EnsemblFiles, sequence: str, genes: str, words: str
) -> None:
    """An annotation of another assembly never stands in."""
    listed(server, "mus_musculus", sequence, genes)
    with pytest.raises(DataError, match=words):
        source.files("mus_musculus")


def test_a_server_that_is_down(server: WebServer, source: EnsemblFiles, waits: list[float]) -> None:
    """Bounded attempts, one sentence."""
    server.at("/pub/current_fasta/mus_musculus/dna/CHECKSUMS", Answer(status=502))
    with pytest.raises(DataError, match=r"file server .* answers with status 502"):
        source.files("mus_musculus")
    assert waits == [1.0, 2.0]


def test_list_and_download_fit(
    server: WebServer, source: EnsemblFiles, patience: Patience, tmp_path: Path
) -> None:
    """What the list says is what the bytes are compared with: one wrong bit, and the file is discarded."""
    data = b"some sequence, packed" * 5000
    from loxsmith.adapters.checksums import BsdSum

    total = BsdSum()
    total.update(data)
    name = "Mus_musculus.GRCm39.dna_sm.toplevel.fa.gz"
    listed(server, "mus_musculus", f"{total.value()} {name}\n", MOUSE_GENES)
    fasta, _ = source.files("mouse")
    server.at(f"/pub/current_fasta/mus_musculus/dna/{name}", StoredFile(data=data, stops=[50_000]))
    downloader = Downloader(web=Web(), patience=patience)
    assert downloader.fetch(fasta, tmp_path).read_bytes() == data
    (tmp_path / name).unlink()
    spoiled = data[:60_000] + bytes([data[60_000] ^ 1]) + data[60_001:]
    server.at(f"/pub/current_fasta/mus_musculus/dna/{name}", StoredFile(data=spoiled))
    with pytest.raises(DataError, match="does not have the checksum"):
        downloader.fetch(fasta, tmp_path)
