"""Constitutive changes: a donor in zygotes, or a vector with a removable marker in ES cells."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.cassettes import marker_cassette
from loxsmith.strategy.model import Alternative, Donor, Strategy
from loxsmith.strategy.placing import Spot, spots
from loxsmith.strategy.promising import Aim, makes, not_cut, nothing_else, numbered

VECTOR_ARM = 4000
"""Default length of an arm of a targeting vector (bp, judgement): two make 8 kb, within the 6-17 kb of R20."""

REACH = 4000
"""Farthest a marker may lie from a constitutive change (bp): beyond, the two are lost to each other too often
(judgement)."""

APART = 2000
"""Distance of cassette and change from which the loss of the change is warned of (bp, judgement)."""

_DONORS = {
    "ssodn": "single-stranded oligonucleotide",
    "lssdna": "long single-stranded DNA",
    "plasmid": "circular plasmid donor",
    "aav": "AAV donor",
}


def zygote(aim: Aim, donor: Donor, reason: str, alternatives: Sequence[Alternative]) -> Strategy:
    """A donor with Cas9 in zygotes; the allele is finished when it is born."""
    promises = [*makes(aim, "targeted"), nothing_else("targeted", "the edits listed"), not_cut("targeted")]
    return Strategy(
        id=f"zygote-{donor}",
        title=f"{aim.what}: {_DONORS[donor]} with Cas9 in zygotes",
        route="zygote",
        donor=donor,
        edits=aim.edits,
        payload=aim.payload,
        promises=numbered(promises),
        why=(
            reason,
            "The allele is always on and needs no recombinase, so nothing but the change has to be put in.",
            "A service laboratory plans about six weeks from the material to founders, and three to four months to "
            "targeted ES-cell clones alone.",
        ),
        alternatives=tuple(alternatives),
        assumptions=aim.assumptions,
    )


def marked(aim: Aim, locus: Locus, unique: Uniqueness, request: Request, reason: str) -> Strategy:
    """A constitutive change in ES cells, selected by a marker that Flp removes again."""
    transcripts = coding(locus)
    first, last = aim.edits[0].start, aim.edits[-1].end
    found = sorted(
        spots(locus, transcripts, unique, last=transcripts[0].exons[-1][1], near=first),
        key=lambda s: (not s.roomy, distance(s.at, first, last), s.at),
    )
    spot = next((s for s in found if distance(s.at, first, last) <= REACH), None)
    if spot is None:
        raise InfeasibleError(
            f"{locus.gene.symbol} has no intron near the change with room for a selection marker ({room()} bp).",
            hint=f"{reason} Neither route is left for this change; name another residue or end of the protein."
            if request.method == "auto"
            else "Use --method zygote.",
        )
    promises = [
        nothing_else("targeted", "the edits listed and the marker cassette"),
        *makes(aim, "flp", "after Flp, "),
        nothing_else("flp", "the edits listed and one FRT in the intron"),
    ]
    wanted = request.method == "es" or request.donor == "vector"
    return Strategy(
        id="es-marker",
        title=f"{aim.what}: targeting vector with a removable marker, in ES cells",
        route="es",
        donor="vector",
        edits=aim.edits,
        payload=aim.payload,
        cassette=marker_cassette(spot.at, request.selection),
        orders=(("Flp",),),
        promises=numbered(promises),
        why=(reason, placed(spot), "Flp removes the marker before the animal is studied (R17)."),
        alternatives=(
            Alternative(
                id="zygote",
                why_not="A donor in zygotes is faster, but ES cells were asked for."
                if wanted
                else f"A donor in zygotes is faster, but it will not do here. {reason}",
            ),
        ),
        assumptions=(
            *aim.assumptions,
            "While the marker is in the intron the gene's expression is not assured: study the animal after Flp "
            "(R17).",
            *vector_assumptions(locus, spot, distance(spot.at, first, last)),
        ),
    )


# -- shared with the floxed STOP ---------------------------------------------------------------------------


def coding(locus: Locus) -> tuple[TranscriptModel, ...]:
    """Coding transcripts whose model is complete, the target first."""
    return locus.target, *(t for t in locus.transcripts if t.coding and t.id != locus.target.id)


def distance(at: int, first: int, last: int) -> int:
    """Bases between a cassette and the changes."""
    return max(first - at, at - last, 0)


def room() -> int:
    """The least bases an intron must have on both sides of a cassette together (R06)."""
    return limit("R06.donor.stop").whole + limit("R06.acceptor.stop").whole


def placed(spot: Spot) -> str:
    """Say where the cassette stands."""
    return (
        f"The cassette stands in intron {spot.intron}, {spot.from_donor} bp behind the nearest splice donor and "
        f"{spot.to_acceptor} bp in front of the nearest acceptor (R06), as near to the change as that allows."
    )


def vector_assumptions(locus: Locus, spot: Spot, apart: int) -> tuple[str, ...]:
    """What holds for every targeting vector at this spot."""
    found = [
        f"The arms are those of {locus.genome.assembly}: use ES cells of the same strain, or arms of theirs (R21)."
    ]
    if apart > APART:
        found.append(
            f"The change lies {apart} bp from the cassette: a crossover between them gives drug-resistant clones "
            "without it (edit_lost), so every clone must be shown to carry both."
        )
    if not spot.roomy:
        found.append(
            f"Intron {spot.intron} is tight: the cassette keeps R06's minimum, not its default distances; test "
            "splicing of the scarred intron."
        )
    if not spot.clear:
        found.append(f"The cassette stands within a repeat of intron {spot.intron} (R08).")
    return (
        *found,
        "No conservation track was examined, so conserved elements of the intron are unknown (R08).",
    )
