"""The choice: from a request and a locus to a strategy, with the reasons and the alternatives."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.errors import InfeasibleError
from loxsmith.guides import cut_distance, find_guides
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.model import Alternative, Donor, Strategy
from loxsmith.strategy.outcome import edited_coding_sequence, edited_protein, escaping
from loxsmith.strategy.payload import Payload, expression, labels, split, tag
from loxsmith.strategy.promising import Aim, Product
from loxsmith.strategy.resolve import resolve
from loxsmith.strategy.routes import coding, marked, zygote
from loxsmith.strategy.stopping import stopped
from loxsmith.strategy.termini import c_terminus, is_type_ii, n_terminus, signal_peptide
from loxsmith.strategy.wording import changed_residues

_LATER = {
    "ires": "an IRES reporter",
    "harbour": "a safe-harbour transgene",
    "humanize": "a humanisation",
    "flox": "a conditional knock-out",
    "ikmc": "an IKMC-type allele",
}

_ALWAYS_ON = "The change is constitutive, so it is put in directly."


def choose(request: Request, locus: Locus, unique: Uniqueness) -> Strategy:
    """Choose how to build what ``request`` asks for at ``locus``.

    Raises:
        RequestError: the request contradicts the genome.
        InfeasibleError: no strategy can keep its promises; the hint names the nearest request that can.
    """
    aim = _aim(request, locus)
    if request.is_conditional:
        return _conditional(request, aim, locus, unique)
    if request.method == "es" or request.donor == "vector":
        return marked(aim, locus, unique, request, "ES cells were asked for.")
    return _direct(request, aim, locus, unique)


def without_guide(request: Request, locus: Locus, unique: Uniqueness, reason: str) -> Strategy:
    """Choose again once it has turned out that no guide can be used.

    Raises:
        InfeasibleError: zygotes were asked for, or ES cells will not do either.
    """
    if request.method == "zygote" or request.donor != "auto":
        raise InfeasibleError(reason, hint="Use --method es, which needs no guide.")
    return marked(_aim(request, locus), locus, unique, request, reason)


# -- what is to be true ------------------------------------------------------------------------------------


def _aim(request: Request, locus: Locus) -> Aim:
    if request.kind in _LATER:
        raise InfeasibleError(
            f"This version does not build {_LATER[request.kind]} yet.",
            hint="It builds point mutations (also conditional), C- and N-terminal tags, and coding sequences at "
            "the native ATG.",
            kind=request.kind,
        )
    if request.kind == "point":
        return _point(request, locus)
    if request.kind == "atg":
        return _at_start(request, locus)
    return _tag(request, locus, n_terminal=request.kind == "n-terminal")


def _point(request: Request, locus: Locus) -> Aim:
    edits = resolve(request.changes, locus)
    return Aim(
        what=request.change or "",
        edits=edits,
        payload=(),
        products=tuple(_altered(locus, t, edits) for t in coding(locus) if _still_starts(locus, t, edits)),
        assumptions=(
            *(
                f"{t.id} loses its own start codon by the change; what it makes then is not predicted."
                for t in coding(locus)
                if not _still_starts(locus, t, edits)
            ),
            *_first_assumptions(request, locus),
            *_escapes(locus, edits, "the change"),
            *_shared_exons(locus, edits),
            *_near_splice_sites(locus, edits),
        ),
    )


def _still_starts(locus: Locus, transcript: TranscriptModel, edits: Sequence[Edit]) -> bool:
    """Whether a transcript keeps its start codon; another isoform's may be an inner Met of the target."""
    return edited_coding_sequence(locus, transcript, edits).startswith("ATG")


def _altered(locus: Locus, transcript: TranscriptModel, edits: Sequence[Edit]) -> Product:
    wild, changed = locus.protein_of(transcript), edited_protein(locus, transcript, edits)
    if changed == wild:
        words = "stays as in the wild type"
    elif transcript.id == locus.target.id:
        words = f"makes {changed_residues(wild, changed)} and nothing else"
    else:
        words = f"makes {changed_residues(wild, changed)}, in its own numbering, and nothing else"
    return Product(transcript=transcript.id, chains=(changed,), words=words)


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
            *_first_assumptions(request, locus),
            *_escapes(locus, (edit,), "the tag"),
            *filter(None, remarks),
            *labels(request.payload),
        ),
    )


def _n_terminal_place(locus: Locus) -> tuple[int, str]:
    """Residue behind which an N-terminal tag goes, and what to say about it.

    The first Met, or the end of a signal peptide; never the edge of an exon, where it would touch the splice site.
    """
    cleaved = signal_peptide(locus.protein)
    edges = {end for _, end in locus.target.exons}
    first = cleaved or 1
    behind = next(
        n for n in range(first, len(locus.protein))
        if locus.target.cds_positions[3 * n - 1] + 1 not in edges
    )  # fmt: skip
    if cleaved is None:
        return behind, n_terminus(locus.protein)
    return behind, (
        f"Residues 1-{cleaved} look like a signal peptide that is cleaved off (a hydrophobic stretch and the (-3,-1) "
        f"rule of von Heijne 1986; no predictor was run), so the tag stands behind residue {behind}. Check the "
        "cleavage site before ordering."
    )


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
            *_first_assumptions(request, locus),
            f"The coding sequence replaces {locus.gene.symbol}: the allele makes none of its own protein from "
            "this start, so the homozygous animal is null.",
            *_escapes(locus, (edit,), "the insertion"),
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


