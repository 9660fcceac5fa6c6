"""The choice: from a request and a locus to a strategy, with the reasons and the alternatives."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.genome import Genome
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.assuming import (
    escapes,
    first_assumptions,
    near_splice_sites,
    shared_exons,
    touches_splice_site,
)
from loxsmith.strategy.donating import in_zygotes, on_long_strand, on_plasmid
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.floxing import floxed
from loxsmith.strategy.harbouring import harbour_donor, harboured, harboured_without_guide
from loxsmith.strategy.humanising import humanised, needs_human
from loxsmith.strategy.model import Strategy
from loxsmith.strategy.outcome import edited_protein
from loxsmith.strategy.payload import Payload, expression, labels, split, tag
from loxsmith.strategy.pointing import point_aim
from loxsmith.strategy.promising import Aim, Product
from loxsmith.strategy.reporting import ires_reporter
from loxsmith.strategy.routes import coding, marked
from loxsmith.strategy.stopping import stopped
from loxsmith.strategy.switching import wild_type_before
from loxsmith.strategy.termini import c_terminus, is_type_ii, n_terminus, signal_peptide
from loxsmith.strategy.wording import changed_residues


def choose(request: Request, locus: Locus, unique: Uniqueness, second: Genome | None = None) -> Strategy:
    """Choose how to build what ``request`` asks for at ``locus``.

    Args:
        request: what was asked for.
        locus: where.
        unique: its repeats.
        second: the genome that a humanisation takes its sequence from.

    Raises:
        RequestError: the request contradicts the genome.
        InfeasibleError: no strategy can keep its promises; the hint names the nearest request that can.
    """
    if request.kind in {"flox", "ikmc"}:
        return floxed(request, locus, unique)
    if request.kind == "harbour":
        return harboured(request, locus, unique)
    if needs_human(request):
        return humanised(request, locus, unique, second)
    aim = _aim(request, locus)
    if request.is_conditional:
        return _conditional(request, aim, locus, unique)
    if request.method == "es" or request.donor == "vector":
        return marked(aim, locus, unique, request, "ES cells were asked for.")
    found = in_zygotes(request, aim, locus)
    return found if isinstance(found, Strategy) else marked(aim, locus, unique, request, found)


def choose_donor(request: Request, locus: Locus) -> Strategy:
    """Choose the donor that puts the change in with Cas9, whatever else may be possible.

    Raises:
        RequestError: the request contradicts the genome.
        InfeasibleError: the change is not one for a donor, or none can carry it.
    """
    if request.kind == "harbour" and request.method != "es" and request.donor != "vector":
        return harbour_donor(request, locus)
    if request.is_conditional:
        raise InfeasibleError(
            "A conditional allele is built from a targeting vector, not from a donor alone.",
            hint="Leave out 'conditional', or use the whole design, which draws the vector.",
        )
    if request.method == "es" or request.donor == "vector":
        raise InfeasibleError(
            "A donor is for zygotes, and ES cells were asked for.",
            hint="Leave that option out, or use the whole design, which draws the targeting vector.",
        )
    if request.kind == "humanize":
        raise InfeasibleError(
            "A donor alone is not chosen for a humanisation, which needs a second genome.",
            hint="Use the whole design, with --donor-genome.",
        )
    found = in_zygotes(request, _aim(request, locus), locus)
    if isinstance(found, Strategy):
        return found
    raise InfeasibleError(found, hint="Use the whole design with --method es: ES cells need no guide.")


def without_guide(
    request: Request,
    locus: Locus,
    unique: Uniqueness,
    reason: str,
    tried: Strategy | None = None,
    second: Genome | None = None,
) -> Strategy:
    """Choose again once it has turned out that no guide can be used.

    Args:
        request: what was asked for.
        locus: the locus.
        unique: repeats of the locus.
        reason: why the strategy before this one failed, as a sentence.
        tried: that strategy.
        second: the genome that a humanisation takes its sequence from.

    Raises:
        InfeasibleError: zygotes were asked for, or ES cells will not do either.
    """
    if needs_human(request):
        return humanised(request, locus, unique, second, reason, tried)
    if request.kind == "harbour":
        return harboured_without_guide(request, locus, reason)
    farther = reaching_farther(request, locus, reason, tried)
    if farther is not None:
        return farther
    if request.method == "zygote" or request.donor != "auto":
        raise InfeasibleError(reason, hint="Use --method es, which needs no guide.")
    return marked(_aim(request, locus), locus, unique, request, reason)


def reaching_farther(request: Request, locus: Locus, reason: str, tried: Strategy | None) -> Strategy | None:
    """Return the same change on a donor that allows a farther cut; None when there is no such donor."""
    if tried is None or tried.donor != "ssodn" or request.donor != "auto":
        return None
    return on_long_strand(_aim(request, locus), locus, reason)


def out_of_repeats(request: Request, locus: Locus, reason: str, tried: Strategy) -> Strategy | None:
    """Return the same change on a donor with longer arms; None when there is no such donor."""
    if tried.donor not in {"ssodn", "lssdna"} or request.donor != "auto":
        return None
    return on_plasmid(_aim(request, locus), reason)


# -- what is to be true ------------------------------------------------------------------------------------


def _aim(request: Request, locus: Locus) -> Aim:
    if request.kind == "point":
        return point_aim(request.change or "", request.changes, request, locus)
    if request.kind == "atg":
        return _at_start(request, locus)
    if request.kind == "ires":
        return ires_reporter(request, locus)
    return _tag(request, locus, n_terminal=request.kind == "n-terminal")


def _tag(request: Request, locus: Locus, *, n_terminal: bool) -> Aim:
    payload = tag(request.payload, n_terminal=n_terminal)
    behind, remark = _n_terminal_place(locus) if n_terminal else (len(locus.protein), "")
    coding_bases = locus.target.cds_positions
    at = coding_bases[3 * behind - 1] + 1 if n_terminal else coding_bases[-3]
    edit = Edit(start=at, end=at, ref="", alt=payload.text, what=payload.name)
    end = "N-terminal" if n_terminal else "C-terminal"
    remarks = [remark] if n_terminal else [c_terminus(locus.protein), _lumen(locus, payload)]
    return Aim(
        what=f"{end} {payload.name}",
        edits=(edit,),
        payload=payload.pieces,
        products=tuple(_tagged(locus, t, edit, payload, behind) for t in coding(locus)),
        assumptions=(
            *first_assumptions(request, locus),
            *escapes(locus, (edit,), "the tag"),
            *shared_exons(locus, (edit,)),
            *filter(None, remarks),
            *(near_splice_sites(locus, (edit,)) if touches_splice_site(locus, at) else ()),
            *labels(request.payload),
        ),
    )


def _n_terminal_place(locus: Locus) -> tuple[int, str]:
    """Residue behind which an N-terminal tag goes, and what to say about it.

    The first Met, or the end of a signal peptide; never the edge of an exon, where it would touch the splice site.
    """
    cleaved = signal_peptide(locus.protein)
    first = cleaved or 1
    behind = _off_the_splice_sites(locus, first)
    moved = (
        f" It stands behind residue {behind}, not {first}, where it would touch a splice site."
        if behind != first
        else ""
    )
    if cleaved is None:
        return behind, f"{n_terminus(locus.protein)}{moved}".strip()
    return behind, (
        f"Residues 1-{cleaved} look like a signal peptide that is cleaved off (a hydrophobic stretch and the (-3,-1) "
        f"rule of von Heijne 1986; no predictor was run), so the tag stands behind residue {behind}. Check the "
        f"cleavage site before ordering.{moved}"
    )


def _off_the_splice_sites(locus: Locus, first: int) -> int:
    """The first residue from ``first`` on behind which an insertion leaves every splice site's exon bases alone."""
    coding, last = locus.target.cds_positions, min(first + _FARTHER, len(locus.protein) - 1)
    places = {n: coding[3 * n - 1] + 1 for n in range(first, last + 1)}
    ends = {start for start, _ in locus.target.introns}
    free = [n for n, at in places.items() if not touches_splice_site(locus, at)]
    inside = [n for n, at in places.items() if at not in ends]
    return next(iter(free or inside), first)


