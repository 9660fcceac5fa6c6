"""Added genomes: the same as their files, there whole or not at all, and refused by name when damaged."""

from __future__ import annotations

import errno
import gzip
import json
import os
import pickle
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from loxsmith.errors import DataError, LoxsmithError, RequestError
from loxsmith.genome import Genome
from loxsmith.genome.manifest import Manifest
from loxsmith.genome.store import Stored, add, leftovers, open_stored, remove, stored

SEQUENCES = {"one": "ACGTNNNNacgtTTGCARYACGATC", "two": "TTTGGGACGATcgt"}
FASTA = "".join(f">{name} made up\n{text[:10]}\n{text[10:]}\n" for name, text in SEQUENCES.items())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is not there yet."""
    place = tmp_path / "home" / "loxsmith"
    monkeypatch.setenv("LOXSMITH_HOME", str(place))
    return place


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    """Two short sequences with N, repeats and other IUPAC letters."""
    (tmp_path / "small.fa").write_text(FASTA)
    return tmp_path / "small.fa"


def same(one: Genome, other: Genome) -> None:
    """Two genomes answer alike."""
    assert one.contigs == other.contigs
    assert (one.sha256, one.species, one.synthetic, one.annotated) == (
        other.sha256,
        other.species,
        other.synthetic,
        other.annotated,
    )
    assert one.genes == other.genes
    for contig in one.contigs:
        end = contig.length
        assert one.fetch(contig.name, 0, end) == other.fetch(contig.name, 0, end)
        assert one.codes(contig.name, 1, end - 1).tolist() == other.codes(contig.name, 1, end - 1).tolist()
        assert one.masked(contig.name) == other.masked(contig.name)


def bgzip(data: bytes) -> bytes:
    """Pack as bgzip does: members of 40 bytes that state their size, and an empty one at the end."""
    packed = b""
    for at in range(0, len(data) + 40, 40):
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        body = deflate.compress(data[at : at + 40]) + deflate.flush()
        head = bytes.fromhex("1f8b08040000000000ff0600424302 00") + struct.pack("<H", len(body) + 25)
        part = data[at : at + 40]
        packed += head + body + struct.pack("<II", zlib.crc32(part), len(part))
        if not part:
            break
    end = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
    return packed if packed.endswith(end) else packed + end


# -- the same as the files ----------------------------------------------------------------------------------


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bgzip": bgzip,
    "several members": lambda data: gzip.compress(data[:30]) + gzip.compress(data[30:]),
    "padded with zeros": lambda data: gzip.compress(data) + bytes(512),
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
}


@pytest.mark.parametrize("pack", PACKINGS.values(), ids=PACKINGS)
def test_an_added_genome_is_its_file(home: Path, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Bases, digest, repeats and IUPAC letters come back, however the FASTA is packed."""
    file = tmp_path / "packed.fa"
    file.write_bytes(pack(FASTA.encode()))
    held = add(home, "small", file)
    genome = open_stored(home, "small")
    same(genome, Genome.open(file))
    assert genome.fetch("one", 0, 25) == SEQUENCES["one"].upper()
    assert genome.masked("one") == ((8, 12),)
    assert (genome.folder, genome.name) == (home / "genomes" / "small", "small")
    assert held.bytes == sum(path.stat().st_size for path in held.folder.iterdir())


def test_genes_come_from_the_database_as_from_the_file(home: Path, toy: Any, tmp_path: Path) -> None:
    """Genes, places, names and refusals are those of the files."""
    fasta, gff3 = toy.write(tmp_path)
    add(home, "toy1", fasta, gff3)
    genome, plain = open_stored(home, "toy1"), Genome.open(fasta, gff3)
    same(genome, plain)
    assert (genome.assembly, genome.species) == ("Toy1", "mouse")
    for name in ("Alpha", "BETA", "ensmusg00000000700.3"):
        assert genome.gene(name) == plain.gene(name)
        assert genome.has_gene(name)
    assert not genome.has_gene("Alhpa")
    for name in ("Alhpa", "zzzzz"):
        hints = []
        for asked in (genome, plain):
            with pytest.raises(RequestError) as refused:
                asked.gene(name)
            hints.append(refused.value.hint)
        assert hints[0] == hints[1] != ""
    for start in range(0, 1000, 37):
        assert genome.genes_in("toy", start, start + 90) == plain.genes_in("toy", start, start + 90)
    assert genome.window("toy", 200, 500).features == plain.window("toy", 200, 500).features
    assert genome.locate("9", 5042) == plain.locate("9", 5042)


