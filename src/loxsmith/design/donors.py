"""Donors for zygotes: oligonucleotides, long single strands, plasmids and AAV, each with its guide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from loxsmith.design.donor_arms import LONG_STRAND_ARM, Held, TooLongError, donor_arms
from loxsmith.design.drawing import Candidate, Construct, Drawing, edited
from loxsmith.design.guiding import Examiner, Judged, Predictor, Searcher, rank
from loxsmith.design.preferences import EXAMINED, preferences
from loxsmith.design.reasons import doubts, notes, twins_of
from loxsmith.design.synthesis import ENZYMES, Product, flaws, sentences
from loxsmith.design.wishes import Wishes, wishes
from loxsmith.design.yields import expected_yield
from loxsmith.errors import InfeasibleError
from loxsmith.guides import Guide, recuts
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.sequence import Molecule
from loxsmith.strategy import Edit, Strategy, from_part, lift

__all__ = ["ENZYMES", "LONG_STRAND_ARM", "MOST_REPEATED", "NoGuideError", "RepeatedArmsError", "draw_donor"]


class NoGuideError(InfeasibleError):
    """No guide near the change can be used; another route may still do."""


class CrowdedError(NoGuideError):
    """Every guide near the change has similar places at the locus, but some could be used for want of a better."""


class RepeatedArmsError(NoGuideError):
    """Most of the arms occurs in another place too; longer arms may reach out of the repeat."""


MOST_REPEATED = 0.5
"""Share of repeated bases from which a short donor may as well be copied into another place (judgement)."""

MORE = 60
"""Guides nearest to the change that are examined when none of the usual number can be used (judgement)."""

Arms = tuple[tuple[int, int], tuple[int, int]]

_PRODUCT: Final[dict[str, Product]] = {
    "ssODN": "oligo", "lssDNA": "lssdna", "plasmid": "fragment", "AAV": "fragment"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """One candidate's donor."""

    candidate: Candidate
    edits: tuple[Edit, ...]
    held: Held
    construct: Construct
    remarks: tuple[str, ...]


def draw_donor(
    strategy: Strategy,
    locus: Locus,
    unique: Uniqueness,
    request: Request,
    *,
    specificity: Searcher | None = None,
    efficiency: Predictor | None = None,
    examiner: Examiner | None = None,
    crowded: bool = False,
    judged: Judged | None = None,
) -> Drawing:
    """Draw the donor of a zygote strategy together with its guide and its blocking changes.

    The best guide is taken whose donor can be made and is not cut by it anywhere, backbone included (R28).

    Args:
        strategy: what is put in, and with which kind of donor.
        locus: the wild type.
        unique: its repeats.
        request: for arms and settings.
        specificity: looks protospacers up in the genome.
        efficiency: predicts how well guides cut.
        examiner: judges the guides themselves.
        crowded: take a guide that may also cut similar places of the locus, with two mismatches or more, when no other
            can be had.
        judged: guides judged for this request before, for other donors; more are added.

    Raises:
        CrowdedError: no guide can be used, unless ``crowded`` is set.
        NoGuideError: no guide near the change can be used.
        InfeasibleError: the sequence at hand is too short for the arms.
        RequestError: an option of the donor has a value that means nothing.
    """
    wanted = wishes(request)
    wished = preferences(request.options, strategy.donor)
    candidates = rank(
        strategy,
        locus,
        options=request.options,
        specificity=specificity,
        efficiency=efficiency,
        examiner=examiner,
        more=0 if EXAMINED in request.options else MORE,
        known=judged,
    )
    left_out: dict[Guide, str] = {}
    refusal: InfeasibleError | None = None
    for candidate in _usable(candidates, locus, crowded=crowded):
        try:
            drawn = _drawn(candidate, strategy, locus, unique, request, wanted)
        except InfeasibleError as found:  # silent changes nearer to the intended one may leave room
            refusal = refusal or found
            left_out[candidate.guide] = f"Left out. {found.message}"
            continue
        if cut := _cut(candidate.guide, drawn.construct):
            left_out[candidate.guide] = f"Left out: it would cut the donor itself at {cut} (R28)."
            continue
        _must_have_one_home(strategy, drawn.held, locus, unique)
        others = [_with_reason(c, left_out) for c in candidates if c is not candidate]
        return Drawing(
            construct=drawn.construct,
            edits=drawn.edits,
            arms=drawn.held,
            candidates=(candidate, *others),
            remarks=(
                *drawn.remarks,
                *(f"{_named(guide, locus)}: {why}" for guide, why in left_out.items()),
                *_doubts(candidate, strategy),
                *doubts(candidate, locus),
                *_copies(candidates, drawn.held, candidate, locus),
                *drawn.construct.synthesis,
            ),
            notes=notes(candidate, wished),
        )
    raise _none_left(locus, refusal, len(left_out), request)


