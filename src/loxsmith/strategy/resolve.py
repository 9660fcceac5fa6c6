"""From the changes a request names to edits on the locus, each checked against the genome first."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.locus import Locus, TranscriptModel, usage_of
from loxsmith.request import Change, CodingChange, CodingPosition, GenomicChange, ProteinChange
from loxsmith.sequence import GENETIC_CODE, is_plain, reverse_complement
from loxsmith.strategy.edits import Edit, ordered, trimmed
from loxsmith.strategy.wording import residue_name

KNOWN = 150
"""Bases on both sides of a change that must all be A, C, G or T (judgement)."""


def resolve(changes: Sequence[Change], locus: Locus) -> tuple[Edit, ...]:
    """Return the edits that make ``changes``, in the order of the locus.

    Raises:
        RequestError: a stated residue or base is not what the genome has, or a place does not exist.
        InfeasibleError: a change that cannot be designed (start codon, ambiguous bases, a codon split over
            two exons with changes in both).
    """
    found = [edit for change in changes for edit in _edits(change, locus)]
    edits = ordered([edit for edit in found if edit.ref or edit.alt])
    if not edits:
        raise RequestError(
            "The requested change leaves the sequence as it is.", hint="Name another residue or base."
        )
    for edit in edits:
        around = locus.molecule.sequence[max(0, edit.start - KNOWN) : edit.end + KNOWN]
        if not is_plain(around):
            raise InfeasibleError(
                f"The genome has unknown or ambiguous bases within {KNOWN} bp of "
                f"{locus.describe(edit.start, edit.start + 1)}.",
                hint="Give an assembly in which this stretch is sequenced.",
            )
    return edits


def _edits(change: Change, locus: Locus) -> list[Edit]:
    if isinstance(change, ProteinChange):
        return _protein(change, locus)
    if isinstance(change, CodingChange):
        return [_coding(change, locus)]
    return [_genomic(change, locus)]


# -- residues ----------------------------------------------------------------------------------------------


def _protein(change: ProteinChange, locus: Locus) -> list[Edit]:
    if change.numbering != "mouse":
        raise InfeasibleError(
            f"{change.text} counts the human protein, and mapping it to the mouse needs the human gene.",
            hint="Write the mouse residue, such as p.A223R.",
        )
    _check_residue(change, change.position, change.ref, locus)
    if change.end != change.position:
        _check_residue(change, change.end, change.end_ref, locus)
    if change.position == 1:
        raise InfeasibleError(
            f"{change.text} changes the start codon of {locus.gene.symbol}, which would end its translation.",
            hint="Name a residue from 2 on, or ask for a knock-out part (flox).",
        )
    if change.kind == "substitution":
        return _substituted(change, locus)
    return [_rewritten(change, locus)]


def _check_residue(change: ProteinChange, position: int, stated: str, locus: Locus) -> None:
    gene, transcript, protein = locus.gene.symbol, locus.target.id, locus.protein
    if position > len(protein):
        raise RequestError(
            f"{gene} has {len(protein)} residues in {transcript}; there is no residue {position}.",
            hint=f"Name a residue from 2 to {len(protein)}, or another transcript with --transcript.",
            gene=gene,
            transcript=transcript,
            residue=position,
        )
    found = protein[position - 1]
    if found == stated:
        return
    if found == "X":
        raise InfeasibleError(
            f"The genome has an unknown or ambiguous base in codon {position} of {gene}.",
            hint="Give an assembly in which this stretch is sequenced.",
            gene=gene,
            residue=position,
        )
    meant = change.text.replace(f"{stated}{position}", f"{found}{position}")
    if found == change.alt:  # the two residues were written in the wrong order
        meant = f"p.{found}{position}{stated}"
    raise RequestError(
        f"{gene} codon {position} is {residue_name(found)} in {transcript}, not {residue_name(stated)}; "
        f"did you mean {meant}?",
        hint=_elsewhere(locus, stated, position),
        gene=gene,
        transcript=transcript,
        residue=position,
        found=found,
        stated=stated,
    )


def _elsewhere(locus: Locus, stated: str, position: int) -> str:
    """Say where the stated residue would fit: another isoform, or a shifted numbering."""
    for other in locus.transcripts:
        protein = locus.protein_of(other) if other.coding else ""
        if other.id != locus.target.id and protein[position - 1 : position] == stated:
            return f"{other.id} has {residue_name(stated)} there: name it with --transcript {other.id}."
    near = [
        i for i in range(max(2, position - 5), min(len(locus.protein), position + 5) + 1)
        if locus.protein[i - 1] == stated
    ]  # fmt: skip
    if near:
        return f"{residue_name(stated)} stands at {', '.join(map(str, near))}: is the numbering human?"
    return ""


def _substituted(change: ProteinChange, locus: Locus) -> list[Edit]:
    codon = locus.target.codon(change.position)
    old = _spell(codon, locus)
    choices = _codons_for(change.alt, old, locus)
    choices = [new for new in choices if _designable(codon, old, new, locus.target)]
    if not choices:
        raise InfeasibleError(
            f"The codon of {change.text} is split over two exons and every way to write it changes both, "
            "or a base of the splice site.",
            hint="Ask for another residue, or for the change by its bases (c.) if one exon is enough.",
        )
    new = choices[0]
    if codon[2] - codon[0] == 2:
        return [trimmed(codon[0], old, new)]
    return [Edit(start=p, end=p + 1, ref=a, alt=b) for p, a, b in zip(codon, old, new, strict=True) if a != b]


def _codons_for(residue: str, old: str, locus: Locus) -> list[str]:
    """Codons of ``residue``: fewest bases unlike ``old``, then the species' usage, then the alphabet.

    ``old`` is empty where there was no codon before.
    """
    usage = usage_of(locus).shares
    codons = [c for c, r in GENETIC_CODE.items() if r == residue]
    return sorted(codons, key=lambda c: (sum(a != b for a, b in zip(c, old or c, strict=True)), -usage[c], c))


def _designable(codon: tuple[int, int, int], old: str, new: str, transcript: TranscriptModel) -> bool:
    """A split codon is designable when its changes lie in one exon and off the bases at the junction."""
    if codon[2] - codon[0] == 2:
        return True
    changed = [p for p, a, b in zip(codon, old, new, strict=True) if a != b]
    exons = {transcript.exon_at(p) for p in changed}
    edges = {p for start, end in transcript.exons for p in (start, end - 1)}
    return len(exons) == 1 and not edges.intersection(changed)


def _rewritten(change: ProteinChange, locus: Locus) -> Edit:
    """Delete, insert or replace whole codons."""
    target = locus.target
    alt = change.alt
    if change.kind == "duplication":
        alt = locus.protein[change.position - 1 : change.end]
    first, last = target.codon(change.position), target.codon(change.end)
    if change.kind in {"insertion", "duplication"}:
        at = (first if change.kind == "insertion" else last)[2] + 1
        return Edit(start=at, end=at, ref="", alt="".join(_codons_for(r, "", locus)[0] for r in alt))
    positions = target.cds_positions[3 * change.position - 3 : 3 * change.end]
    if positions[-1] - positions[0] != len(positions) - 1:
        raise InfeasibleError(
            f"{change.text} reaches over an intron.",
            hint="Ask for one change per exon, joined by '+'.",
        )
    old = locus.molecule.sequence[first[0] : last[2] + 1]
    return trimmed(first[0], old, _respelled(old, alt, locus))


def _respelled(old: str, alt: str, locus: Locus) -> str:
    """Spell ``alt`` in place of the codons ``old`` with the fewest new bases; residues that stay keep theirs."""
    codons = [old[i : i + 3] for i in range(0, len(old), 3)]
    if len(codons) == len(alt):
        return "".join(_codons_for(r, c, locus)[0] for r, c in zip(alt, codons, strict=True))
    held, before = [GENETIC_CODE[c] for c in codons], 0
    while before < min(len(held), len(alt)) and held[before] == alt[before]:
        before += 1
    behind = 0
    while behind < min(len(held), len(alt)) - before and held[-1 - behind] == alt[-1 - behind]:
        behind += 1
    fresh = (_codons_for(r, "", locus)[0] for r in alt[before : len(alt) - behind])
    return "".join([*codons[:before], *fresh, *codons[len(codons) - behind :]])


def _spell(positions: Sequence[int], locus: Locus) -> str:
    return "".join(locus.molecule.sequence[p] for p in positions)


# -- bases -------------------------------------------------------------------------------------------------


def _coding(change: CodingChange, locus: Locus) -> Edit:
    start, end = (_coding_position(p, change, locus) for p in (change.start, change.end))
    return _bases(change, start, end, change.ref, change.alt, locus)


def _coding_position(place: CodingPosition, change: CodingChange, locus: Locus) -> int:
    target = locus.target
    coding = target.cds_positions
    if place.region == "cds":
        if not 1 <= place.base <= len(coding):
            raise RequestError(
                f"{target.id} has {len(coding)} coding bases; there is no base c.{place.base}.",
                hint="Count from the A of the start codon; bases behind the stop are written c.*1, c.*2.",
                transcript=target.id,
            )
        position = coding[place.base - 1]
    else:
        position = _untranslated(place, target, change)
    if place.offset:
        _must_border_intron(place, position, change, target)
    found = position + place.offset
    if not 0 <= found < len(locus.molecule):
        raise RequestError(
            f"{change.text} lies outside the sequence at hand.", hint="Give a longer sequence."
        )
    return found


def _untranslated(place: CodingPosition, target: TranscriptModel, change: CodingChange) -> int:
    exonic = [p for start, end in target.exons for p in range(start, end)]
    before = [p for p in exonic if p < target.start_codon]
    after = [p for p in exonic if p > target.stop_codon[2]]
    stretch = before[::-1] if place.region == "5utr" else after
    if not 1 <= place.base <= len(stretch):
        side = "5'" if place.region == "5utr" else "3'"
        raise RequestError(
            f"{change.text} lies outside {target.id}, whose {side} untranslated region has "
            f"{len(stretch)} bases.",
            hint="Write the change on the chromosome (g.).",
        )
    return stretch[place.base - 1]


def _must_border_intron(
    place: CodingPosition, position: int, change: CodingChange, target: TranscriptModel
) -> None:
    """An intronic place hangs on the exon base next to it: ``c.186+5`` on an exon's last base."""
    edge = {end - 1 for _, end in target.exons} if place.offset > 0 else {start for start, _ in target.exons}
    if position not in edge:
        raise RequestError(
            f"{change.text} names an intron, but c.{place.base} is not at an exon's edge in {target.id}.",
            hint="Count the intron from the exon base next to it.",
        )


