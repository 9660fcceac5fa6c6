"""IKMC-type alleles: a reporter with a splice trap in front of critical exons, which turns into a floxed allele.

Targeted (tm1a), after Cre (tm1b), after Flp (tm1c), after Flp and then Cre (tm1d); tm1e lacks the distal loxP.
"""

from __future__ import annotations

from loxsmith.errors import RequestError
from loxsmith.knowledge import part
from loxsmith.locus import Locus
from loxsmith.request import Request
from loxsmith.strategy.assuming import first_assumptions
from loxsmith.strategy.cassettes import CLOSE, SELECTION_SETTING, marker
from loxsmith.strategy.critical_region import Region
from loxsmith.strategy.exon_choice import assumed, chosen, others
from loxsmith.strategy.model import (
    Alternative,
    Block,
    Cassette,
    OneEnd,
    Piece,
    Promise,
    Strategy,
    from_part,
    from_site,
    spell,
)
from loxsmith.strategy.payload import IRES_START
from loxsmith.strategy.promising import Aim, Product, makes, nothing_else, numbered
from loxsmith.strategy.remaining import Remainder, Trap, remainder
from loxsmith.strategy.remaining_words import deleted_products, described, wild_products
from loxsmith.strategy.routes import coding

REPORTER = "lacZ"
"""The reporter of the published alleles."""


def tagged(request: Request, locus: Locus, region: Region, found: tuple[Region, ...]) -> Strategy:
    """A reporter-tagged allele that Flp makes conditional.

    Raises:
        RequestError: another recombinase or another site was named than the published alleles have.
        InfeasibleError: ``none`` was asked for as the marker.
    """
    _published_only(request)
    letters = _letters(request.change or "tm1a")
    cassette = reporter_cassette(region, request.selection)
    trap = Trap(at=region.gone[0], tail=spell((CLOSE, *_reporter())))
    before, without = (
        {t.id: remainder(locus, t, gone=gone, trap=trap) for t in coding(locus)}
        for gone in (None, region.gone)
    )
    states = {
        "targeted": _trapped_products(locus, before),
        "cre": _trapped_products(locus, without),
        "flp": wild_products(locus),
        "flp_cre": deleted_products(locus, region.left or {}),
    }
    words = {
        "targeted": "the reporter cassette, the marker and the distal loxP",
        "cre": f"the reporter cassette in front of the gap that {region.name} left",
        "flp": f"FRT and loxP in front of {region.name} and the distal loxP",
        "flp_cre": f"{region.name}, gone from site to site, with FRT and loxP left in their stead",
    }
    promises: list[Promise] = []
    for allele in ("targeted", "flp", "cre", "flp_cre"):
        aim = Aim(what=region.name, edits=(), payload=(), products=states[allele])
        promises += [*makes(aim, allele, f"in {letters[allele]}, "), nothing_else(allele, words[allele])]
    promises.append(_flp_too_late(letters))
    return Strategy(
        id="es-ikmc",
        title=f"{letters['targeted']}: reporter-tagged, conditional after Flp, {region.name} between two loxP, "
        "in ES cells",
        route="es",
        donor="vector",
        edits=(),
        cassette=cassette,
        orders=(("Flp",), ("Cre",), ("Flp", "Cre"), ("Cre", "Flp")),
        promises=numbered(promises),
        why=(*chosen(locus, found, region, request), *_reasons(region, letters)),
        alternatives=(*others(found, region), _FLOX),
        assumptions=(
            *first_assumptions(request, locus),
            *_ASSUMPTIONS,
            *assumed(locus, region, "behind the exons"),
        ),
        warnings=tuple(dict.fromkeys((*(d.text for d in region.doubts), *_escaping(before, letters)))),
        names=tuple(letters.items()),
    )


def reporter_cassette(region: Region, selection: str | None) -> Cassette:
    """FRT - acceptor - IRES - lacZ - polyA - loxP - marker - FRT - loxP - exons - loxP, as in the "
    "published alleles."""
    start, end = region.gone
    frt, lox = from_site("FRT"), from_site("loxP")
    trap = (frt, from_part("En2-SA"), CLOSE, *_reporter(), lox)
    whole = (*trap, *_sense(marker(selection)), frt, lox)

    def two(pieces: tuple[Piece, ...]) -> tuple[Block, ...]:
        return Block(start=start, end=start, pieces=pieces), Block(start=end, end=end, pieces=(lox,))

    def one(pieces: tuple[Piece, ...]) -> tuple[Block, ...]:
        return (Block(start=start, end=end, pieces=pieces),)

    return Cassette(
        states=(
            ("targeted", two(whole)),
            ("flp", two((frt, lox))),
            ("cre", one(trap)),
            ("flp_cre", one((frt, lox))),
            ("cre_flp", one(trap)),
        )
    )


def _reporter() -> tuple[Piece, ...]:
    return from_part("IRES"), IRES_START, from_part(REPORTER), from_part("SV40pA-256")


