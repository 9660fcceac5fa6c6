"""Names of residues and edits, as the field writes them (HGVS)."""

from __future__ import annotations

from collections.abc import Iterable

from loxsmith.locus import Locus
from loxsmith.sequence import reverse_complement, translate
from loxsmith.strategy.edits import Edit, apply_edits
from loxsmith.strategy.three_prime import most_three_prime

_CODES = "AlaA CysC AspD GluE PheF GlyG HisH IleI LysK LeuL MetM AsnN ProP GlnQ ArgR SerS ThrT ValV TrpW TyrY"
_NAMES = {code[3]: code[:3] for code in _CODES.split()} | {"*": "Ter", "X": "Xaa"}
"""One-letter to three-letter residues (IUPAC-IUB 1984). The judge keeps a table of its own in
``recombination.consequence``: what is promised and what is read off share no code."""


def residue_name(letter: str) -> str:
    """Three-letter name of a one-letter residue; ``*`` is Ter."""
    return _NAMES[letter]


def changed_residues(wild: str, changed: str) -> str:
    """Name the residues in which two proteins differ, or how long the new one is when they do not line up."""
    if len(wild) != len(changed):
        return f"a protein of {len(changed)} residues in place of {len(wild)}"
    return "+".join(
        f"p.{_NAMES[a]}{i}{_NAMES[b]}"
        for i, (a, b) in enumerate(zip(wild, changed, strict=True), 1)
        if a != b
    )


def hgvs_genomic(edit: Edit, locus: Locus, others: Iterable[Edit] = ()) -> str:
    """Write an edit on the chromosome's top strand: ``chr17:g.35200185G>C``, at its most 3' place there.

    Args:
        edit: what to name.
        locus: where it lies.
        others: edits of the same allele; an insertion or deletion is not moved over them.
    """
    placed = most_three_prime(locus.molecule.sequence, edit, 1 if locus.strand == 1 else -1, others)
    if placed.copied is not None:
        lower, upper = locus.top_strand(*placed.copied)
        first, last = lower + locus.contig.offset + 1, upper + locus.contig.offset
        return f"{locus.contig.chrom}:g.{_span(str(first), str(last))}dup"
    start, end, ref, alt = top_strand(placed.edit, locus)
    return f"{locus.contig.chrom}:g.{_spelled(str(start), str(end), ref, alt)}"


def top_strand(edit: Edit, locus: Locus) -> tuple[int, int, str, str]:
    """Return first and last position (1-based, inclusive) and bases of an edit on the top strand.

    An insertion gives the base before and the base after it as first and last.
    """
    lower, upper = locus.top_strand(edit.start, edit.end)
    offset = locus.contig.offset
    ref, alt = edit.ref, edit.alt
    if locus.strand == -1:
        ref, alt = reverse_complement(ref), reverse_complement(alt)
    if lower == upper:
        return lower + offset, lower + offset + 1, ref, alt
    return lower + offset + 1, upper + offset, ref, alt


def hgvs_coding(edit: Edit, locus: Locus, others: Iterable[Edit] = ()) -> str:
    """Write an edit on the target transcript: ``c.667_668delinsCG``; empty outside transcript and introns.

    Empty, too, where that transcript codes for nothing. An insertion or deletion is named at its most 3' place in
    the gene's direction, found on the genome, so that it is never moved from one exon into the next.

    Args:
        edit: what to name.
        locus: where it lies.
        others: edits of the same allele; an insertion or deletion is not moved over them.
    """
    placed = most_three_prime(locus.molecule.sequence, edit, 1, others)
    if placed.copied is not None:
        a, b = _coding_place(placed.copied[0], locus), _coding_place(placed.copied[1] - 1, locus)
        return f"c.{_span(a, b)}dup" if a and b else ""
    edit = placed.edit
    first, last = (edit.start, edit.end - 1) if edit.ref else (edit.start - 1, edit.start)
    a, b = _coding_place(first, locus), _coding_place(last, locus)
    return f"c.{_spelled(a, b, edit.ref, edit.alt)}" if a and b else ""


