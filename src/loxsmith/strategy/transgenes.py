"""Transgenes that stand on their own: what drives them, what switches them, what they make, what ends them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.knowledge import part
from loxsmith.request import PayloadItem
from loxsmith.sequence import STOP_CODONS, translate
from loxsmith.strategy import payload
from loxsmith.strategy.cassettes import KOZAK
from loxsmith.strategy.model import Piece, from_part, spell
from loxsmith.strategy.payload_stops import SPACER

POLYA: Final = "bGHpA"
"""Added where a transgene names no polyadenylation signal (judgement)."""

_UNFIT: Final = {
    "EM7": "is a bacterial promoter",
    "U6": "is read by RNA polymerase III, which makes no messenger",
    "TRE3G": "is silent without a transactivator, which this version does not plan",
}
"""Promoters of the library that drive no messenger by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cistron:
    """One open frame of a transgene."""

    name: str
    """Its coding parts, joined by hyphens."""

    chains: tuple[str, ...]
    """Its proteins; several behind 2A peptides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transgene:
    """A payload with everything it needs to be expressed at a harbour."""

    name: str
    """As the request writes it, with what was added."""

    driver: tuple[Piece, ...]
    """Promoter, or the splice acceptor that takes the harbour's own transcript; insulators in front of it."""

    promoter: str
    """Name of its promoter; empty where it has a splice acceptor instead."""

    switch: PayloadItem | None
    """The STOP switch behind the driver."""

    body: tuple[Piece, ...]
    """Start context, coding sequences with their stops, what follows them, polyA; insulators behind."""

    cistrons: tuple[Cistron, ...]
    """What it makes, the second and further ones behind an IRES."""

    assumptions: tuple[str, ...]
    """What was added or taken for granted."""

    @property
    def size(self) -> int:
        """Bases without a switch."""
        return len(spell((*self.driver, *self.body)))


def read_transgene(items: Sequence[PayloadItem]) -> Transgene:
    """Read a payload such as ``CAG-LSL-tdTomato-WPRE-bGHpA``.

    Raises:
        RequestError: its parts do not make a transgene in this order, or a frame is not open from ATG to stop.
        InfeasibleError: it asks for what is not built.
        DataError: a file is not at hand.
    """
    _only_known(items)
    front, rest = _split_driver(items)
    switch, rest = _split_switch(items, rest)
    coding, tail = _split_tail(items, rest)
    cistrons, pieces = _cistrons(items, coding)
    ends, added = _ended(items, [payload.piece_of(item) for item in tail])
    name = "-".join(item.text for item in items) + (f"-{POLYA}" if added else "")
    driver = tuple(payload.piece_of(item) if item.kind == "part" else from_part("En2-SA") for item in front)
    return Transgene(
        name=name,
        driver=driver,
        promoter=next((p.name for p in driver if p.kind == "promoter"), ""),
        switch=switch,
        body=(SPACER, KOZAK, *pieces, *ends),
        cistrons=cistrons,
        assumptions=(*added, *payload.labels(items)),
    )


# -- one part after the other ------------------------------------------------------------------------------


def _kind(item: PayloadItem) -> str:
    return part(item.name).kind if item.kind == "part" else item.kind


_CODING: Final = frozenset({"cds", "cds-fragment", "2A", "linker", "tag", "file"})
_KNOWN: Final = _CODING | {
    "insulator", "promoter", "splice", "acceptor", "intron", "switch", "IRES", "enhancer", "polyA"
}  # fmt: skip


def _only_known(items: Sequence[PayloadItem]) -> None:
    for item in items:
        kind = _kind(item)
        if kind == "site":
            raise InfeasibleError(
                f"{item.text}: this version does not build landing pads and their exchange (RMCE) yet.",
                hint="Leave the sites out; LSL, FSF and RSR bring their own.",
            )
        if kind not in _KNOWN:
            raise RequestError(
                f"{item.text} is a {kind} and has no place in a transgene.",
                hint="Name a promoter or SA, a switch, coding parts, WPRE and a polyA.",
            )


def _split_driver(items: Sequence[PayloadItem]) -> tuple[list[PayloadItem], list[PayloadItem]]:
    """Insulators, the promoter or the acceptor, an intron behind it; and the rest."""
    count = next((i for i, item in enumerate(items) if _kind(item) != "insulator"), len(items))
    first = items[count] if count < len(items) else None
    if first is None or _kind(first) not in {"promoter", "splice", "acceptor"}:
        raise RequestError(
            f"{_joined(items)} does not say what drives it.",
            hint="Put a promoter in front (CAG-...: strong), or SA (SA-...: the harbour's own promoter).",
        )
    if why := _UNFIT.get(first.name):
        raise InfeasibleError(
            f"{first.text} {why}.", hint="Name CAG, EF1a, PGK or UbC, or SA for the harbour's own promoter."
        )
    count += 1
    if _kind(first) == "promoter" and count < len(items) and _kind(items[count]) == "intron":
        count += 1
    return list(items[:count]), list(items[count:])


