"""How human sequence is put in: by a donor in zygotes, or by a vector whose marker stands out of its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus
from loxsmith.request import Request
from loxsmith.strategy.cassettes import DEFAULT_SITE, marker
from loxsmith.strategy.donating import in_zygotes, on_long_strand, on_plasmid
from loxsmith.strategy.model import Alternative, Block, Cassette, Donor, Piece, Spliced, Strategy, from_site
from loxsmith.strategy.promising import Aim, makes, nothing_else, numbered
from loxsmith.strategy.routes import VECTOR_ARM

InCells = Callable[[str], Strategy]
"""Builds the same in ES cells, for the reason given."""


WORD = 16
"""Bases in a row that human sequence and mouse locus must share to count as alike: fewer recur by chance in a window
of this size (judgement)."""

OUTWEIGH = 2
"""An arm must be so many times as long as what the human sequence shares with the mouse gene, else the donor may
recombine through the shared exons instead (judgement)."""


def routed(
    aim: Aim,
    request: Request,
    locus: Locus,
    in_cells: InCells,
    failed: str,
    tried: Strategy | None,
    alike: int = 0,
) -> Strategy:
    """Choose between zygotes and ES cells as for any constitutive change.

    Args:
        aim: what is to be true.
        request: for the route and donor asked for.
        locus: the wild type.
        in_cells: builds it in ES cells.
        failed: why no guide would do, when that is known already; else empty.
        tried: the strategy that failed.
        alike: bases of the human sequence that the mouse locus has too, which every arm must outweigh.

    Raises:
        InfeasibleError: zygotes or a donor were asked for, and will not do.
    """
    if request.method == "es" or request.donor == "vector":
        return _in_cells(in_cells, "ES cells were asked for.", request, alike)
    if failed:
        longer = tried is not None and tried.donor == "ssodn" and request.donor == "auto"
        farther = on_long_strand(aim, locus, failed) if longer else None
        if farther is not None:
            return farther
        if request.method == "zygote" or request.donor != "auto":
            raise InfeasibleError(failed, hint="Use --method es, which needs no guide.")
        return _in_cells(in_cells, failed, request, alike)
    found = in_zygotes(request, aim, locus)
    if not isinstance(found, Strategy):
        return _in_cells(in_cells, found, request, alike)
    if not _outweighed(found.donor, alike, request):
        return found
    if request.donor != "auto":
        raise InfeasibleError(_shared(alike), hint=_LONGER)
    if not _outweighed("plasmid", alike, request):
        return on_plasmid(aim, _shared(alike))
    if request.method == "zygote":
        raise InfeasibleError(_shared(alike), hint="Use --method es, whose arms are longer.")
    return _in_cells(in_cells, _shared(alike), request, alike)


def shared_with(text: str, locus: Locus) -> int:
    """Return how many bases of ``text`` lie in words that the locus has too."""
    wild = locus.molecule.sequence
    words = {wild[i : i + WORD] for i in range(len(wild) - WORD + 1)}
    held = bytearray(len(text))
    for i in range(len(text) - WORD + 1):
        if text[i : i + WORD] in words:
            held[i : i + WORD] = b"\x01" * WORD
    return sum(held)


def _in_cells(in_cells: InCells, reason: str, request: Request, alike: int) -> Strategy:
    if _outweighed("vector", alike, request):
        raise InfeasibleError(_shared(alike), hint=_LONGER)
    return in_cells(reason)


def _outweighed(donor: Donor, alike: int, request: Request) -> bool:
    """Whether what the human sequence shares with the mouse gene may take the place of an arm."""
    usual = {
        "vector": VECTOR_ARM,
        "plasmid": limit("R23.arm.even").whole,
        "aav": limit("J.aav.arm.low").whole,
        "lssdna": limit("R24.arm.low").whole,
        "ssodn": limit("R25.beyond").whole,
    }
    return OUTWEIGH * alike > (min(request.arms) if request.arms else usual[donor])


def _shared(alike: int) -> str:
    return (
        f"The human sequence shares {alike} bases with the mouse gene in words of {WORD} or more, and with arms less "
        f"than {OUTWEIGH} times as long a donor may recombine through the shared exons instead."
    )


_LONGER = "Use --donor plasmid or --method es, or longer arms (--arms 5P,3P)."


def behind_polya(aim: Aim, at: int, request: Request, locus: Locus, reason: str) -> Strategy:
    """Insert the payload of ``aim`` at ``at`` with a marker right behind its polyadenylation signal."""
    states = {
        allele: (Block(start=at, end=at, pieces=(*aim.payload, *pieces)),)
        for allele, pieces in _marker(request).items()
    }
    why = "The marker stands behind the polyadenylation signal of the human sequence, where nothing is transcribed."
    said = (f"The arms are those of {locus.genome.assembly}: use ES cells of the same strain (R21).",)
    return _selected(aim, states, request, (reason, why), said)


def within_block(
    aim: Aim,
    block: Block,
    left: Sequence[Piece],
    right: Sequence[Piece],
    request: Request,
    locus: Locus,
    reasons: Sequence[str],
    foreign: Spliced,
) -> Strategy:
    """Exchange a block for two halves with the marker between them."""
    states = {
        allele: (Block(start=block.start, end=block.end, pieces=(*left, *pieces, *right)),)
        for allele, pieces in _marker(request).items()
    }
    said = (f"The arms are those of {locus.genome.assembly}: use ES cells of the same strain (R21).",)
    return replace(_selected(aim, states, request, reasons, said), foreign=(foreign,))


def _marker(request: Request) -> dict[str, tuple[Piece, ...]]:
    """What stands at the marker's place in each state."""
    site = from_site(DEFAULT_SITE["Flp"])
    return {"targeted": (site, *marker(request.selection), site), "flp": (site,)}


def _selected(
    aim: Aim,
    states: Mapping[str, tuple[Block, ...]],
    request: Request,
    reasons: Sequence[str],
    said: Sequence[str],
) -> Strategy:
    promises = [
        nothing_else("targeted", "the human sequence and the marker cassette"),
        *makes(aim, "flp", "after Flp, "),
        nothing_else("flp", "the human sequence and one FRT"),
    ]
    wanted = request.method == "es" or request.donor == "vector"
    return Strategy(
        id="es-human",
        title=f"{aim.what}: targeting vector with a removable marker, in ES cells",
        route="es",
        donor="vector",
        edits=(),
        cassette=Cassette(states=tuple(states.items())),
        orders=(("Flp",),),
        promises=numbered(promises),
        why=(*reasons, "Flp removes the marker before the animal is studied (R17)."),
        alternatives=(
            Alternative(
                id="zygote",
                why_not="A donor in zygotes is faster, but ES cells were asked for."
                if wanted
                else f"A donor in zygotes is faster, but it will not do here. {reasons[0]}",
            ),
        ),
        assumptions=(
            *aim.assumptions,
            "While the marker is there the gene's expression is not assured: study the animal after Flp (R17).",
            *said,
        ),
    )
