"""Human coding sequence with a polyadenylation signal, read in place of the mouse's from the insertion on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.sequence import translate
from loxsmith.strategy.assuming import first_assumptions, shared_exons
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.human_junctions import quiet
from loxsmith.strategy.human_routes import behind_polya, routed, shared_with
from loxsmith.strategy.model import Piece, Strategy, from_part, spell
from loxsmith.strategy.orthologues import Orthologue
from loxsmith.strategy.promising import Aim, Product
from loxsmith.strategy.routes import coding
from loxsmith.strategy.termini import membrane_stretch, signal_peptide

POLYA = "bGHpA"
"""Polyadenylation signal behind human coding sequence; the vector's toxin gene has another (judgement)."""

FARTHEST = 10
"""Residues by which the junction may lie from the exon's edge in search of an aligned residue (judgement)."""

PROMOTER = 500
"""Bases in front of a start of transcription within which an insert may part it from its promoter (judgement)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Insert:
    """What is inserted where."""

    at: int
    """In front of this base of the mouse locus, 0-based."""

    kept: int
    """Mouse residues that are still made in front of it by the target transcript."""

    first: int
    """First human residue of the insert, 1-based."""

    text: str
    """Its coding bases, stop codon included."""


def coding_sequence(
    found: Orthologue, request: Request, unique: Uniqueness, failed: str, tried: Strategy | None
) -> Strategy:
    """Put the human coding sequence at the native start codon, in place of the mouse's expression."""
    insert = _Insert(at=found.mouse.target.start_codon, kept=0, first=1, text=found.coding)
    said = (
        f"The mouse start codon lies behind the insert: {found.mouse.gene.symbol} is no longer made from this start, "
        "so the homozygous animal has the human protein only.",
        _secretion(found),
    )
    return _built(
        insert, f"human {found.symbol} coding sequence at the ATG", said, found, request, failed, tried
    )


def exon_two_to_stop(
    found: Orthologue, request: Request, unique: Uniqueness, failed: str, tried: Strategy | None
) -> Strategy:
    """Keep mouse exon 1, and read human coding sequence from the place in exon 2 that answers to it.

    Raises:
        InfeasibleError: there is no exon 2, or no aligned residue near its beginning.
    """
    mouse = found.mouse
    target = mouse.target
    if len(target.exons) < 2:
        raise InfeasibleError(
            f"{mouse.gene.symbol} has a single exon in {target.id}, so nothing is left of exon 1 to exon 2.",
            hint=f"Ask for humanize {mouse.gene.symbol} scope=cds.",
        )
    if target.start_codon >= target.exons[1][0]:
        strategy = coding_sequence(found, request, unique, failed, tried)
        return _with(
            strategy,
            f"Exon 1 of {target.id} codes for nothing, so exon 2 to stop is the whole coding sequence, at the ATG.",
        )
    if target.stop_codon[2] < target.exons[1][0]:
        raise InfeasibleError(
            f"The whole coding sequence of {target.id} lies in exon 1, so exon 2 codes for nothing.",
            hint=f"Ask for humanize {mouse.gene.symbol} scope=cds.",
        )
    insert = _at_exon_two(found)
    said = (_phases(found), _chimera(insert, found), _junction(insert, found))
    what = f"human {found.symbol} from residue {insert.first} to stop, behind mouse exon 1"
    return _built(insert, what, said, found, request, failed, tried)


# -- where -------------------------------------------------------------------------------------------------


