"""Whether an annotation fits its sequences: same assembly, same names, positions within them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from loxsmith.errors import DataError
from loxsmith.genome.gff3_lines import Line
from loxsmith.genome.model import Contig
from loxsmith.genome.placing import chromosome_key, same_assembly

_BUILD = re.compile(r"^#+!?\s*(?:genome-build|genome-version|assembly)[ \t]+(.+)$", re.IGNORECASE)
_REGION = re.compile(r"^##sequence-region\s+(\S+)\s+(\d+)\s+(\d+)")


def check_assembly(directives: Sequence[str], assembly: str, path: Path) -> None:
    if not assembly:
        return
    for raw in directives:
        stated = _BUILD.match(raw)
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


def frames_of(
    lines: Sequence[Line], directives: Sequence[str], contigs: Sequence[Contig], path: Path
) -> dict[str, list[tuple[Contig, int]]]:
    """Say for each sequence name which contigs it means, and what to subtract from its positions."""
    regions = [match.groups() for match in map(_REGION.match, directives) if match]
    reach = {seqid: int(end) for seqid, _, end in regions}
    last: dict[str, Line] = {}
    for line in lines:
        if line.seqid not in last or last[line.seqid].end < line.end:
            last[line.seqid] = line
    names = list(dict.fromkeys([*(line.seqid for line in last.values()), *reach]))
    frames: dict[str, list[tuple[Contig, int]]] = {}
    for seqid in names:
        furthest = max(reach.get(seqid, 0), last[seqid].end if seqid in last else 0)
        meant = _meant(seqid, furthest, contigs)
        if meant and meant[0][1] == 0:
            _check_reach(meant[0][0], last.get(seqid), reach.get(seqid, 0), path)
        if meant:
            frames[seqid] = meant
    if names and not frames:
        _misfit(names, contigs, path)
    return frames


def _meant(seqid: str, furthest: int, contigs: Sequence[Contig]) -> list[tuple[Contig, int]]:
    key = chromosome_key(seqid)
    placed = [(contig, contig.offset) for contig in contigs if contig.placed]
    on_chromosome = [(contig, shift) for contig, shift in placed if chromosome_key(contig.chrom) == key]
    for contig in contigs:
        if contig.name == seqid:
            named_for_chromosome = any(contig is other for other, _ in on_chromosome)
            return on_chromosome if named_for_chromosome and furthest > contig.length else [(contig, 0)]
    whole = [(contig, 0) for contig in contigs if not contig.placed and chromosome_key(contig.name) == key]
    return on_chromosome or whole


def _check_reach(contig: Contig, last: Line | None, stated: int, path: Path) -> None:
    if last is not None and last.end > contig.length:
        raise DataError(
            f"Line {last.number} of {path} ends at {last.end}, past the end of {contig.name} "
            f"({contig.length} bases).",
            hint="The annotation belongs to another sequence or assembly, or the FASTA is truncated.",
            file=str(path),
            line=last.number,
            contig=contig.name,
        )
    if stated > contig.length:
        raise DataError(
            f"Annotation {path} gives {contig.name} {stated} bases, but the FASTA has {contig.length}.",
            hint="The annotation belongs to another sequence or assembly, or the FASTA is truncated.",
            file=str(path),
            contig=contig.name,
        )


def _misfit(names: Sequence[str], contigs: Sequence[Contig], path: Path) -> NoReturn:
    theirs = ", ".join(repr(name) for name in names[:3]) + (", ..." if len(names) > 3 else "")
    ours = ", ".join(repr(contig.name) for contig in contigs[:3]) + (", ..." if len(contigs) > 3 else "")
    raise DataError(
        f"Annotation {path} is for sequence {theirs}, but the FASTA holds {ours}.",
        hint="Give the annotation of the same sequence, or rename one of them.",
        file=str(path),
        annotation=list(names[:10]),
        contigs=[contig.name for contig in contigs[:10]],
    )
