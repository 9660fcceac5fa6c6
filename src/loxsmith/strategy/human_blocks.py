"""A domain of the human protein in the very place of the mouse's, exon by exon, between the mouse's own introns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.sequence import is_plain
from loxsmith.strategy.assuming import first_assumptions, near_splice_sites, shared_exons
from loxsmith.strategy.edits import Edit, trimmed
from loxsmith.strategy.human_numbers import human_residue
from loxsmith.strategy.human_routes import routed
from loxsmith.strategy.model import Piece, Strategy
from loxsmith.strategy.orthologues import Orthologue
from loxsmith.strategy.outcome import edited_coding_sequence, edited_protein
from loxsmith.strategy.promising import Aim, Product
from loxsmith.strategy.routes import coding, marked
from loxsmith.strategy.termini import membrane_stretch, signal_peptide

SPAN = 19
"""Residues of a membrane-spanning stretch (Kyte & Doolittle 1982)."""


def domain(
    first: int,
    last: int,
    found: Orthologue,
    request: Request,
    unique: Uniqueness,
    failed: str,
    tried: Strategy | None,
) -> Strategy:
    """Exchange mouse residues ``first`` to ``last`` for the human ones aligned with them.

    Args:
        first: first mouse residue exchanged, 1-based.
        last: last mouse residue exchanged, 1-based.
        found: the human gene.
        request: for route and settings.
        unique: repeats of the mouse locus.
        failed: why no guide would do, when that is known already; else empty.
        tried: the strategy that failed.

    Raises:
        RequestError: there are no such residues.
        InfeasibleError: an end has no human counterpart, nothing differs, or no route is left.
    """
    mouse = found.mouse
    human = _aligned_range(first, last, found)
    edits = tuple(_edits(first, last, human, found))
    aim = Aim(
        what=f"human {found.symbol} residues {human[0]}-{human[1]} for mouse residues {first}-{last}",
        edits=edits,
        payload=_payload(edits, human, found),
        products=tuple(_products(first, last, human, edits, found)),
        assumptions=(
            found.statement,
            f"Mouse residues {first}-{last} are human residues {human[0]}-{human[1]} by the alignment of the two "
            "proteins; the exchange begins and ends between two codons.",
            *_junctions(first, last, found),
            *(
                f"{t.id} has a splice site, its start or its end within the exchanged bases; what it makes is "
                "not predicted."
                for t in coding(mouse)
                if _is_unpredicted(t, edits)
            ),
            _kept(first, last, mouse.protein),
            *first_assumptions(request, mouse),
            *shared_exons(mouse, edits),
            *near_splice_sites(mouse, edits),
        ),
    )

    def in_cells(reason: str) -> Strategy:
        return marked(aim, mouse, unique, request, reason)

    span = edits[-1].end - edits[0].start
    if span > 2 * limit("R26.plasmid").whole and (request.method, request.donor) == ("auto", "auto"):
        return in_cells(
            f"The exchange spans {span} bp of sequence much like the new one, and one cut converts what is near "
            "it (R26): ES cells take up the whole between two arms."
        )
    made = routed(aim, request, mouse, in_cells, failed, tried)
    return replace(made, warnings=(*made.warnings, *_far_from_the_cut(span, made)))


def _far_from_the_cut(span: int, made: Strategy) -> tuple[str, ...]:
    reach = limit("R26.plasmid").whole
    if made.route != "zygote" or span <= 2 * reach:
        return ()
    return (
        f"The exchange spans {span} bp of sequence much like the new one, and a cut converts what lies within {reach} "
        "bp of it as a rule (R26): expect founders with a part of the exchange only, and sequence the whole of it.",
    )


def _aligned_range(first: int, last: int, found: Orthologue) -> tuple[int, int]:
    mouse = found.mouse
    if first == 1:
        raise InfeasibleError(
            f"Residue 1 of {mouse.gene.symbol} is the start codon, which stays the mouse's own.",
            hint=f"Ask for humanize {mouse.gene.symbol} scope=domain:2-{last}, or scope=cds.",
        )
    there, to = human_residue(first, found), human_residue(last, found)
    if mouse.protein[first - 1 : last] == found.protein[there - 1 : to]:
        raise InfeasibleError(
            f"Residues {first}-{last} of {mouse.gene.symbol} are those of human {found.symbol} already.",
            hint="Name a range in which the two proteins differ.",
        )
    return there, to


def _edits(first: int, last: int, human: tuple[int, int], found: Orthologue) -> Iterator[Edit]:
    """Yield one exchange for each exon, human bases shared out where the mouse's introns stand."""
    mouse, target = found.mouse, found.mouse.target
    begin, end, at = 3 * first - 3, 3 * last, 0
    taken = 3 * human[0] - 3
    for a, b in target.cds:
        lower, upper = max(begin, at), min(end, at + b - a)
        if lower < upper:
            upto = 3 * human[1] if upper == end else _human_offset(upper, taken, 3 * human[1], found)
            start = a + lower - at
            wild = mouse.molecule.sequence[start : start + upper - lower]
            if not is_plain(wild):
                raise InfeasibleError(
                    f"The genome has unknown or ambiguous bases within {mouse.describe(start, start + len(wild))}.",
                    hint="Give an assembly in which this stretch is sequenced.",
                )
            name = f"human {found.symbol} residues {taken // 3 + 1}-{-(-upto // 3)}"
            edit = trimmed(start, wild, found.coding[taken:upto], what=name)
            if edit.ref or edit.alt:
                yield edit
            taken = upto
        at += b - a


