"""Ensembl's file server as a source of whole assemblies: which two files to fetch, and what they add up to.

``pub/current_fasta/<species>/dna`` and ``pub/current_gff3/<species>`` each hold a file ``CHECKSUMS`` with one line
for every file beside it: BSD sum, 1-KiB blocks, name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, NoReturn

from loxsmith.adapters.checksums import read_checksums
from loxsmith.adapters.ensembl_rest import species_key
from loxsmith.adapters.http import BrokenError, Reply, UnreachableError, Web
from loxsmith.adapters.patience import Patience, asked_wait
from loxsmith.errors import DataError, RequestError
from loxsmith.genome.sources import Checksum, RemoteFile

SERVER = "https://ftp.ensembl.org/pub"
"""Ensembl's files over HTTPS."""

_SEQUENCE = re.compile(r"(?P<stem>[A-Za-z0-9_]+\..+)\.dna_sm\.(?P<which>primary_assembly|toplevel)\.fa\.gz")
_FOLDER = re.compile(r"href=\"(?:[^\"]*/)?([a-z0-9_]+)/\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyFiles:
    """What was found, and how to call it."""

    files: tuple[RemoteFile, ...]
    """FASTA and annotation."""

    assembly: str
    """Such as ``GRCm39``."""

    release: str
    """Such as ``113``."""


@dataclass(kw_only=True)
class EnsemblFiles:
    """Ensembl as a source of assemblies."""

    web: Web = field(default_factory=Web)
    """The door to the network."""

    server: str = SERVER
    """Address of the folder ``pub``."""

    patience: Patience = field(default_factory=Patience)
    """How often to ask again."""

    def files(self, species: str) -> tuple[RemoteFile, ...]:
        """Return soft-masked sequence and GFF3 of a species' current assembly.

        The primary assembly is preferred; it leaves out the haplotypes and patches by which a sequence would
        be found twice. A species without any has it under the name ``toplevel``.

        Raises:
            RequestError: Ensembl does not hold the species; the hint names near ones.
            DataError: the server cannot be reached, or lists no such files.
        """
        return self.find(species).files

    def find(self, species: str) -> AssemblyFiles:
        """Return the files with the names of assembly and release; see ``files``."""
        key = species_key(species)
        folder = f"{self.server}/current_fasta/{key}/dna"
        listed = self._listed(folder)
        if listed is None:
            self._refuse_species(key)
        stem, fasta = self._sequence(listed, folder)
        genes = f"{self.server}/current_gff3/{key}"
        release, annotation = self._annotation(self._listed(genes) or {}, genes, stem)
        return AssemblyFiles(files=(fasta, annotation), assembly=stem.partition(".")[2], release=release)

    # -- inside --------------------------------------------------------------------------------------------

    def _listed(self, folder: str) -> Mapping[str, tuple[Checksum, int]] | None:
        reply = self._read(f"{folder}/CHECKSUMS")
        return None if reply is None else read_checksums(reply.text)

    def _sequence(self, listed: Mapping[str, tuple[Checksum, int]], folder: str) -> tuple[str, RemoteFile]:
        found = {match["which"]: match for match in map(_SEQUENCE.fullmatch, listed) if match}
        match = found.get("primary_assembly") or found.get("toplevel")
        if match is None:
            raise DataError(
                f"{folder}/CHECKSUMS lists no soft-masked assembly.",
                hint="Fetch a FASTA file by hand and add it with --fasta.",
                url=folder,
            )
        return match["stem"], _remote(match[0], "fasta", listed, folder)

    def _annotation(
        self, listed: Mapping[str, tuple[Checksum, int]], folder: str, stem: str
    ) -> tuple[str, RemoteFile]:
        fitting = re.compile(rf"{re.escape(stem)}\.(\d+)\.gff3\.gz")
        found = sorted((int(match[1]), match[0]) for match in map(fitting.fullmatch, listed) if match)
        if not found:
            raise DataError(
                f"{folder}/CHECKSUMS lists no annotation of {stem}.",
                hint="A new release may be going up: try again in a day, or add files by hand with --fasta.",
                url=folder,
            )
        release, name = found[-1]
        return str(release), _remote(name, "annotation", listed, folder)

    def _refuse_species(self, species: str) -> NoReturn:
        reply = self._read(f"{self.server}/current_fasta/")
        names = list(dict.fromkeys(_FOLDER.findall(reply.text))) if reply is not None else []
        near = get_close_matches(species, names, n=5)
        raise RequestError(
            f"Ensembl holds no assembly of {species!r}.",
            hint=f"Did you mean {' or '.join(near)}?" if near else "Its names are such as mus_musculus.",
            species=species,
            near=near,
        )

    def _read(self, url: str) -> Reply | None:
        """Return what lies at an address; None when nothing does."""
        failures = 0
        while True:
            asked = None
            try:
                reply = self.web.get(url)
            except (UnreachableError, BrokenError) as error:
                trouble = f"cannot be reached: {error}"
            else:
                if reply.status < 300:
                    return reply
                if reply.status in (404, 410):
                    return None
                trouble, asked = f"answers with status {reply.status}", asked_wait(reply.headers)
            failures += 1
            if failures >= self.patience.attempts or self.patience.is_too_long(asked):
                raise DataError(
                    f"Ensembl's file server ({self.server.split('/')[2]}) {trouble}.",
                    hint="Check the connection and try again later.",
                    url=url,
                )
            self.patience.wait(failures, asked)


def _remote(
    name: str,
    role: Literal["fasta", "annotation"],
    listed: Mapping[str, tuple[Checksum, int]],
    folder: str,
) -> RemoteFile:
    checksum, size = listed[name]
    return RemoteFile(name=name, url=f"{folder}/{name}", role=role, size=size, checksum=checksum)
