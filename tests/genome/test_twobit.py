"""2bit files: lossless but for letters that go into the sidecar, read in either byte order, refused when damaged."""

from __future__ import annotations

import gzip
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loxsmith.errors import DataError
from loxsmith.genome import Genome
from loxsmith.genome.twobit import TwoBit
from loxsmith.genome.twobit_writer import TwoBitWriter
from loxsmith.sequence import encode

LETTERS = st.text("ACGTNRYSWKMBDHVacgtnryswkmbdhv", min_size=1, max_size=80)


def written(folder: Path, sequences: dict[str, str], sizes: list[int]) -> TwoBit:
    """Write sequences in pieces of these sizes, over and over, and open the file."""
    path, ambiguous = folder / "x.2bit", folder / "x.tsv"
    ambiguous.unlink(missing_ok=True)
    with TwoBitWriter(path, ambiguous) as writer:
        for name, text in sequences.items():
            writer.begin(name)
            at = 0
            while at < len(text):
                for size in sizes:
                    writer.add(text[at : at + size].encode())
                    at += size
            assert writer.end() == len(text)
        writer.close()
    assert sorted(path.name for path in folder.iterdir() if "draft" in path.name) == []
    return TwoBit(path, ambiguous if ambiguous.exists() else None)


def by_hand(sequences: dict[str, str], order: str, *, version: int = 0) -> bytes:
    """Spell a 2bit file as the format's description says, one number after the other."""
    number = struct.Struct(f"{order}I").pack
    head = b"".join(map(number, (0x1A412743, version, len(sequences), 0)))
    offset = len(head) + sum(5 + len(name) for name in sequences)
    index = body = b""
    for name, text in sequences.items():
        index += bytes([len(name)]) + name.encode() + number(offset + len(body))
        upper = text.upper()
        body += number(len(text))
        for flags in ([c == "N" for c in upper], [c.islower() for c in text]):
            starts = [i for i, flag in enumerate(flags) if flag and not (i and flags[i - 1])]
            sizes = [next((j for j in range(i, len(text)) if not flags[j]), len(text)) - i for i in starts]
            body += number(len(starts)) + b"".join(map(number, starts + sizes))
        body += number(0)
        digits = ["TCAG".find(c) if c in "TCAG" else 0 for c in upper] + [0, 0, 0]
        body += bytes(
            digits[i] << 6 | digits[i + 1] << 4 | digits[i + 2] << 2 | digits[i + 3]
            for i in range(0, len(text), 4)
        )
    return head + index + body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    sequences=st.dictionaries(st.text("abc.|1", min_size=1, max_size=5), LETTERS, min_size=1, max_size=4),
    sizes=st.lists(st.integers(1, 30), min_size=1, max_size=3),
    data=st.data(),
)
def test_what_is_written_is_read(
    tmp_path: Path, sequences: dict[str, str], sizes: list[int], data: st.DataObject
) -> None:
    """Letters, codes and repeats of any stretch come back, in whatever pieces they were written."""
    held = written(tmp_path, sequences, sizes)
    assert held.lengths == {name: len(text) for name, text in sequences.items()}
    for name, text in sequences.items():
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        assert held.fetch(name, start, end) == text[start:end].upper()
        assert held.codes(name, start, end).tolist() == encode(text[start:end]).tolist()
        masked = {i for low, high in held.masked(name, start, end) for i in range(low, high)}
        lower = {i for i in range(start, end) if text[i].islower()}
        assert masked == (set() if text.islower() else lower)


@pytest.mark.parametrize("order", ["<", ">"])
def test_either_byte_order_is_read(tmp_path: Path, order: str) -> None:
    """Files of the other kind of machine spell the same, the mask included."""
    texts = {"one": "ACGTNNNNacgtTTGCA", "two": "nnG", "three": "T"}
    (tmp_path / "x.2bit").write_bytes(by_hand(texts, order))
    held = TwoBit(tmp_path / "x.2bit")
    assert list(held.lengths.items()) == [("one", 17), ("two", 3), ("three", 1)]
    assert {name: held.fetch(name, 0, len(text)) for name, text in texts.items()} == {
        name: text.upper() for name, text in texts.items()
    }
    assert held.masked("one", 0, 17) == ((8, 12),)
    assert held.masked("one", 9, 11) == ((9, 11),)
    assert held.codes("two", 0, 3).tolist() == [4, 4, 2]


