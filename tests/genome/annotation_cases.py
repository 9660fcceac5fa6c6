"""A contig with six made-up genes of every shape, and what a reader should make of them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from loxsmith.genome import Contig
from loxsmith.genome.annotation import Annotation, read_annotation
from loxsmith.genome.drafts import finish
from oracle.annotations import Model, Shape

LENGTH = 6000

MODELS = [
    Model(1, "Plus", "+", (
        Shape(((100, 160), (200, 260), (300, 400)), ((130, 160), (200, 260), (300, 330)), canonical=True),
        Shape(((140, 160), (200, 230)),),
    )),
    Model(2, "Minus", "-", (Shape(((500, 560), (600, 700)), ((530, 560), (600, 660)), canonical=True),)),
    Model(3, "Single", "+", (Shape(((900, 1000),), ((910, 970),), canonical=True),)),
    Model(4, "Noncoding", "-", (Shape(((1200, 1230), (1300, 1350)), canonical=True),)),
    Model(5, "Truncated", "+", (Shape(((1500, 1550), (1600, 1700)), ((1500, 1550), (1600, 1618)), 2, True),)),
    Model(6, "Split", "-", (Shape(((2000, 2040), (2101, 2200)), ((2038, 2040), (2101, 2150)), canonical=True),)),
]  # fmt: skip
"""Plus strand with two isoforms, minus strand, one exon, non-coding, without its 5' end, stop over a junction."""


def contig(name: str = "17", length: int = LENGTH) -> Contig:
    """An unplaced contig."""
    return Contig(name=name, chrom=name, offset=0, length=length, placed=False, chromosome=name)


def sequence(models: Iterable[Model], length: int = LENGTH) -> str:
    """Bases on which whole models run from ATG to TAA, and the others begin with neither."""
    chance = random.Random(17)
    bases = [chance.choice("CG") for _ in range(length)]
    for model in models:
        for shape in model.transcripts:
            at = [p for a, b in shape.cds for p in range(a, b)]
            if not at:
                continue
            start, stop = ("ATG", "TAA") if model.strand == "+" else ("TTA", "CAT")
            if model.strand == "+":
                paste(bases, at[-3:], stop)
                paste(bases, at[:3], "CCC" if shape.phase else start)
            else:
                paste(bases, at[:3], start)
                paste(bases, at[-3:], "GGG" if shape.phase else stop)
    return "".join(bases)


def paste(bases: list[str], at: list[int], letters: str) -> None:
    """Write letters at positions."""
    for position, letter in zip(at, letters, strict=True):
        bases[position] = letter


def expected(models: Iterable[Model]) -> list[tuple[object, ...]]:
    """Symbol, extent, strand and transcripts of each gene."""
    genes: list[tuple[object, ...]] = []
    for model in models:
        step = 1 if model.strand == "+" else -1
        shapes = [(s.exons[::step], s.cds[::step], bool(s.phase)) for s in model.transcripts]
        genes.append((model.symbol, *model.ends, step, shapes))
    return genes


def read(path: Path, text: str, *contigs: Contig) -> Annotation:
    """Write the text to a file and read it back."""
    path.write_bytes(text.encode())
    return read_annotation(path, contigs or (contig(),), "")


def judged(annotation: Annotation, bases: str) -> list[tuple[object, ...]]:
    """What was read, in the form of :func:`expected`."""
    genes = [finish(draft, bases) for draft in annotation.drafts]
    return [
        (g.symbol, g.start, g.end, g.strand, [(t.exons, t.cds, bool(t.incomplete)) for t in g.transcripts])
        for g in genes
    ]


__all__ = ["LENGTH", "MODELS", "contig", "expected", "judged", "read", "sequence"]