_FARTHER = 10
"""Residues by which an N-terminal tag may stand farther in, off a splice site (judgement)."""


def _lumen(locus: Locus, payload: Payload) -> str:
    if not payload.releases or not is_type_ii(locus.protein):
        return ""
    return (
        f"{locus.gene.symbol} looks like a type II membrane protein (by hydropathy alone): its C-terminus lies in the "
        "lumen, and what follows a 2A peptide there may be carried into the ER instead of the cytosol."
    )


def _tagged(locus: Locus, transcript: TranscriptModel, edit: Edit, payload: Payload, behind: int) -> Product:
    """Say what a transcript makes, from the proteins themselves where it carries the tag."""
    wild, changed = locus.protein_of(transcript), edited_protein(locus, transcript, (edit,))
    if changed == wild:
        words = "stays as in the wild type: it does not carry the tag"
        return Product(transcript=transcript.id, chains=(wild,), words=words)
    shift = len(wild) if behind == len(locus.protein) else behind
    whole = wild[:shift] + payload.protein + wild[shift:]
    if changed != whole:
        words = f"is changed, but does not carry the tag in frame: {changed_residues(wild, changed)}"
        return Product(transcript=transcript.id, chains=(changed,), words=words)
    chains = split(whole, [shift + offset for offset in payload.releases])
    made = f"its protein with {payload.name} in frame"
    if len(chains) > 1:
        made += (
            f", released as {len(chains)} products of {' and '.join(str(len(c)) for c in chains)} residues"
        )
    return Product(transcript=transcript.id, chains=chains, words=f"makes {made}, ending in one stop")


