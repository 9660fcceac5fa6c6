"""Whether an annotation fits its sequences: same assembly, same names, positions within them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote

from loxsmith.errors import DataError
from loxsmith.genome.model import Contig
from loxsmith.genome.naming import Frame, Names, claims, listed
from loxsmith.genome.placing import same_assembly
from loxsmith.genome.survey import Extent, Survey
from loxsmith.genome.text_stream import mended

_BUILD = re.compile(r"^#+!?\s*(?:genome-build|genome-version|assembly)[ \t]+(.+)$", re.IGNORECASE)
_GENCODE = re.compile(r"^##description:.*\bgenome \(([\w.-]+)\)", re.IGNORECASE)
_REGION = re.compile(r"^##sequence-region\s+(\S+)\s+(\d+)\s+(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How the names of an annotation lie on the contigs."""

    frames: dict[str, list[Frame]]
    """By sequence name as the file spells it; names without contig are not in it."""

    notes: tuple[str, ...]
    """What was left out or taken for something else, as sentences."""


def check_assembly(directives: Sequence[str], assembly: str, path: Path) -> None:
    """Refuse an annotation that says it is of another assembly.

    Raises:
        DataError: it does.
    """
    if not assembly:
        return
    for raw in directives:
        stated = _BUILD.match(raw) or _GENCODE.match(raw)
        words = stated.group(1).split() if stated else []
        # "##genome-build SOURCE NAME" has two words, Ensembl's "#!genome-build NAME" one, slices add a place.
        if words and not any(same_assembly(word, assembly) for word in words[:2]):
            raise DataError(
                f"Annotation {path} is for assembly {' '.join(words[:2])}, but the sequence is {assembly}.",
                hint=f"Use an annotation of {assembly}.",
                file=str(path),
                annotation=words[0],
                assembly=assembly,
            )


def fit(survey: Survey, contigs: Sequence[Contig], path: Path) -> Fit:
    """Say for each sequence name which contigs it means, and what to subtract from its positions.

    Raises:
        DataError: no name fits, two names mean one contig, or positions lie past its end.
    """
    regions = [match.groups() for match in map(_REGION.match, survey.directives) if match]
    stated = {seqid: int(end) for seqid, _, end in regions}
    names = Names(contigs)
    others = claims({seqid: extent.about for seqid, extent in survey.extents.items() if extent.about})
    frames: dict[str, list[Frame]] = {}
    renamed: dict[str, str] = {}
    for seqid in dict.fromkeys([*survey.extents, *stated]):
        extent = survey.extents.get(seqid, Extent())
        furthest = max(stated.get(seqid, 0), extent.end)
        plain = mended(unquote(seqid, encoding="latin-1"))
        meant = names.meant(plain, furthest)
        for other in others.get(seqid, []) if not meant else []:
            meant = meant or names.meant(other, furthest)
            renamed[seqid] = meant[0][0].name if meant else ""
        if meant:
            frames[seqid] = meant
    _check_twofold(frames, path)
    for seqid, meant in frames.items():
        if meant[0][1] == 0:
            _check_reach(meant[0][0], survey.extents.get(seqid, Extent()), stated.get(seqid, 0), path)
    absent = {seqid: extent for seqid, extent in survey.extents.items() if seqid not in frames}
    if not frames and (absent or stated):
        _misfit(list(dict.fromkeys([*survey.extents, *stated])), contigs, path)
    return Fit(frames=frames, notes=(*_renamed(renamed, path), *_absent(absent, path)))


def _renamed(renamed: dict[str, str], path: Path) -> list[str]:
    taken = [f"{seqid} as {name}" for seqid, name in renamed.items() if name]
    if not taken:
        return []
    shown = ", ".join(taken[:3]) + (", ..." if len(taken) > 3 else "")
    return [f"Annotation {path} says itself what its sequences are, which was believed: {shown}."]


def _absent(absent: dict[str, Extent], path: Path) -> list[str]:
    if not absent:
        return []
    lines = sum(extent.lines for extent in absent.values())
    what = "a sequence that is" if len(absent) == 1 else f"{len(absent)} sequences that are"
    return [
        f"Annotation {path} has {lines} line{'s' * (lines != 1)} on {what} not in the FASTA "
        f"({listed(absent)}), which {'was' if lines == 1 else 'were'} left out."
    ]


def _check_twofold(frames: dict[str, list[Frame]], path: Path) -> None:
    """Let a contig's own name win over another that means it too; two others are a riddle."""
    claimants: dict[str, list[str]] = defaultdict(list)
    for seqid, meant in frames.items():
        for contig, _ in meant:
            claimants[contig.name].append(seqid)
    for name, seqids in claimants.items():
        if len(seqids) < 2:
            continue
        if name not in seqids:
            raise DataError(
                f"Annotation {path} names both {seqids[0]!r} and {seqids[1]!r}, and either could be the "
                f"sequence {name!r} of the FASTA.",
                hint="Remove one of them from the annotation, or give it the name of the FASTA.",
                file=str(path),
                contig=name,
            )
        for seqid in seqids:
            if seqid != name:
                frames.pop(seqid, None)


def _check_reach(contig: Contig, extent: Extent, stated: int, path: Path) -> None:
    circular = extent.about.get("Is_circular", "").lower() == "true"
    if extent.end > contig.length and not (circular and extent.whole <= contig.length):
        raise DataError(
            f"Line {extent.end_line} of {path} ends at {extent.end}, past the end of {contig.name} "
            f"({contig.length} bases).",
            hint="The annotation belongs to another sequence or assembly, or the FASTA is truncated.",
            file=str(path),
            line=extent.end_line,
            contig=contig.name,
        )
    # A ##sequence-region may be part of a sequence; a line of NCBI or Ensembl that describes it is all of it.
    described = extent.about.get("gbkey") == "Src" or ":" in extent.about.get("ID", "")
    whole = extent.whole if described else 0
    if stated > contig.length or (whole and whole != contig.length):
        raise DataError(
            f"Annotation {path} gives {contig.name} {whole or stated} bases, "
            f"but the FASTA has {contig.length}.",
            hint="The annotation belongs to another sequence or assembly, or the FASTA is truncated.",
            file=str(path),
            contig=contig.name,
        )


def _misfit(names: Sequence[str], contigs: Sequence[Contig], path: Path) -> NoReturn:
    ours = listed(contig.name for contig in contigs)
    raise DataError(
        f"Annotation {path} is for sequence {listed(names)}, but the FASTA holds {ours}.",
        hint="Give the annotation of the same sequence, or rename one of them.",
        file=str(path),
        annotation=list(names[:10]),
        contigs=[contig.name for contig in contigs[:10]],
    )
