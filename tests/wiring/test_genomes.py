"""The genomes of this machine, as programs see them."""

from __future__ import annotations

from pathlib import Path

import pytest

import loxsmith
from loxsmith.errors import DataError, RequestError
from loxsmith.wiring import open_genome
from loxsmith.wiring.genomes import add_genome, all_genomes, one_genome, remove_genome


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    monkeypatch.setenv("LOXSMITH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def teaching(tmp_path: Path) -> tuple[Path, Path]:
    """The files of the teaching genome, outside the package."""
    from importlib.resources import files

    folder = files("loxsmith.genome") / "teaching"
    paths = []
    for name in ("mouse.fa.gz", "mouse.gff3.gz"):
        paths.append(tmp_path / name)
        paths[-1].write_bytes((folder / name).read_bytes())
    return paths[0], paths[1]


def test_a_design_on_an_added_genome_is_that_on_its_files(teaching: tuple[Path, Path]) -> None:
    """The store changes nothing: the same document but for the genome's name."""
    add_genome("mine", *teaching)
    stored = loxsmith.design("Lumo1 p.H100R", genome="mine").document.model_dump(mode="json")
    demo = loxsmith.design("Lumo1 p.H100R").document.model_dump(mode="json")
    assert stored["genome"]["sha256"] == demo["genome"]["sha256"]
    for key in ("target", "molecules", "alleles", "edits", "guides"):
        assert stored[key] == demo[key], key


def test_a_region_of_an_added_genome_is_cut_out(teaching: tuple[Path, Path]) -> None:
    """The slice has the bases, repeats and genes of the whole, and no folder of its own."""
    add_genome("mine", *teaching)
    whole = open_genome("mine")
    contig = whole.contigs[0]
    first, last = contig.offset + 1001, contig.offset + 9000
    cut = open_genome("mine", region=f"{contig.chrom}:{first}-{last}")
    assert cut.fetch(contig.name, 0, 8000) == whole.fetch(contig.name, 1000, 9000)
    assert cut.masked(contig.name) == tuple(
        (a - 1000, b - 1000) for a, b in whole.masked(contig.name, 1000, 9000)
    )
    assert [g.id for g in cut.genes] == [g.id for g in whole.genes_in(contig.name, 1000, 9000)]
    assert (whole.folder is None, cut.folder) == (False, None)


def test_the_list_has_the_built_in_ones_first(teaching: tuple[Path, Path], home: Path) -> None:
    """Each with its sizes; added ones with folder, digest, sources and indexes."""
    assert [facts["name"] for facts in all_genomes()] == ["demo", "demo-human"]
    assert not home.exists()
    told = add_genome("mine", *teaching)
    listed = all_genomes()
    assert listed[2] == told
    assert (told["species"], told["genes"], told["indexes"]) == ("teaching mouse", listed[0]["genes"], [])
    assert told["folder"] == str(home / "genomes" / "mine")
    shown = one_genome("mine")
    assert [s["length"] for s in shown["sequences"]] == [c.length for c in open_genome("demo").contigs]
    assert shown["sha256"] == one_genome("demo")["sha256"] == open_genome("demo").sha256


def test_what_cannot_be_done_is_said(teaching: tuple[Path, Path]) -> None:
    """No file, files for a fetched genome, a built-in one removed, an unknown one."""
    with pytest.raises(RequestError, match="no sequence to make genome x of"):
        add_genome("x", None)
    with pytest.raises(RequestError, match="takes no files"):
        add_genome("ensembl:mus_musculus", teaching[0])
    with pytest.raises(RequestError, match="built in"):
        remove_genome("demo")
    for ask in (remove_genome, one_genome):
        with pytest.raises(DataError, match="No genome called 'x' was added") as refused:
            ask("x")
        assert refused.value.hint == "None was added yet."