def _at_start(request: Request, locus: Locus) -> Aim:
    payload = expression(request.payload)
    at = locus.target.start_codon
    edit = Edit(start=at, end=at, ref="", alt=payload.text, what=payload.name)
    return Aim(
        what=f"{payload.name} at the native ATG",
        edits=(edit,),
        payload=payload.pieces,
        products=tuple(_replaced(locus, t, edit, payload) for t in coding(locus)),
        assumptions=(
            *first_assumptions(request, locus),
            f"The coding sequence replaces {locus.gene.symbol}: the allele makes none of its own protein from "
            "this start, so the homozygous animal is null.",
            *escapes(locus, (edit,), "the insertion"),
            *shared_exons(locus, (edit,)),
            *labels(request.payload),
        ),
    )


def _replaced(locus: Locus, transcript: TranscriptModel, edit: Edit, payload: Payload) -> Product:
    changed = edited_protein(locus, transcript, (edit,))
    if changed == payload.protein:
        chains = split(changed, payload.releases)
        name = payload.name.partition("-")[0]
        words = f"makes {name} alone ({len(changed)} residues), from its own ATG to its own stop"
        return Product(transcript=transcript.id, chains=chains, words=words)
    wild = locus.protein_of(transcript)
    words = (
        "stays as in the wild type: it starts elsewhere" if changed == wild else "is changed by the insertion"
    )
    return Product(transcript=transcript.id, chains=(changed,), words=words)


# -- how ---------------------------------------------------------------------------------------------------


def _conditional(request: Request, aim: Aim, locus: Locus, unique: Uniqueness) -> Strategy:
    if request.kind != "point":
        raise InfeasibleError(
            "This version builds conditional point mutations only.",
            hint=f"Leave out 'conditional': {locus.gene.symbol} {aim.what}.",
        )
    if request.before == "wild-type":
        return wild_type_before(aim, locus, unique, request)
    if request.method == "zygote":
        raise InfeasibleError(
            "A floxed STOP of several kilobases in cis with a distant change is not built in zygotes.",
            hint="Leave out --method zygote.",
        )
    return stopped(aim, locus, unique, request)