def test_a_2bit_file_is_added_without_loss(home: Path, fasta: Path, tmp_path: Path) -> None:
    """Adding the 2bit file of one store, packed or not, gives the same bases again; N stands for other letters."""
    first = add(home, "first", fasta)
    (tmp_path / "again.2bit.gz").write_bytes(gzip.compress((first.folder / "genome.2bit").read_bytes()))
    add(home, "second", first.folder / "genome.2bit")
    add(home, "third", tmp_path / "again.2bit.gz")
    second, third = open_stored(home, "second"), open_stored(home, "third")
    same(second, third)
    assert second.fetch("one", 0, 25) == SEQUENCES["one"].upper().replace("R", "N").replace("Y", "N")
    assert second.masked("two") == open_stored(home, "first").masked("two") == ((11, 14),)


def test_synonyms_find_a_gene_unless_another_is_called_so(home: Path, toy: Any, tmp_path: Path) -> None:
    """A symbol wins over a synonym."""
    text = toy.gff3.replace("Name=Alpha", "Name=Alpha;gene_synonym=Al1,Beta")
    fasta, gff3 = toy.but(gff3=text).write(tmp_path)
    add(home, "toy1", fasta, gff3)
    for genome in (open_stored(home, "toy1"), Genome.open(fasta, gff3)):
        assert genome.gene("AL1").symbol == "Alpha"
        assert genome.gene("beta").symbol == "Beta"


def test_the_real_yeast_is_the_same_genome(home: Path, shared: Path) -> None:
    """Yeast as UCSC packs it: its digest is the same through the store."""
    yeast = shared / "genomes" / "sacCer3.2bit"
    add(home, "sacCer3", yeast)
    assert open_stored(home, "sacCer3").sha256 == Genome.open(yeast).sha256


def test_it_travels_to_other_processes(home: Path, toy: Any, tmp_path: Path) -> None:
    """A pickled genome opens its files anew."""
    add(home, "toy1", *toy.write(tmp_path))
    genome = open_stored(home, "toy1")
    same(pickle.loads(pickle.dumps(genome)), genome)


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_files_may_come_through_pipes(home: Path, toy: Any, tmp_path: Path) -> None:
    """As in ``--fasta <(zcat x.gz)``: what can be read only once is read only once."""
    pipes = []
    for file in toy.write(tmp_path):
        pipes.append(tmp_path / f"{file.name}.pipe")
        os.mkfifo(pipes[-1])
        threading.Thread(target=pipes[-1].write_bytes, args=(file.read_bytes(),), daemon=True).start()
    held = add(home, "piped", *pipes)
    assert held.manifest is not None
    assert [source.sha256 == "" for source in held.manifest.sources] == [False, True]
    same(open_stored(home, "piped"), Genome.open(*toy.write(tmp_path)))


def test_the_manifest_says_what_it_was_made_from(home: Path, toy: Any, tmp_path: Path) -> None:
    """Sizes, digests of the source files, and the digest of the genome."""
    from hashlib import sha256

    fasta, gff3 = toy.write(tmp_path)
    held = add(home, "toy1", fasta, gff3)
    told = json.loads((held.folder / "genome.json").read_text())
    assert told["schema"] == "loxsmith.genome/1"
    assert told["sha256"] == sha256(f"toy\t{toy.sequence}\n".encode()).hexdigest()
    assert told["sequences"] == [["toy", 1000, "chr9", "chr9", 5000, True]]
    assert [(s["role"], s["name"], s["sha256"]) for s in told["sources"]] == [
        (role, path.name, sha256(path.read_bytes()).hexdigest())
        for role, path in (("sequence", fasta), ("annotation", gff3))
    ]
    assert told["files"] == {
        path.name: path.stat().st_size for path in held.folder.iterdir() if path.name != "genome.json"
    }


