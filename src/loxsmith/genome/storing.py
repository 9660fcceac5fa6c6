"""From an assembly's files to those of the store, streaming: memory does not grow with the genome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from loxsmith import __version__
from loxsmith.errors import DataError
from loxsmith.genome.annotated import annotated_genes
from loxsmith.genome.annotation import read_annotation
from loxsmith.genome.drafts import GeneDraft
from loxsmith.genome.fasta import name_of, stream_fasta
from loxsmith.genome.files import first_bytes, stream_bytes
from loxsmith.genome.flat_file import is_flat_file
from loxsmith.genome.gene_db import write_genes
from loxsmith.genome.manifest import (
    AMBIGUOUS,
    CODES,
    CUTS,
    GENES,
    TWOBIT,
    Manifest,
    Rows,
    SourceFile,
    fingerprint,
)
from loxsmith.genome.model import Contig, Gene
from loxsmith.genome.opening import common_assembly
from loxsmith.genome.placing import Header, place, read_header, species_of_genes
from loxsmith.genome.twobit import TwoBit, is_twobit
from loxsmith.genome.twobit_writer import TwoBitWriter

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much (0 when unknown)."""

_PACKED = 0.27
"""Bytes of 2bit a base: a quarter, and the blocks of N and of repeats (judgement; a mammal's need 0.26)."""

_UNPACKED = 4.5
"""Bases in a byte of gzip, at most (judgement: plain DNA has 3.5, a chromosome's stretches of N raise it)."""

_GENES = 6.0
"""Bytes of gene tables a byte of gzip annotation; a plain one is about 12 times as long (judgement)."""

_PIECE = 1 << 22


@dataclass(slots=True)
class _Sequences:
    """What was learnt while the sequences streamed by."""

    contigs: list[Contig] = field(default_factory=list)
    """Contigs in file order."""

    headers: list[Header] = field(default_factory=list)
    """What their headers state."""

    sha256: str = ""
    """Digest of names and letters."""

    head: int = 0
    """Bytes of the 2bit file before its first sequence."""


def needed_bytes(fasta: Path, annotation: Path | None) -> int:
    """Return the disk space that adding takes at its height, about: the draft and the 2bit file made from it."""
    first = first_bytes(fasta)
    size = _size(fasta)
    packed = size if is_twobit(first) else size * _PACKED * (_UNPACKED if _is_gzip(first) else 1)
    genes = 0.0
    if annotation is not None:
        genes = _size(annotation) * (_GENES if _is_gzip(first_bytes(annotation)) else _GENES / 12)
    return int(2 * packed + genes)


def store_files(
    folder: Path, name: str, fasta: Path, annotation: Path | None, progress: Progress
) -> Manifest:
    """Write all files of a genome but its manifest, which is returned.

    Args:
        folder: an empty folder.
        name: how the genome is called.
        fasta: FASTA or 2bit file.
        annotation: its GFF3 or GTF.
        progress: told how far the work is.

    Raises:
        DataError: a file is absent, damaged, or does not fit its companion.
    """
    if annotation is not None and not annotation.is_fifo():
        next(stream_bytes(annotation))  # refused now rather than after the bases
    found, sequence_file = _store_bases(folder, fasta, progress)
    sources = [sequence_file]
    assembly = common_assembly(found.headers, fasta)
    genes = _Genes(progress)
    notes: tuple[str, ...] = ()
    if annotation is not None:
        progress(f"Reading {annotation.name}", 0, 0)
        read = read_annotation(annotation, found.contigs, assembly)
        notes = read.notes
        bases = TwoBit(folder / TWOBIT, folder / AMBIGUOUS if (folder / AMBIGUOUS).exists() else None)
        genes.take(
            annotated_genes(_given_up(read.drafts), bases, found.contigs, annotation), len(read.drafts)
        )
        sources.append(_annotation_file(annotation))
    count = write_genes(folder, genes, found.sha256)
    stated = next((header.species for header in found.headers if header.species), "")
    files = [path for key in (TWOBIT, AMBIGUOUS, GENES, CUTS, CODES) if (path := folder / key).exists()]
    return Manifest(
        name=name,
        species=stated or species_of_genes(genes.first),
        assembly=assembly or name,
        synthetic=any(header.synthetic for header in found.headers),
        annotated=annotation is not None,
        sha256=found.sha256,
        bases=sum(contig.length for contig in found.contigs),
        genes=count,
        sources=tuple(sources),
        files={path.name: path.stat().st_size for path in files},
        head_bytes=found.head,
        fingerprint=fingerprint(folder / TWOBIT, found.head),
        software=__version__,
        notes=notes,
        contigs=len(found.contigs),
        rows=Rows.of(found.contigs),
    )


