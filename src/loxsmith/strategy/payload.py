"""Payloads: from the parts a request names to bases, each with the start and stop its place asks for.

C-terminal and internal payloads lose their stop and use the native one; N-terminal ones lose their Met and
their stop; a coding sequence at the native start keeps its Met and ends in exactly one stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.genome import read_molecule
from loxsmith.knowledge import Part, part
from loxsmith.request import PayloadItem
from loxsmith.sequence import STOP_CODONS, is_plain, translate
from loxsmith.strategy.model import Piece, from_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What is inserted."""

    name: str
    """As the request writes it."""

    pieces: tuple[Piece, ...]
    """In order, in the gene's direction."""

    protein: str
    """What its open frame codes for, without the stop."""

    releases: tuple[int, ...]
    """Offsets in ``protein`` at which a 2A peptide lets a product go."""

    @property
    def text(self) -> str:
        """Bases as inserted."""
        return "".join(piece.text for piece in self.pieces)


def tag(items: Sequence[PayloadItem], *, n_terminal: bool) -> Payload:
    """Build an in-frame payload without stop codon; an N-terminal one also loses its first Met.

    Raises:
        RequestError: an element does not code, or does not keep the frame.
    """
    pieces, protein, releases = [], "", []
    for number, item in enumerate(items):
        piece = _without_stop(_coding(item))
        if n_terminal and number == 0 and piece.sequence.startswith("ATG") and len(piece.sequence) > 3:
            piece = _cut(piece, 3, len(piece.sequence))
        residues = translate(piece.sequence)
        if piece.kind == "2A":
            releases.append(len(protein) + len(residues) - 1)
        pieces.append(piece)
        protein += residues
    return Payload(name=_name(items), pieces=tuple(pieces), protein=protein, releases=tuple(releases))


def expression(items: Sequence[PayloadItem]) -> Payload:
    """Build a coding sequence with its own start and one stop, followed by what ends its transcript.

    Raises:
        RequestError: it does not begin with an ATG, codes again behind its end, or has no polyadenylation
            signal to end the transcript.
        InfeasibleError: it holds a STOP switch.
    """
    if any(item.kind in {"switch", "acceptor"} for item in items):
        raise InfeasibleError(
            f"{_name(items)}: a switched coding sequence at the native start is not built yet.",
            hint="Leave out LSL, FSF, RSR or SA for an allele that is always on.",
        )
    found = [_piece(item) for item in items]
    count = next((i for i, p in enumerate(found) if not _codes(p)), len(found))
    coding, rest = [_without_stop(p) for p in found[:count]], found[count:]
    if not coding or not coding[0].sequence.startswith("ATG"):
        raise RequestError(
            f"{_name(items)} does not begin with a coding sequence that has its own ATG.",
            hint="Name a coding sequence first, as in EGFP-bGHpA.",
        )
    if late := next((p for p in rest if _codes(p)), None):
        raise RequestError(
            f"In {_name(items)} the coding {late.name} stands behind a part that does not code.",
            hint="Put all coding parts first, then WPRE and the polyA.",
        )
    if not any(p.kind == "polyA" for p in rest):
        raise RequestError(
            f"{_name(items)} has no polyadenylation signal, so its transcript would run on into the gene.",
            hint=f"Add one, as in {_name(items)}-bGHpA.",
        )
    protein = "".join(translate(p.sequence) for p in coding)
    stop = Piece(name="stop", sequence=_last_stop(found[count - 1]), kind="literal", note="stop codon")
    return Payload(
        name=_name(items),
        pieces=(*coding, stop, *rest),
        protein=protein,
        releases=_releases(coding),
    )


IRES_START = Piece(
    name="IRES start context",
    sequence="AACC",
    kind="literal",
    note="stands between this IRES and the ATG of lacZ in the IKMC cassettes",
)
"""What the 561-bp IRES of the library needs between its end and the ATG."""


def behind_ires(items: Sequence[PayloadItem]) -> Payload:
    """Build an IRES and a coding sequence with its own start and one stop; the gene's polyA ends the transcript.

    Raises:
        RequestError: the payload does not begin with an ATG, or does not code to its end.
    """
    found = [_coding(item) for item in items]
    if not found or not found[0].sequence.startswith("ATG"):
        raise RequestError(
            f"{_name(items)} does not begin with a coding sequence that has its own ATG, and nothing else starts a "
            "protein behind an IRES.",
            hint="Name a coding sequence first, as in IRES-EGFP.",
        )
    coding = [_without_stop(piece) for piece in found]
    stop = Piece(name="stop", sequence=_last_stop(found[-1]), kind="literal", note="stop codon")
    return Payload(
        name=f"IRES-{_name(items)}",
        pieces=(from_part("IRES"), IRES_START, *coding, stop),
        protein="".join(translate(p.sequence) for p in coding),
        releases=_releases(coding),
    )


