"""Small molecules for the command line: random bases, and files of them."""

from __future__ import annotations

import json
import random
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loxsmith.knowledge import site

LOXP = site("loxP").sequence
FRT = site("FRT-48").sequence


@dataclass(frozen=True)
class Ran:
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as the one JSON value it must be."""
        return json.loads(self.out)


def random_bases(seed: int, length: int) -> str:
    """Bases of a fair die."""
    return "".join(random.Random(seed).choices("ACGT", k=length))


def write_fasta(path: Path, sequence: str, *, circular: bool = False) -> Path:
    """Write one record."""
    path.write_text(f">{path.stem}{' topology=circular' if circular else ''}\n{sequence}\n", encoding="ascii")
    return path


def write_twobit(path: Path, name: str, sequence: str) -> Path:
    """Write one sequence of A, C, G and T as 2bit, by hand from UCSC's description of the format."""
    codes = "TCAG"
    padded = sequence.upper() + "T" * (-len(sequence) % 4)
    packed = bytes(
        sum(codes.index(base) << 2 * (3 - i) for i, base in enumerate(padded[at : at + 4]))
        for at in range(0, len(padded), 4)
    )
    offset = 16 + 1 + len(name) + 4
    head = (
        struct.pack("<4I", 0x1A412743, 0, 1, 0)
        + bytes([len(name)])
        + name.encode()
        + struct.pack("<I", offset)
    )
    path.write_bytes(head + struct.pack("<4I", len(sequence), 0, 0, 0) + packed)
    return path
