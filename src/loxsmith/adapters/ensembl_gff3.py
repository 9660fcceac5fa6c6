"""Ensembl's features of a region, as JSON, written as the GFF3 that its own dumps use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

Feature = Mapping[str, Any]

_PHASES = {"0": "0", "1": "1", "2": "2"}


def write_gff3(features: Sequence[Feature], *, seqid: str, start: int, end: int, assembly: str) -> str:
    """Return GFF3 of the genes, transcripts, exons and coding stretches among ``features``.

    Transcripts of which no exon was sent are left out, as are genes without transcripts: nothing can be read
    from them.

    Args:
        features: what ``/overlap/region`` answers; positions are 1-based on the chromosome.
        seqid: the chromosome.
        start: first base of the region, 1-based.
        end: last base of the region.
        assembly: the assembly's name.

    Raises:
        KeyError: a feature lacks what every feature has.
        TypeError, ValueError: one of its values is of the wrong sort.
    """
    kinds: dict[str, list[Feature]] = {"gene": [], "transcript": [], "exon": [], "cds": []}
    for feature in features:
        kinds.get(feature["feature_type"], []).append(feature)
    exons, coding = _by_parent(kinds["exon"]), _by_parent(kinds["cds"])
    transcripts = _by_parent(one for one in kinds["transcript"] if one["id"] in exons)
    lines = [
        "##gff-version 3",
        f"##sequence-region {_coded(seqid)} {start} {end}",
        f"#!genome-build {assembly}",
    ]
    for gene in sorted(kinds["gene"], key=lambda one: (int(one["start"]), one["id"])):
        held = transcripts.get(gene["id"], [])
        if held:
            lines.append(_gene_line(gene, seqid, any(one["id"] in coding for one in held)))
        for transcript in held:
            lines += _transcript_lines(transcript, gene, exons, coding, seqid)
    return "\n".join(lines) + "\n"


def _by_parent(features: Iterable[Feature]) -> dict[str, list[Feature]]:
    found: dict[str, list[Feature]] = {}
    for feature in features:
        found.setdefault(feature["Parent"], []).append(feature)
    return found


def _gene_line(gene: Feature, seqid: str, coding: bool) -> str:
    kind = "gene" if coding else "pseudogene" if "pseudogene" in gene.get("biotype", "") else "ncRNA_gene"
    return _line(gene, seqid, kind, {
        "ID": f"gene:{gene['id']}",
        "Name": gene.get("external_name"),
        "biotype": gene.get("biotype"),
        "description": gene.get("description"),
        "gene_id": gene["id"],
        "version": gene.get("version"),
    })  # fmt: skip


def _transcript_lines(
    transcript: Feature,
    gene: Feature,
    exons: Mapping[str, list[Feature]],
    coding: Mapping[str, list[Feature]],
    seqid: str,
) -> Iterable[str]:
    own = transcript["id"]
    parent = {"Parent": f"transcript:{own}"}
    yield _line(transcript, seqid, "mRNA" if own in coding else "transcript", {
        "ID": f"transcript:{own}",
        "Parent": f"gene:{gene['id']}",
        "Name": transcript.get("external_name"),
        "biotype": transcript.get("biotype"),
        "canonical": "1" if _is_canonical(transcript, gene) else None,
        "tag": _joined(transcript.get("tag")),
        "transcript_id": own,
        "version": transcript.get("version"),
    })  # fmt: skip
    for exon in exons[own]:
        yield _line(exon, seqid, "exon", parent)
    for piece in coding.get(own, ()):
        protein = piece.get("protein_id") or piece["id"]
        phase = _PHASES.get(str(piece.get("phase")), ".")
        yield _line(piece, seqid, "CDS", {"ID": f"CDS:{protein}", **parent, "protein_id": protein}, phase)


def _is_canonical(transcript: Feature, gene: Feature) -> bool:
    named = str(gene.get("canonical_transcript") or "").partition(".")[0]
    return str(transcript.get("is_canonical")) == "1" or named == transcript["id"]


def _joined(tag: object) -> str | None:
    return ",".join(map(str, tag)) if isinstance(tag, list) else None if tag is None else str(tag)


def _line(feature: Feature, seqid: str, kind: str, said: Mapping[str, object], phase: str = ".") -> str:
    start, end, strand = int(feature["start"]), int(feature["end"]), int(feature["strand"])
    if not 1 <= start <= end or strand not in (1, -1):
        raise ValueError(f"{kind} at {start}-{end} on strand {strand}")
    pairs = (f"{key}={_coded(str(value))}" for key, value in said.items() if value not in (None, ""))
    source = _coded(str(feature.get("source") or "ensembl"))
    columns = (_coded(seqid), source, kind, start, end, ".", "+" if strand == 1 else "-", phase)
    return "\t".join((*map(str, columns), ";".join(pairs)))


def _coded(text: str) -> str:
    """Spell out what GFF3 reserves, and what no one can see. A comma parts values, which only tags have."""
    return "".join(quote(c, safe="") if c in "%;=&" or not c.isprintable() else c for c in text)