class _Genes:
    """Genes on their way to the database, counted as they pass."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._genes: Iterator[Gene] = iter(())
        self._total = 0
        self.first: list[str] = []

    def take(self, genes: Iterator[Gene], total: int) -> None:
        self._genes, self._total = genes, total

    def __iter__(self) -> Iterator[Gene]:
        for done, gene in enumerate(self._genes):
            if not self.first:
                self.first = [gene.id]
            if done % 1000 == 0:
                self._progress("Storing genes", done, self._total)
            yield gene


def _given_up(drafts: list[GeneDraft]) -> Iterator[GeneDraft]:
    """Yield and forget, so that drafts and genes do not fill the memory together."""
    drafts.reverse()
    while drafts:
        yield drafts.pop()


# -- bases --------------------------------------------------------------------------------------------------


def _store_bases(folder: Path, fasta: Path, progress: Progress) -> tuple[_Sequences, SourceFile]:
    digest, total, done = sha256(), _size(fasta), 0

    def watch(block: bytes) -> None:
        nonlocal done
        digest.update(block)
        done += len(block)
        progress(f"Reading {fasta.name}", done, total)

    blocks = stream_bytes(fasta, watch)
    first = next(blocks)
    content: Iterable[bytes] = chain([first], blocks)
    if is_flat_file(first):
        raise DataError(
            f"File {fasta} is a GenBank or EMBL record, not an assembly.",
            hint="Give FASTA or 2bit here; a record opens with --locus.",
            file=str(fasta),
        )
    if is_twobit(first_bytes(fasta)):
        for _ in content:
            pass  # the digest of the file wants all of it; its sequences are read where they lie
        found = _pack(folder, _pieces(TwoBit(fasta)), fasta)
    elif is_twobit(first):
        found = _pack(folder, _pieces(_unpacked_to(folder, content, fasta)), fasta)
        (folder / "source.2bit").unlink()
    else:
        found = _pack(folder, stream_fasta(content, fasta), fasta)
    return found, SourceFile(role="sequence", name=fasta.name, bytes=done, sha256=digest.hexdigest())


def _pack(folder: Path, pieces: Iterable[str | bytes], fasta: Path) -> _Sequences:
    """Write headers and letters as 2bit."""
    found, digest, header = _Sequences(), sha256(), ""
    with TwoBitWriter(folder / TWOBIT, folder / AMBIGUOUS) as writer:
        for piece in chain(pieces, [""]):
            if isinstance(piece, bytes):
                writer.add(piece)
                digest.update(piece.upper())
                continue
            if header:
                digest.update(b"\n")
                found.headers.append(read_header(header))
                found.contigs.append(place(name_of(header), writer.end(), found.headers[-1], fasta))
            if piece:
                writer.begin(name_of(piece))
                digest.update(f"{name_of(piece)}\t".encode())
            header = piece
        found.head = writer.close()
    found.sha256 = digest.hexdigest()
    return found


def _unpacked_to(folder: Path, content: Iterable[bytes], path: Path) -> TwoBit:
    """Bring a 2bit file, compressed or not, to where it can be mapped; complaints name the file it came from."""
    copy = folder / "source.2bit"
    with copy.open("wb") as out:
        for block in content:
            out.write(block)
    try:
        return TwoBit(copy)
    except DataError as error:
        raise DataError(
            error.message.replace(str(copy), str(path)), hint=error.hint, file=str(path)
        ) from None


def _pieces(source: TwoBit) -> Iterator[str | bytes]:
    """Yield names and letters of a 2bit file as FASTA would hold them."""
    import numpy as np

    for name, length in source.lengths.items():
        yield name
        for start in range(0, length, _PIECE):
            end = min(start + _PIECE, length)
            letters = np.frombuffer(source.fetch(name, start, end).encode(), np.uint8).copy()
            for low, high in source.masked(name, start, end):
                letters[low - start : high - start] |= 0x20
            yield letters.tobytes()


# -- files --------------------------------------------------------------------------------------------------


def _annotation_file(path: Path) -> SourceFile:
    digest = ""
    if path.is_file():  # a pipe has been read, and cannot be read again
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    return SourceFile(role="annotation", name=path.name, bytes=_size(path), sha256=digest)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _is_gzip(first: bytes) -> bool:
    return first.startswith(b"\x1f\x8b")
