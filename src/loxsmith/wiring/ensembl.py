"""Ensembl put to work: a gene that the open genome lacks, or a whole assembly for the store.

These are the only verbs that reach the network, and only when the user asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from loxsmith.errors import RequestError

if TYPE_CHECKING:
    from pathlib import Path

    from loxsmith.adapters.downloads import Downloader
    from loxsmith.adapters.ensembl_files import EnsemblFiles
    from loxsmith.genome import Genome
    from loxsmith.genome.sources import FetchedLocus, LocusSource, Progress, RemoteFile
    from loxsmith.genome.store import Stored
    from loxsmith.genome.storing import Progress as Told

FLANK = 50_000
"""Bases fetched on both sides of a gene (judgement: 20 kb of target window beyond arms of up to 20 kb, and room)."""

OFFER = "With --online it is fetched from Ensembl."
"""What a user should know when a gene is not at hand."""


def genome_with(
    gene: str | None, genome: Genome, *, online: bool, say: Callable[[str], None] | None = None
) -> Genome:
    """Return ``genome`` when it holds the gene, else the gene's locus from Ensembl, if that is allowed.

    Args:
        gene: symbol or accession; None when the request names none.
        genome: the genome the user opened; its species is the one asked for, or mouse where it states none.
        online: whether the network may be used.
        say: told in one sentence what was fetched.

    Raises:
        RequestError: the gene is not in the genome and ``online`` is False, or Ensembl does not know it.
        DataError: Ensembl cannot be reached, or answers what cannot be used.
    """
    if gene is None:
        return genome
    try:
        genome.gene(gene)
        return genome
    except RequestError as refusal:
        if "ids" in refusal.fields:
            return genome
        if not online:
            if not genome.annotated:
                return genome
            hint = f"{refusal.hint} {OFFER}".strip()
            raise RequestError(refusal.message, hint=hint, **refusal.fields) from None
    found, locus = fetch_locus(gene, genome.species or "mouse")
    if say is not None:
        how = "taken from an earlier fetch" if locus.kept else "fetched"
        say(
            f"{locus.symbol} is not in genome {genome.name}: {how} from Ensembl {locus.release} "
            f"({locus.species}, {locus.assembly}, {locus.region})."
        )
    return found


def fetch_locus(gene: str, species: str = "mouse", *, flank: int = FLANK) -> tuple[Genome, FetchedLocus]:
    """Return a gene's locus as a genome of its own, with what Ensembl says of it.

    The files are kept under ``LOXSMITH_HOME/ensembl`` and not fetched twice.

    Args:
        gene: symbol or accession.
        species: ``mouse``, ``human``, or a name such as ``mus_musculus``.
        flank: bases on both sides.

    Raises:
        RequestError: Ensembl knows neither species nor gene by that name.
        DataError: Ensembl cannot be reached, or answers what cannot be used.
    """
    from loxsmith.genome import Genome
    from loxsmith.genome.home import home_path

    locus = _loci(home_path() / "ensembl").fetch_gene(species, gene, flank)
    return Genome.open(locus.fasta, locus.annotation, name=f"Ensembl {locus.release}"), locus


def add_ensembl(
    species: str,
    name: str | None = None,
    progress: Told | None = None,
    *,
    home: Path | None = None,
) -> Stored:
    """Fetch a species' current assembly and annotation from Ensembl, and add them to the store.

    The files are fetched into ``LOXSMITH_HOME/downloads``, where an interrupted fetch goes on the next time, and
    removed once the genome is in the store.

    Args:
        species: such as ``mus_musculus``; ``mouse`` and ``human`` are understood.
        name: how to call the genome; assembly and release by default, such as ``GRCm39-113``.
        progress: told what is being done, how much of it is done, and of how much (0 when unknown).
        home: loxsmith's folder; that of this machine by default.

    Raises:
        RequestError: Ensembl does not hold the species, or the name cannot be used or is taken.
        DataError: the server cannot be reached, a checksum differs, or the disk is full.
    """
    from loxsmith.adapters.ensembl_rest import species_key
    from loxsmith.genome.home import home_path
    from loxsmith.genome.store import add

    place = home or home_path()
    if name is not None:
        _refuse_name(place, name)
    found = _assemblies().find(species)
    called = name or re.sub(r"[^A-Za-z0-9._-]", "_", f"{found.assembly}-{found.release}")
    _refuse_name(place, called)
    folder = place / "downloads" / species_key(species)
    fasta, annotation = _fetched(found.files, folder, progress)
    stored = add(place, called, fasta, annotation, progress=progress)
    for path in (fasta, annotation):
        path.unlink()
    for empty in (folder, folder.parent):
        if not any(empty.iterdir()):
            empty.rmdir()
    return stored


def _refuse_name(home: Path, name: str) -> None:
    """Refuse a name before a gigabyte is fetched for it."""
    from loxsmith.genome.store import check_name, stored_names

    check_name(name)
    taken = next((held for held in stored_names(home) if held.casefold() == name.casefold()), None)
    if taken is not None:
        raise RequestError(
            f"There is a genome called {taken} already.",
            hint=f"Choose another name, or run `loxsmith genome remove {taken}` first.",
            genome=taken,
        )


def _fetched(files: tuple[RemoteFile, ...], folder: Path, progress: Told | None) -> tuple[Path, Path]:
    """Return sequence and annotation on this machine."""
    verbs = {"fetching": "Fetching", "checking": "Checking"}

    def watch(now: Progress) -> None:
        if progress is not None:
            progress(f"{verbs[now.step]} {now.name}", now.done, now.total or 0)

    downloader = _downloader()
    downloader.need(files, folder)
    places = {file.role: downloader.fetch(file, folder, watch) for file in files}
    return places["fasta"], places["annotation"]


def _loci(folder: Path) -> LocusSource:
    from loxsmith.adapters.ensembl import Ensembl
    from loxsmith.adapters.ensembl_kept import Kept

    return Ensembl(kept=Kept(folder=folder))


def _assemblies() -> EnsemblFiles:
    from loxsmith.adapters.ensembl_files import EnsemblFiles

    return EnsemblFiles()


def _downloader() -> Downloader:
    from loxsmith.adapters.downloads import Downloader

    return Downloader()
