"""Donors for zygotes: oligonucleotides, long single strands and plasmids, each with its guide."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.design import arms as homology
from loxsmith.design.drawing import Candidate, Construct, Drawing, edited
from loxsmith.design.guiding import rank
from loxsmith.errors import InfeasibleError
from loxsmith.guides import Guide
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.sequence import Molecule
from loxsmith.strategy import Edit, Strategy, from_part, lift


class NoGuideError(InfeasibleError):
    """No guide near the change can be used; another route may still do."""


LONG_STRAND_ARM = 100
"""Default arm of a long single strand (nt), within the 55-105 nt of R24 (judgement)."""

MOST_REPEATED = 0.5
"""Share of repeated bases from which a short donor may as well be copied into another place (judgement)."""


def draw_donor(strategy: Strategy, locus: Locus, unique: Uniqueness, request: Request) -> Drawing:
    """Draw the donor of a zygote strategy together with its guide and its blocking changes.

    Raises:
        NoGuideError: no guide near the change can be used.
        InfeasibleError: the sequence at hand is too short for the arms.
    """
    candidates = rank(strategy, locus)
    chosen = candidates[0] if candidates else None
    if chosen is None or chosen.blocking is None:
        raise NoGuideError(
            f"No guide near the change of {locus.gene.symbol} can be kept from cutting the finished allele by "
            "silent changes (R27).",
            hint="Use --method es, which needs no guide.",
        )
    if chosen.other_cuts:
        raise NoGuideError(
            f"Every guide near the change of {locus.gene.symbol} also fits another place of this locus, such as a "
            "paralogue, and would cut it out with what lies between (R29).",
            hint="Use --method es, which needs no guide.",
        )
    edits = tuple(sorted((*strategy.edits, *chosen.blocking), key=lambda e: (e.start, e.end)))
    held, remarks = _arms(strategy, edits, chosen.guide, locus, unique, request)
    _must_have_one_home(strategy, held, locus, unique)
    whole = edited(locus, strategy, edits)
    left, right = held[0][0], lift(held[1][1], edits)
    insert = whole.slice(left, right)
    arms = ((0, held[0][1] - held[0][0]), (len(insert) - (held[1][1] - held[1][0]), len(insert)))
    return Drawing(
        construct=_construct(strategy, insert, arms, chosen.guide, locus),
        edits=edits,
        arms=held,
        candidates=candidates,
        remarks=(*remarks, *_doubts(chosen)),
    )


def _must_have_one_home(
    strategy: Strategy,
    held: tuple[tuple[int, int], tuple[int, int]],
    locus: Locus,
    unique: Uniqueness,
) -> None:
    """Kilobase arms of a plasmid reach out of a repeat; a short donor within a paralogue does not."""
    (start, left), (right, end) = held
    bases = left - start + end - right
    repeated = unique.share(start, left) * (left - start) + unique.share(right, end) * (end - right)
    if strategy.donor != "plasmid" and repeated >= MOST_REPEATED * bases:
        raise NoGuideError(
            f"{repeated / bases:.0%} of the donor's arms for {locus.gene.symbol} occurs in another place too, such "
            "as a paralogue, so the change could be copied there.",
            hint="Use --method es, whose arms reach into sequence of their own.",
        )


def _arms(
    strategy: Strategy,
    edits: Sequence[Edit],
    guide: Guide,
    locus: Locus,
    unique: Uniqueness,
    request: Request,
) -> tuple[tuple[tuple[int, int], tuple[int, int]], tuple[str, ...]]:
    """Arms on the wild-type locus, counted from the outermost change on each side."""
    first, last = edits[0].start, edits[-1].end
    homology.long_enough(*(request.arms or (homology.SHORTEST, homology.SHORTEST)))
    if strategy.donor == "plasmid":
        even = limit("R23.arm.even").whole
        left, right = request.arms or (even, even)
        exact = request.arms is not None
        held = (
            homology.five_prime(locus, unique, first, left, exact=exact),
            homology.three_prime(locus, unique, last, right, exact=exact),
        )
        total = sum(end - start for start, end in held)
        short = homology.too_short(total, "R23.total", "a plasmid donor for zygotes")
        return held, (*short, *homology.remarks(unique, held, limit("R22.repeat").value))
    left, right = request.arms or _short_arms(strategy, guide)
    if first < left or last + right > len(locus.molecule):
        raise InfeasibleError(
            f"The sequence of {locus.gene.symbol} at hand ends within the donor's arms.",
            hint="Give a longer sequence.",
        )
    total = left + right + last - first + sum(len(e.alt) - len(e.ref) for e in edits)
    most = limit("R25.length").whole
    if strategy.donor == "ssodn" and total > most:
        raise InfeasibleError(
            f"The oligonucleotide would be {total} nt long, and {most} nt is the most that is made reliably (R25).",
            hint="Use --donor lssdna, or shorter arms (--arms 5P,3P).",
        )
    return ((first - left, first), (last, last + right)), ()


def _short_arms(strategy: Strategy, guide: Guide) -> tuple[int, int]:
    """An oligonucleotide is longer on the PAM-proximal side (R25); a long strand has equal arms."""
    if strategy.donor == "lssdna":
        return LONG_STRAND_ARM, LONG_STRAND_ARM
    distal, proximal = limit("R25.distal").whole, limit("R25.proximal").whole
    return (distal, proximal) if guide.strand == 1 else (proximal, distal)


def _construct(
    strategy: Strategy,
    insert: Molecule,
    arms: tuple[tuple[int, int], tuple[int, int]],
    guide: Guide,
    locus: Locus,
) -> Construct:
    if strategy.donor == "plasmid":
        circle = (insert + from_part("pUC19").molecule()).circularise()
        name = f"pLS {locus.gene.symbol} donor"
        return Construct(id="donor", name=name, kind="plasmid", molecule=circle.renamed("donor"), arms=arms)
    if strategy.donor == "lssdna":
        return Construct(
            id="donor",
            name=f"{locus.gene.symbol} lssDNA",
            kind="lssDNA",
            molecule=insert.renamed("donor"),
            arms=arms,
            polarity="non-target" if guide.strand == 1 else "target",
        )
    return Construct(
        id="donor",
        name=f"{locus.gene.symbol} ssODN",
        kind="ssODN",
        molecule=insert.renamed("donor"),
        arms=arms,
        strand="-" if guide.strand == 1 else "+",
        polarity="target",
    )


def _doubts(chosen: Candidate) -> tuple[str, ...]:
    near = limit("R26.oligo.warn").whole
    if chosen.distance <= near:
        return ()
    return (
        f"The nearest usable cut lies {chosen.distance} nt from the change; within {near} nt is wanted (R26).",
    )