def test_a_name_is_looked_for_among_the_added_genomes_first(
    home: Path, fasta: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text is a name, then a file; a path is always a file; an unknown name is answered with those there are."""
    add(home, "small", fasta)
    monkeypatch.chdir(tmp_path)
    shutil.copy(fasta, tmp_path / "small")
    assert Genome.open("small").folder is not None
    assert Genome.open("./small").folder is None
    assert Genome.open(Path("small")).folder is None
    with pytest.raises(DataError) as refused:
        Genome.open("smal")
    assert "demo, demo-human, small" in refused.value.hint


def test_opening_reads_no_table_of_sequences(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20,000 sequences are read only when they are asked for, so opening costs no more for many; each has its bases."""
    file = tmp_path / "many.fa"
    codes = [
        "ACGT"[i >> 12 & 3] + "".join("ACGT"[i >> shift & 3] for shift in range(0, 14, 2))
        for i in range(20_000)
    ]
    file.write_text("".join(f">c{i}\n{text}\n" for i, text in enumerate(codes)))
    add(home, "many", file)
    with monkeypatch.context() as patched:
        patched.setattr(Manifest, "as_contigs", lambda self: pytest.fail("the table was read"))
        open_stored(home, "many")
    genome = open_stored(home, "many")
    assert len(genome.contigs) == 20_000
    for i in (0, 1, 777, 19_999):
        assert genome.fetch(f"c{i}", 0, 8) == codes[i]


def test_memory_does_not_grow_with_the_genome(tmp_path: Path) -> None:
    """A chromosome of 60 Mb needs hardly more than one of 60 kb."""

    def peak(name: str, lines: int) -> int:
        file = tmp_path / f"{name}.fa"
        with file.open("wb") as out:
            out.write(b">one\n")
            for _ in range(lines):
                out.write(b"ACGTTGCAAGTACCATGTCAACGTACGTACGATGCATTGTACGTACGTAACCGGTTACGT\n" * 1000)
        code = (
            "import resource, sys; from pathlib import Path; from loxsmith.genome.store import add;"
            "add(Path(sys.argv[1]), 'x', Path(sys.argv[2]));"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        words = [sys.executable, "-c", code, str(tmp_path / name), str(file)]
        return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)

    small, large = peak("small", 1), peak("large", 1000)
    # In kilobytes: the text alone would be 60,000, and is never held as a whole.
    assert large - small < 40_000


# -- names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        ".hidden",
        "-x",
        "a b",
        "x" * 65,
        "nul",
        "COM1.x",
        "a\n",
        "é",
        "a.",
        "~",
    ],
)
def test_a_name_is_a_plain_word(home: Path, fasta: Path, name: str) -> None:
    """Nothing that could lead elsewhere on a disk."""
    with pytest.raises(RequestError, match="cannot be the name") as refused:
        add(home, name, fasta)
    assert refused.value.hint
    assert not home.exists()


@pytest.mark.parametrize("name", ["demo", "Demo-Human"])
def test_built_in_names_are_taken(home: Path, fasta: Path, name: str) -> None:
    """They mean the teaching genomes."""
    with pytest.raises(RequestError, match="built-in"):
        add(home, name, fasta)


def test_a_name_in_use_is_refused_with_the_mend(home: Path, fasta: Path) -> None:
    """In any case of letters, since not every disk tells them apart."""
    add(home, "small", fasta)
    with pytest.raises(RequestError, match="There is a genome called small already") as refused:
        add(home, "SMALL", fasta)
    assert "genome remove small" in refused.value.hint