def hgvs_protein(edit: Edit, locus: Locus, edits: tuple[Edit, ...]) -> str:
    """Name the whole codon that a substitution lies in, as all ``edits`` together leave it.

    Empty for edits outside the coding sequence; insertions and deletions of bases are named by their residues
    where they keep the frame.
    """
    target = locus.target
    if not target.cds:
        return ""
    residue = target.residue_at(edit.start)
    at_stop = edit.start == target.stop_codon[0] and not edit.ref
    if residue is None or (residue > len(locus.protein) and not at_stop):
        return ""
    if edit.start == target.start_codon:
        return ""  # what stands in front of the start codon replaces the protein, it does not change it
    if len(edit.ref) != len(edit.alt):
        return _resized(edit, locus, residue)
    names = []
    for number in range(residue, (target.residue_at(edit.end - 1) or residue) + 1):
        codon = target.codon(number)
        old = locus.protein[number - 1]
        inside = [e.shifted(-codon[0]) for e in edits if len(e.ref) == len(e.alt)]
        new = translate("".join(_base(p, locus, inside, codon[0]) for p in codon))
        names.append(f"{_NAMES[old]}{number}{'=' if new == old else _NAMES[new]}")
    return "p." + (names[0] if len(names) == 1 else f"[{';'.join(names)}]")


def _base(position: int, locus: Locus, edits: list[Edit], shift: int) -> str:
    for edit in edits:
        if edit.start <= position - shift < edit.end:
            return edit.alt[position - shift - edit.start]
    return locus.molecule.sequence[position]


def _resized(edit: Edit, locus: Locus, residue: int) -> str:
    if (len(edit.alt) - len(edit.ref)) % 3:
        return (
            f"p.{_NAMES[locus.protein[residue - 1]] if residue <= len(locus.protein) else 'Ter'}{residue}fs"
        )
    coding = list(locus.target.cds_positions)
    text = "".join(locus.molecule.sequence[p] for p in coding)
    at = coding.index(edit.start)
    changed = apply_edits(text, [Edit(start=at, end=at + len(edit.ref), ref=edit.ref, alt=edit.alt)])
    old, new = locus.protein, translate(changed).partition("*")[0]
    left = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    right = 0
    while right < min(len(old), len(new)) - left and old[-1 - right] == new[-1 - right]:
        right += 1
    gone, come = old[left : len(old) - right], new[left : len(new) - right]
    first = f"{_NAMES[old[left]] if left < len(old) else 'Ter'}{left + 1}"
    if not gone and not come:
        return "p.="
    if not gone and come == old[max(left - len(come), 0) : left]:
        since = left - len(come)
        return f"p.{_span(f'{_NAMES[old[since]]}{since + 1}', f'{_NAMES[old[left - 1]]}{left}')}dup"
    if not gone:
        return f"p.{_NAMES[old[left - 1]]}{left}_{first}ins{_residues(come)}"
    span = first if len(gone) == 1 else f"{first}_{_NAMES[gone[-1]]}{left + len(gone)}"
    return f"p.{span}{'delins' + _residues(come) if come else 'del'}"


def _residues(protein: str) -> str:
    return "".join(_NAMES[r] for r in protein) if len(protein) <= 30 else f"Xaa[{len(protein)}]"


def _spelled(first: str, last: str, ref: str, alt: str) -> str:
    if not ref:
        return f"{first}_{last}ins{_long(alt)}"
    span = _span(first, last)
    if not alt:
        return f"{span}del"
    if len(ref) == len(alt) == 1:
        return f"{first}{ref}>{alt}"
    return f"{span}delins{_long(alt)}"


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}_{last}"


def _long(bases: str) -> str:
    return bases if len(bases) <= 50 else f"N[{len(bases)}]"


def _coding_place(position: int, locus: Locus) -> str:
    target = locus.target
    if not target.cds or not target.exons[0][0] <= position < target.exons[-1][1]:
        return ""
    if target.exon_at(position) is not None:
        return _exonic(position, locus)
    for (_, end), (start, _) in zip(target.exons, target.exons[1:], strict=False):
        if end <= position < start:
            if position - end < start - position:
                return f"{_exonic(end - 1, locus)}+{position - end + 1}"
            return f"{_exonic(start, locus)}-{start - position}"
    return ""


def _exonic(position: int, locus: Locus) -> str:
    target = locus.target
    exonic = [p for start, end in target.exons for p in range(start, end)]
    at = exonic.index(position)
    start, stop = exonic.index(target.start_codon), exonic.index(target.stop_codon[2])
    if at < start:
        return f"-{start - at}"
    return f"*{at - stop}" if at > stop else str(at - start + 1)
