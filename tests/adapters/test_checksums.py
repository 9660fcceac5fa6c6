"""Sums over files, against a second implementation written from the manual."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.adapters.checksums import BsdSum, read_checksums, sum_of

LISTED = """\
33765    20 README
48723 769284 Mus_musculus.GRCm39.dna_sm.primary_assembly.fa.gz
00012     1 ./Mus_musculus.GRCm39.dna.chromosome.MT.fa.gz
not a line of sums
"""


def plain(data: bytes) -> str:
    """The manual's words, one by one: rotate, add, keep 16 bits; blocks of 1,024 bytes."""
    total = 0
    for byte in data:
        total = total // 2 + (0x8000 if total % 2 else 0)
        total = (total + byte) % 0x10000
    return f"{total} {(len(data) + 1023) // 1024}"


@given(st.lists(st.binary(max_size=1500), max_size=5))
def test_the_sum_is_the_same_in_any_pieces(pieces: list[bytes]) -> None:
    """As one or as many, and as the manual says."""
    total = BsdSum()
    for piece in pieces:
        total.update(piece)
    assert total.value() == plain(b"".join(pieces))


@pytest.mark.parametrize("data", [b"", b"a", b"\xff" * 70_000, bytes(range(256)) * 12])
def test_the_command_agrees(tmp_path: Path, data: bytes) -> None:
    """``sum`` of coreutils prints the same two numbers, and padding does not count."""
    command = shutil.which("sum")
    if command is None:
        pytest.skip("no command sum on this machine")
    path = tmp_path / "x"
    path.write_bytes(data)
    printed = subprocess.run([command, path], capture_output=True, text=True, check=True).stdout.split()
    assert sum_of(path, "bsd") == f"{int(printed[0])} {int(printed[1])}"


def test_digests_are_read_in_pieces_too(tmp_path: Path) -> None:
    """MD5 and SHA-256, with the bytes told on the way."""
    path = tmp_path / "x"
    path.write_bytes(b"x" * 3_000_000)
    told: list[int] = []
    assert sum_of(path, "sha256", told.append) == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert told == [1 << 20, 2 << 20, 3_000_000]


def test_a_list_of_sums_is_read_line_by_line() -> None:
    """Numbers are compared as numbers, folders in names are left out, other lines are passed over."""
    found = read_checksums(LISTED)
    assert list(found) == [
        "README",
        "Mus_musculus.GRCm39.dna_sm.primary_assembly.fa.gz",
        "Mus_musculus.GRCm39.dna.chromosome.MT.fa.gz",
    ]
    assert found["Mus_musculus.GRCm39.dna.chromosome.MT.fa.gz"][0].value == "12 1"
    assert found["README"][1] == 20 * 1024
