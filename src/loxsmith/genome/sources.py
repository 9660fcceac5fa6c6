"""Where sequence may come from besides a file: the shapes that a source of loci or assemblies has to fit.

Nothing here reaches a network; the adapters do, and wiring puts them in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """What a source says about the content of a file."""

    kind: Literal["bsd", "md5", "sha256"]
    """``bsd`` is what the command ``sum`` prints: a 16-bit sum and the number of 1-KiB blocks."""

    value: str
    """Hexadecimal digits in lower case; for ``bsd`` sum and blocks in decimal, such as ``33765 20``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file that can be fetched."""

    name: str
    """Its name, without folders."""

    url: str
    """Its address."""

    role: Literal["fasta", "annotation"]
    """What it holds."""

    size: int | None = None
    """Bytes, rounded up to whole KiB where the source counts in those; None when unstated."""

    checksum: Checksum | None = None
    """What its content must add up to; None when the source offers nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedLocus:
    """One gene with its surroundings, on disk as a pair of files that opens like any other."""

    fasta: Path
    """FASTA whose header states assembly, chromosome and start."""

    annotation: Path
    """GFF3 of every gene in the region."""

    species: str
    """Species as the source names it, such as ``mus_musculus``."""

    assembly: str
    """Assembly, such as ``GRCm39``."""

    release: str
    """Release of the source, such as ``113``."""

    region: str
    """Region as fetched, 1-based and inclusive, such as ``17:35150001-35250000``."""

    gene_id: str
    """Accession of the gene asked for."""

    symbol: str
    """Its symbol as the source spells it; the accession where it has none."""

    kept: bool
    """True when the files were here from an earlier fetch and nothing was asked of the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a download has come."""

    name: str
    """Name of the file."""

    step: Literal["fetching", "checking"]
    """What is being done with it."""

    done: int
    """Bytes done, those of earlier attempts included."""

    total: int | None
    """Bytes in all; None when the source does not say."""

    rate: float
    """Bytes per second since this attempt began; 0 at its beginning."""


Watcher: TypeAlias = Callable[[Progress], None]


class LocusSource(Protocol):
    """A source of single loci."""

    def fetch_gene(self, species: str, symbol: str, flank: int) -> FetchedLocus:
        """Fetch a gene by symbol or accession, with ``flank`` bases on both sides.

        Raises:
            RequestError: the source knows neither species nor gene by that name.
            DataError: the source cannot be reached, or its answer cannot be used.
        """
        ...


class AssemblySource(Protocol):
    """A source of whole assemblies."""

    def files(self, species: str) -> tuple[RemoteFile, ...]:
        """Return the files of a species' assembly, one of each role.

        Raises:
            RequestError: the source does not know the species.
            DataError: the source cannot be reached, or lists no such files.
        """
        ...
