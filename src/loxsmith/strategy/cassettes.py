"""Cassettes: what is put into an intron, and what each recombinase leaves of it."""

from __future__ import annotations

from dataclasses import dataclass

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.knowledge import Site, compatibility, limit, part, site, sites, spacer_mismatches
from loxsmith.strategy.model import Cassette, Piece, from_part, from_site

DEFAULT_SITE = {"Cre": "loxP", "Flp": "FRT", "Dre": "rox"}
"""The wild-type site of each recombinase."""

MARKERS = ("neo", "puro", "hygro", "BSD", "zeo")
"""Positive selection markers of the library."""

CLOSE = Piece(
    name="three-frame stop",
    sequence="TAGATAACTGA",
    kind="literal",
    note="own composition: TAG, TAA and TGA, one in each frame",
)
"""Closes all three frames right behind the splice trap, whatever the phase of the exon in front of it."""

KOZAK = Piece(
    name="Kozak", sequence="GCCACC", kind="literal", note="start context GCCACC (Kozak 1987, NAR 15:8125)"
)


def selection_agent(switch: str | None, wanted: object = None) -> str:
    """The recombinase that takes the selection marker out: never the one that switches the allele (R17).

    Args:
        switch: the recombinase that switches the allele.
        wanted: one that was asked for (``--set selection.recombinase=Dre``).

    Raises:
        RequestError: no such recombinase.
        InfeasibleError: the same one was asked for both.
    """
    if wanted is None:
        return "Cre" if switch == "Flp" else "Flp"
    agent = next((a for a in DEFAULT_SITE if a.casefold() == str(wanted).casefold()), None)
    if agent is None:
        raise RequestError(
            f"{wanted!r} is no recombinase that removes a marker here.",
            hint=f"Set {SELECTION_SETTING} to one of {', '.join(DEFAULT_SITE)}.",
        )
    if agent == switch:
        raise InfeasibleError(
            f"{agent} switches this allele, so it cannot also remove the selection marker (R17): taking the marker "
            "out would switch the allele.",
            hint=f"Leave {SELECTION_SETTING} out, which uses {selection_agent(switch)}.",
        )
    return agent


def marker(name: str | None) -> tuple[Piece, ...]:
    """A drug-resistance gene with promoter and polyA, antisense to the target gene (R18), as drawn.

    The human beta-actin promoter and the TK polyA stand nowhere else in a vector, so that no repeat tempts
    the bacteria or the ES cell to recombine it.

    Raises:
        RequestError: no such marker.
        InfeasibleError: ``none`` was asked for: ES cells cannot be selected without one.
    """
    chosen = name or "neo"
    if chosen.casefold() == "none":
        raise InfeasibleError(
            "ES-cell clones cannot be picked without a selection marker.",
            hint=f"Choose one of {', '.join(MARKERS)}, or --method zygote where the kind allows it.",
        )
    found = part(chosen).name
    if found not in MARKERS:
        raise RequestError(
            f"{chosen} is not a positive selection marker.", hint=f"Choose one of {', '.join(MARKERS)}."
        )
    sense = (from_part("hBactP"), KOZAK, from_part(found), from_part("TKpA"))
    return tuple(
        Piece(name=p.name, sequence=p.sequence, strand=-1, kind=p.kind, note=p.note) for p in reversed(sense)
    )


def stop_cassette(
    at: int, switch: str, sites: tuple[str, ...], selection: str | None, remover: str | None = None
) -> Cassette:
    """A STOP with its splice trap between sites of ``switch``, with a marker that another one removes."""
    trap = (from_part("En2-SA"), CLOSE, from_part("STOP"))
    return excised(
        at, trap, excision_sites(switch, sites), switch, remover or selection_agent(switch), selection
    )


def excised(
    at: int,
    held: tuple[Piece, ...],
    pair: SitePair,
    switch: str,
    remover: str,
    selection: str | None,
) -> Cassette:
    """What ``switch`` takes out: site - ``held`` - marker site - marker (antisense) - marker site - site.

    The marker lies inside, so that ``switch`` alone, or after ``remover``, ends in the same allele.
    """
    left, right, rest = (from_site(s.name) for s in (pair.left, pair.right, pair.left_over))
    inner = from_site(DEFAULT_SITE[remover])
    first, second = switch.casefold(), remover.casefold()
    return Cassette.at(
        at,
        (
            ("targeted", (left, *held, inner, *marker(selection), inner, right)),
            (second, (left, *held, inner, right)),
            (first, (rest,)),
            (f"{second}_{first}", (rest,)),
            (f"{first}_{second}", (rest,)),
        ),
    )


def marker_cassette(at: int, selection: str | None) -> Cassette:
    """A marker between two FRT sites: Flp leaves one FRT."""
    inner = from_site(DEFAULT_SITE["Flp"])
    return Cassette.at(at, (("targeted", (inner, *marker(selection), inner)), ("flp", (inner,))))


# -- which sites -------------------------------------------------------------------------------------------

SELECTION_SETTING = "selection.recombinase"
"""Setting (``--set``) that names the recombinase which removes the marker."""

STRATEGY_SETTING = "strategy"
"""Setting that names the way to keep an allele wild type before: ``mini-gene`` or ``flex``."""

PARTNERS = {"Cre": ("lox2272", "loxP"), "Flp": ("FRT", "F3"), "Dre": ()}
"""Second sites of a FLEx, in the order of preference: loxP with lox2272; FRT with F3 or F5, but not F3 with F5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePair:
    """Two sites in direct orientation that excise what lies between them."""

    left: Site
    """The 5' site."""

    right: Site
    """The 3' site."""

    left_over: Site
    """What stays on the chromosome: the left half of the 5' site and the right half of the 3' one."""

    remarks: tuple[str, ...]
    """What follows from the choice, a sentence each."""


