"""Single molecules from GenBank, EMBL, FASTA and SnapGene files, features and topology kept."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Literal

from loxsmith.errors import DataError
from loxsmith.genome._biopython import FlatFeature, Part
from loxsmith.genome.drafts import joined
from loxsmith.genome.fasta import parse_fasta
from loxsmith.genome.files import read_bytes, stem
from loxsmith.genome.flat_file import is_flat_file, read_flat_file
from loxsmith.genome.snapgene import is_snapgene, read_snapgene
from loxsmith.sequence import Feature, Molecule, Source, Span

_NAMELESS = frozenset(
    {"", ".", "exported", "unknown", "<unknown", "untitled", "unnamed", "plasmid", "new_dna"}
)
_LABEL_KEYS = ("label", "gene", "standard_name", "product", "locus_tag", "note")
_LONGEST_LABEL = 60


def read_molecule(path: str | PathLike[str]) -> Molecule:
    """Read one molecule from a GenBank, EMBL, FASTA or SnapGene (.dna) file, gzip or not.

    The format is told by content. The molecule is drawn from the file's first base. Where a feature of a
    circular molecule runs over that base, the carrying source is opened elsewhere, so that the feature stays
    in reading order; the drawing does not change.

    Args:
        path: the file.

    Raises:
        DataError: absent, empty, truncated or damaged, several molecules, or no DNA.
    """
    file = Path(fspath(path))
    data = read_bytes(file)
    if is_snapgene(data) or is_flat_file(data):
        record = read_snapgene(data, file) if is_snapgene(data) else read_flat_file(data, file)
        return _molecule(_name(record.name, file), record.sequence, record.circular, record.features)
    if data.lstrip().startswith(b">"):
        return _fasta(data, file)
    raise DataError(
        f"File {file} is neither GenBank, EMBL, FASTA nor SnapGene.",
        hint="Export it from your program as GenBank.",
        file=str(file),
    )


def _fasta(data: bytes, path: Path) -> Molecule:
    records = parse_fasta([data], path)
    if len(records) > 1:
        raise DataError(
            f"File {path} holds {len(records)} sequences, not one.",
            hint="Put the one you mean in a file of its own.",
            file=str(path),
        )
    words = records[0].header.lower().replace("[", " ").replace("]", " ").split()
    circular = "topology=circular" in words or "circular=true" in words
    return _molecule(records[0].name, records[0].sequence, circular, ())


def _name(stated: str, path: Path) -> str:
    return stem(path) if stated.split(" ", maxsplit=1)[0].casefold() in _NAMELESS else stated


# -- building -----------------------------------------------------------------------------------------------


def _molecule(name: str, sequence: str, circular: bool, features: Sequence[FlatFeature]) -> Molecule:
    opened = _opening(len(sequence), features) if circular else 0
    source = Source(
        name=name,
        sequence=sequence[opened:] + sequence[:opened],
        features=tuple(_feature(feature, opened, len(sequence)) for feature in features),
    )
    if opened == 0:
        return Molecule.of(source, circular=circular)
    cut = len(sequence) - opened
    return Molecule([Span(source, cut, len(sequence)), Span(source, 0, cut)], circular=True, name=name)


def _opening(length: int, features: Sequence[FlatFeature]) -> int:
    """Return the base at which to open a circle so that no feature is broken, if one over the origin is.

    Candidates are the starts of features; the one that breaks the fewest wins, then the smallest.
    """
    extents = [_extent(feature.parts, length) for feature in features]
    if not any(start + span > length for start, span in extents):
        return 0
    extents = [(start, span) for start, span in extents if span < length]
    broken = {at: sum(0 < (at - start) % length < span for start, span in extents) for at, _ in extents}
    broken[0] = sum(0 < (-start) % length < span for start, span in extents)
    return min(broken, key=lambda at: (broken[at], at))


def _extent(parts: Sequence[Part], length: int) -> tuple[int, int]:
    """Return where a feature begins on the top strand, and how many bases on from there it ends."""
    parts = parts if parts[0][2] == 1 else parts[::-1]
    start, reach = parts[0][0], 0
    for begin, end, _ in parts:
        reach += (begin - start - reach) % length + end - begin
    return start, reach


def _feature(feature: FlatFeature, opened: int, length: int) -> Feature:
    pieces = [piece for part in feature.parts for piece in _shifted(part, opened, length)]
    strands = {strand for _, _, strand in feature.parts}
    strand: Literal[1, -1, 0] = strands.pop() if len(strands) == 1 else 0
    touching = _is_ring_joint(feature.parts, length)
    segments = tuple(joined(pieces, touching=touching))
    return Feature(
        kind=feature.kind,
        label=_label(feature),
        segments=segments,
        strand=strand,
        qualifiers=tuple(pair for pair in feature.qualifiers if pair[0] != "label"),
    )


def _shifted(part: Part, opened: int, length: int) -> list[tuple[int, int]]:
    start, end = part[0] - opened, part[1] - opened
    if end <= 0:
        return [(start + length, end + length)]
    if start < 0:
        return [(start + length, length), (0, end)]
    return [(start, end)]


def _is_ring_joint(parts: Sequence[Part], length: int) -> bool:
    """Say whether two parts meet at the origin: they are one stretch that the file had to write as two."""
    ends = {end for _, end, _ in parts}
    return length in ends and any(start == 0 for start, _, _ in parts)


def _label(feature: FlatFeature) -> str:
    label = " ".join(feature.first(*_LABEL_KEYS).split())
    return (label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 3] + "...") or feature.kind
