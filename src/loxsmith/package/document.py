"""The document: everything a design says, versioned, and all that reports, tables and pages are drawn from.

Positions are 1-based and inclusive, on the molecule or chromosome that the field names. Sequences are 5'->3',
proteins in one-letter code without the stop.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Final = "loxsmith.design/1"
"""Name and version of the document's schema."""


class Model(BaseModel):
    """Frozen, closed, and written by alias."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Software(Model):
    """What made the document."""

    name: str
    version: str


class GenomeInfo(Model):
    """The sequence a design was made on."""

    name: str
    species: str
    assembly: str
    sha256: Annotated[str, Field(description="Of name<TAB>SEQUENCE<LF> over the contigs in file order.")]
    synthetic: Annotated[bool, Field(description="True for the built-in teaching genome.")]


class Target(Model):
    """The gene and the window that alleles are drawn on."""

    gene: str
    gene_id: str
    transcript: str
    chrom: str
    start: int
    end: int
    strand: Literal["+", "-"]
    window: Annotated[
        str, Field(description="chrom:start-end:strand; alleles are drawn in this orientation.")
    ]
    x_linked: bool
    protein_length: int
    searched_bp: Annotated[int, Field(description="How much sequence repeats and guides were searched in.")]


class AlternativeInfo(Model):
    """A strategy that was not chosen."""

    id: str
    why_not: str


class StrategyInfo(Model):
    """The strategy, and why it and not another."""

    id: str
    title: str
    why: tuple[str, ...]
    alternatives: tuple[AlternativeInfo, ...]
    assumptions: tuple[str, ...]


class PromiseInfo(Model):
    """A promise and its proof on the simulated allele."""

    id: str
    allele: str
    statement: str
    proved: bool
    evidence: str


class SiteInfo(Model):
    """A recombinase site; the 34-bp core for FRT, with the long form noted."""

    name: str
    recombinase: str
    start: int
    end: int
    strand: Literal["+", "-"]
    extended: Annotated[bool, Field(description="True for the core of a 48-bp FRT or F3.")] = False


class Drawn(Model):
    """Something to draw on a molecule or an allele."""

    kind: str
    label: str
    start: int
    end: int
    strand: Literal["+", "-", "."]
    state: Literal["whole", "cut", "interrupted"] = "whole"


class ArmInfo(Model):
    """A homology arm."""

    length: int
    genome: Annotated[str, Field(description="chrom:start-end:strand, the strand as the molecule is drawn.")]
    start: int
    end: int


class MoleculeInfo(Model):
    """A molecule to build or to order."""

    id: str
    name: str
    kind: Literal["targeting vector", "plasmid", "lssDNA", "ssODN", "AAV"]
    topology: Literal["linear", "circular"]
    length: int
    sha256: str
    file: str
    strand: Annotated[
        Literal["+", "-"], Field(description="'-': the oligo's bases are the drawing's complement.")
    ]
    polarity: Literal["target", "non-target"] | None
    order: Annotated[
        str | None, Field(description="The molecule's own bases, 5'->3'; null for what is cloned.")
    ]
    order_text: Annotated[
        str | None,
        Field(description="The bases as they are ordered: * between two that a phosphorothioate bond joins."),
    ] = None
    modifications: Annotated[
        tuple[str, ...], Field(description="What is modified, and why; a sentence each.")
    ] = ()
    synthesis: Annotated[
        tuple[str, ...],
        Field(
            description="What makes it hard to synthesise; stretches count from 1 on the molecule as drawn."
        ),
    ] = ()
    expected_yield: Annotated[
        str | None, Field(description="Published yields of donors of its kind, each with its source.")
    ] = None
    arms: dict[str, ArmInfo]
    sites: tuple[SiteInfo, ...]
    selection: tuple[str, ...]
    linearised_by: str | None
    features: tuple[Drawn, ...]


EventKind = Literal[
    "reference",
    "homologous recombination",
    "excision",
    "inversion",
    "exchange",
    "integration",
    "translocation",
    "unchanged",
]
"""What made an allele; ``unchanged`` is a recombinase that finds nothing left to do."""


class EventInfo(Model):
    """How an allele came to be."""

    kind: EventKind
    agent: str | None


class TranscriptInfo(Model):
    """What becomes of one transcript on an allele."""

    id: str
    status: Literal["unchanged", "altered", "none"]
    consequence: str
    protein: str | None
    protein_sha256: str | None
    chains: tuple[str, ...]
    note: str


class AlleleInfo(Model):
    """An allele, or a by-product, as simulated."""

    id: str
    name: str
    state: str
    parent: str | None
    event: EventInfo
    file: str
    topology: Literal["linear", "circular"]
    length: int
    sha256: str
    intended: bool
    same_as: Annotated[str | None, Field(description="An earlier allele with the very same sequence.")]
    bears_locus: Annotated[bool, Field(description="False for excised circles.")]
    sites: tuple[SiteInfo, ...]
    transcripts: tuple[TranscriptInfo, ...]
    features: tuple[Drawn, ...]
    changed: Annotated[
        tuple[int, int] | None, Field(description="First and last base that differ from the wild type.")
    ]
    note: str


class EdgeInfo(Model):
    """A step of the recombination graph."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    agent: str | None
    kind: str
    sites: tuple[str, ...]