def _split_switch(
    items: Sequence[PayloadItem], rest: list[PayloadItem]
) -> tuple[PayloadItem | None, list[PayloadItem]]:
    switches = [item for item in items if item.kind == "switch"]
    if len(switches) > 1:
        names = " and ".join(item.name for item in switches)
        raise InfeasibleError(
            f"This version does not build a transgene with two switches ({names}) yet.",
            hint=f"Keep one: {_joined([i for i in items if i not in switches[1:]])}.",
        )
    if switches and rest[:1] != switches:
        raise RequestError(
            f"{switches[0].name} does not stand right behind what drives {_joined(items)}, so part of it would be "
            "made without the recombinase.",
            hint="Put it behind the promoter or SA, as in CAG-LSL-tdTomato-WPRE-bGHpA.",
        )
    return (switches[0], rest[1:]) if switches else (None, rest)


def _split_tail(
    items: Sequence[PayloadItem], rest: list[PayloadItem]
) -> tuple[list[PayloadItem], list[PayloadItem]]:
    count = next((i for i, item in enumerate(rest) if _kind(item) not in _CODING | {"IRES"}), len(rest))
    coding, tail = rest[:count], rest[count:]
    late = next((item for item in tail if _kind(item) not in {"enhancer", "polyA", "insulator"}), None)
    if late is not None:
        raise RequestError(
            f"In {_joined(items)} {late.text} stands behind {tail[0].text}, where the transcript ends.",
            hint="Order: promoter or SA, switch, coding parts, WPRE, polyA.",
        )
    order = [("enhancer", "polyA", "insulator").index(_kind(item)) for item in tail]
    if order != sorted(order):
        raise RequestError(
            f"In {_joined(items)} the parts behind the coding sequence are out of order.",
            hint="Order: WPRE, polyA, insulator.",
        )
    return coding, tail


def _ended(items: Sequence[PayloadItem], tail: list[Piece]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """What follows the coding sequences, with a polyA where none was named."""
    if any(p.kind == "polyA" for p in tail):
        return tuple(tail), ()
    at = next((i for i, p in enumerate(tail) if p.kind == "insulator"), len(tail))
    said = (
        f"{_joined(items)} names no polyadenylation signal, without which its transcript runs on into the harbour: "
        f"{POLYA} was added."
    )
    return (*tail[:at], from_part(POLYA), *tail[at:]), (said,)


# -- open frames -------------------------------------------------------------------------------------------


def _cistrons(
    items: Sequence[PayloadItem], coding: Sequence[PayloadItem]
) -> tuple[tuple[Cistron, ...], tuple[Piece, ...]]:
    groups: list[list[PayloadItem]] = [[]]
    entries: list[Piece] = []
    for item in coding:
        if _kind(item) == "IRES":
            entries.append(payload.piece_of(item))
            groups.append([])
        else:
            groups[-1].append(item)
    if len(groups) > 2:
        raise InfeasibleError(
            f"{_joined(items)} has {len(groups) - 1} IRES; a third protein behind a second one is hardly made.",
            hint="Join the further ones with 2A peptides.",
        )
    found, pieces = [], []
    for number, group in enumerate(groups):
        frame, protein, releases = _frame(items, group)
        if number:
            entry = entries[number - 1]
            pieces += [entry, *((payload.IRES_START,) if entry.name == "IRES" else ())]
        pieces += frame
        chains = payload.split(protein, releases)
        name = "-".join(piece.name for piece in frame[:-1])
        found.append(Cistron(name=name, chains=chains))
    return tuple(found), tuple(pieces)


def _frame(
    items: Sequence[PayloadItem], group: Sequence[PayloadItem]
) -> tuple[tuple[Piece, ...], str, tuple[int, ...]]:
    pieces = [_coding(item) for item in group]
    if not pieces or not pieces[0].sequence.startswith("ATG"):
        what = f"{pieces[0].name} has" if pieces else f"{_joined(items)} names no coding sequence with"
        raise RequestError(
            f"{what} no ATG of its own to begin the protein with."
            if pieces
            else f"{what} an ATG of its own to express.",
            hint="Name a coding sequence first, as in CAG-EGFP-bGHpA.",
        )
    if pieces[-1].kind == "2A" or any(a.kind == b.kind == "2A" for a, b in pairwise(pieces)):
        raise RequestError(
            f"In {_joined(items)} nothing codes behind a 2A peptide.",
            hint="Put a coding sequence between and behind 2A peptides.",
        )
    return payload.open_frame(pieces)


def _coding(item: PayloadItem) -> Piece:
    """Return a piece that codes from its first to its last base, and say where a file does not."""
    piece = payload.piece_of(item)
    bases = piece.sequence
    if len(bases) % 3:
        raise RequestError(
            f"{item.text} has {len(bases)} bases, no whole number of codons, so what follows it would be out of frame.",
            hint="Give the coding sequence alone, from its ATG to its stop codon.",
        )
    protein = translate(bases[:-3] if bases[-3:] in STOP_CODONS else bases)
    if "*" in protein:
        raise RequestError(
            f"{item.text} has a stop codon inside, at codon {protein.index('*') + 1} of {len(bases) // 3}.",
            hint="Give the coding sequence alone, in frame, from its ATG to its stop codon.",
        )
    return piece


def _joined(items: Iterable[PayloadItem]) -> str:
    return "-".join(item.text for item in items)
