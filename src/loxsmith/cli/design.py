"""``loxsmith design``: from one line to a package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loxsmith.cli._console import Console, common, options
from loxsmith.errors import RequestError

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.request import Request

DO_NOT_BUILD = 3
"""Exit code of a package that must not be built."""

_FILE = click.Path(path_type=Path)
_OF_THE_REQUEST = (
    click.option("--method", metavar="auto|es|zygote", help="ES cells or zygotes."),
    click.option("--donor", metavar="auto|ssodn|lssdna|plasmid|aav|vector", help="Donor molecule."),
    click.option("--recombinase", metavar="Cre|Flp|Dre", help="What switches the allele."),
    click.option("--before", metavar="null|wild-type", help="State without the recombinase."),
    click.option("--sites", metavar="SITE[,SITE]", help="Recombinase sites, as in loxP,lox2272."),
    click.option("--transcript", metavar="ID", help="Transcript whose numbering and exons count."),
    click.option("--strain", metavar="NAME", help="Mouse strain, such as C57BL/6J."),
    click.option("--lab", metavar="CODE", help="Registered laboratory code."),
    click.option("--arms", metavar="5P,3P", help="Lengths of the homology arms in bp."),
    click.option("--selection", metavar="NAME|none", help="Selection marker."),
    click.option("--set", "settings", metavar="KEY=VALUE", multiple=True,
                 help="A limit by name, as in rule.R10.limit=4000; may be repeated."),
)  # fmt: skip
_OF_THE_PLACE = (
    click.option("--genome", metavar="NAME", help="Where to design; the teaching genome demo by default."),
    click.option("--fasta", type=_FILE, metavar="FILE", help="Design on this sequence, with --annotation."),
    click.option("--annotation", type=_FILE, metavar="FILE", help="GFF3 of the FASTA file."),
    click.option("--region", metavar="CHR:START-END", help="Only this stretch of the FASTA file."),
    click.option("--locus", type=_FILE, metavar="FILE", help="Design on this annotated GenBank record."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The sequence to design on, as the options name it."""

    genome: str | None
    """Name of a genome."""

    fasta: Path | None
    """FASTA file."""

    annotation: Path | None
    """Its GFF3."""

    region: str | None
    """Stretch of it."""

    locus: Path | None
    """Annotated GenBank record."""

    def open(self) -> Genome:
        """Open it.

        Raises:
            RequestError: the options name two places, or half of one.
            DataError: a file is absent, damaged, or does not fit its companion.
        """
        from loxsmith.wiring import open_genome

        named = {"--genome": self.genome, "--fasta": self.fasta, "--locus": self.locus}
        places = [option for option, value in named.items() if value is not None]
        if len(places) > 1:
            raise RequestError(
                f"{' and '.join(places)} name two places to design on.", hint="Keep one of them."
            )
        for option, value in (("--annotation", self.annotation), ("--region", self.region)):
            if value is not None and self.fasta is None:
                raise RequestError(f"{option} belongs to a FASTA file.", hint="Add --fasta FILE.")
        place = self.fasta or self.locus or self.genome or "demo"
        return open_genome(place, self.annotation, region=self.region)


