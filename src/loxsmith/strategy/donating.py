"""Which donor carries a constitutive change into zygotes, and the reasons (R23-R26, and the decision list)."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.errors import InfeasibleError
from loxsmith.guides import cut_distance, find_guides
from loxsmith.knowledge import limit
from loxsmith.locus import Locus
from loxsmith.request import Request
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.model import Alternative, Donor, Strategy
from loxsmith.strategy.promising import Aim
from loxsmith.strategy.routes import zygote

_ALWAYS_ON = "The change is constitutive, so it is put in directly."

_LATER_CUT = (
    "A long single strand carries a change also where the cut is farther away (Codner 2018), as far as a conversion "
    "tract usually reaches (R26)."
)

_ALTERNATIVES = (
    Alternative(
        id="es-marker",
        why_not="ES cells with a removable marker take months longer and leave an FRT in an intron; they are for "
        "changes out of reach of a guide, or whose homozygous null is harmful in founders.",
    ),
    Alternative(id="base-editing", why_not="Base and prime editors are out of scope: listed, not designed."),
)

_VIRUS = Alternative(
    id="zygote-aav",
    why_not="AAV passes the zona of intact zygotes (Yoon 2018), but a virus has to be made first; ask for it with "
    "--donor aav.",
)


def in_zygotes(request: Request, aim: Aim, locus: Locus) -> Strategy | str:
    """Return the strategy with the donor that the change needs, or a sentence why zygotes will not do.

    Raises:
        InfeasibleError: a donor or zygotes were asked for by name, and will not do.
    """
    if why := _not_for_zygotes(request, aim):
        return why
    donor, reason = _donor(request, aim)
    if not _cuts_near(locus, aim.edits, reach_of(donor)):
        why = f"No NGG guide cuts within {reach_of(donor)} nt of the change (R26)."
        farther = on_long_strand(aim, locus, why) if request.donor == "auto" and donor == "ssodn" else None
        if farther is not None:
            return farther
        if request.method == "zygote":
            raise InfeasibleError(why, hint="Leave out --method zygote: ES cells need no guide.")
        return why
    others = _ALTERNATIVES if donor == "aav" else (*_ALTERNATIVES, _VIRUS)
    return zygote(aim, donor, f"{_ALWAYS_ON} {reason}", others)


def on_long_strand(aim: Aim, locus: Locus, reason: str) -> Strategy | None:
    """Return the change on a long single strand, for a cut farther away; None when that will not do either."""
    if not _fits_long(_extent(aim.edits)) or not _cuts_near(locus, aim.edits, reach_of("lssdna")):
        return None
    short = Alternative(id="zygote-ssodn", why_not=reason)
    return zygote(aim, "lssdna", f"{_ALWAYS_ON} {reason} {_LATER_CUT}", (short, *_ALTERNATIVES))


def on_plasmid(aim: Aim, reason: str) -> Strategy:
    """Return the change on a plasmid, whose kilobase arms reach out of what is repeated."""
    short = Alternative(id="zygote-short", why_not=reason)
    why = f"{_ALWAYS_ON} {reason} The kilobase arms of a circular plasmid reach into sequence of their own (R23)."
    return zygote(aim, "plasmid", why, (short, *_ALTERNATIVES))


def reach_of(donor: Donor) -> int:
    """Return how far from the change a guide may cut with this donor (nt)."""
    return limit("R26.oligo.stop" if donor == "ssodn" else "R26.plasmid").whole


def _not_for_zygotes(request: Request, aim: Aim) -> str:
    """What is left to ES cells unless somebody decides otherwise; empty when nothing speaks against zygotes."""
    if (request.method, request.donor) != ("auto", "auto"):
        return ""
    apart = aim.edits[-1].start - aim.edits[0].end
    farthest = limit("D1.oligo.apart").whole
    if apart > farthest:
        return f"The changes lie {apart} bp apart, and one cut converts only what is near it (up to {farthest} bp)."
    extent, most = _extent(aim.edits), limit("D1.zygote.insert").whole
    if extent > most:
        return f"The change spans {extent} bp, and above {most} bp ES cells are the better way."
    return ""


def _extent(edits: Sequence[Edit]) -> int:
    """Bases that a donor must carry between its arms."""
    return edits[-1].start - edits[0].start + sum(len(e.alt) for e in edits)


def _fits_long(extent: int) -> bool:
    return extent + 2 * limit("R24.arm.high").whole <= limit("R24.total").whole


def _donor(request: Request, aim: Aim) -> tuple[Donor, str]:
    """Choose the donor by the stretch it must carry between its arms (R23-R25)."""
    extent = _extent(aim.edits)
    if request.donor != "auto":
        _must_carry(request.donor, extent)
    oligo = limit("R25.change").whole
    if request.donor == "aav":
        return (
            "aav",
            f"It spans {extent} nt; an AAV donor was asked for, which carries it between its two ITRs.",
        )
    if request.donor == "ssodn" or (request.donor == "auto" and extent <= oligo):
        return (
            "ssodn",
            f"It spans {extent} nt, so an oligonucleotide carries it (R25: up to about {oligo} nt).",
        )
    if request.donor == "lssdna" or (request.donor == "auto" and _fits_long(extent)):
        return "lssdna", f"It spans {extent} nt: one long single strand carries it (R24)."
    return "plasmid", f"It spans {extent} nt: a circular plasmid with kilobase arms carries it (R23)."


def _must_carry(donor: str, extent: int) -> None:
    """Refuse a donor that was asked for by name and cannot hold the change.

    Raises:
        InfeasibleError: the change is too long for it.
    """
    oligo = limit("R25.change").whole
    if donor == "ssodn" and extent > oligo:
        raise InfeasibleError(
            f"The change spans {extent} nt, and an oligonucleotide carries at most about {oligo} (R25).",
            hint="Use --donor lssdna or plasmid.",
        )
    if donor == "lssdna" and not _fits_long(extent):
        raise InfeasibleError(
            f"Change and arms together exceed {limit('R24.total').whole} nt (R24).",
            hint="Use --donor plasmid.",
        )
    most = limit("J.aav.genome").whole - 2 * limit("J.aav.itr").whole - 2 * limit("J.aav.arm.low").whole
    if donor == "aav" and extent > most:
        raise InfeasibleError(
            f"The change spans {extent} nt, and between two arms and the two ITRs of an AAV at most {most} have room.",
            hint="Use --donor plasmid.",
        )


def _cuts_near(locus: Locus, edits: Sequence[Edit], reach: int) -> bool:
    first, last = edits[0].start, edits[-1].end
    found = find_guides(locus.molecule.sequence, first - reach, last + reach)
    return any(cut_distance(g.cut, e.start, e.end) <= reach for g in found for e in edits)