def _genomic(change: GenomicChange, locus: Locus) -> Edit:
    contig, first = locus.genome.locate(change.chrom, change.start)
    _, last = locus.genome.locate(change.chrom, change.end)
    if contig != locus.contig.name:
        raise RequestError(f"{change.text} does not lie on the contig of {locus.gene.symbol}.", hint="")
    ref, alt = change.ref, change.alt
    if locus.strand == -1:
        first, last = last, first
        ref, alt = reverse_complement(ref), reverse_complement(alt)
    start, end = locus.from_contig(first), locus.from_contig(last)
    if start < 0 or end >= len(locus.molecule):
        raise RequestError(
            f"{change.text} lies too far from {locus.gene.symbol}.", hint="Name the gene next to it, or none."
        )
    return _bases(change, start, end, ref, alt, locus)


def _bases(
    change: CodingChange | GenomicChange, start: int, end: int, ref: str, alt: str, locus: Locus
) -> Edit:
    """Make the edit of a change whose first and last bases (inclusive) are known on the locus."""
    if end < start:
        raise RequestError(f"{change.text} ends before it starts.", hint="Write the lower position first.")
    if change.kind == "insertion":
        if end != start + 1:
            raise RequestError(
                f"{change.text} must name two neighbouring bases.", hint="Write c.10_11insA, for example."
            )
        return Edit(start=end, end=end, ref="", alt=alt)
    found = locus.molecule.sequence[start : end + 1]
    if ref and ref != found:
        raise RequestError(
            f"{change.text}: the genome has {_as_written(change, found, locus)} there, "
            f"not {_as_written(change, ref, locus)}.",
            hint="Check the assembly, the strand and the transcript.",
            found=_as_written(change, found, locus),
            stated=_as_written(change, ref, locus),
        )
    if change.kind == "duplication":
        return Edit(start=end + 1, end=end + 1, ref="", alt=found)
    _keep_start_codon(change, start, end + 1, locus)
    return trimmed(start, found, alt)


def _as_written(change: CodingChange | GenomicChange, bases: str, locus: Locus) -> str:
    """Bases on the strand the change was written on."""
    if isinstance(change, GenomicChange) and locus.strand == -1:
        return reverse_complement(bases)
    return bases


def _keep_start_codon(change: CodingChange | GenomicChange, start: int, end: int, locus: Locus) -> None:
    if any(start <= p < end for p in locus.target.cds_positions[:3]):
        raise InfeasibleError(
            f"{change.text} changes the start codon of {locus.gene.symbol}, which would end its translation.",
            hint="Name a base behind the start codon, or ask for a knock-out part (flox).",
        )