@click.command(short_help="Design an allele and write its build package.")
@click.argument("request_text", metavar="REQUEST", required=False)
@click.option("-f", "--file", "toml", type=_FILE, metavar="FILE", help="Read the request from a TOML file.")
@click.option("-o", "--out", type=_FILE, metavar="DIR", help="Package folder; ./<gene>-<change> by default.")
@click.option("--force", is_flag=True, help="Replace DIR when it holds a package.")
@click.option(
    "--variants", type=_FILE, metavar="FILE", help="VCF, or table, of variants; guides keep off --strain's."
)
@click.option("--donor-genome", metavar="NAME", help="Genome with the human sequence; demo-human on demo.")
@click.option(
    "--donor-fasta", type=_FILE, metavar="FILE", help="The human sequence, with --donor-annotation."
)
@click.option("--donor-annotation", type=_FILE, metavar="FILE", help="GFF3 or GTF of --donor-fasta.")
@click.option("--online", is_flag=True, help="Allow an unknown gene to be fetched from Ensembl.")
@options(*_OF_THE_PLACE, *_OF_THE_REQUEST)
@common
@click.pass_context
def design(
    ctx: click.Context,
    /,
    console: Console,
    request_text: str | None,
    toml: Path | None,
    out: Path | None,
    force: bool,
    variants: Path | None,
    donor_genome: str | None,
    donor_fasta: Path | None,
    donor_annotation: Path | None,
    online: bool,
    **said: Any,
) -> None:
    """Design the allele that REQUEST asks for, prove it, and write its build package.

    \b
    loxsmith design "Lumo1 p.H100R"
    loxsmith design "Lumo1 p.H100R conditional" -o my-design
    loxsmith design "Tnf C-term T2A-mCherry" --fasta chr17.fa --annotation chr17.gff3
    loxsmith design "humanize Tnf scope=exon2-stop" --genome mouse --donor-genome human
    loxsmith design -f request.toml

    Exit codes: 0 package written; 2 the request is not understood, nothing written; 3 package written, but it
    must not be built; 4 no feasible design; 5 data missing or unreadable.
    """
    from loxsmith import wiring
    from loxsmith.wiring.folder import refuse_existing

    where = Where(**{name: said.pop(name) for name in Where.__slots__})
    said["set"] = list(said.pop("settings")) or None
    request = _request(request_text, toml, said)
    second = _second(donor_genome, donor_fasta, donor_annotation)
    folder = out if out is not None else Path(request.folder_name)
    refuse_existing(folder, force=force)
    genome = _with_gene(request, where, console, online=online)
    with console.working(f"Designing {request.folder_name}"):
        made = wiring.design(
            request, genome=genome, variants=variants, second=second, second_annotation=donor_annotation
        )
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        made.write(folder, force=force)
    ctx.exit(_shown(console, folder))


def _second(name: str | None, fasta: Path | None, annotation: Path | None) -> str | Path | None:
    """Return what names the second genome.

    Raises:
        RequestError: two genomes are named, or an annotation without its sequence.
    """
    if name is not None and fasta is not None:
        raise RequestError("--donor-genome and --donor-fasta name two genomes.", hint="Keep one of them.")
    if annotation is not None and fasta is None:
        raise RequestError("--donor-annotation belongs to a FASTA file.", hint="Add --donor-fasta FILE.")
    return name if name is not None else fasta


def _with_gene(request: Request, where: Where, console: Console, *, online: bool) -> Genome:
    """Open the genome to design on, or fetch the gene's locus where that is allowed and needed."""
    from loxsmith.wiring.ensembl import genome_with

    said: list[str] = []
    with console.working("Opening the genome"):
        genome = where.open()
        # A harbour has a refusal of its own: it names what the user may bring.
        if online or request.kind != "harbour":
            genome = genome_with(request.gene, genome, online=online, say=said.append)
    for sentence in said:
        console.note(sentence)
    return genome


def _request(text: str | None, toml: Path | None, said: Mapping[str, object]) -> Request:
    from loxsmith.request import Request

    if text is not None and toml is not None:
        raise RequestError("The request is given twice, as text and as a file.", hint="Keep one of the two.")
    if text is not None:
        return Request.parse(text, **said)
    if toml is not None:
        # The written line says all that the file says, so that options beside it are weighed the same way.
        return Request.parse(Request.from_toml(toml).canonical(), **said)
    raise RequestError(
        "There is no request.",
        hint='Write it in quotes, as in loxsmith design "Tnf p.A223R", or use -f FILE.',
    )


def _shown(console: Console, folder: Path) -> int:
    """Show the document as it was written; return the exit code."""
    from loxsmith.cli._summary import is_buildable, summary

    text = (folder / "design.json").read_text(encoding="utf-8")
    document = json.loads(text)
    console.hand_over_text(text)
    console.show(summary(document, folder, brief=console.quiet))
    return 0 if is_buildable(document) else DO_NOT_BUILD