def _releases(coding: Sequence[Piece]) -> tuple[int, ...]:
    found, length = [], 0
    for piece in coding:
        length += len(piece.sequence) // 3
        if piece.kind == "2A":
            found.append(length - 1)
    return tuple(found)


def split(protein: str, releases: Sequence[int]) -> tuple[str, ...]:
    """Cut a protein into the products that 2A peptides release."""
    cuts = [0, *releases, len(protein)]
    return tuple(protein[a:b] for a, b in pairwise(cuts))


def _coding(item: PayloadItem) -> Piece:
    piece = _piece(item)
    if not _codes(piece):
        raise RequestError(
            f"{item.text} does not code for protein from its first to its last base, so it cannot be a tag.",
            hint="Name coding parts, 2A peptides, linkers and tags only.",
            part=item.name,
        )
    return piece


def _codes(piece: Piece) -> bool:
    if piece.kind in {"file", "literal"}:
        return len(piece.sequence) % 3 == 0 and "*" not in translate(_without_stop(piece).sequence)
    return part(piece.name).is_coding


def _piece(item: PayloadItem) -> Piece:
    if item.kind == "part":
        return from_part(item.name)
    if item.kind == "file":
        return _from_file(item.name)
    raise RequestError(
        f"{item.text} is a switch and cannot stand in this payload.", hint="Name parts and @files."
    )


def _from_file(name: str) -> Piece:
    found = read_molecule(Path(name))
    if found.circular:
        raise RequestError(
            f"The payload file {name} is a circular molecule, so it has no first base.",
            hint="Save the insert alone as a linear sequence.",
            file=name,
        )
    if not is_plain(found.sequence):
        raise RequestError(
            f"The payload file {name} holds letters other than A, C, G and T.",
            hint="Resolve the ambiguous bases first.",
            file=name,
        )
    return Piece(name=Path(name).name, sequence=found.sequence, kind="file", note=f"from {Path(name).name}")


def _without_stop(piece: Piece) -> Piece:
    if len(piece.sequence) > 3 and piece.sequence[-3:] in STOP_CODONS and len(piece.sequence) % 3 == 0:
        return _cut(piece, 0, len(piece.sequence) - 3)
    return piece


def _last_stop(piece: Piece) -> str:
    return piece.sequence[-3:] if piece.sequence[-3:] in STOP_CODONS else "TAA"


def _cut(piece: Piece, start: int, end: int) -> Piece:
    return Piece(
        name=piece.name,
        sequence=piece.sequence[start:end],
        strand=piece.strand,
        kind=piece.kind,
        note=piece.note,
    )


def _name(items: Sequence[PayloadItem]) -> str:
    return "-".join(item.text for item in items)


def labels(items: Sequence[PayloadItem]) -> tuple[str, ...]:
    """Labels that must be shown beside parts of the payload ("own composition", "unconfirmed")."""
    found: list[Part] = [part(item.name) for item in items if item.kind == "part"]
    return tuple(f"{p.name}: {p.label}" for p in found if p.label)


def piece_of(item: PayloadItem) -> Piece:
    """Return one element of a payload, a part or a file, as it is.

    Raises:
        RequestError: it is a switch, or a file that cannot be inserted.
        DataError: the file is not at hand or not readable.
    """
    return _piece(item)


def open_frame(found: Sequence[Piece]) -> tuple[tuple[Piece, ...], str, tuple[int, ...]]:
    """Join coding pieces to one frame that ends in exactly one stop.

    Args:
        found: pieces that each code from their first to their last base.

    Returns:
        The pieces with the stop behind them, the protein, and the offsets at which 2A peptides release it.
    """
    coding = [_without_stop(piece) for piece in found]
    stop = Piece(name="stop", sequence=_last_stop(found[-1]), kind="literal", note="stop codon")
    return (*coding, stop), "".join(translate(p.sequence) for p in coding), _releases(coding)
