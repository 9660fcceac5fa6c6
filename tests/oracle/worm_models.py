"""Gene models of C. elegans that can be given a coding sequence without guessing, cut out as a small genome.

The annotation at hand has genes, transcripts and untranslated regions, but no exons and no coding sequence. Where
all of a transcript but its untranslated regions is one open frame, from ATG to the first stop and long enough that
chance would not leave it open, that frame is its coding sequence. All other transcripts are left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from oracle.plain_genome import lines_of, opposite, translated

LEAST = 300
"""Bases of the shortest frame taken: with an intron in it, fewer than 1 in 100 would stay open by chance."""

STOPS = ("TAA", "TAG", "TGA")


@dataclass(frozen=True, kw_only=True)
class WormGene:
    """One gene with one transcript; intervals 0-based, half-open, ascending, on the chromosome."""

    id: str
    chrom: str
    start: int
    end: int
    strand: str
    exons: tuple[tuple[int, int], ...]
    cds: tuple[int, int]


def read_worm(genomes: Path) -> tuple[dict[str, str], list[WormGene]]:
    """Read chromosomes (upper case) and every gene that can be given its coding sequence, in file order."""
    texts: dict[str, list[str]] = {}
    for line in lines_of(genomes / "celegans_WS220.fa.gz"):
        if line.startswith(">"):
            own = texts.setdefault(line[1:].split()[0], [])
        else:
            own.append(line.strip().upper())
    chromosomes = {name: "".join(parts) for name, parts in texts.items()}
    return chromosomes, _models(genomes / "celegans_WS220_genes.gff3.gz", chromosomes)


def _models(gff3: Path, chromosomes: dict[str, str]) -> list[WormGene]:
    spans: dict[str, list[tuple[str, str, int, int, str]]] = defaultdict(list)
    untranslated: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for line in lines_of(gff3):
        if line.startswith("#"):
            continue
        chrom, _, kind, start, end, _, strand, _, rest = line.rstrip("\n").split("\t")
        given = dict(pair.split("=", 1) for pair in rest.split(";") if "=" in pair)
        if kind == "mRNA" and not chrom.endswith("MtDNA"):
            spans[given["Parent"]].append((given["ID"], chrom, int(start) - 1, int(end), strand))
        elif kind.endswith("_UTR"):
            untranslated[given["Parent"]].append((kind, int(start) - 1, int(end)))
    made = (
        _model(gene, *rows[0], untranslated[rows[0][0]], chromosomes)
        for gene, rows in spans.items()
        if len(rows) == 1
    )
    return [model for model in made if model is not None]


def _model(
    gene: str,
    transcript: str,
    chrom: str,
    start: int,
    end: int,
    strand: str,
    untranslated: list[tuple[str, int, int]],
    chromosomes: dict[str, str],
) -> WormGene | None:
    left, right = (
        ("five_prime_UTR", "three_prime_UTR") if strand == "+" else ("three_prime_UTR", "five_prime_UTR")
    )
    first = max((b for kind, _, b in untranslated if kind == left), default=start)
    last = min((a for kind, a, _ in untranslated if kind == right), default=end)
    top = chromosomes[chrom][first:last]
    frame = top if strand == "+" else opposite(top)
    protein = translated(frame)
    open_frame = frame.startswith("ATG") and frame.endswith(STOPS) and protein.find("*") == len(protein) - 1
    if len(frame) < LEAST or len(frame) % 3 or not open_frame or "X" in protein:
        return None
    exons: list[tuple[int, int]] = []
    for a, b in sorted([*((a, b) for _, a, b in untranslated), (first, last)]):
        if exons and a <= exons[-1][1]:
            exons[-1] = (exons[-1][0], max(b, exons[-1][1]))
        else:
            exons.append((a, b))
    for (_, a), (b, _) in pairwise(exons):
        intron = chromosomes[chrom][a:b] if strand == "+" else opposite(chromosomes[chrom][a:b])
        if not (intron.startswith("GT") and intron.endswith("AG")):
            return None
    return WormGene(
        id=gene.removeprefix("Gene:"), chrom=chrom, start=start, end=end, strand=strand,
        exons=tuple(exons), cds=(first, last),
    )  # fmt: skip


def chosen(models: list[WormGene], count: int, apart: int) -> list[WormGene]:
    """Take ``count`` genes, each ``apart`` bases from the last on its chromosome, strands in turn where it can be.

    Chromosomes are served in turn; the choice depends on nothing but the annotation.
    """
    queues: dict[str, list[WormGene]] = defaultdict(list)
    for model in sorted(models, key=lambda m: (m.chrom, m.start)):
        queues[model.chrom].append(model)
    taken: list[WormGene] = []
    reached = dict.fromkeys(queues, -apart)
    while len(taken) < count and any(queues.values()):
        for chrom, queue in queues.items():
            free = [m for m in queue if m.start >= reached[chrom] + apart]
            queue[:] = free
            if free and len(taken) < count:
                wanted = "+" if len(taken) % 2 else "-"
                near = [m for m in free if m.start < free[0].start + apart]
                model = next((m for m in near if m.strand == wanted), free[0])
                taken.append(model)
                reached[chrom] = model.end
    return sorted(taken, key=lambda m: (m.chrom, m.start))


def write_slices(
    folder: Path, chromosomes: dict[str, str], models: list[WormGene], genes: list[WormGene], margin: int
) -> tuple[Path, Path]:
    """Write a contig for each of ``genes``, ``margin`` bases on both sides, with every model that lies in it.

    The headers state assembly and place, so that positions are the chromosomes'.
    """
    fasta, gff3 = folder / "worm.fa", folder / "worm.gff3"
    with fasta.open("w") as bases, gff3.open("w") as lines:
        lines.write("##gff-version 3\n")
        for number, gene in enumerate(genes, 1):
            chrom = gene.chrom.removeprefix("CHROMOSOME_")
            text = chromosomes[gene.chrom]
            start, end = max(0, gene.start - margin), min(len(text), gene.end + margin)
            name = f"w{number}"
            stated = (
                f"assembly=WS220 chrom={chrom} start={start + 1} end={end} organism=Caenorhabditis_elegans"
            )
            bases.write(f">{name} {stated}\n{text[start:end]}\n")
            for model in models:
                if model.chrom == gene.chrom and start <= model.start and model.end <= end:
                    lines.writelines(_lines(model, name, start))
    return fasta, gff3


def _lines(model: WormGene, contig: str, shift: int) -> list[str]:
    def line(kind: str, place: tuple[int, int], phase: str, rest: str) -> str:
        first, last = place[0] - shift + 1, place[1] - shift
        return "\t".join((contig, "worm", kind, str(first), str(last), ".", model.strand, phase, rest)) + "\n"

    own, whole, gene = f"transcript:{model.id}.t", (model.start, model.end), model.id
    return [
        line("gene", whole, ".", f"ID=gene:{gene};Name={gene};biotype=protein_coding"),
        line("mRNA", whole, ".", f"ID={own};Parent=gene:{gene};biotype=protein_coding;canonical=1"),
        *(line("exon", exon, ".", f"Parent={own}") for exon in model.exons),
        line("CDS", model.cds, "0", f"Parent={own}"),
    ]
