"""Genomes that were added to this machine: one folder each under ``LOXSMITH_HOME/genomes``.

A folder holds ``genome.2bit``, ``genes.sqlite``, the regions as two arrays, and ``genome.json``, which says what the
others must be. It appears whole or not at all.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loxsmith.errors import DataError, RequestError
from loxsmith.genome.disk import clear_abandoned, draft_of, require_room, room_for, size_of
from loxsmith.genome.gene_db import StoredGenes
from loxsmith.genome.genome import Genome
from loxsmith.genome.manifest import AMBIGUOUS, TWOBIT, Manifest, check_files, read_manifest, write_manifest
from loxsmith.genome.storing import Progress, needed_bytes, store_files
from loxsmith.genome.twobit import TwoBit

RESERVED = ("demo", "demo-human")
"""Names of the built-in genomes."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices (https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An added genome, as far as its manifest can be read."""

    name: str
    """How the user calls it."""

    folder: Path
    """Where it is kept."""

    bytes: int
    """What its folder takes on the disk, indexes included."""

    indexes: tuple[str, ...]
    """Names of its index folders, such as ``index-NGG``."""

    manifest: Manifest | None
    """Its facts; None when they cannot be read."""

    trouble: str
    """Why it cannot be used, with the mend; empty when it can."""


def add(
    home: Path, name: str, fasta: Path, annotation: Path | None = None, *, progress: Progress | None = None
) -> Stored:
    """Add an assembly, streaming it into the store; it appears there whole or not at all.

    Args:
        home: loxsmith's folder on this machine.
        name: how to call it: letters, digits, ``.``, ``_`` and ``-``.
        fasta: FASTA or 2bit file; plain, gzip or bgzip.
        annotation: GFF3 or GTF of the same assembly.
        progress: told what is being done, how much of it is done, and of how much (0 when unknown).

    Raises:
        RequestError: the name cannot be used, or is taken.
        DataError: a file is absent, damaged, or does not fit its companion; the disk is full or not writable.
    """
    check_name(name)
    _refuse_taken(home, name)
    needed = needed_bytes(fasta, annotation)
    require_room(home, needed, f"Genome {name}")
    tell = progress or (lambda what, done, total: None)
    folder = genomes_folder(home) / name
    with _draft(folder) as draft, room_for(folder.parent, needed, f"Genome {name}"):
        manifest = store_files(draft, name, fasta, annotation, tell)
        write_manifest(draft, manifest)
        _refuse_taken(home, name)
        draft.rename(folder)
    return look_at(folder)


def stored(home: Path) -> tuple[Stored, ...]:
    """Return the added genomes by name, those that cannot be used included."""
    return tuple(look_at(genomes_folder(home) / name) for name in stored_names(home))


def stored_names(home: Path) -> tuple[str, ...]:
    """Return the names of the added genomes in order."""
    try:
        held = [path.name for path in genomes_folder(home).iterdir() if path.is_dir()]
    except OSError:
        return ()
    return tuple(
        sorted((name for name in held if _NAME.fullmatch(name)), key=lambda name: (name.casefold(), name))
    )


def leftovers(home: Path) -> tuple[Path, ...]:
    """Return drafts that an interrupted machine left behind; nothing uses them."""
    try:
        place = genomes_folder(home)
        return tuple(sorted([*place.glob(".*-draft"), *place.glob("*/.*-draft")]))
    except OSError:
        return ()


def is_stored(home: Path, name: str) -> bool:
    """Say whether a genome of this very name was added."""
    return name in stored_names(home)


def look_at(folder: Path) -> Stored:
    """Describe an added genome without reading its bases."""
    manifest, trouble = None, ""
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except DataError as error:
        trouble = str(error)
    return Stored(
        name=folder.name,
        folder=folder,
        bytes=size_of(folder),
        indexes=tuple(sorted(path.name for path in folder.glob("index-*"))),
        manifest=manifest,
        trouble=trouble,
    )


def open_stored(home: Path, name: str) -> Genome:
    """Open an added genome; bases and genes are read from its files when they are asked for.

    Raises:
        DataError: there is none of that name, or it is stale, truncated, or foreign.
    """
    if not is_stored(home, name):
        raise _unknown(home, name)
    folder = genomes_folder(home) / name
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    bases = TwoBit(folder / TWOBIT, folder / AMBIGUOUS if AMBIGUOUS in manifest.files else None)
    if bases.count != manifest.contigs:
        raise _mismatch(manifest, bases.count)
    return Genome(
        name=name,
        species=manifest.species,
        assembly=manifest.assembly,
        contigs=manifest.as_contigs,
        bases=bases,
        genes=StoredGenes(folder, manifest.sha256, manifest.genes),
        annotated=manifest.annotated,
        synthetic=manifest.synthetic,
        folder=folder,
        sha256=manifest.sha256,
    )


def remove(home: Path, name: str) -> None:
    """Remove an added genome with its indexes, whole or damaged.

    Raises:
        DataError: there is none of that name, or it cannot be removed.
    """
    if not is_stored(home, name):
        raise _unknown(home, name)
    folder = genomes_folder(home) / name
    with room_for(genomes_folder(home), 0, f"The removal of {name}"):
        if folder.is_symlink():
            folder.unlink()
            return
        # Out of sight in one step: what an interruption leaves is no genome any more.
        going = folder.with_name(f".{name}-{os.getpid()}-removed")
        folder.rename(going)
        shutil.rmtree(going)


def genomes_folder(home: Path) -> Path:
    """Return the folder of the added genomes."""
    return home / "genomes"


def check_name(name: str) -> None:
    """Refuse a name that is no plain word, or that means something else.

    Raises:
        RequestError: it cannot be used.
    """
    if not _NAME.fullmatch(name) or name.endswith(".") or _DEVICES.fullmatch(name):
        raise RequestError(
            f"{name[:80]!r} cannot be the name of a genome.",
            hint="Use up to 64 letters, digits, '.', '_' and '-', as in mm39 or GRCm39-112.",
            genome=name,
        )
    if name.casefold() in RESERVED:
        raise RequestError(
            f"{name} is the name of a built-in genome.", hint="Choose another name.", genome=name
        )


# -- inside -------------------------------------------------------------------------------------------------


def _refuse_taken(home: Path, name: str) -> None:
    """Refuse a name in use; disks that ignore case would not tell two apart."""
    for taken in stored_names(home):
        if taken.casefold() == name.casefold():
            raise RequestError(
                f"There is a genome called {taken} already.",
                hint=f"Choose another name, or run `loxsmith genome remove {taken}` first.",
                genome=taken,
            )


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside ``folder``, and clear it away with all folders made for it when that fails."""
    made = [place for place in (folder.parent, *folder.parent.parents) if not place.exists()]
    draft = draft_of(folder)
    try:
        shutil.rmtree(draft, ignore_errors=True)
        clear_abandoned(folder.parent)
        with room_for(folder.parent, 0, f"Genome {folder.name}"):
            draft.mkdir(parents=True)
        yield draft
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        for place in made:
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()
        raise


def _unknown(home: Path, name: str) -> DataError:
    names = stored_names(home)
    held = f"There are {', '.join(names)}." if names else "None was added yet."
    return DataError(
        f"No genome called {name[:80]!r} was added.", hint=held, genome=name, genomes=list(names)
    )


def _mismatch(manifest: Manifest, count: int) -> DataError:
    return DataError(
        f"Genome {manifest.name} is foreign or damaged: its 2bit file holds {count} sequences, its manifest "
        f"{manifest.contigs}.",
        hint=f"Run `loxsmith genome remove {manifest.name}`, then add it again.",
        genome=manifest.name,
    )