def _human_offset(mouse: int, least: int, most: int, found: Orthologue) -> int:
    """Where the human coding sequence is parted for a mouse intron at coding base ``mouse``, in the same phase."""
    residue, phase = mouse // 3 + 1, mouse % 3
    for back in range(residue):
        partner = found.pairs.get(residue - back)
        if partner is not None:
            offset = 3 * (partner - 1 + back) + phase
            if least <= offset <= most:
                return offset
    return least + (phase - least) % 3


def _payload(edits: tuple[Edit, ...], human: tuple[int, int], found: Orthologue) -> tuple[Piece, ...]:
    """A single exchange has a name of its own on the map; several are named one by one."""
    if len(edits) != 1:
        return ()
    gene = found.locus
    start, end = gene.target.codon(human[0])[0], gene.target.codon(human[1])[2] + 1
    note = f"coding sequence of {found.origin(start, end)}, without introns and what both genes share at the ends"
    return (Piece(name=edits[0].what, sequence=edits[0].alt, kind="cds-fragment", note=note),)


def _products(
    first: int, last: int, human: tuple[int, int], edits: tuple[Edit, ...], found: Orthologue
) -> Iterator[Product]:
    mouse = found.mouse
    single = tuple(_by_bases(edits))
    chimera = mouse.protein[: first - 1] + found.protein[human[0] - 1 : human[1]] + mouse.protein[last:]
    for transcript in coding(mouse):
        if _is_unpredicted(transcript, edits):
            continue
        wild, made = mouse.protein_of(transcript), edited_protein(mouse, transcript, single)
        if not edited_coding_sequence(mouse, transcript, single).startswith("ATG"):
            raise InfeasibleError(
                f"The exchange takes away the start codon of {transcript.id} of {mouse.gene.symbol}, which is an "
                f"inner Met of {mouse.target.id}.",
                hint=f"Name a range without it, or ask for humanize {mouse.gene.symbol} scope=cds.",
            )
        if made == wild:
            words = "stays as in the wild type: it does not read the exchanged residues"
        elif made == chimera:
            words = (
                f"makes the chimera: mouse residues 1-{first - 1}, human residues {human[0]}-{human[1]}, mouse "
                f"residues {last + 1}-{len(mouse.protein)}, and nothing else"
            )
        else:
            words = f"makes a protein of {len(made)} residues with what it reads of the exchange, in its own frame"
        yield Product(transcript=transcript.id, chains=(made,), words=words)


def _by_bases(edits: tuple[Edit, ...]) -> Iterator[Edit]:
    """Write exchanges of equal length base by base, so that a transcript may read a part of one."""
    for edit in edits:
        if len(edit.ref) != len(edit.alt):
            yield edit
            continue
        for i, (old, new) in enumerate(zip(edit.ref, edit.alt, strict=True)):
            if old != new:
                yield Edit(start=edit.start + i, end=edit.start + i + 1, ref=old, alt=new)


def _is_unpredicted(transcript: TranscriptModel, edits: tuple[Edit, ...]) -> bool:
    """Whether the exchange reaches into a splice site, the start, or over an end of coding, of a transcript."""
    resized = [e for e in edits if len(e.ref) != len(e.alt)]
    ends = (transcript.start_codon, transcript.stop_codon[2])
    if any(e.start <= at < e.end for e in resized for at in ends):
        return True
    donor, acceptor = limit("J.splice.donor").whole, limit("J.splice.acceptor").whole
    held = [(transcript.exons[0][0] - 1, transcript.exons[0][0] + 1)]
    for a, b in transcript.introns:
        held += [(a, a + donor), (b - acceptor, b)]
    return any(e.start < b and a < e.end for e in edits for a, b in held)


# -- words -------------------------------------------------------------------------------------------------


def _junctions(first: int, last: int, found: Orthologue) -> tuple[str, ...]:
    """Say which introns stand within the exchange, and their phases."""
    target = found.mouse.target
    start, end = target.codon(first)[0], target.codon(last)[2]
    within = [(n, a) for n, (a, _) in enumerate(target.introns, 1) if start < a <= end]
    if not within:
        return ()
    listed = ", ".join(f"{n} (phase {sum(p < a for p in target.cds_positions) % 3})" for n, a in within)
    return (
        f"Intron(s) {listed} of the mouse stay within the exchange; the human coding sequence is parted there in the "
        "same phase, whatever the exons of the human gene are.",
    )


def _kept(first: int, last: int, protein: str) -> str:
    """Say whether signal peptide and membrane-spanning stretch stay the mouse's."""
    cleaved, anchor = signal_peptide(protein), membrane_stretch(protein)
    if cleaved:
        said = _fate("signal peptide", 1, cleaved, first, last)
    elif anchor:
        said = _fate("first membrane-spanning stretch", anchor, anchor + SPAN - 1, first, last)
    else:
        return "No signal peptide and no membrane-spanning stretch is seen in the mouse protein (by sequence alone)."
    return f"{said} (By sequence alone; no predictor was run.)"


def _fate(what: str, start: int, end: int, first: int, last: int) -> str:
    if last < start or end < first:
        return f"The mouse {what} (residues {start}-{end}) stays."
    return f"The mouse {what} (residues {start}-{end}) is exchanged, in whole or in part."
