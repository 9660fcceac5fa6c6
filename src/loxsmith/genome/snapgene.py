"""SnapGene's .dna files: packets of one type byte, a big-endian length, and content.

Biopython reads them; it is handed only the packets that are read here, as one odd date in the file's notes would
stop it, and their texts without markup, as it would join the words on both sides of a line break.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from loxsmith.errors import DataError
from loxsmith.genome._biopython import FlatRecord, read_dna
from loxsmith.genome.files import stem
from loxsmith.sequence import IUPAC

_COOKIE = b"\x09\x00\x00\x00\x0eSnapGene"
_READ = (0x09, 0x00, 0x0A, 0x05)
"""Cookie, DNA, features, primers: in this order, whatever the file's, as Biopython appends as it goes."""
_MARKUP = re.compile(rb"&lt;[^<>\"']*?(?:&gt;|>)")


def is_snapgene(data: bytes) -> bool:
    """Say whether the bytes begin like a SnapGene file."""
    return data.startswith(_COOKIE)


def read_snapgene(data: bytes, path: Path) -> FlatRecord:
    """Return the record of a SnapGene file.

    Raises:
        DataError: truncated, damaged, or not DNA.
    """
    try:
        sequence, circular, features = read_dna(_mended(data))
    except (struct.error, ValueError) as error:
        raise DataError(
            f"File {path} is a truncated or damaged SnapGene file.",
            hint="Save it again in SnapGene, or export it as GenBank.",
            file=str(path),
        ) from error
    if set(sequence) - set(IUPAC):
        raise DataError(
            f"File {path} is a SnapGene file without DNA.", hint="Give a DNA file.", file=str(path)
        )
    return FlatRecord(name=stem(path), circular=circular, header="", features=features, sequence=sequence)


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, size = struct.unpack_from(">BI", data, at)
        content = data[at + 5 : at + 5 + size]
        if len(content) < size:
            raise ValueError("a packet ends past the end of the file")
        yield kind, content
        at += 5 + size


def _mended(data: bytes) -> bytes:
    packets = dict(_packets(data))
    if any(b"<!" in packets.get(kind, b"") for kind in _READ):
        raise ValueError("SnapGene writes no DTD; one could only be there to be expanded")
    mended = [(kind, _MARKUP.sub(b" ", packets[kind])) for kind in _READ if kind in packets]
    return b"".join(struct.pack(">BI", kind, len(content)) + content for kind, content in mended)
