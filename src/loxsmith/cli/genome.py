"""``loxsmith genome``: the assemblies on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from loxsmith.cli._console import Console, common
from loxsmith.cli._progress import Progress
from loxsmith.cli._tables import counted, entry, table

_FILE = click.Path(path_type=Path)
_SHOWN = 30
"""Sequences that ``show`` lists for people; ``--json`` has all."""

_INDENT = 14


@click.group(short_help="Add, list, show, index or remove the genomes of this machine.")
def genome() -> None:
    """Add, list, show, index or remove the genomes of this machine.

    They are kept under LOXSMITH_HOME; `loxsmith doctor` says where that is.
    """


@genome.command()
@click.argument("name")
@click.option("--fasta", type=_FILE, metavar="FILE", help="FASTA or 2bit file; plain, gzip or bgzip.")
@click.option("--annotation", type=_FILE, metavar="FILE", help="GFF3 or GTF of the same assembly.")
@common
def add(console: Console, name: str, fasta: Path | None, annotation: Path | None) -> None:
    """Add an assembly and call it NAME, or fetch one from Ensembl.

    \b
    loxsmith genome add mm39 --fasta mm39.fa.gz --annotation mm39.gtf.gz
    loxsmith genome add ensembl:mus_musculus
    """
    from loxsmith.wiring.genomes import add_genome

    with Progress(console) as progress:
        facts = add_genome(name, fasta, annotation, progress=progress)
    console.hand_over(facts)
    console.show("\n".join(_told(facts)))
    for note in facts["notes"]:
        console.note(note)
    if not facts["annotated"]:
        console.note("It has no genes: designs on it are placed by region, and hits carry no gene names.")


@genome.command("list")
@common
def list_(console: Console) -> None:
    """List the genomes of this machine."""
    from loxsmith.wiring.genomes import all_genomes

    found = all_genomes()
    console.hand_over(found)
    head = ["name", "species", "assembly", "Mb", "sequences", "genes", "disk", "indexes"]
    console.show(table(head, map(_row, found), right=["Mb", "sequences", "genes", "disk"]))
    for facts in found:
        if "trouble" in facts:
            console.note(facts["trouble"])


@genome.command()
@click.argument("name")
@common
def show(console: Console, name: str) -> None:
    """Show the genome called NAME: sizes, sources, digests and sequences."""
    from loxsmith.wiring.genomes import one_genome

    facts = one_genome(name)
    console.hand_over(facts)
    held = facts["sequences"]
    rows = [[s["name"], s["length"], f"{s['chrom']}:{s['start']}-{s['end']}"] for s in held[:_SHOWN]]
    lines = [*_told(facts), "", table(["sequence", "bp", "place"], rows, right=["bp"])]
    if len(held) > _SHOWN:
        lines.append(f"and {counted(len(held) - _SHOWN, 'sequence')} more, all with --json")
    console.show("\n".join(lines))


@genome.command()
@click.argument("name")
@click.option(
    "--pam", metavar="NGG", default="NGG", show_default=True, help="PAM of the guides, IUPAC letters."
)
@click.option(
    "--offtarget-pams",
    metavar="NAG,NGA|none",
    help="Weaker PAMs it shall cover too; those known of the nuclease by default (NAG,NGA for NGG).",
)
@common
def index(console: Console, name: str, pam: str, offtarget_pams: str | None) -> None:
    """Index the genome called NAME, so that off-target searches take a moment.

    The index of NGG covers NAG and NGA too. It says first how much disk it takes: about 0.5 GB per 100 Mb when it is
    done, and as much again while it is built.
    """
    from loxsmith.cli._searching import listed
    from loxsmith.genome.disk import said
    from loxsmith.wiring.genomes import index_genome, index_need

    weaker = None if offtarget_pams is None else listed(offtarget_pams)
    need = index_need(name, pam, weaker)
    size, peak, free = (said(need[key]) for key in ("bytes", "bytes_while_built", "free_bytes"))
    console.note(f"The index takes about {size} of disk, and {peak} while it is built; {free} are free.")
    with Progress(console) as progress:
        facts = index_genome(name, pam, weaker, progress=progress)
    console.hand_over(facts)
    covered = ", ".join([facts["pam"], *facts["offtarget_pams"]])
    size = f"{facts['sites']:,} sites, {said(facts['bytes'])} in {facts['folder']}"
    console.show(f"Genome {name} is indexed for {covered}: {size}.")


@genome.command()
@click.argument("name")
@common
def remove(console: Console, name: str) -> None:
    """Remove the genome called NAME with its indexes; the files it was made from are not touched."""
    from loxsmith.wiring.genomes import remove_genome

    remove_genome(name)
    console.hand_over({"removed": name})
    console.show(f"Genome {name} was removed.")


def _row(facts: Mapping[str, Any]) -> list[object]:
    if "bases" not in facts:
        return [facts["name"], "cannot be used", "-", "-", "-", "-", _size(facts), "-"]
    indexes = ", ".join(facts.get("indexes", ())) or "-"
    size = "built in" if facts["built_in"] else _size(facts)
    genes = facts["genes"] if facts["annotated"] else "-"
    species = facts["species"] or "-"
    if "trouble" in facts:
        species = "cannot be used"
    bases = f"{facts['bases'] / 1e6:,.1f}"
    return [facts["name"], species, facts["assembly"], bases, facts["contigs"], genes, size, indexes]


def _told(facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield what people want to know of a genome."""
    yield entry(
        "Genome", facts["name"] + (" (built in, made up)" if facts["built_in"] else ""), indent=_INDENT
    )
    yield entry("Species", facts["species"] or "not stated", indent=_INDENT)
    yield entry("Assembly", facts["assembly"], indent=_INDENT)
    size = f"{facts['bases']:,} bp in {counted(facts['contigs'], 'sequence')}"
    yield entry("Size", size, indent=_INDENT)
    yield entry("Genes", f"{facts['genes']:,}" if facts["annotated"] else "no annotation", indent=_INDENT)
    for source in facts.get("sources", ()):
        told = (
            f"{source['role']} from {source['file']} ({source['bytes']:,} bytes, SHA-256 {source['sha256']})"
        )
        yield entry("Source", told, indent=_INDENT)
    if "sha256" in facts:
        yield entry("SHA-256", facts["sha256"], indent=_INDENT)
    if "folder" in facts:
        yield entry("Kept in", f"{facts['folder']} ({_size(facts)})", indent=_INDENT)
        yield entry("Indexes", ", ".join(facts["indexes"]) or "none", indent=_INDENT)


def _size(facts: Mapping[str, Any]) -> str:
    return f"{facts['bytes'] / 1e6:,.1f} MB"
