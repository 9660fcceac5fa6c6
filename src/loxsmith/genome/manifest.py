"""What an added genome says of itself: ``genome.json``, and how its files are known to be its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from loxsmith.errors import DataError
from loxsmith.genome.model import Contig

SCHEMA = "loxsmith.genome/1"
"""Grows when older versions of loxsmith could no longer read what is stored."""

MANIFEST = "genome.json"
TWOBIT = "genome.2bit"
AMBIGUOUS = "ambiguous.tsv"
GENES = "genes.sqlite"
CUTS = "region_cuts.npy"
CODES = "region_codes.npy"

_TABLE = ',\n "sequences": '
"""What stands in the file before the table of sequences, which is read only when it is needed."""

_SAMPLES = 16
_SAMPLE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that an added genome was made from."""

    role: str
    """``sequence`` or ``annotation``."""

    name: str
    """Its name, without folders."""

    bytes: int
    """Its size, as it was read."""

    sha256: str
    """Of the file as it was read, packed or not; empty for an annotation that came through a pipe."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as JSON text, which need not be read to open a genome."""

    text: str
    """A JSON list of lists."""

    @classmethod
    def of(cls, contigs: Iterable[Contig]) -> Rows:
        """Return contigs as the manifest holds them, one a line."""
        return cls("[\n" + ",\n".join(f"  {json.dumps(_row(contig))}" for contig in contigs) + "\n ]")

    def read(self) -> list[list[Any]]:
        """Return the table."""
        rows: list[list[Any]] = json.loads(self.text)
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The facts of an added genome."""

    name: str
    """How the user calls it."""

    species: str
    """``mouse``, ``human``, the binomial, or empty."""

    assembly: str
    """Assembly name; the genome's name when the source does not say."""

    synthetic: bool
    """True when the sequence is made up."""

    annotated: bool
    """True when an annotation was read."""

    sha256: str
    """SHA-256 of ``name<TAB>SEQUENCE<LF>`` over the contigs in file order."""

    bases: int
    """Letters of all contigs."""

    genes: int
    """Number of genes."""

    sources: tuple[SourceFile, ...]
    """Files it was made from."""

    files: Mapping[str, int]
    """Bytes of each of its files."""

    head_bytes: int
    """What stands in the 2bit file before the first sequence: its header and index."""

    fingerprint: str
    """SHA-256 of the 2bit file's size, head, and samples along it."""

    software: str
    """Version of loxsmith that made it."""

    notes: tuple[str, ...]
    """What was left out of the annotation, or read otherwise than it stands there."""

    contigs: int
    """Number of contigs."""

    rows: Rows
    """Name and length in bp of each contig; then, where they are not an unplaced contig's, the other fields."""

    def as_contigs(self) -> list[Contig]:
        """Return the contigs as values.

        Raises:
            DataError: they cannot be read, or are not as many as there should be.
        """
        try:
            contigs = [_contig(*row) for row in self.rows.read()]
        except (ValueError, TypeError):
            contigs = []
        if len(contigs) != self.contigs or sum(contig.length for contig in contigs) != self.bases:
            refuse(self.name, f"is damaged: the table of sequences in its {MANIFEST} is not whole")
        return contigs


def _row(contig: Contig) -> list[Any]:
    row: list[Any] = [contig.name, contig.length]
    if contig.placed or contig.chromosome != contig.name:
        row += [contig.chromosome, contig.chrom, contig.offset, contig.placed]
    return row


def _contig(
    name: str, length: int, chromosome: str = "", chrom: str = "", offset: int = 0, placed: bool = False
) -> Contig:
    return Contig(
        name=name,
        chrom=chrom or name,
        offset=offset,
        length=length,
        placed=placed,
        chromosome=chromosome or name,
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``genome.json``, the table of sequences last and one a line."""
    value = {"schema": SCHEMA, **asdict(replace(manifest, rows=Rows("")))}
    del value["rows"]
    text = json.dumps(value, indent=1).removesuffix("\n}") + _TABLE + manifest.rows.text + "\n}\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> Manifest:
    """Read ``genome.json`` of an added genome.

    Raises:
        DataError: absent, damaged, written by another version of loxsmith, or another genome's.
    """
    called = folder.name
    try:
        facts, _, table = (folder / MANIFEST).read_text(encoding="utf-8").partition(_TABLE)
        value = json.loads(facts + "\n}")
        schema = value.pop("schema")
    except FileNotFoundError:
        refuse(called, f"is not whole: {folder / MANIFEST} is missing")
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        refuse(called, f"is damaged: {folder / MANIFEST} cannot be read")
    if schema != SCHEMA:
        refuse(called, f"was stored by another version of loxsmith ({schema!r}; this one reads {SCHEMA!r})")
    try:
        manifest = _manifest(value, Rows(table.removesuffix("\n}\n")))
    except (KeyError, TypeError, ValueError, AttributeError):
        refuse(called, f"is damaged: {folder / MANIFEST} lacks entries")
    if manifest.name != called:
        refuse(called, f"is foreign: its {MANIFEST} is that of genome {manifest.name!r}")
    return manifest


def _manifest(value: dict[str, Any], rows: Rows) -> Manifest:
    """Return what the file says; entries of a later version that this one does not know are left out."""
    sources = tuple(SourceFile(**source) for source in value.pop("sources"))
    value["files"] = {name: int(size) for name, size in value["files"].items()}
    if TWOBIT not in value["files"] or GENES not in value["files"]:
        raise KeyError(TWOBIT)
    known = {field.name for field in fields(Manifest)}
    return Manifest(sources=sources, rows=rows, **{key: held for key, held in value.items() if key in known})


def check_files(folder: Path, manifest: Manifest) -> None:
    """Refuse files that are not those the manifest was written for.

    Raises:
        DataError: one is missing, truncated, or another genome's.
    """
    for name, size in manifest.files.items():
        path = folder / name
        held = path.stat().st_size if path.is_file() else None
        if held is None:
            refuse(manifest.name, f"is not whole: {path} is missing")
        if held != size:
            refuse(manifest.name, f"is truncated or changed: {path} has {held} bytes, not {size}")
    if fingerprint(folder / TWOBIT, manifest.head_bytes) != manifest.fingerprint:
        refuse(manifest.name, f"is foreign or damaged: {folder / TWOBIT} is not the file it was stored with")


def fingerprint(path: Path, head: int) -> str:
    """Return a digest that tells 2bit files apart without reading them whole.

    Args:
        path: the file.
        head: bytes before its first sequence: they hold names and places of all sequences.
    """
    size = path.stat().st_size
    digest = sha256(f"{size}\n".encode())
    with path.open("rb") as file:
        digest.update(file.read(head))
        for number in range(_SAMPLES + 1):
            file.seek(max(size - _SAMPLE, 0) * number // _SAMPLES)
            digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def refuse(name: str, what: str) -> NoReturn:
    """Refuse an added genome, with the mend.

    Raises:
        DataError: always.
    """
    raise DataError(
        f"Genome {name} {what}.",
        hint=f"Run `loxsmith genome remove {name}`, then `loxsmith genome add {name}` again.",
        genome=name,
    )