def test_removing_leaves_nothing_and_asks_for_a_known_name(home: Path, fasta: Path) -> None:
    """Indexes go too; an unknown name is answered with those there are."""
    folder = add(home, "small", fasta).folder
    (folder / "index-NGG").mkdir()
    (folder / "index-NGG" / "x").write_bytes(b"1")
    assert stored(home)[0].indexes == ("index-NGG",)
    for name in ("other", "../genomes/small", ".."):
        with pytest.raises(DataError, match="No genome called") as refused:
            remove(home, name)
        assert "small" in refused.value.hint
    remove(home, "small")
    assert list((home / "genomes").iterdir()) == []
    with pytest.raises(DataError, match="No genome called"):
        open_stored(home, "small")


# -- nothing half-made --------------------------------------------------------------------------------------


def annotated(toy: Any, folder: Path) -> dict[str, Path]:
    """Return the toy's files as arguments."""
    fasta, gff3 = toy.write(folder)
    return {"fasta": fasta, "annotation": gff3}


HOSTILE = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "truncated gzip": (gzip.compress(FASTA.encode())[:-20], "truncated or damaged gzip"),
    "bgzip without its end": (bgzip(FASTA.encode())[:-28], "truncated or damaged gzip"),
    "garbage behind gzip": (gzip.compress(FASTA.encode()) + b"hello", "truncated or damaged gzip"),
    "no base": (b">a\nACGT\nAC-T\n", "holds '-' on its line 2"),
    "protein": (b">a\nMKLE\n", "holds 'L'"),
    "one name twice": (b">a\nACGT\n>b\nAC\n>a x\nACGT\n", "two sequences called 'a'"),
    "no bases": (b">a\nACGT\n>b\n", "'b' of file .* has no bases"),
    "nameless": (b">\nACGT\n", "without a name"),
    "text": (b"hello\n>a\nACGT\n", "is not FASTA"),
    "endless header": (b">" + b"A" * 3_000_000, "does not end"),
    "GenBank": (b"LOCUS       x 10 bp DNA\nORIGIN\n//\n", "GenBank or EMBL"),
    "truncated 2bit": (struct.pack("<4I", 0x1A412743, 0, 3, 0) + b"\1a", "truncated 2bit"),
    "two assemblies": (b">a assembly=GRCm38\nACGT\n>b assembly=GRCm39\nACGT\n", "mixes the assemblies"),
    "stated length": (b">a chrom=1 start=1 end=5\nACGT\n", "but its header states"),
    "long name": (b">" + b"x" * 256 + b"\nACGT\n", "2bit takes 255"),
}