def _sense(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Turn a marker so that it reads with the gene, as that of the published alleles does (R18)."""
    return tuple(
        Piece(name=p.name, sequence=p.sequence, strand=1, kind=p.kind, note=p.note) for p in reversed(pieces)
    )


def _published_only(request: Request) -> None:
    if request.recombinase != "Cre":
        raise RequestError(
            f"An IKMC-type allele is switched by Cre, and Flp removes its reporter; {request.recombinase} was named.",
            hint="Leave --recombinase out, or ask for `flox` and the gene.",
        )
    if set(request.control.sites) - {"loxP"}:
        raise RequestError(
            f"An IKMC-type allele has loxP sites, and {', '.join(request.control.sites)} was named.",
            hint="Leave --sites out, or ask for `flox` and the gene.",
        )
    remover = request.options.get(SELECTION_SETTING)
    if remover is not None and str(remover).casefold() != "flp":
        raise RequestError(
            f"Flp removes reporter and marker of an IKMC-type allele at once; {remover} was named.",
            hint=f"Leave {SELECTION_SETTING} out, or ask for `flox` and the gene.",
        )


def _letters(change: str) -> dict[str, str]:
    """Names of the derived alleles, by allele id (IKMC; tm1e by memory of the consortium's pages)."""
    stem = change[:-1]
    by_id = {"targeted": "a", "cre": "b", "flp": "c", "flp_cre": "d", "cre_flp": "b", "distal_site_lost": "e"}
    return {allele: stem + letter for allele, letter in by_id.items()}


def _trapped_products(locus: Locus, left: dict[str, Remainder]) -> tuple[Product, ...]:
    """What the transcripts make with the reporter in place: a stump and the reporter, where the trap takes them."""
    reporter = part(REPORTER)
    found: list[Product] = []
    for t in coding(locus):
        one = left[t.id]
        if not one.trapped:
            wild = one.protein == locus.protein_of(t)
            words = "its wild-type protein" if wild else described(one)
            found.append(
                Product(
                    transcript=t.id,
                    chains=(one.protein,),
                    words=f"begins behind the reporter and makes {words}",
                )
            )
            continue
        stump = (
            f"{len(one.protein)} residues from an ATG of the cassette"
            if one.start == "new"
            else described(one)
        )
        made = f"makes {stump} in front of the reporter, and nothing of what lies behind"
        found.append(Product(transcript=t.id, chains=(one.protein,), words=made))
        found.append(
            Product(
                transcript=f"{t.id}:orf2",
                chains=(reporter.protein or "",),
                words=f"makes {REPORTER} behind the IRES, from its own ATG to its own stop",
            )
        )
    return tuple(found)


def _escaping(before: dict[str, Remainder], letters: dict[str, str]) -> tuple[str, ...]:
    free = [name for name, one in before.items() if not one.trapped]
    if not free:
        return ()
    return (
        f"{', '.join(free)} begins behind the reporter: {letters['targeted']} goes on making its protein and "
        "is no null of it, though the exons are still deleted by Cre.",
    )


def _flp_too_late(letters: dict[str, str]) -> Promise:
    return Promise(
        id="",
        allele="cre",
        statement=f"Cre first ends in {letters['cre']} for good: Flp finds one FRT only and changes nothing",
        claim=OneEnd(orders=("cre", "cre_flp")),
    )


def _reasons(region: Region, names: dict[str, str]) -> tuple[str, ...]:
    return (
        f"The cassette stands in intron {region.first - 1}, in front of the exons, and the distal loxP in "
        f"intron {region.last}: the order of the published alleles (FRT - En2 acceptor - IRES - lacZ - polyA - "
        "loxP - marker - FRT - loxP - exons - loxP).",
        f"{names['targeted']} reports where the gene is read and makes no full-length protein; Cre turns it "
        f"into {names['cre']}, the same without marker and exons; Flp into {names['flp']}, wild type with "
        f"floxed exons; and Cre that into {names['flp_cre']}, the knock-out. {names['distal_site_lost']}, "
        "without the distal loxP, is an outcome of targeting that must be sorted out.",
        "The marker has a promoter of its own and is read with the gene, as in the published alleles (R18).",
        "ES cells, because cassette and distal site come in together and the cassette is several kilobases.",
    )


_FLOX = Alternative(
    id="flox",
    why_not="A plain floxed allele needs no Flp cross to be wild type, but reports nothing; it was not asked for.",
)

_ASSUMPTIONS = (
    "A three-frame stop of our own stands right behind the acceptor in place of the published alleles' En2 "
    "exon, so that no frame runs on into the reporter; the rest of the order is theirs.",
    "The trap ends at one polyadenylation signal in front of the marker, fewer than a STOP has (R41): some "
    "transcripts may read or splice past it, so the allele may be a strong hypomorph instead of a null.",
    "The En2 splice acceptor has been seen to be used cryptically in some alleles (R42): check the transcript.",
)