def test_the_writer_spells_the_format(tmp_path: Path) -> None:
    """Byte for byte what the description of the format gives."""
    texts = {"one": "ACGTNNNNacgtTTGCA", "two": "nnG", "three": "T"}
    written(tmp_path, texts, [5])
    assert (tmp_path / "x.2bit").read_bytes() == by_hand(texts, "<")


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    """No length of a truncated file is read as if it were whole."""
    whole = by_hand({"one": "ACGTNNNNacgtTTGCA", "two": "nnGACTGACTGAAT"}, "<")
    path = tmp_path / "x.2bit"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(DataError) as refused:
            _ = TwoBit(path).lengths
        assert str(path) in refused.value.message
        assert refused.value.hint


def test_foreign_files_are_refused_by_what_they_are(tmp_path: Path) -> None:
    """No 2bit at all, a later version, the same name twice, no bases, and nonsense within."""
    path = tmp_path / "x.2bit"
    good = by_hand({"a": "ACGTNACGT", "b": "AC"}, "<")
    cases = {
        "is not a 2bit file": b">a\nACGT\n",
        "version 1, not 0": by_hand({"a": "ACGT"}, "<", version=1),
        "names the sequence 'a' twice": good.replace(b"\x01b", b"\x01a"),
        "calls a sequence 'a b'": by_hand({"a b": "ACGT"}, "<"),
        "calls a sequence ''": by_hand({"": "ACGT"}, "<"),
        "holds no bases of 'b'": by_hand({"a": "ACGT", "b": ""}, "<"),
        "holds no sequence": by_hand({}, "<"),
        "past the end of 'a'": good.replace(struct.pack("<3I", 1, 4, 1), struct.pack("<3I", 1, 4, 9)),
    }
    for message, data in cases.items():
        path.write_bytes(data)
        with pytest.raises(DataError, match=message):
            _ = TwoBit(path).lengths


def test_a_2bit_opens_as_a_genome_packed_or_not(tmp_path: Path) -> None:
    """Wherever a FASTA file does, with the same digest and the same repeats."""
    texts = {"one": "ACGTNNNNacgtTTGCA", "two": "TTT"}
    (tmp_path / "x.2bit").write_bytes(by_hand(texts, ">"))
    (tmp_path / "y.2bit.gz").write_bytes(gzip.compress(by_hand(texts, "<")))
    (tmp_path / "z.fa").write_text("".join(f">{name}\n{text}\n" for name, text in texts.items()))
    x, y, z = (Genome.open(tmp_path / name) for name in ("x.2bit", "y.2bit.gz", "z.fa"))
    assert x.sha256 == y.sha256 == z.sha256
    assert x.contigs == y.contigs == z.contigs
    assert x.masked("one") == y.masked("one") == z.masked("one") == ((8, 12),)
    assert [x.name, y.name, x.folder] == ["x", "y", None]


def test_a_2bit_takes_an_annotation(toy, tmp_path: Path) -> None:
    """Genes on packed bases are judged as on text."""
    fasta, gff3 = toy.but(header="toy").write(tmp_path)
    (tmp_path / "toy.2bit").write_bytes(by_hand({"toy": toy.sequence}, "<"))
    assert Genome.open(tmp_path / "toy.2bit", gff3).genes == Genome.open(fasta, gff3).genes


def test_it_travels_to_other_processes(tmp_path: Path) -> None:
    """A pickled file is opened anew."""
    held = written(tmp_path, {"a": "ACGTRN"}, [6])
    assert pickle.loads(pickle.dumps(held)).fetch("a", 0, 6) == "ACGTRN"


def test_the_real_yeast_is_read(shared: Path) -> None:
    """UCSC's own file: 16 chromosomes and the mitochondrion, 12,157,105 bp, without an N."""
    yeast = Genome.open(shared / "genomes" / "sacCer3.2bit")
    assert len(yeast.contigs) == 17
    assert sum(contig.length for contig in yeast.contigs) == 12_157_105
    assert yeast.contig("chrM").length == 85_779
    for contig in yeast.contigs:
        counts = np.bincount(yeast.codes(contig.name, 0, contig.length), minlength=5)
        assert counts[4] == 0
        assert counts.tolist()[:4] == [yeast.fetch(contig.name, 0, contig.length).count(b) for b in "ACGT"]
    assert yeast.fetch("chrI", 0, 20) == "CCACACCACACCCACACACC"
