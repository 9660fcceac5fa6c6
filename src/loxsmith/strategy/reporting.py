"""A second protein from the gene's own messenger: an IRES and a coding sequence behind the stop codon."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.locus import Locus, TranscriptModel
from loxsmith.request import Request
from loxsmith.strategy.assuming import escapes, first_assumptions, touches_splice_site
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.outcome import edited_protein
from loxsmith.strategy.payload import Payload, behind_ires, labels, split
from loxsmith.strategy.promising import Aim, Product
from loxsmith.strategy.routes import coding


def ires_reporter(request: Request, locus: Locus) -> Aim:
    """Put IRES and coding sequence right behind the native stop codon, in the 3' untranslated region.

    The reporter uses the gene's own polyadenylation signal, and the gene keeps its protein untouched.

    Raises:
        RequestError: the payload does not code from an ATG to its end.
        InfeasibleError: no untranslated region of the transcript lies behind the stop codon.
    """
    payload = behind_ires(request.payload)
    at = _place(locus)
    edit = Edit(start=at, end=at, ref="", alt=payload.text, what=payload.name)
    products = [p for t in coding(locus) for p in _products(locus, t, edit, payload)]
    return Aim(
        what=payload.name,
        edits=(edit,),
        payload=payload.pieces,
        products=tuple(products),
        assumptions=(
            *first_assumptions(request, locus),
            "Behind an IRES less protein is made than in front of it; how much less depends on the cell (judgement). "
            f"Where the amount matters, {locus.gene.symbol} C-term T2A-... makes reporter and protein one to one.",
            "The reporter lengthens the 3' untranslated region; what binds there may act differently (judgement).",
            *escapes(locus, (edit,), "the reporter"),
            *labels(request.payload),
        ),
    )


def _place(locus: Locus) -> int:
    """The base behind the stop codon, or a little farther where that would touch a splice site."""
    behind = locus.target.stop_codon[2] + 1
    exon = locus.target.exon_at(behind - 1)
    for at in range(behind, behind + _FARTHER + 1):
        inside = locus.target.exon_at(at)
        if inside is not None and inside == exon and not touches_splice_site(locus, at):
            return at
    raise InfeasibleError(
        f"The transcript {locus.target.id} of {locus.gene.symbol} has no untranslated region behind its stop codon in "
        "that exon, so an IRES there would not be transcribed, or would touch a splice site.",
        hint=f"Ask for a 2A reporter, {locus.gene.symbol} C-term T2A-..., or give an annotation with its 3' UTR.",
        gene=locus.gene.symbol,
    )


_FARTHER = 36
"""Bases behind the stop codon within which the IRES is put: Fgf8-IRES-MerCreMer has 36, Sim1-IRES-Cre 3."""


def _products(locus: Locus, transcript: TranscriptModel, edit: Edit, payload: Payload) -> list[Product]:
    wild, changed = locus.protein_of(transcript), edited_protein(locus, transcript, (edit,))
    words = "keeps its own protein" if changed == wild else "is changed by the insertion"
    found = [Product(transcript=transcript.id, chains=(changed,), words=words)]
    if transcript.exon_at(edit.start) is not None and transcript.stop_codon[2] < edit.start:
        chains = split(payload.protein, payload.releases)
        made = f"makes {payload.name.removeprefix('IRES-')} behind the IRES, from its own ATG to its own stop"
        found.append(Product(transcript=f"{transcript.id}:orf2", chains=chains, words=made))
    return found