def _at_exon_two(found: Orthologue) -> _Insert:
    """The first codon boundary in exon 2, moved off the splice site as long as both proteins agree there."""
    mouse, target = found.mouse, found.mouse.target
    edge = target.exons[1][0]
    kept = -(-sum(p < edge for p in target.cds_positions) // 3)
    first = _answering(kept, found)
    clear = limit("J.splice.exon.first").whole
    while (
        target.codon(kept + 1)[0] - edge < clear
        and found.pairs.get(kept + 1) == first
        and mouse.protein[kept] == found.protein[first - 1]
        and kept + 1 < target.residues
    ):
        kept, first = kept + 1, first + 1
    return _Insert(at=target.codon(kept + 1)[0], kept=kept, first=first, text=found.coding[3 * first - 3 :])


def _answering(kept: int, found: Orthologue) -> int:
    """Human residue that follows mouse residue ``kept``: behind its partner, or the partner of the next one."""
    for back in range(FARTHEST + 1):
        if kept - back in found.pairs:
            return found.pairs[kept - back] + 1
        if kept + 1 + back in found.pairs:
            return max(1, found.pairs[kept + 1 + back] - back)
    raise InfeasibleError(
        f"No residue within {FARTHEST} of the end of exon 1 of {found.mouse.gene.symbol} is aligned with a human one, "
        "so the place in exon 2 that answers to it is not known.",
        hint=f"Ask for humanize {found.mouse.gene.symbol} scope=cds.",
    )


# -- how ---------------------------------------------------------------------------------------------------


def _built(
    insert: _Insert,
    what: str,
    said: tuple[str, ...],
    found: Orthologue,
    request: Request,
    failed: str,
    tried: Strategy | None,
) -> Strategy:
    locus = found.mouse
    text, respelled = quiet(insert.text, found)
    insert = replace(insert, text=text)
    pieces = _pieces(insert, found)
    edit = Edit(start=insert.at, end=insert.at, ref="", alt=spell(pieces), what=what)
    products = [(t, _made(t, insert, locus)) for t in coding(locus)]
    aim = Aim(
        what=what,
        edits=(edit,),
        payload=pieces,
        products=tuple(_product(t, made, insert, found) for t, made in products if made is not None),
        assumptions=(
            found.statement,
            *said,
            *respelled,
            f"It is read without introns and ends at {POLYA}: the mouse 3' untranslated region, and what regulates "
            "the message there, is not used; compare the level of expression with the wild type's.",
            *(
                f"{t.id} has the insert in its promoter or in front of its own start codon; what it makes then is not "
                "predicted."
                for t, made in products
                if made is None
            ),
            *first_assumptions(request, locus),
            *shared_exons(locus, (edit,)),
            *_beyond(products, locus),
        ),
    )
    return routed(
        aim,
        request,
        locus,
        lambda why: behind_polya(aim, insert.at, request, locus, why),
        failed,
        tried,
        shared_with(spell(pieces), locus),
    )


def _pieces(insert: _Insert, found: Orthologue) -> tuple[Piece, ...]:
    gene = found.locus
    name = (
        f"human {found.symbol} CDS"
        if insert.first == 1
        else f"human {found.symbol} CDS from residue {insert.first}"
    )
    start, end = gene.target.codon(insert.first)[0], gene.target.stop_codon[2] + 1
    note = f"coding sequence of {found.origin(start, end)}, introns left out"
    return Piece(name=name, sequence=insert.text, kind="cds", note=note), from_part(POLYA)


def _made(transcript: TranscriptModel, insert: _Insert, locus: Locus) -> str | None:
    """What a transcript makes with the insert in it; None when that is not predicted."""
    wild = locus.protein_of(transcript)
    if insert.at < transcript.exons[0][0] <= insert.at + PROMOTER:
        return None
    if not any(a <= insert.at < b for a, b in transcript.exons) or insert.at > transcript.stop_codon[0]:
        return wild
    if insert.at > transcript.start_codon:
        before = "".join(locus.molecule.sequence[p] for p in transcript.cds_positions if p < insert.at)
        return translate(before + insert.text).partition("*")[0]
    return translate(insert.text).partition("*")[0] if insert.first == 1 else None


def _product(transcript: TranscriptModel, made: str, insert: _Insert, found: Orthologue) -> Product:
    if made == found.mouse.protein_of(transcript):
        words = "stays as in the wild type: it does not read the insert"
    elif made == found.protein:
        words = f"makes the human protein {found.symbol} ({len(made)} residues) and nothing else"
    elif made == found.mouse.protein[: insert.kept] + found.protein[insert.first - 1 :]:
        words = (
            f"makes mouse residues 1-{insert.kept} followed by human residues {insert.first}-{len(found.protein)} "
            "and nothing else"
        )
    else:
        words = f"makes a protein of {len(made)} residues that is read into the insert in its own frame"
    return Product(transcript=transcript.id, chains=(made,), words=words)


# -- words -------------------------------------------------------------------------------------------------


def _phases(found: Orthologue) -> str:
    """Compare the phases of all coding junctions of the two genes."""
    mouse, human = (_phases_of(t) for t in (found.mouse.target, found.locus.target))
    same = (
        "they agree"
        if mouse == human
        else "they differ, so the junction is found by the alignment of the proteins"
    )
    return (
        f"Phases of the coding junctions, one by one: mouse {_list(mouse)}; human {_list(human)}: {same}. The numbers "
        "of the exons were not used."
    )


def _phases_of(transcript: TranscriptModel) -> list[int]:
    found, total = [], 0
    for start, end in transcript.cds[:-1]:
        total += end - start
        found.append(total % 3)
    return found


def _list(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"


def _chimera(insert: _Insert, found: Orthologue) -> str:
    mouse, human = found.mouse.protein, found.protein
    differ = [
        n
        for n in range(1, insert.kept + 1)
        if n not in found.pairs or mouse[n - 1] != human[found.pairs[n] - 1]
    ]
    listed = ", ".join(map(str, differ[:12])) + (f" and {len(differ) - 12} more" if len(differ) > 12 else "")
    tail = (
        f"of them {len(differ)} differ from the human protein ({listed})"
        if differ
        else "all of them as in human"
    )
    return f"The product is a chimera: residues 1-{insert.kept} are those of the mouse, {tail}."


def _junction(insert: _Insert, found: Orthologue) -> str:
    target = found.mouse.target
    apart = insert.at - target.exons[1][0]
    if apart >= limit("J.splice.exon.first").whole:
        return f"The human sequence begins {apart} bp behind the splice acceptor of exon 2, whose own bases stay."
    return (
        "The human sequence begins at the splice acceptor of exon 2 itself, because the two proteins differ there: "
        "test the splicing of exon 1 to it (R09)."
    )


def _secretion(found: Orthologue) -> str:
    """What happens to the signal peptide or anchor, by sequence alone."""
    mouse, human = signal_peptide(found.mouse.protein), signal_peptide(found.protein)
    if mouse or human:
        return (
            f"The signal peptide is the human one (mouse {_end(mouse)}, human {_end(human)}, by sequence alone; no "
            "predictor was run): to keep the mouse's, ask for domain: behind it."
        )
    if membrane_stretch(found.mouse.protein) or membrane_stretch(found.protein):
        return (
            "No cleaved signal peptide is seen in either protein, but a membrane-spanning stretch is (by hydropathy "
            "alone): anchor and signal are the human ones."
        )
    return "No signal peptide is seen in either protein (by sequence alone; no predictor was run)."


def _end(last: int | None) -> str:
    return f"residues 1-{last}" if last else "none seen"


def _beyond(products: list[tuple[TranscriptModel, str | None]], locus: Locus) -> tuple[str, ...]:
    """Name the isoforms that go on making the mouse protein."""
    missed = [t.id for t, made in products if made == locus.protein_of(t)]
    if not missed:
        return ()
    return (f"{', '.join(missed)} of {locus.gene.symbol} does not read the insert and stays as it is.",)


def _with(strategy: Strategy, sentence: str) -> Strategy:

    return replace(strategy, assumptions=(sentence, *strategy.assumptions))