@pytest.mark.parametrize(("data", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_spoilt_file_leaves_nothing_behind(home: Path, tmp_path: Path, data: bytes, message: str) -> None:
    """One sentence and a mend; not even an empty folder stays."""
    file = tmp_path / "spoilt"
    file.write_bytes(data)
    with pytest.raises(DataError, match=message) as refused:
        add(home, "x", file)
    assert refused.value.hint
    assert not home.parent.exists()


def test_an_absent_file_and_a_folder_are_refused(home: Path, fasta: Path, tmp_path: Path) -> None:
    """Before anything is read, the annotation too."""
    for words in ((tmp_path / "absent",), (tmp_path,), (fasta, tmp_path / "absent"), (fasta, tmp_path)):
        with pytest.raises(DataError, match=r"does not exist|is a folder"):
            add(home, "x", *words)
    assert not home.exists()


def test_an_annotation_of_another_assembly_is_refused(home: Path, toy: Any, tmp_path: Path) -> None:
    """By what it states, by its names, and by coding sequences that are nonsense here."""
    other = toy.gff3.replace("##gff-version 3", "##gff-version 3\n#!genome-build Toy2.p1")
    shifted = (
        toy.gff3.replace("\t131\t", "\t139\t").replace("\t431\t", "\t439\t").replace("\t731\t", "\t739\t")
    )
    named = toy.gff3.replace("toy\t", "chr6\t").replace("region toy", "region chr6")
    for text in (other, shifted, named):
        fasta, gff3 = toy.but(gff3=text).write(tmp_path)
        with pytest.raises(DataError, match=r"is for|does not fit"):
            add(home, "x", fasta, gff3)
    assert not home.exists()


@pytest.mark.parametrize("at", ["Reading toy.fa", "Reading toy.gff3", "Storing genes"])
def test_ctrl_c_leaves_nothing(home: Path, toy: Any, tmp_path: Path, at: str) -> None:
    """Whenever it comes."""

    def stop(what: str, done: int, total: int) -> None:
        if what == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(home, "x", **annotated(toy, tmp_path), progress=stop)
    assert not home.parent.exists()


def test_a_failure_leaves_the_neighbours_alone(home: Path, fasta: Path, tmp_path: Path) -> None:
    """A genome added before stays, and no draft beside it."""
    add(home, "small", fasta)
    (tmp_path / "bad.fa").write_bytes(b">a\nAC!T\n")
    with pytest.raises(DataError):
        add(home, "x", tmp_path / "bad.fa")
    assert [path.name for path in (home / "genomes").iterdir()] == ["small"]
    assert leftovers(home) == ()


def test_room_is_asked_for_before_it_is_used(
    home: Path, fasta: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk without room is refused with both numbers, and nothing is written."""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=7))
    with pytest.raises(
        DataError, match=r"Genome x needs about \d+ bytes of disk, and .* has 7 bytes free"
    ) as said:
        add(home, "x", fasta)
    assert said.value.fields["free_bytes"] == 7
    assert said.value.fields["needed_bytes"] > 7
    assert not home.exists()


@pytest.mark.parametrize("where", ["bases", "genes"])
def test_a_disk_that_becomes_full_leaves_nothing(
    home: Path, toy: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """One sentence with what is needed and what is free, whoever meets the end of the disk."""

    def full(*_: object) -> None:
        if where == "bases":
            raise OSError(errno.ENOSPC, "No space left on device")
        with sqlite3.connect(":memory:") as tiny:
            tiny.execute("PRAGMA max_page_count = 1")
            tiny.execute("CREATE TABLE x (y)")

    target = "twobit_writer.TwoBitWriter._pack" if where == "bases" else "gene_db._write_regions"
    monkeypatch.setattr(f"loxsmith.genome.{target}", full)
    with pytest.raises(DataError, match=r"The disk became full: Genome x needs about .* free\.") as said:
        add(home, "x", **annotated(toy, tmp_path))
    assert {"needed_bytes", "free_bytes"} <= set(said.value.fields)
    assert not home.parent.exists()


def test_a_home_that_cannot_be_written_to_is_said(
    home: Path, fasta: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only folder, and a file where the folder should be."""

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", locked)
        with pytest.raises(DataError, match="is not writable") as refused:
            add(home, "x", fasta)
    assert "LOXSMITH_HOME" in refused.value.hint
    home.parent.mkdir()
    home.write_text("a file")
    with pytest.raises(DataError, match="is not writable"):
        add(home, "x", fasta)
    assert home.read_text() == "a file"


# -- stale, truncated, foreign ------------------------------------------------------------------------------


def edit(folder: Path, **changes: Any) -> None:
    """Change entries of a manifest as a text editor would."""
    text = (folder / "genome.json").read_text()
    for key, value in changes.items():
        old = json.dumps(json.loads(text)[key])
        assert f'"{key}": {old}' in text
        text = text.replace(f'"{key}": {old}', f'"{key}": {json.dumps(value)}')
    (folder / "genome.json").write_text(text)


def cut(path: Path) -> None:
    """Lose the last byte."""
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    """Change the last byte."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


SPOILT: dict[str, tuple[Callable[[Path], Any], str]] = {
    "another schema": (lambda f: edit(f, schema="loxsmith.genome/0"), "another version of loxsmith"),
    "another name": (lambda f: edit(f, name="mm10"), "foreign: its genome.json is that of genome 'mm10'"),
    "no manifest": (lambda f: (f / "genome.json").unlink(), "is missing"),
    "half a manifest": (lambda f: cut_half(f / "genome.json"), "is damaged"),
    "a list": (lambda f: (f / "genome.json").write_text("[]"), "is damaged"),
    "few entries": (
        lambda f: (f / "genome.json").write_text('{"schema": "loxsmith.genome/1"}'),
        "cannot be read",
    ),
    "sizes that are none": (lambda f: edit_size(f, '"big"'), "lacks entries"),
    "no word of the 2bit": (lambda f: edit_name(f), "lacks entries"),
    "no 2bit": (lambda f: (f / "genome.2bit").unlink(), "is missing"),
    "a short 2bit": (lambda f: cut(f / "genome.2bit"), "truncated or changed"),
    "a changed 2bit": (lambda f: flip(f / "genome.2bit"), "foreign or damaged"),
    "a short database": (lambda f: cut(f / "genes.sqlite"), "truncated or changed"),
    "more sequences": (lambda f: edit(f, contigs=9), "its 2bit file holds 1 sequences, its manifest 9"),
}


def edit_size(folder: Path, size: str) -> None:
    """Give the 2bit file another size."""
    text = (folder / "genome.json").read_text()
    (folder / "genome.json").write_text(re.sub(r'(?<="genome.2bit": )\d+', size, text))


def edit_name(folder: Path) -> None:
    """Lose the line of the 2bit file."""
    text = (folder / "genome.json").read_text()
    (folder / "genome.json").write_text(re.sub(r'"genome.2bit": \d+,', "", text))


def cut_half(path: Path) -> None:
    """Keep the first half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(("spoil", "message"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_store_is_refused_by_name(
    home: Path, toy: Any, tmp_path: Path, spoil: Callable[[Path], Any], message: str
) -> None:
    """With the mend, which works: the genome can be listed, removed and added again."""
    files = annotated(toy, tmp_path)
    spoil(add(home, "x", **files).folder)
    with pytest.raises(DataError, match=message) as refused:
        Genome.open("x")
    assert "x" in refused.value.message
    assert "genome remove x" in refused.value.hint
    assert [held.name for held in stored(home)] == ["x"]
    remove(home, "x")
    add(home, "x", **files)
    assert Genome.open("x").gene("Alpha")


def test_files_of_another_genome_are_noticed(home: Path, toy: Any, tmp_path: Path) -> None:
    """A database of the same size but of other bases, and a table of sequences that is not whole."""
    fasta, gff3 = toy.write(tmp_path)
    one = add(home, "one", fasta, gff3)
    turned = toy.sequence[:-1] + "A"
    assert turned != toy.sequence
    two = add(home, "two", toy.but(sequence=turned).write(tmp_path)[0], gff3)
    assert (one.folder / "genes.sqlite").stat().st_size == (two.folder / "genes.sqlite").stat().st_size
    shutil.copy(one.folder / "genes.sqlite", two.folder / "genes.sqlite")
    with pytest.raises(
        LoxsmithError, match=r"Genome two is damaged: .*genes\.sqlite belongs to another genome"
    ):
        Genome.open("two").gene("Alpha")
    edit(one.folder, bases=999)
    with pytest.raises(DataError, match="table of sequences"):
        _ = Genome.open("one").contigs


def test_what_can_be_seen_of_a_spoilt_store(home: Path, fasta: Path) -> None:
    """The list says the trouble and goes on."""
    cut(add(home, "bad", fasta).folder / "genome.2bit")
    add(home, "good", fasta)
    bad, good = stored(home)
    assert isinstance(bad, Stored)
    assert "truncated" in bad.trouble
    assert (good.trouble, good.manifest is not None) == ("", True)