def excision_sites(switch: str, names: tuple[str, ...]) -> SitePair:
    """Choose the two sites that ``switch`` excises between.

    Args:
        switch: the recombinase.
        names: sites that were asked for: none, one for both ends, or the 5' and the 3' one.

    Raises:
        RequestError: a name is no working site of ``switch``, or two of them do not recombine with each other.
    """
    named = tuple(_working(n, switch) for n in (names or (DEFAULT_SITE[switch],)))
    left, right = named[0], named[-1]
    if len(named) > 2:
        raise RequestError(
            f"A floxed segment is flanked by one kind of site twice, and {len(named)} were named.",
            hint=f"Name one, such as --sites {left.name}.",
        )
    if compatibility(left, right).grade != "full":
        raise RequestError(
            f"{left.name} and {right.name} have different spacers and do not excise what lies between them "
            "(R01): a floxed segment is flanked by one kind of site twice.",
            hint=f"Name one, such as --sites {left.name}.",
        )
    rest = left_over(left, right)
    remarks = [r for s in dict.fromkeys(named) for r in _remarks(s)]
    if left != right:
        remarks.append(
            f"{left.name} and {right.name} leave {rest.name} on the chromosome"
            + (
                ", which is counted as spent but still weakly active under strong Cre; the circle takes the working "
                "site away."
                if rest.inert
                else f", a working site that recombines with any other {rest.name}; --sites {right.name},{left.name} "
                "leaves the spent one instead."
            )
        )
    return SitePair(left=left, right=right, left_over=rest, remarks=tuple(remarks))


def left_over(left: Site, right: Site) -> Site:
    """The site that an excision between two direct sites leaves: half of each."""
    bases = left.sequence[: left.crossover] + right.sequence[right.crossover :]
    return next(s for s in sites() if s.sequence == bases)


def inversion_sites(switch: str, names: tuple[str, ...]) -> tuple[Site, Site, tuple[str, ...]]:
    """Choose the two kinds of sites of a FLEx, and say what follows from those that were named.

    Args:
        switch: the recombinase.
        names: sites that were asked for: none, one, or both, the outer one first.

    Raises:
        RequestError: a name is no working site of ``switch``, or more than two were named.
        InfeasibleError: there are no two that stay apart, or the two named do not.
    """
    if len(names) > 2:
        raise RequestError(
            f"A FLEx takes two kinds of sites, and {len(names)} were named.",
            hint=f"Name two, such as --sites {','.join(names[:2])}.",
        )
    first = _working(names[0] if names else DEFAULT_SITE[switch], switch)
    second = _working(names[1], switch) if len(names) == 2 else _partner(first, switch)
    _must_stay_apart(first, second)
    remarks = [r for s in (first, second)[: len(names)] for r in _remarks(s)]
    return first, second, tuple(dict.fromkeys(remarks))


def apart(first: Site, second: Site) -> tuple[str, ...]:
    """Say how far two kinds of sites are known to stay apart (R02); nothing where that is no judgement."""
    verdict = compatibility(first, second)
    return (verdict.statement,) if verdict.assumption else ()


def are_heterospecific(names: tuple[str, ...]) -> bool:
    """Whether two sites were named that do not recombine with each other: those of a FLEx."""
    return len(names) == 2 and compatibility(site(names[0]), site(names[1])).grade != "full"


def _partner(first: Site, switch: str) -> Site:
    least = limit("R02.spacer.mismatches").whole
    for name in PARTNERS[switch]:
        other = site(name)
        if other.spacer != first.spacer and spacer_mismatches(first, other) >= least:
            return other
    raise InfeasibleError(
        f"A FLEx needs two kinds of {switch} sites that do not recombine with each other, and only {first.name} is "
        "known here.",
        hint="Use --recombinase Cre or Flp, or the mini-gene (--set strategy=mini-gene).",
    )


def _must_stay_apart(first: Site, second: Site) -> None:
    verdict = compatibility(first, second)
    if verdict.grade == "full":
        raise InfeasibleError(
            f"{first.name} and {second.name} recombine with each other, and a FLEx needs two pairs that do not (R02).",
            hint="Use --sites loxP,lox2272.",
        )
    if verdict.grade == "none" and spacer_mismatches(first, second) < limit("R02.spacer.mismatches").whole:
        raise InfeasibleError(
            f"{first.name} and {second.name} differ in a single spacer base, and whether they stay apart is not known "
            "(R02).",
            hint="Use --sites loxP,lox2272.",
        )


def _working(name: str, switch: str) -> Site:
    found = site(name)
    if found.recombinase != switch or found.inert or found.extended:
        raise RequestError(
            f"{found.name} is not a site that {switch} uses to excise or turn a segment.",
            hint=f"Name a site of {switch}, such as {DEFAULT_SITE[switch]}.",
        )
    return found


def _remarks(found: Site) -> tuple[str, ...]:
    """What follows from a site other than the default of its recombinase."""
    if found.name in DEFAULT_SITE.values():
        return ()
    said = [f"{found.name} was asked for: {found.note}."] if found.note else []
    if found.confidence == "unconfirmed":
        said.append(
            f"The sequence of {found.name} is unconfirmed ({found.source}): confirm it before ordering."
        )
    verdict = compatibility(found, site(DEFAULT_SITE[found.recombinase]))
    said.append(f"Beside other alleles of the colony: {_opened(verdict.statement)}")
    return tuple(said)


def _opened(sentence: str) -> str:
    """The sentence as it stands behind a colon."""
    head, _, rest = sentence.partition(" ")
    return f"{head.lower()} {rest}" if head in {"The", "A", "An"} else sentence
