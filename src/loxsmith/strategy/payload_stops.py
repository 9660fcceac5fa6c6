"""A STOP inside a payload, between sites of a recombinase: nothing behind it is made until that one has acted."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.strategy.cassettes import CLOSE, DEFAULT_SITE, SitePair, excised, selection_agent
from loxsmith.strategy.model import Cassette, Piece, from_part, from_site

SPACER = Piece(
    name="spacer",
    sequence="CC",
    kind="literal",
    note="own composition: loxP ends in AT and the start context begins with G, which would spell an ATG",
)
"""Stands between a site that stays in a leader and the start context behind it."""


def payload_stop(
    at: int,
    switch: str,
    pair: SitePair,
    *,
    marked: bool,
    selection: str | None = None,
    remover: str | None = None,
) -> Cassette:
    """A floxed STOP for a payload, in every state; put the payload round it with :func:`within`.

    It needs no splice acceptor of its own. Behind a promoter nothing is spliced that could skip it, since no donor
    stands open in front; behind an acceptor that stays (SA) it lies in the exon which that acceptor opens. All three
    frames are closed in front of it, which also keeps the site's last bases from spelling an ATG with it.

    Args:
        at: the place of the payload on the locus, 0-based.
        switch: recombinase that removes the STOP.
        pair: its two sites; what they leave is read as untranslated leader afterwards.
        marked: whether a selection marker stands behind the STOP, inside the sites, for ES cells.
        selection: the marker.
        remover: recombinase that takes the marker out.

    Raises:
        InfeasibleError: the site that stays carries an ATG.
    """
    if "ATG" in pair.left_over.sequence:
        raise InfeasibleError(
            f"{pair.left_over.name} carries an ATG and would stay in front of the payload's own, where ribosomes take "
            "the first.",
            hint=f"Leave --sites out, which uses {DEFAULT_SITE[switch]}.",
        )
    held = (CLOSE, from_part("STOP"))
    if marked:
        return excised(at, held, pair, switch, remover or selection_agent(switch), selection)
    left, right, rest = (from_site(s.name) for s in (pair.left, pair.right, pair.left_over))
    return Cassette.at(at, (("targeted", (left, *held, right)), (switch.casefold(), (rest,))))


def within(cassette: Cassette, before: tuple[Piece, ...], behind: tuple[Piece, ...]) -> Cassette:
    """Put pieces in front of and behind a cassette at one place, in all its states."""
    return Cassette.at(
        cassette.start, ((a, (*before, *cassette.pieces(a), *behind)) for a, _ in cassette.states)
    )


def leader_remark(pair: SitePair) -> str:
    """What the site that stays means to a leader that ribosomes scan."""
    return (
        f"One {pair.left_over.name} stays in the untranslated leader, where its palindromic arms can form a hairpin; "
        "it is turned so that it carries no ATG."
    )
