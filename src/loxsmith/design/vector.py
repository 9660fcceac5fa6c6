"""Targeting vectors for ES cells: arms, cassette, negative selection and backbone."""

from __future__ import annotations

from loxsmith.design import arms as homology
from loxsmith.design.drawing import Construct, Drawing, edited, joined
from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.sequence import Opener, reverse_complement
from loxsmith.strategy import MARKERS, VECTOR_ARM, Cassette, Piece, Strategy, from_part, lift, with_blocks

CUTTERS = (
    ("NotI", "GCGGCCGC", 2), ("PacI", "TTAATTAA", 5), ("AsiSI", "GCGATCGC", 5), ("PmeI", "GTTTAAAC", 4),
    ("SwaI", "ATTTAAAT", 4), ("AscI", "GGCGCGCC", 2), ("FseI", "GGCCGGCC", 6), ("SbfI", "CCTGCAGG", 6),
    ("I-SceI", "TAGGGATAACAGGGTAAT", 9),
)  # fmt: skip
"""Rare cutters in the order of preference: recognition sequence, and the base behind which the top strand is cut
(REBASE)."""


def draw_vector(strategy: Strategy, locus: Locus, unique: Uniqueness, request: Request) -> Drawing:
    """Draw the targeting vector of an ES-cell strategy.

    Order: 5' arm - cassette and change - 3' arm - DTA - backbone - linearisation site. Opened at that site the
    DTA stays attached behind the 3' arm.

    Raises:
        InfeasibleError: the sequence at hand is too short for the arms.
    """
    cassette = strategy.cassette
    if cassette is None:
        raise ValueError(f"strategy {strategy.id} has no cassette to select for")
    held = _arms(strategy, cassette, locus, unique, request)
    whole = edited(locus, strategy, strategy.edits)
    changes = with_blocks(strategy.edits, cassette.edits("targeted"))
    left, right = lift(held[0][0], changes), lift(held[1][1], changes)
    insert = whole.slice(left, right)
    rest = joined((*_negative(), _backbone()))
    enzyme, site, cut = _cutter(insert.sequence + rest.sequence)
    opener = Piece(name=f"{enzyme} (linearise)", sequence=site, kind="literal", note="rare cutter, cuts once")
    circle = (insert + rest + opener.molecule()).circularise()
    inner = lift(cassette.start, strategy.edits) - left, lift(cassette.end, changes) - left
    construct = Construct(
        id="vector",
        name=f"pLS {locus.gene.symbol} {request.folder_name.partition('-')[2] or 'KI'}",
        kind="targeting vector",
        molecule=circle.renamed("vector"),
        arms=((0, inner[0]), (inner[1], right - left)),
        selection=(_marker(strategy), "DTA"),
        linearised_by=enzyme,
        opener=Opener(enzyme=enzyme, site=site, cut=cut),
    )
    return Drawing(
        construct=construct,
        edits=strategy.edits,
        arms=held,
        remarks=(
            *homology.too_short(sum(b - a for a, b in held), "R20.total.low", "targeting in ES cells"),
            *homology.remarks(unique, held, limit("R22.repeat").value),
        ),
    )


def _negative() -> tuple[Piece, ...]:
    """Diphtheria toxin A with its own promoter and polyA, outside the 3' arm: kills random integrants (R19)."""
    return from_part("PGK"), from_part("DTA"), from_part("hGHpA")


def _backbone() -> Piece:
    return from_part("pUC19")


def _marker(strategy: Strategy) -> str:
    pieces = strategy.cassette.pieces("targeted") if strategy.cassette else ()
    return next(p.name for p in pieces if p.name in MARKERS)


def _arms(
    strategy: Strategy, cassette: Cassette, locus: Locus, unique: Uniqueness, request: Request
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Both arms end at the cassette, which may hold a stretch of the locus; each reaches beyond the changes there."""
    beyond = limit("D10.2.beyond").whole
    behind = max((e.end - cassette.end for e in strategy.edits if e.end > cassette.end), default=0)
    before = max((cassette.start - e.start for e in strategy.edits if e.start < cassette.start), default=0)
    left, right = request.arms or (max(VECTOR_ARM, before + beyond), max(VECTOR_ARM, behind + beyond))
    homology.long_enough(left, right)
    for side, length, reach in (("5'", left, before), ("3'", right, behind)):
        if length <= reach:
            raise InfeasibleError(
                f"A {side} arm of {length} bp does not reach the change, which lies {reach} bp from the cassette.",
                hint=f"Ask for at least {reach + beyond} bp (--arms 5P,3P).",
            )
    exact = request.arms is not None
    return (
        homology.five_prime(locus, unique, cassette.start, left, exact=exact),
        homology.three_prime(locus, unique, cassette.end, right, exact=exact),
    )


def _cutter(text: str) -> tuple[str, str, int]:
    """Return the first rare cutter without a site in ``text``, which is read round as a circle."""
    for enzyme, site, cut in CUTTERS:
        ring = text + text[: len(site)]
        if site not in ring and reverse_complement(site) not in ring:
            return enzyme, site, cut
    raise InfeasibleError(
        "Every rare cutter of the list cuts this vector, so it cannot be linearised outside its arms.",
        hint="Choose other arms (--arms 5P,3P).",
    )
