"""The document's sections, each made from the strategy, the drawing and the simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from loxsmith.design import Candidate, Drawing, modifications, order_text, own_bases
from loxsmith.guides import Guide, recuts, scores_at, usability
from loxsmith.locus import Locus
from loxsmith.package.document import (
    AlleleInfo,
    ArmInfo,
    EditInfo,
    EventInfo,
    GuideInfo,
    MoleculeInfo,
    Scores,
    Specificity,
    TranscriptInfo,
)
from loxsmith.recombination import Reading
from loxsmith.sequence import Molecule
from loxsmith.strategy import Edit, hgvs_coding, hgvs_genomic, hgvs_protein, top_strand
from loxsmith.workbench.drawn import drawn_features, site_infos
from loxsmith.workbench.genome_wide import counts, sites
from loxsmith.workbench.simulate import Allele

PLACES = 7
"""Decimal places of a score in the document."""


def digest(sequence: str) -> str:
    """SHA-256 of a sequence as drawn."""
    return sha256(sequence.encode()).hexdigest()


# -- alleles -----------------------------------------------------------------------------------------------


def allele_info(
    allele: Allele, readings: Sequence[Reading], locus: Locus, names: Mapping[str, str]
) -> AlleleInfo:
    """Describe one allele, by the name it goes by in ``names`` where it has one."""
    molecule = allele.molecule
    own = names.get(allele.id)
    return AlleleInfo(
        id=allele.id,
        name=f"{own} ({_name(allele)})" if own else _name(allele),
        state=_state(allele, readings, locus),
        parent=allele.parent,
        event=EventInfo(kind=allele.kind, agent=allele.agent),
        file=f"sequences/{allele.id}.gb",
        topology="circular" if molecule.circular else "linear",
        length=len(molecule),
        sha256=digest(molecule.sequence),
        intended=allele.intended,
        same_as=allele.same_as,
        bears_locus=allele.bears_locus,
        sites=site_infos(molecule),
        transcripts=tuple(_transcript(r) for r in readings),
        features=drawn_features(molecule, locus),
        changed=_changed(locus.molecule.sequence, molecule) if allele.bears_locus else None,
        note=allele.note,
    )


_UNINTENDED = {
    "tandem": "two copies, head to tail",
    "backbone": "whole vector taken in, backbone included",
    "one_arm_5p": "joined by homology at the 5' arm only",
    "one_arm_3p": "joined by homology at the 3' arm only",
    "distal_site_lost": "targeted, but a distal site is lost",
    "edit_lost": "targeted, but the change is lost",
}


def _name(allele: Allele) -> str:
    if allele.id in {"wild_type", "targeted"}:
        return {"wild_type": "wild type", "targeted": "targeted"}[allele.id]
    if not allele.bears_locus:
        return allele.id.replace("_", " ")
    if allele.intended:
        agents = [a.capitalize() for a in allele.id.split("_")]
        return f"after {', then '.join(agents)}"
    stem = allele.id.rstrip("0123456789").rstrip("_")
    if stem.endswith("_passing"):
        agents = [a.capitalize() for a in stem.split("_")[:-1]]
        return f"on the way, {', then '.join(agents)}"
    return _UNINTENDED.get(stem, stem.replace("_", " "))


def _state(allele: Allele, readings: Sequence[Reading], locus: Locus) -> str:
    """Say in one phrase what the allele makes of the target transcript."""
    if not allele.bears_locus:
        return "lost"
    if allele.id == "wild_type":
        return f"makes {locus.gene.symbol}"
    driven = [r for r in readings if r.id.startswith("transgene_")]
    if driven:
        made = [r.consequence for r in driven if r.status != "none"]
        return f"makes {', and '.join(made or [driven[0].consequence])}"
    reading = next((r for r in readings if r.id == locus.target.id), None)
    if reading is not None and not locus.target.cds and reading.status == "none":
        return f"makes no product: {reading.consequence}"
    if reading is not None and not locus.target.cds and reading.status == "unchanged":
        return f"makes {locus.gene.symbol}"
    if reading is None or reading.status == "none":
        return f"makes no full-length {locus.gene.symbol}"
    if reading.status == "unchanged":
        return f"makes wild-type {locus.gene.symbol}"
    return f"makes {reading.consequence}" if reading.protein else reading.consequence


def _transcript(reading: Reading) -> TranscriptInfo:
    return TranscriptInfo(
        id=reading.id,
        status=reading.status,
        consequence=reading.consequence,
        protein=reading.protein,
        protein_sha256=digest(reading.protein) if reading.protein else None,
        chains=reading.chains,
        note=reading.note,
    )


def _changed(wild: str, molecule: Molecule) -> tuple[int, int] | None:
    """First and last base of an allele that are not simply the wild type's beginning and end."""
    text = molecule.sequence
    if text == wild:
        return None
    shortest = min(len(text), len(wild))
    left = _shared(text, wild, shortest)
    right = min(_shared(text[::-1], wild[::-1], shortest), shortest - left)
    return min(left + 1, len(text)), max(len(text) - right, left + 1)


