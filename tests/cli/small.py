"""Small molecules for the command line: random bases, and files of them."""

from __future__ import annotations

import json
import random
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
