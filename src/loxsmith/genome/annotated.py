"""Genes of an annotation on the bases of a genome, and whether the two belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from loxsmith.errors import DataError
from loxsmith.genome.bases import Bases, ContigText
from loxsmith.genome.drafts import GeneDraft, finish
from loxsmith.genome.model import Contig, Gene

_MISFIT_SAMPLE = 200
_MISFIT_SHARE = 0.25
"""An annotation of which fewer coding genes than this are whole does not belong to the sequence.

By chance an ATG and a stop stand where they should in 1 of 64 x 64/3 cases; a fitting annotation, truncated
models included, has them in nearly every gene."""


def annotated_genes(
    drafts: Iterable[GeneDraft], bases: Bases, contigs: Sequence[Contig], path: Path
) -> Iterator[Gene]:
    """Yield the genes of ``drafts``, each judged on the bases it lies on.

    Args:
        drafts: what the annotation says.
        bases: the bases of the genome.
        contigs: its contigs.
        path: the annotation's file, for complaints.

    Raises:
        DataError: their coding sequences are nonsense here: they are shifted, or of another assembly.
    """
    contig_texts = {contig.name: ContigText(bases, contig.name, contig.length) for contig in contigs}
    whole: list[bool] = []
    for draft in drafts:
        text = contig_texts[draft.contig].hold(draft.start, draft.end)
        # Of a string, finishing a gene asks for its length and slices only, and so much the contig offers.
        gene = finish(draft, cast("str", text))
        coding = [transcript for transcript in gene.transcripts if transcript.cds]
        if coding and not gene.clipped and len(whole) < _MISFIT_SAMPLE:
            whole.append(any(not transcript.incomplete for transcript in coding))
        yield gene
    _check_coding(whole, path)


def _check_coding(whole: Sequence[bool], path: Path) -> None:
    if len(whole) >= 3 and sum(whole) < _MISFIT_SHARE * len(whole):
        raise DataError(
            f"Annotation {path} does not fit the sequence: only {sum(whole)} of {len(whole)} coding genes "
            "run from an ATG to a stop.",
            hint="It belongs to another assembly or slice; give the annotation of this sequence.",
            file=str(path),
            whole=sum(whole),
            coding=len(whole),
        )
