"""What an annotation's tags say of a gene or a transcript: representative, incomplete, what it codes for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from loxsmith.genome.drafts import GeneDraft
from loxsmith.sequence import Strand

_RANKS = {
    "MANE_Select": 4,
    "Ensembl_canonical": 3,
    "RefSeq_Select": 2,
    "appris_principal_1": 1,
    "appris_principal": 1,
}
"""Tags that name a gene's representative transcript, the surest highest.

MANE Select is the one that Ensembl and NCBI agree on (https://www.ncbi.nlm.nih.gov/refseq/MANE/), the next two are
each one's own choice; APPRIS's principal isoform (https://appris.bioinfo.cnio.es) is a hint, used when nothing
else is said."""
_CANONICAL = 3
_BIOTYPES = {
    "gene": ("biotype", "gene_biotype", "gene_type", "transcript_biotype"),
    "transcript": ("biotype", "transcript_biotype", "transcript_type", "gene_biotype", "gene_type"),
}
_PLAIN_EXCEPTIONS = frozenset({"", "alternative start codon"})


def biotype(given: Mapping[str, str], of: str, kind: str) -> str:
    """Return the biotype of a ``gene`` or ``transcript`` line; NCBI's transcripts have their kind of line.

    >>> biotype({"gene_type": "protein_coding", "transcript_type": "retained_intron"}, "transcript", "transcript")
    'retained_intron'
    """
    if of == "transcript" and "gbkey" in given and "biotype" not in given:
        return given.get("transcript_biotype") or kind
    return next((given[key] for key in _BIOTYPES[of] if given.get(key)), "")


def rank(given: Mapping[str, str]) -> int:
    """Return how surely the source names the transcript as its gene's representative; 0 when it does not.

    >>> rank({"tag": "basic,MANE Select"}) > rank({"canonical": "1"}) > rank({"tag": "appris_principal_1"}) > 0
    True
    """
    tags = given.get("tag", "").replace(" ", "_").split(",")
    flagged = _CANONICAL if given.get("canonical") in {"1", "true"} else 0
    return max(flagged, *(_RANKS.get(tag, 0) for tag in tags))


def choose_canonical(gene: GeneDraft) -> None:
    """Flag the transcripts of the highest rank, where any has one."""
    best = max((transcript.rank for transcript in gene.transcripts), default=0)
    for transcript in gene.transcripts:
        transcript.canonical = bool(best) and transcript.rank == best


def missing(given: Mapping[str, str], strand: Strand) -> str:
    """Return which end the source says is not there; empty when it says nothing.

    >>> missing({"tag": "basic,cds_start_NF"}, 1), missing({"partial": "true", "start_range": ".,5"}, -1)
    ("5' end missing", "3' end missing")
    """
    tags = given.get("tag", "")
    five, three = "cds_start_NF" in tags, "cds_end_NF" in tags
    if given.get("partial") == "true":
        low, high = "start_range" in given, "end_range" in given
        five, three = five or (low if strand == 1 else high), three or (high if strand == 1 else low)
    ends = [end for end, lost in (("5'", five), ("3'", three)) if lost]
    if ends:
        return f"{' and '.join(ends)} end missing"
    if given.get("partial") == "true":
        return given.get("note") or "the source marks it as partial"
    return ""


def exception(text: str) -> str:
    """Return why the source says that a CDS is not simply translated (NCBI's ``exception``); else empty.

    >>> exception("ID=cds-1;exception=ribosomal slippage;gbkey=CDS")
    'the source says: ribosomal slippage'
    """
    if "exception" not in text:
        return ""
    match = re.search(r'\bexception(?:=|[ \t]+")([^;"]*)', text)
    said = match[1].strip() if match else ""
    return f"the source says: {said}" if said not in _PLAIN_EXCEPTIONS else ""


def is_trans_spliced(strand: str, text: str) -> bool:
    """Say whether a line is of a product joined from two places, which no one transcript of one strand is."""
    return strand == "?" or "trans-splicing" in text


def gene_id(given: Mapping[str, str], bare: str) -> str:
    """Return the gene's accession: NCBI's GeneID (with the number of a second place), else ``gene_id``.

    >>> gene_id({"gene": "Tnf", "Dbxref": "GeneID:21926,MGI:MGI:104798", "gbkey": "Gene"}, "Tnf")
    'GeneID:21926'
    """
    found = re.search(r"\bGeneID:\d+", given.get("Dbxref", "") or given.get("db_xref", ""))
    if found and "gbkey" in given:
        symbol = given.get("gene", "")
        return found[0] + (bare.removeprefix(symbol) if symbol and bare.startswith(symbol) else "")
    return given.get("gene_id") or bare


def synonyms(given: Mapping[str, str], known: Collection[str]) -> tuple[str, ...]:
    """Return the other symbols of a gene (NCBI's ``gene_synonym``, WormBase's ``Alias``) but those ``known``.

    >>> synonyms({"gene_synonym": "DIF,Tnf,TNFa"}, {"Tnf"})
    ('DIF', 'TNFa')
    """
    said = f"{given.get('gene_synonym', '')},{given.get('Alias', '')}".split(",")
    return tuple(dict.fromkeys(name.strip() for name in said if name.strip() and name.strip() not in known))