def _copies(candidates: Sequence[Candidate], held: Held, chosen: Candidate, locus: Locus) -> Iterator[str]:
    """Warn when guides within the arms, though not the chosen one, fit other places exactly: the arms may fit there."""
    within = [c for c in candidates if held[0][0] <= c.guide.start and c.guide.end <= held[1][1]]
    fitting = [c for c in within if twins_of(c, locus)]
    if fitting and not twins_of(chosen, locus):
        place = twins_of(fitting[0], locus)[0]
        yield (
            f"{len(fitting)} of {len(within)} guides within the arms also fit another place exactly, such as "
            f"{locus.genome.describe_position(place.contig, place.start, place.end, 1 if place.strand == 1 else -1)}: "
            "what surrounds the change may be there a second time, and the donor may be copied there too (R29)."
        )


def _with_reason(candidate: Candidate, left_out: Mapping[Guide, str]) -> Candidate:
    """Add why a guide that ranked higher was not taken."""
    why = left_out.get(candidate.guide)
    return candidate if why is None else replace(candidate, reasons=(*candidate.reasons, why))


def _usable(candidates: Sequence[Candidate], locus: Locus, *, crowded: bool) -> Iterator[Candidate]:
    """Yield the guides that may be used, in rank order.

    Raises:
        CrowdedError: only such as have similar places at the locus, and ``crowded`` is not set.
        NoGuideError: there is none at all.
    """
    found = [c for c in candidates if c.usable] or [c for c in candidates if c.spare and crowded]
    if not found:
        error = CrowdedError if any(c.spare for c in candidates) else NoGuideError
        raise error(_why_none(candidates, locus.gene.symbol), hint="Use --method es, which needs no guide.")
    yield from found


def _why_none(candidates: Sequence[Candidate], symbol: str) -> str:
    """Say of all the guides why none can be used."""
    twinned = [c for c in candidates if c.twins or (c.other_cuts and c.spare)]
    unfit = [c for c in candidates if c not in twinned and c.hindrance]
    others = [c for c in candidates if c not in twinned and c not in unfit]
    reasons = {
        "also fits another place of this locus, such as a paralogue or a repeat, and would cut it out with what lies "
        "between (R29)": len(twinned)
    }
    for text in [*(c.hindrance for c in unfit), *(c.unblocked for c in others)]:
        reasons[text] = reasons.get(text, 0) + 1
    given = sorted(((count, text) for text, count in reasons.items() if count), key=lambda each: -each[0])
    if len(given) == 1:
        return f"Every guide near the change of {symbol} {given[0][1]}."
    told = "; ".join(f"{count} that {text}" for count, text in given)
    return f"No guide near the change of {symbol} can be used: of {len(candidates)} there are {told}."


def _none_left(
    locus: Locus, refusal: InfeasibleError | None, tried: int, request: Request
) -> InfeasibleError:
    """Say why no guide was left: what is a matter of the request or of the sequence at hand goes before all else."""
    if refusal is not None and (request.arms is not None or not isinstance(refusal, TooLongError)):
        return refusal
    if refusal is not None and tried == 1:
        return NoGuideError(refusal.message, hint=refusal.hint)
    return NoGuideError(
        f"No guide near the change of {locus.gene.symbol} leaves a donor that can be made and that it does not cut "
        f"itself (R25, R28); tried: {tried}.",
        hint="Use another donor (--donor lssdna or plasmid), or --method es, which needs no guide.",
    )


def _named(guide: Guide, locus: Locus) -> str:
    return f"The guide {guide.protospacer} at {locus.describe(guide.start, guide.end)}"


def _cut(guide: Guide, construct: Construct) -> str:
    """Name where the guide cuts the donor, on either strand and round a circle; empty where it does not (R28)."""
    molecule = construct.molecule
    found = recuts(guide.protospacer, molecule.sequence, circular=molecule.circular)
    return ", ".join(f"bases {c.start + 1}-{c.end} (CFD {c.cfd:.2f})" for c in found)


