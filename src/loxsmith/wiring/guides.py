"""What ``guides`` lists: the guides of a place in rank order, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from loxsmith.errors import RequestError
from loxsmith.wiring.extent import searched_bases

if TYPE_CHECKING:
    from loxsmith.genome import Gene, Genome
    from loxsmith.guides import Landmark, OffTargets, Variants
    from loxsmith.wiring.guide_places import Place
    from loxsmith.wiring.offtargets import Search
    from loxsmith.workbench.guide_table import TabledGuide

MOST_WORK: Final = 1e12
"""Guides times bases that are held against each other without an index (judgement: a quarter of an hour, at the
nanosecond that a guide and a base were measured to take)."""


def guides_at(
    place: Place,
    searched: Genome,
    search: Search,
    *,
    variants: Path | None = None,
    strain: str = "",
) -> tuple[TabledGuide, ...]:
    """Return the guides of a place in rank order, their off-targets searched in a genome.

    Args:
        place: where they may cut.
        searched: where off-targets are looked for; often the genome of the place.
        search: PAMs, mismatches and engine.
        variants: a file of strain variants.
        strain: a strain's name in it; empty for any.

    Raises:
        RequestError: there are too many guides to be held against all sites of a big genome without an index.
        DataError: the index, or the file of variants, cannot be used.
    """
    from loxsmith.workbench.guide_table import Surroundings, guide_table

    def found(guides: Sequence[str]) -> Iterator[OffTargets]:
        _must_be_feasible(len(guides), searched, search)
        return search.of(searched, guides)

    same = searched is place.genome and searched.annotated
    around = Surroundings(
        targets=tuple(gene.symbol for gene in place.genes) if same else None,
        landmarks=_landmarks(place.genes),
        variants=_variants(place, variants, strain) if variants is not None else None,
    )
    return guide_table(place.genome, place.ranges, pam=search.pam, search=found, around=around)


def guide_row(number: int, row: TabledGuide, genome: Genome) -> dict[str, Any]:
    """Return a guide as a JSON object, 1-based and inclusive on the printed chromosome.

    Args:
        number: its rank, from 1.
        row: the guide.
        genome: what it lies on.
    """
    guide, contig = row.guide, genome.contig(row.contig)
    return {
        "id": f"G{number}",
        "chosen": False,
        "protospacer": guide.protospacer,
        "pam": guide.pam,
        "chrom": contig.chrom,
        "start": contig.offset + guide.start + 1,
        "end": contig.offset + guide.end,
        "strand": "+" if guide.strand > 0 else "-",
        "cut": contig.offset + guide.cut,
        "other_cut": contig.offset + guide.other_cut,
        "distance": None,
        "scores": {
            "rule_set_1": _rounded(row.scores.rule_set_1),
            "crisprscan": _rounded(row.scores.crisprscan),
            "out_of_frame": _rounded(row.scores.out_of_frame),
            "microhomology": _rounded(row.scores.microhomology),
        },
        "found": row.counts[0] > 0,
        "offtargets": {
            **{str(mismatches): count for mismatches, count in enumerate(row.counts)},
            "searched_bp": row.searched_bp,
        },
        "specificity": {"cfd": row.cfd, "mit": row.mit},
        "recuts": {},
        "usable": row.usable,
        "why": list(row.why),
        "remarks": list(row.remarks),
    }


def guide_columns(mismatches: int) -> tuple[str, ...]:
    """Return the columns of the table of guides, named as those of a package's guides.csv."""
    counts = (f"offtargets_{number}" for number in range(mismatches + 1))
    return (
        "guide", "rank", "chosen", "protospacer", "pam", "chrom", "start", "end", "strand", "cut", "other_cut",
        "distance", "rule_set_1", "crisprscan", "out_of_frame", "microhomology", *counts, "searched_bp",
        "specificity_cfd", "specificity_mit", "usable", "why", "remarks", "found",
    )  # fmt: skip


def guide_cells(rank: int, row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return a guide's JSON object as one row of that table."""
    plain = ("protospacer", "pam", "chrom", "start", "end", "strand", "cut", "other_cut", "distance")
    return (
        row["id"],
        rank,
        row["chosen"],
        *(row[name] for name in plain),
        *row["scores"].values(),
        *row["offtargets"].values(),
        *row["specificity"].values(),
        row["usable"],
        " ".join(row["why"]),
        " ".join(row["remarks"]),
        row["found"],
    )


# -- what lies there ---------------------------------------------------------------------------------------


def _landmarks(genes: Sequence[Gene]) -> dict[str, list[Landmark]]:
    """Return the landmarks of each gene's canonical transcript, by contig."""
    from loxsmith.guides import landmarks

    found: dict[str, list[Landmark]] = {}
    for gene in genes:
        if gene.transcripts:
            chosen = gene.canonical
            marks = landmarks(chosen.exons, chosen.cds, strand=gene.strand, gene=gene.symbol)
            found.setdefault(gene.contig, []).extend(marks)
    return found


def _variants(place: Place, path: Path, strain: str) -> dict[str, Variants]:
    """Read the variants of each contig that guides lie on, on the positions of the contig."""
    from loxsmith.guides import Stretch, read_variants
    from loxsmith.workbench.guide_table import AROUND

    found: dict[str, Variants] = {}
    for name in dict.fromkeys(r.contig for r in place.ranges):
        contig = place.genome.contig(name)
        own = [r for r in place.ranges if r.contig == name]
        low, high = (
            max(min(r.start for r in own) - AROUND, 0),
            min(max(r.end for r in own) + AROUND, contig.length),
        )
        stretch = Stretch(
            chromosome=contig.chrom if contig.placed else contig.chromosome,
            start=low,
            end=high,
            offset=contig.offset,
        )
        text = place.genome.fetch(name, low, high)
        read = read_variants(path, stretch, strain=strain, text=text)
        items = tuple(replace(item, start=item.start + low, end=item.end + low) for item in read.items)
        found[name] = replace(read, items=items)
    return found


def _must_be_feasible(guides: int, genome: Genome, search: Search) -> None:
    """Refuse hours of brute force that nobody asked for."""
    from loxsmith.wiring.offtargets import advice, brute_work

    if search.engine == "brute" or (work := brute_work(genome, guides, search)) <= MOST_WORK:
        return
    raise RequestError(
        f"{guides:,} guides against {searched_bases(genome) / 1e6:,.0f} Mb take long without an index.",
        hint=f"{advice(genome, search)}, take a shorter stretch, or wait for it with --engine brute.",
        guides=guides,
        work=work,
    )


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 7)