def _near_splice_sites(locus: Locus, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Name the splice sites of the target transcript whose consensus a change touches."""
    found = []
    for number, (start, end) in enumerate(locus.target.introns, 1):
        for what, (a, b) in (
            (f"donor of exon {number}", (start - 3, start + 6)),
            (f"acceptor of exon {number + 1}", (end - 20, end + 2)),
        ):
            if any(e.start < b and max(e.end, e.start + 1) > a for e in edits):
                found.append(
                    f"The change touches the splice {what}: whether it is still spliced there must be tested (R09)."
                )
    return tuple(found)


def _shared_exons(locus: Locus, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Name the other genes whose exons a change lies in (R15)."""
    genes = {
        n.symbol
        for n in locus.neighbours
        for a, b in n.exons
        for e in edits
        if e.start < b and max(e.end, e.start + 1) > a
    }
    return tuple(
        f"The change also lies in an exon of {symbol}, which is not judged here (R15)."
        for symbol in sorted(genes)
    )


def _first_assumptions(request: Request, locus: Locus) -> tuple[str, ...]:
    """What is said of every design: defaults taken, sex linkage, strain."""
    found = list(request.assumptions)
    if locus.is_x_linked:
        found.append(
            f"{locus.gene.symbol} is X-linked: males carry the allele as their only copy, and a correctly targeted "
            "male ES clone has no wild-type copy left (R38)."
        )
    if request.strain and "C57BL/6" not in request.strain.upper().replace("B6", "C57BL/6"):
        found.append(
            f"The design is made on {locus.genome.assembly}, not on {request.strain}: sequence arms, guide site and "
            "primers in that strain first (R21)."
        )
    return tuple(found)


def _escapes(locus: Locus, edits: Sequence[Edit], what: str) -> tuple[str, ...]:
    missed = [t.id for t in escaping(locus, edits)]
    if not missed or len(missed) == len(coding(locus)):
        return ()
    return (f"{', '.join(missed)} of {locus.gene.symbol} does not carry {what} and stays as it is.",)


# -- how ---------------------------------------------------------------------------------------------------


def _conditional(request: Request, aim: Aim, locus: Locus, unique: Uniqueness) -> Strategy:
    if request.kind != "point":
        raise InfeasibleError(
            "This version builds conditional point mutations only.",
            hint=f"Leave out 'conditional': {locus.gene.symbol} {aim.what}.",
        )
    if request.before == "wild-type":
        raise InfeasibleError(
            "This version does not build alleles that are wild type before the recombinase yet.",
            hint="Use --before null: a floxed STOP, with no full-length product until the recombinase acts.",
        )
    if request.method == "zygote":
        raise InfeasibleError(
            "A floxed STOP of several kilobases in cis with a distant change is not built in zygotes.",
            hint="Leave out --method zygote.",
        )
    return stopped(aim, locus, unique, request)


def _direct(request: Request, aim: Aim, locus: Locus, unique: Uniqueness) -> Strategy:
    apart = aim.edits[-1].start - aim.edits[0].end
    farthest = limit("D1.oligo.apart").whole
    if apart > farthest and request.method == request.donor == "auto":
        why = f"The changes lie {apart} bp apart, and one cut converts only what is near it (up to {farthest} bp)."
        return marked(aim, locus, unique, request, why)
    donor, reason = _donor(request, aim)
    reach = limit("R26.oligo.stop").whole if donor == "ssodn" else limit("R26.plasmid").whole
    if not _cuts_near(locus, aim.edits, reach):
        why = f"No NGG guide cuts within {reach} nt of the change (R26)."
        if request.method == "zygote":
            raise InfeasibleError(why, hint="Leave out --method zygote: ES cells need no guide.")
        return marked(aim, locus, unique, request, why)
    alternatives = (
        Alternative(
            id="es-marker",
            why_not="ES cells with a removable marker take months longer and leave an FRT in an intron; they are "
            "for changes out of reach of a guide, or whose homozygous null is harmful in founders.",
        ),
        Alternative(
            id="base-editing", why_not="Base and prime editors are out of scope: listed, not designed."
        ),
    )
    return zygote(aim, donor, f"{_ALWAYS_ON} {reason}", alternatives)


def _donor(request: Request, aim: Aim) -> tuple[Donor, str]:
    """Choose the donor by the stretch it must carry between its arms (R23-R25)."""
    first, last = aim.edits[0], aim.edits[-1]
    extent = last.start - first.start + sum(len(e.alt) for e in aim.edits)
    oligo, arms = limit("R25.change").whole, 2 * limit("R24.arm.high").whole
    fits_long = extent + arms <= limit("R24.total").whole
    if request.donor == "aav":
        raise InfeasibleError("AAV donors are not designed yet.", hint="Use --donor auto.")
    if request.donor == "ssodn" and extent > oligo:
        raise InfeasibleError(
            f"The change spans {extent} nt, and an oligonucleotide carries at most about {oligo} (R25).",
            hint="Use --donor lssdna or plasmid.",
        )
    if request.donor == "lssdna" and not fits_long:
        raise InfeasibleError(
            f"Change and arms together exceed {limit('R24.total').whole} nt (R24).",
            hint="Use --donor plasmid.",
        )
    if request.donor == "ssodn" or (request.donor == "auto" and extent <= oligo):
        return (
            "ssodn",
            f"It spans {extent} nt, so an oligonucleotide carries it (R25: up to about {oligo} nt).",
        )
    if request.donor == "lssdna" or (request.donor == "auto" and fits_long):
        return "lssdna", f"It spans {extent} nt: one long single strand carries it (R24)."
    return "plasmid", f"It spans {extent} nt: a circular plasmid with kilobase arms carries it (R23)."


def _cuts_near(locus: Locus, edits: Sequence[Edit], reach: int) -> bool:
    first, last = edits[0].start, edits[-1].end
    found = find_guides(locus.molecule.sequence, first - reach, last + reach)
    return any(cut_distance(g.cut, e.start, e.end) <= reach for g in found for e in edits)
