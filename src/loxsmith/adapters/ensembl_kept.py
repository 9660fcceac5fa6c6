"""Loci fetched earlier: kept by release and assembly, taken only when whole, and never asked for again."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from loxsmith.genome.sources import FetchedLocus

_SAID = ("species", "assembly", "release", "region", "gene_id", "symbol")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A folder of fetched loci: ``<release>-<assembly>/<species>/<gene>+<flank>.fa``, ``.gff3`` and ``.json``."""

    folder: Path
    """The folder; made when something is kept."""

    def find(self, species: str, gene: str, flank: int) -> FetchedLocus | None:
        """Return the locus as it was fetched from the newest release at hand; None when it is not, or damaged."""
        name = _name(gene, flank)
        for note in sorted(self.folder.glob(f"*/{species}/{_escaped(name)}.json"), key=_age, reverse=True):
            if (locus := _read(note, name)) is not None:
                return locus
        return None

    def keep(
        self, species: str, gene: str, flank: int, *, fasta: str, gff3: str, said: dict[str, str]
    ) -> FetchedLocus:
        """Write a locus down, the note last, so that an interruption leaves nothing that counts.

        Args:
            species: as Ensembl writes it.
            gene: as it was asked for.
            flank: bases asked for on both sides.
            fasta: the sequence.
            gff3: its genes.
            said: what ``FetchedLocus`` says of it: ``species``, ``assembly``, ``release``, ...
        """
        name = _name(gene, flank)
        place = self.folder / quote(f"{said['release']}-{said['assembly']}", safe="") / species
        place.mkdir(parents=True, exist_ok=True)
        sums = {}
        for ending, text in ((".fa", fasta), (".gff3", gff3)):
            sums[ending] = sha256(text.encode()).hexdigest()
            _write(place / f"{name}{ending}", text)
        _write(place / f"{name}.json", json.dumps({**said, "sha256": sums}, indent=2, sort_keys=True) + "\n")
        return FetchedLocus(fasta=place / f"{name}.fa", annotation=place / f"{name}.gff3", kept=False, **said)


def _read(note: Path, name: str) -> FetchedLocus | None:
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        paths = {ending: note.parent / f"{name}{ending}" for ending in (".fa", ".gff3")}
        for ending, path in paths.items():
            if sha256(path.read_bytes()).hexdigest() != said["sha256"][ending]:
                return None
        facts = {key: str(said[key]) for key in _SAID}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return FetchedLocus(fasta=paths[".fa"], annotation=paths[".gff3"], kept=True, **facts)


def _name(gene: str, flank: int) -> str:
    return f"{quote(gene.casefold(), safe='')}+{flank}"


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _age(note: Path) -> tuple[int, str]:
    release = note.parts[-3].partition("-")[0]
    return (int(release) if release.isdigit() else 0, note.parts[-3])


def _write(path: Path, text: str) -> None:
    handle, draft = tempfile.mkstemp(prefix=".fetched-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
