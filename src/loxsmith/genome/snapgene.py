"""SnapGene's .dna files: packets of one type byte, a big-endian length, and content.

The packets read here (cookie 0x09, DNA 0x00, primers 0x05, features 0x0A) are as Biopython's ``SnapGeneIO``
describes them; two traps of the format it names are kept: primer positions count from 0, and binding sites
below the file's own hybridisation limits are not shown by SnapGene and not read here.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from loxsmith.errors import DataError
from loxsmith.genome.files import stem
from loxsmith.genome.flat_file import FlatFeature, FlatRecord
from loxsmith.genome.location import Location, Part
from loxsmith.sequence import IUPAC

_COOKIE = b"\x09\x00\x00\x00\x0eSnapGene"
_DNA, _PRIMERS, _FEATURES = 0x00, 0x05, 0x0A
_CIRCULAR = 0x01
_REVERSE = "2"
_MARKUP = re.compile(r"<[^>]*>")


def is_snapgene(data: bytes) -> bool:
    """Say whether the bytes begin like a SnapGene file."""
    return data.startswith(_COOKIE)


def read_snapgene(data: bytes, path: Path) -> FlatRecord:
    """Return the record of a SnapGene file.

    Raises:
        DataError: truncated, damaged, or not DNA.
    """
    try:
        packets = dict(_packets(data))
        dna = packets[_DNA]
        sequence = dna[1:].decode("ascii").upper()
        circular = bool(dna[0] & _CIRCULAR)
        features = (
            *_features(_xml(packets.get(_FEATURES, b"<Features/>")), len(sequence)),
            *_primers(_xml(packets.get(_PRIMERS, b"<Primers/>")), len(sequence)),
        )
    except (struct.error, KeyError, IndexError, ValueError, ElementTree.ParseError) as error:
        raise DataError(
            f"File {path} is a truncated or damaged SnapGene file.",
            hint="Save it again in SnapGene, or export it as GenBank.",
            file=str(path),
        ) from error
    if not sequence or set(sequence) - set(IUPAC):
        raise DataError(
            f"File {path} is a SnapGene file without DNA.", hint="Give a DNA file.", file=str(path)
        )
    return FlatRecord(name=stem(path), circular=circular, header="", features=features, sequence=sequence)


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, size = struct.unpack_from(">BI", data, at)
        at += 5
        if at + size > len(data):
            raise ValueError("a packet ends past the end of the file")
        yield kind, data[at : at + size]
        at += size


def _xml(text: bytes) -> ElementTree.Element:
    if b"<!" in text:  # SnapGene writes no DTD; one could only be there to be expanded
        raise ValueError("unexpected declaration")
    return ElementTree.fromstring(text)


def _features(root: ElementTree.Element, length: int) -> Iterator[FlatFeature]:
    for element in root.iter("Feature"):
        reverse = element.get("directionality") == _REVERSE
        parts = [
            part
            for segment in element.iter("Segment")
            if segment.get("type") != "gap"
            for part in _parts(segment.get("range", ""), 1, length)
        ]
        if parts:
            qualifiers = (("label", element.get("name", "")), *_qualifiers(element))
            yield _feature(element.get("type", "misc_feature"), parts, reverse, qualifiers)


def _primers(root: ElementTree.Element, length: int) -> Iterator[FlatFeature]:
    limits = root.find(".//HybridizationParams")
    fewest = float(limits.get("minContinuousMatchLen", 0)) if limits is not None else 0
    coolest = float(limits.get("minMeltingTemperature", 0)) if limits is not None else 0
    for primer in root.iter("Primer"):
        seen = set()
        for site in primer.iter("BindingSite"):
            where = (site.get("location", ""), site.get("boundStrand", "0"))
            annealed = site.get("annealedBases")
            weak = annealed is not None and len(annealed) < fewest
            cold = float(site.get("meltingTemperature", coolest)) < coolest
            if where not in seen and not weak and not cold:
                parts = _parts(where[0], 0, length)
                yield _feature("primer_bind", parts, where[1] == "1", (("label", primer.get("name", "")),))
            seen.add(where)


def _feature(
    kind: str, parts: list[tuple[int, int]], reverse: bool, qualifiers: tuple[tuple[str, str], ...]
) -> FlatFeature:
    stranded: list[Part] = [(start, end, -1 if reverse else 1) for start, end in parts]
    return FlatFeature(
        kind=kind,
        location=Location(tuple(stranded[::-1] if reverse else stranded)),
        qualifiers=qualifiers,
    )


def _parts(text: str, first: int, length: int) -> list[tuple[int, int]]:
    """Return the stretches of ``start-end``, counted from ``first``; backwards means over the origin."""
    start, end = (int(number) - first for number in text.split("-"))
    if not (0 <= start < length and 0 <= end < length):
        raise ValueError(f"range {text} leaves the sequence")
    return [(start, end + 1)] if start <= end else [(start, length), (0, end + 1)]


def _qualifiers(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for qualifier in element.iter("Q"):
        for value in qualifier.iter("V"):
            text = value.get("text") or value.get("predef") or value.get("int") or ""
            yield qualifier.get("name", "note"), " ".join(_MARKUP.sub(" ", text).split())