class Scores(Model):
    """Predicted activity and repair; null where the sequence ends too soon, or the nuclease is another one."""

    rule_set_1: Annotated[float | None, Field(description="0-1, Doench 2014; for U6-expressed guides.")] = (
        None
    )
    crisprscan: Annotated[
        float | None, Field(description="0-1, Moreno-Mateos 2015; for T7-transcribed guides.")
    ] = None
    out_of_frame: Annotated[
        float | None, Field(description="0-100, share of microhomology repair off the frame, Bae 2014.")
    ] = None
    microhomology: Annotated[float | None, Field(description="No upper end, Bae 2014.")] = None


class Specificity(Model):
    """Aggregates over the searched sequence; null where it was not searched."""

    cfd: float | None = None
    mit: float | None = None


class OffTargetInfo(Model):
    """A place of the searched sequence, not the guide's own, that the guide may cut."""

    chrom: str
    start: Annotated[int, Field(description="First base of the 20-mer without PAM on the top strand.")]
    end: int
    strand: Literal["+", "-"]
    sequence: Annotated[str, Field(description="The 20 bases, read on the site's strand.")]
    pam: str
    mismatches: int
    cfd: Annotated[float | None, Field(description="0-1, Doench 2016.")] = None
    mit: Annotated[float | None, Field(description="0-100, Hsu 2013.")] = None
    gene: Annotated[str, Field(description="Gene, or several with commas; empty between genes.")]
    region: Literal["exon", "intron", "intergenic"]
    paralogue: Annotated[
        bool | None,
        Field(
            description="Whether it lies in an exon of a paralogue of the target, by the proteins; null: not known."
        ),
    ] = None


class GuideInfo(Model):
    """A guide near the change, in rank order."""

    id: str
    chosen: bool
    protospacer: str
    pam: str
    chrom: str
    start: Annotated[int, Field(description="First base of the 20-mer on the top strand.")]
    end: int
    strand: Literal["+", "-"]
    cut: Annotated[int, Field(description="The base left of the cut on the top strand.")]
    distance: Annotated[int, Field(description="Bases between the cut and the nearest intended change.")]
    scores: Scores
    offtargets: Annotated[
        dict[str, int] | None,
        Field(
            description="Sites by mismatches, its own among those with 0; and searched_bp, how much was searched."
        ),
    ] = None
    offtarget_sites: Annotated[
        tuple[OffTargetInfo, ...],
        Field(description="The closest sites besides its own (R29); the counts have all."),
    ] = ()
    specificity: Specificity
    recuts: dict[str, bool]
    remarks: tuple[str, ...]


class EditInfo(Model):
    """One contiguous change, on the chromosome's top strand."""

    hgvs_g: str
    hgvs_c: str
    hgvs_p: str
    kind: Literal["intended", "blocking", "diagnostic"]
    chrom: str
    start: int
    ref: str
    alt: str


class NamesInfo(Model):
    """Symbols by the nomenclature of mouse genes, the superscript in angle brackets."""

    allele: Annotated[
        str, Field(description="The allele that is made first; # stands for the serial number.")
    ]
    derived: Annotated[
        dict[str, str], Field(description="Alleles made of it in the germ line, by allele id.")
    ]
    strain: Annotated[str | None, Field(description="Null: the background was not given.")] = None
    notes: tuple[str, ...] = ()


class Paragraph(Model):
    """A piece of the explanation."""

    heading: str
    text: str


class FindingInfo(Model):
    """Something noticed that a reader should know."""

    severity: Literal["stop", "warn", "inform"]
    message: str
    where: str


class Document(Model):
    """A whole design."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
        title="loxsmith design",
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"},
    )

    schema_: Annotated[Literal["loxsmith.design/1"], Field(alias="schema")] = SCHEMA
    software: Software
    proved: Annotated[bool, Field(description="False: DO NOT BUILD.")]
    request: dict[str, Any]
    genome: GenomeInfo
    target: Target
    strategy: StrategyInfo
    promises: tuple[PromiseInfo, ...]
    molecules: tuple[MoleculeInfo, ...]
    alleles: tuple[AlleleInfo, ...]
    graph: tuple[EdgeInfo, ...]
    guides: tuple[GuideInfo, ...]
    edits: tuple[EditInfo, ...]
    assays: tuple[dict[str, Any], ...] = ()
    checks: tuple[dict[str, Any], ...] = ()
    names: NamesInfo | None = None
    crosses: tuple[dict[str, Any], ...] = ()
    timeline: tuple[dict[str, Any], ...] = ()
    cost: tuple[dict[str, Any], ...] = ()
    explanation: tuple[Paragraph, ...] = ()
    findings: tuple[FindingInfo, ...] = ()
    absent: Annotated[dict[str, str], Field(description="Section and the reason why it is empty.")]

    def allele(self, allele_id: str) -> AlleleInfo:
        """Return an allele by its id.

        Raises:
            KeyError: there is none.
        """
        for allele in self.alleles:
            if allele.id == allele_id:
                return allele
        raise KeyError(allele_id)