def _shared(one: str, other: str, longest: int) -> int:
    """Length of the common beginning, by halving."""
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


# -- molecules ---------------------------------------------------------------------------------------------


def molecule_info(drawing: Drawing, locus: Locus) -> MoleculeInfo:
    """Describe the construct."""
    construct = drawing.construct
    molecule = construct.molecule
    return MoleculeInfo(
        id=construct.id,
        name=construct.name,
        kind=construct.kind,
        topology="circular" if molecule.circular else "linear",
        length=len(molecule),
        sha256=digest(molecule.sequence),
        file=f"sequences/{construct.id}.gb",
        strand=construct.strand,
        polarity=construct.polarity or None,
        order=own_bases(construct) if order_text(construct) else None,
        order_text=order_text(construct),
        modifications=modifications(construct),
        synthesis=construct.synthesis,
        expected_yield=construct.expected_yield or None,
        arms={
            side: ArmInfo(length=end - start, genome=locus.describe(*held), start=start + 1, end=end)
            for side, (start, end), held in zip(("5p", "3p"), construct.arms, drawing.arms, strict=True)
        },
        sites=site_infos(molecule),
        selection=construct.selection,
        linearised_by=construct.linearised_by or None,
        features=drawn_features(molecule, locus),
    )


# -- guides and edits --------------------------------------------------------------------------------------


def guide_infos(
    candidates: Sequence[Candidate], alleles: Mapping[str, str], locus: Locus
) -> tuple[GuideInfo, ...]:
    """Describe the guides near the change, in rank order, and which alleles each would cut."""
    return tuple(_guide(candidate, number, alleles, locus) for number, candidate in enumerate(candidates, 1))


def _guide(candidate: Candidate, number: int, alleles: Mapping[str, str], locus: Locus) -> GuideInfo:
    guide, found = candidate.guide, candidate.offtargets
    verdict = candidate.verdict or usability(guide)
    lower, upper = locus.top_strand(guide.start, guide.end)
    left, right = locus.top_strand(guide.cut - 1, guide.cut + 1)
    offset = locus.contig.offset
    return GuideInfo(
        id=f"G{number}",
        chosen=number == 1,
        protospacer=guide.protospacer,
        pam=guide.pam,
        chrom=locus.contig.chrom,
        start=lower + offset + 1,
        end=upper + offset,
        strand="+" if guide.strand == locus.strand else "-",
        cut=(left + right) // 2 + offset,
        distance=candidate.distance,
        scores=_scores(guide, locus),
        offtargets=None if found is None else counts(found),
        offtarget_sites=sites(candidate, locus),
        specificity=Specificity() if found is None else Specificity(cfd=found.cfd, mit=found.mit),
        recuts={allele: bool(recuts(guide.protospacer, text)) for allele, text in alleles.items()},
        remarks=(*candidate.reasons, *verdict.reasons, *verdict.remarks, *_needs(candidate)),
    )


def _scores(guide: Guide, locus: Locus) -> Scores:
    """The scores at the guide's place, to seven places, so that every machine writes the same."""
    found = scores_at(locus.molecule.sequence, guide)

    def rounded(score: float | None) -> float | None:
        return None if score is None else round(score, PLACES)

    return Scores(
        rule_set_1=rounded(found.rule_set_1),
        crisprscan=rounded(found.crisprscan),
        out_of_frame=rounded(found.out_of_frame),
        microhomology=rounded(found.microhomology),
    )


def _needs(candidate: Candidate) -> tuple[str, ...]:
    found = []
    if candidate.blocking is None:
        why = candidate.unblocked or "cannot be kept from cutting the finished allele by silent changes (R27)"
        found.append(f"It {why}.")
    elif any(e.kind == "blocking" for e in candidate.blocking):
        count = sum(len(e.alt) for e in candidate.blocking if e.kind == "blocking")
        found.append(
            f"Needs {count} silent base change{'' if count == 1 else 's'} so that it does not cut the finished allele "
            "(R27)."
        )
    if candidate.other_cuts:
        many = candidate.other_cuts
        found.append(f"Also fits {many} other place{'' if many == 1 else 's'} of this locus.")
    return tuple(found)


def edit_infos(edits: Sequence[Edit], locus: Locus) -> tuple[EditInfo, ...]:
    """Describe the edits on the chromosome's top strand, in its order."""
    found = [_edit(edit, tuple(edits), locus) for edit in edits]
    return tuple(sorted(found, key=lambda e: e.start))


def _edit(edit: Edit, edits: tuple[Edit, ...], locus: Locus) -> EditInfo:
    first, last, ref, alt = top_strand(edit, locus)
    same = tuple(e for e in edits if e.kind == edit.kind)
    return EditInfo(
        hgvs_g=hgvs_genomic(edit, locus, edits),
        hgvs_c=hgvs_coding(edit, locus, edits),
        hgvs_p=hgvs_protein(edit, locus, same),
        kind=edit.kind,
        chrom=locus.contig.chrom,
        start=first if ref else last,
        ref=ref,
        alt=alt,
    )
