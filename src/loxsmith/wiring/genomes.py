"""The genomes of this machine: adding, describing and removing them, for the command line and for Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loxsmith.errors import DataError, RequestError
from loxsmith.wiring.ensembl import add_ensembl

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.genome.store import Stored
    from loxsmith.genome.storing import Progress

BUILT_IN = ("demo", "demo-human")
"""Genomes that ship with loxsmith."""

ENSEMBL = "ensembl:"
"""What stands before a species whose assembly shall be fetched from Ensembl."""


def add_genome(
    name: str, fasta: Path | None, annotation: Path | None = None, *, progress: Progress | None = None
) -> dict[str, Any]:
    """Add an assembly to this machine and describe it.

    Args:
        name: how to call it, or ``ensembl:SPECIES`` to fetch one.
        fasta: FASTA or 2bit file; None only for ``ensembl:``.
        annotation: GFF3 or GTF of the same assembly.
        progress: told what is being done, how much of it is done, and of how much (0 when unknown).

    Raises:
        RequestError: the name cannot be used or is taken, or the file is not named.
        DataError: a file is absent, damaged, or does not fit its companion; the disk is full or not writable.
    """
    from loxsmith.genome.home import home_path
    from loxsmith.genome.store import add

    if name.startswith(ENSEMBL):
        if fasta is not None or annotation is not None:
            raise RequestError(
                f"{name} is fetched with its annotation, and takes no files.",
                hint="Leave out --fasta and --annotation, or choose a plain name.",
                genome=name,
            )
        return described(add_ensembl(name.removeprefix(ENSEMBL), progress=progress))
    if fasta is None:
        raise RequestError(
            f"There is no sequence to make genome {name} of.",
            hint=f"Add --fasta FILE, or write ensembl:SPECIES in place of {name}.",
            genome=name,
        )
    return described(add(home_path(), name, fasta, annotation, progress=progress))


def all_genomes() -> list[dict[str, Any]]:
    """Describe the genomes of this machine, the built-in ones first."""
    from loxsmith.genome.home import home_path
    from loxsmith.genome.store import stored

    return [*map(described_built_in, BUILT_IN), *map(described, stored(home_path()))]


def one_genome(name: str) -> dict[str, Any]:
    """Describe one genome, with its sequences under ``sequences``.

    Raises:
        DataError: there is none of that name, or it cannot be used.
    """
    from loxsmith.genome import Genome
    from loxsmith.genome.home import home_path
    from loxsmith.genome.store import genomes_folder, look_at, open_stored

    if name in BUILT_IN:
        genome, facts = Genome.open(name), described_built_in(name)
    else:
        genome = open_stored(home_path(), name)
        facts = described(look_at(genomes_folder(home_path()) / name))
    return {**facts, "sha256": genome.sha256, "sequences": _sequences(genome)}


def remove_genome(name: str) -> None:
    """Remove an added genome with its indexes.

    Raises:
        RequestError: it is a built-in one.
        DataError: there is none of that name, or it cannot be removed.
    """
    from loxsmith.genome.home import home_path
    from loxsmith.genome.store import remove

    if name in BUILT_IN:
        raise RequestError(
            f"Genome {name} is built in and cannot be removed.",
            hint="`loxsmith genome list` shows which were added.",
            genome=name,
        )
    remove(home_path(), name)


def index_need(name: str, pam: str, offtargets: Sequence[str] | None = None) -> dict[str, Any]:
    """Estimate the disk that the index of an added genome takes, before it is built.

    Args:
        name: of the genome.
        pam: the PAM of the guides, such as ``NGG``.
        offtargets: weaker PAMs whose sites it holds too; by default those known of the nuclease.

    Raises:
        RequestError: the PAM is none, or the genome is a built-in one.
        DataError: there is no such genome, or it cannot be used.
    """
    from loxsmith.genome.disk import free_bytes
    from loxsmith.guides import disk_need, pam_of

    genome, _ = _to_index(name)
    need = disk_need(genome, pam_of(pam, offtargets))
    free = free_bytes(genome.folder or Path())
    return {
        "sites": need.sites,
        "bytes": need.finished,
        "bytes_while_built": need.building,
        "free_bytes": free,
    }


def index_genome(
    name: str, pam: str, offtargets: Sequence[str] | None = None, *, progress: Progress | None = None
) -> dict[str, Any]:
    """Build the index that makes off-target searches of an added genome quick, and describe it.

    Args:
        name: of the genome.
        pam: the PAM of the guides, such as ``NGG``.
        offtargets: weaker PAMs whose sites it holds too; by default those known of the nuclease.
        progress: told what is being done, how much of it is done, and of how much.

    Raises:
        RequestError: the PAM is none, or the genome is a built-in one.
        DataError: there is no such genome, or the disk is full or not writable.
    """
    from loxsmith.genome.disk import size_of
    from loxsmith.guides import build_index, index_folder, pam_of

    genome, folder = _to_index(name)
    asked = pam_of(pam, offtargets)
    index = build_index(genome, asked, index_folder(folder, asked), progress)
    return {
        "genome": name,
        "pam": asked.pattern,
        "offtarget_pams": list(asked.offtargets),
        "sites": len(index.near.words),
        "folder": str(index.folder),
        "bytes": size_of(index.folder),
    }


def _to_index(name: str) -> tuple[Genome, Path]:
    """Open an added genome together with its folder."""
    from loxsmith.genome.home import home_path
    from loxsmith.genome.store import open_stored

    if name in BUILT_IN:
        raise RequestError(
            f"Genome {name} is built in and small: it needs no index.",
            hint="Search it as it is; `loxsmith genome list` shows the added genomes.",
            genome=name,
        )
    genome = open_stored(home_path(), name)
    if genome.folder is None:
        raise ValueError(f"the added genome {name} has no folder")
    return genome, genome.folder


def described(stored: Stored) -> dict[str, Any]:
    """Return an added genome as a JSON value; one that cannot be used says why under ``trouble``."""
    held = stored.manifest
    facts: dict[str, Any] = {"name": stored.name, "built_in": False}
    if held is not None:
        facts |= {
            "species": held.species,
            "assembly": held.assembly,
            "synthetic": held.synthetic,
            "annotated": held.annotated,
            "genes": held.genes,
            "contigs": held.contigs,
            "bases": held.bases,
            "sha256": held.sha256,
            "software": held.software,
            "sources": [
                {"role": file.role, "file": file.name, "bytes": file.bytes, "sha256": file.sha256}
                for file in held.sources
            ],
            "notes": list(held.notes),
        }
    facts |= {"folder": str(stored.folder), "bytes": stored.bytes, "indexes": list(stored.indexes)}
    trouble = stored.trouble or _index_trouble(stored)
    return {**facts, "trouble": trouble} if trouble else facts


def _index_trouble(stored: Stored) -> str:
    """Say what is wrong with a genome's indexes; empty when nothing is."""
    from loxsmith.genome.store import open_stored
    from loxsmith.guides import open_index

    for name in stored.indexes:
        try:
            open_index(stored.folder / name, open_stored(stored.folder.parent.parent, stored.name))
        except DataError as error:
            return str(error)
    return ""


def described_built_in(name: str) -> dict[str, Any]:
    """Describe a genome that ships with loxsmith.

    Raises:
        DataError: its files are missing or damaged.
    """
    from loxsmith.genome import Genome

    genome = Genome.open(name)
    return {
        "name": name,
        "built_in": True,
        "species": genome.species,
        "assembly": genome.assembly,
        "synthetic": genome.synthetic,
        "annotated": genome.annotated,
        "genes": len(genome.genes),
        "contigs": len(genome.contigs),
        "bases": sum(contig.length for contig in genome.contigs),
    }


def _sequences(genome: Genome) -> list[dict[str, Any]]:
    return [
        {
            "name": contig.name,
            "length": contig.length,
            "chrom": contig.chrom,
            "start": contig.offset + 1,
            "end": contig.offset + contig.length,
        }
        for contig in genome.contigs
    ]
