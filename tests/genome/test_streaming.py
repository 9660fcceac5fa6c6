"""Files read block by block: the blocks' edges never show."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import DataError
from loxsmith.genome import files
from loxsmith.genome.fasta import FastaRecord, parse_fasta, stream_fasta
from loxsmith.genome.files import stream_bytes

PATH = Path("made.fa")
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", " \n"])
RECORDS = st.lists(
    st.tuples(
        st.text("ab >|.", max_size=6), st.lists(st.text("ACGTNacgtnRy", min_size=1, max_size=9), min_size=1)
    ),
    min_size=1,
    max_size=4,
)


def cut(data: bytes, edges: list[int]) -> list[bytes]:
    """Cut at these places."""
    places = [0, *sorted(edge % (len(data) + 1) for edge in edges), len(data)]
    return [data[low:high] for low, high in pairwise(places)]


@given(records=RECORDS, end=ENDS, edges=st.lists(st.integers(0, 999), max_size=9))
def test_records_do_not_depend_on_where_blocks_end(
    records: list[tuple[str, list[str]]], end: str, edges: list[int]
) -> None:
    """Headers, letters and repeats are those of the text, for every line end and every cut."""
    named = [(f"s{i} {rest}".strip(), lines) for i, (rest, lines) in enumerate(records)]
    text = "".join(f">{header}{end}" + "".join(line + end for line in lines) for header, lines in named)
    found = parse_fasta(cut(text.encode(), edges), PATH)
    assert [(r.header.strip(), r.name, r.sequence) for r in found] == [
        (header, f"s{i}", "".join(lines).upper()) for i, (header, lines) in enumerate(named)
    ]
    for record, (_, lines) in zip(found, named, strict=True):
        letters = "".join(lines)
        lower = [] if letters.islower() else [i for i, letter in enumerate(letters) if letter.islower()]
        pairs = zip(record.mask[::2], record.mask[1::2], strict=True)
        assert [i for low, high in pairs for i in range(low, high)] == lower
        assert isinstance(record, FastaRecord)


@given(edges=st.lists(st.integers(0, 99), max_size=5))
def test_the_line_of_a_wrong_letter_does_not_depend_on_it_either(edges: list[int]) -> None:
    """Counted from the record's first line."""
    data = b">a\nACGT\n>b\nACGT\nACGT\nACXT\nACGT\n"
    with pytest.raises(DataError, match=r"'b' of file made\.fa holds 'X' on its line 3"):
        list(stream_fasta(cut(data, edges), PATH))


@pytest.mark.parametrize("block", [2, 7, 1 << 20])
def test_gzip_is_unpacked_alike_in_blocks_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """Members, their headers and their checksums may lie across blocks; the packed bytes are all watched."""
    monkeypatch.setattr(files, "_BLOCK", block)
    data = b"".join(b">s%d\nACGTACGTNN\n" % i for i in range(50))
    packed = b"".join(gzip.compress(data[at : at + 100]) for at in range(0, len(data), 100)) + bytes(9)
    (tmp_path / "x").write_bytes(packed)
    seen: list[bytes] = []
    blocks = list(stream_bytes(tmp_path / "x", seen.append))
    assert b"".join(blocks) == data
    assert max(map(len, blocks)) <= block
    assert b"".join(seen) == packed


@pytest.mark.parametrize("block", [2, 3, 64, 1 << 20])
def test_gzip_cut_anywhere_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Within a member; a cut between two of plain gzip cannot be known."""
    monkeypatch.setattr(files, "_BLOCK", block)
    first, second = gzip.compress(b">a\nACGT\n"), gzip.compress(b">b\nACGT\n")
    for length in range(2, len(first + second)):
        if length == len(first):
            continue
        (tmp_path / "x").write_bytes((first + second)[:length])
        with pytest.raises(DataError, match="truncated or damaged gzip"):
            list(stream_bytes(tmp_path / "x"))


def test_a_gzip_bomb_is_taken_in_small_blocks(tmp_path: Path) -> None:
    """A megabyte that unpacks to a gigabyte never stands in memory as a whole."""
    (tmp_path / "x").write_bytes(gzip.compress(bytes(64 << 20)))
    assert max(map(len, stream_bytes(tmp_path / "x"))) <= files._BLOCK
