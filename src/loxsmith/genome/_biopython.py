"""The one door to Biopython: feature tables, locations, SnapGene's .dna files, and the alignment of proteins.

Of its two GenBank readers the ``Record`` one serves: ``SeqRecord`` keeps qualifiers by key and so loses their
order. It accepts much in silence or with a warning only; the callers judge header and bases before they come.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO, StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from loxsmith.sequence import Strand

if TYPE_CHECKING:
    from Bio.SeqFeature import CompoundLocation, SimpleLocation

Part = tuple[int, int, Strand]

_FRAME = "LOCUS       x\nFEATURES             Location/Qualifiers\n{}\nORIGIN\n//\n"
_DAMAGE = (ValueError, AssertionError, LookupError, TypeError, AttributeError, ExpatError)
"""What Biopython raises on content it did not foresee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatFeature:
    """One feature of a file."""

    kind: str
    """INSDC key."""

    parts: tuple[Part, ...]
    """Stretches (start, end, strand), 0-based half-open, in the order the feature is read; never empty."""

    open_left: bool = False
    """True when it begins before its first stated base (``<``)."""

    open_right: bool = False
    """True when it ends after its last stated base (``>``)."""

    qualifiers: tuple[tuple[str, str], ...]
    """Qualifiers in file order; a qualifier without value has an empty one."""

    def first(self, *keys: str) -> str:
        """Return the value of the first of ``keys`` that is there; empty when none is."""
        values = (value for key in keys for name, value in self.qualifiers if name == key and value)
        return next(values, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatRecord:
    """One record of a GenBank, EMBL or SnapGene file."""

    name: str
    """Stated name; empty when none is."""

    circular: bool
    """True when the record says circular."""

    header: str = field(repr=False)
    """Everything above the feature table, for those who look for an accession or organism."""

    features: tuple[FlatFeature, ...] = field(repr=False)
    """Features in file order."""

    sequence: str = field(repr=False)
    """Bases, upper case."""


def read_table(table: str, length: int, *, circular: bool) -> Iterator[FlatFeature]:
    """Yield the features of a GenBank feature table, in GenBank's columns, on a record of ``length`` bases.

    Features that lie on other records altogether are left out.

    Raises:
        ValueError: a feature that cannot be read or leaves the record; the text goes on from "it has".
    """
    from Bio import GenBank

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            features = _untyped(GenBank.read)(StringIO(_FRAME.format(table))).features
    except _DAMAGE as error:
        what = str(error).partition("\n")[0].rstrip(":") or "a qualifier without '/'"
        raise ValueError(f"a feature table that cannot be read: {what}") from error
    for feature in features:
        where = feature.location
        try:
            parts = read_location(where, length, circular=circular)
        except _DAMAGE as error:
            record = f"a {'circular' if circular else 'linear'} record of {length} bases"
            raise ValueError(f"a {feature.key} feature at {where}, which is no place on {record}") from error
        if parts:
            yield FlatFeature(
                kind=feature.key,
                parts=parts,
                open_left="<" in where,
                open_right=">" in where,
                qualifiers=tuple((q.key.strip("/= "), _unquoted(q.value)) for q in feature.qualifiers),
            )


def read_location(text: str, length: int, *, circular: bool) -> tuple[Part, ...]:
    """Read an INSDC location; parts on other records are left out.

    A range whose start lies behind its end runs over the origin of a circular record; a site between two
    bases stands for both, as a feature here has an extent.

    Raises:
        ValueError or another of what Biopython raises: it is no location, or it leaves the record.

    >>> read_location("complement(join(24..30,1..2))", 30, circular=True)
    ((0, 2, -1), (23, 30, -1))
    """
    from Bio.SeqFeature import Location

    plain = re.sub(r"(\d)([<>])", r"\1", text.replace("^", ".."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _parts(_untyped(Location.fromstring)(plain, length, circular), length)


def read_dna(data: bytes) -> tuple[str, bool, tuple[FlatFeature, ...]]:
    """Return bases, whether circular, and features of a SnapGene file.

    Raises:
        ValueError: damaged.
    """
    from Bio import SeqIO

    try:
        record = _untyped(SeqIO.read)(BytesIO(data), "snapgene")
        features = tuple(
            FlatFeature(
                kind=feature.type,
                parts=_turned(_parts(feature.location, len(record)), len(record)),
                qualifiers=tuple(
                    (key, " ".join(str(value).split()))
                    for key, values in feature.qualifiers.items()
                    for value in values
                    if key != "parts"  # Biopython's own: the names of single segments
                ),
            )
            for feature in record.features
        )
    except _DAMAGE as error:
        raise ValueError(str(error)) from error
    return str(record.seq).upper(), record.annotations["topology"] == "circular", features


def align_proteins(one: str, other: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return the best local alignment of two proteins as stretches without a gap.

    BLOSUM62, and 11 + 1 for each residue of a gap, as BLAST has it. Of equal alignments always the same one.

    Args:
        one: residues in one-letter code.
        other: likewise.

    Returns:
        Its score; and start in ``one``, start in ``other`` (0-based) and length of each stretch, none of them when
        nothing is alike.

    >>> align_proteins("WWHKLV", "GGWWHKLVGG")
    (43, ((0, 2, 6),))
    """
    found = next(iter(_aligner().align(one, other)), None) if one and other else None
    if found is None:
        return 0, ()
    here, there = found.aligned.tolist()
    stretches = tuple((a, b, end - a) for (a, end), (b, _) in zip(here, there, strict=True))
    return round(found.score), stretches


@cache
def _aligner() -> Any:
    from Bio import Align
    from Bio.Align import substitution_matrices

    return _untyped(Align.PairwiseAligner)(
        mode="local",
        substitution_matrix=_untyped(substitution_matrices.load)("BLOSUM62"),
        # Biopython's opening score is that of a gap's first residue.
        open_gap_score=-12,
        extend_gap_score=-1,
    )


def _parts(location: SimpleLocation | CompoundLocation, length: int) -> tuple[Part, ...]:
    own = [part for part in location.parts if part.ref is None]
    parts: list[Part] = [(int(p.start), int(p.end), -1 if p.strand == -1 else 1) for p in own]
    if not all(0 <= start < end <= length for start, end, _ in parts):
        raise ValueError("a location leaves the sequence")
    return tuple(parts)


def _turned(parts: tuple[Part, ...], length: int) -> tuple[Part, ...]:
    """Put the halves of a bottom-strand stretch over the origin in reading order.

    Biopython's SnapGene reader (to 1.88 at least) joins them as if they lay on the top strand.
    """
    turned = list(parts)
    for i, (left, right) in enumerate(pairwise(parts)):
        if left[1:] == (length, -1) and right[0] == 0:
            turned[i : i + 2] = right, left
    return tuple(turned)


def _untyped(function: Any) -> Any:
    """Let strict typing call a function that carries no types."""
    return function


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        value = value[1:].removesuffix('"').replace('""', '"').strip()
    return value