def _drawn(
    candidate: Candidate,
    strategy: Strategy,
    locus: Locus,
    unique: Uniqueness,
    request: Request,
    wanted: Wishes,
) -> _Drawn:
    """Draw the donor for one guide.

    Raises:
        TooLongError: it would be longer than can be made.
        InfeasibleError: the sequence at hand is too short for the arms.
    """
    edits = tuple(sorted((*strategy.edits, *(candidate.blocking or ())), key=lambda e: (e.start, e.end)))
    held, remarks = donor_arms(strategy, edits, candidate.guide, locus, unique, request)
    whole = edited(locus, strategy, edits)
    near = whole.slice(held[0][0], lift(held[1][1], edits))
    arms = ((0, held[0][1] - held[0][0]), (len(near) - (held[1][1] - held[1][0]), len(near)))
    construct = _construct(strategy, near, arms, candidate.guide, locus, wanted)
    own = sentences(flaws(near.sequence, _PRODUCT[construct.kind], wanted.avoid))
    construct = replace(construct, synthesis=own, expected_yield=expected_yield(strategy))
    return _Drawn(
        candidate=candidate,
        edits=edits,
        held=held,
        construct=construct,
        remarks=(*remarks, *_said(construct)),
    )


def _must_have_one_home(strategy: Strategy, held: Held, locus: Locus, unique: Uniqueness) -> None:
    """Kilobase arms of a plasmid reach out of a repeat; a short donor within a paralogue does not."""
    (start, left), (right, end) = held
    bases = left - start + end - right
    repeated = unique.share(start, left) * (left - start) + unique.share(right, end) * (end - right)
    if strategy.donor != "plasmid" and repeated >= MOST_REPEATED * bases:
        raise RepeatedArmsError(
            f"{repeated / bases:.0%} of the donor's arms for {locus.gene.symbol} occurs in another place too, such "
            "as a paralogue, so the change could be copied there.",
            hint="Use --donor plasmid or --method es, whose arms reach into sequence of their own.",
        )


# -- molecules ---------------------------------------------------------------------------------------------


def _construct(
    strategy: Strategy, insert: Molecule, arms: Arms, guide: Guide, locus: Locus, wanted: Wishes
) -> Construct:
    symbol = locus.gene.symbol
    if strategy.donor == "plasmid":
        circle = (insert + from_part("pUC19").molecule()).circularise()
        name = f"pLS {symbol} donor"
        return Construct(id="donor", name=name, kind="plasmid", molecule=circle.renamed("donor"), arms=arms)
    if strategy.donor == "aav":
        name = f"{symbol} AAV donor, between the ITRs"
        return Construct(id="donor", name=name, kind="AAV", molecule=insert.renamed("donor"), arms=arms)
    short = strategy.donor == "ssodn"
    polarity, strand = _polarity(guide, wanted.polarity, short=short)
    return Construct(
        id="donor",
        name=f"{symbol} {'ssODN' if short else 'lssDNA'}",
        kind="ssODN" if short else "lssDNA",
        molecule=insert.renamed("donor"),
        arms=arms,
        strand=strand,
        polarity=polarity,
        bonds=limit("J.ends.bonds").whole if short and wanted.protected else 0,
    )


def _polarity(
    guide: Guide, wanted: Literal["", "target", "non-target"], *, short: bool
) -> tuple[Literal["target", "non-target"], Literal["+", "-"]]:
    """Return polarity and strand, which follow from each other: the non-target strand holds protospacer and PAM.

    An oligonucleotide is the target strand unless asked otherwise (R25); a long strand is made as it is drawn.
    """
    on_top: Literal["target", "non-target"] = "non-target" if guide.strand == 1 else "target"
    polarity = wanted or ("target" if short else on_top)
    return polarity, "+" if polarity == on_top else "-"


def _said(construct: Construct) -> tuple[str, ...]:
    """What must be known of this construct, whatever its guide."""
    if construct.kind == "AAV":
        itr, most = limit("J.aav.itr").whole, limit("J.aav.genome").whole
        return (
            f"The ITRs are not drawn: clone the donor between the two of your AAV vector plasmid. With {itr} nt for "
            f"each (Lusby 1980, from memory) the genome has {len(construct.molecule) + 2 * itr} nt, of at most {most} "
            "(Wu 2010).",
        )
    if construct.kind != "ssODN":
        return ()
    lengths = [end - start for start, end in construct.arms]
    own, least = lengths[0 if construct.strand == "+" else 1], limit("R25.beyond.5p").whole
    if own > least:
        return ()
    return (
        f"The 5' arm of the oligonucleotide, as its own strand reads, has {own} nt; more than {least} are wanted "
        "(R25, Liang 2017).",
    )


def _doubts(chosen: Candidate, strategy: Strategy) -> tuple[str, ...]:
    near = limit("R26.oligo.warn").whole
    if chosen.distance <= near:
        return ()
    if strategy.donor == "ssodn":
        return (
            f"The nearest usable cut lies {chosen.distance} nt from the change; within {near} nt is wanted (R26).",
        )
    return (
        f"The nearest usable cut lies {chosen.distance} nt from the change; the nearer, the more often it is "
        f"carried over (R26: up to {limit('R26.plasmid').whole}).",
    )
