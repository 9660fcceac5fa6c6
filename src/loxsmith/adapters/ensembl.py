"""One locus from Ensembl: gene, region, bases and neighbours, as a pair of files that opens like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import quote

from loxsmith.adapters.ensembl_gff3 import write_gff3
from loxsmith.adapters.ensembl_kept import Kept
from loxsmith.adapters.ensembl_rest import Rest, UnknownError, species_key
from loxsmith.errors import RequestError
from loxsmith.genome.sources import FetchedLocus

LONGEST = 5_000_000
"""Longest region in bp whose genes Ensembl hands out at once (its documentation of ``GET overlap/region``)."""

_ACCESSION = re.compile(r"(ENS[A-Z]{0,5}[GTPE]\d{11})(?:\.\d+)?", re.IGNORECASE)
_NAME = re.compile(r"[^\W_][ -~]{0,99}", re.ASCII)
_PLACE = re.compile(r"\w+:([^:\s]*):([^:\s]+):(\d+):(\d+):(-?1)")
_FEATURES = "feature=gene;feature=transcript;feature=exon;feature=cds"
_WIDTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """A stretch of one chromosome, 1-based and inclusive."""

    chrom: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.chrom}:{self.start}-{self.end}"


@dataclass(kw_only=True)
class Ensembl:
    """Ensembl as a source of loci."""

    kept: Kept
    """Where loci are kept."""

    rest: Rest = field(default_factory=Rest)
    """The service."""

    def fetch_gene(self, species: str, symbol: str, flank: int) -> FetchedLocus:
        """Return a gene with ``flank`` bases on both sides, fetched unless an earlier fetch was kept.

        Args:
            species: such as ``mouse`` or ``mus_musculus``.
            symbol: symbol in any case, or accession with or without version.
            flank: bases on both sides; fewer where the chromosome ends.

        Raises:
            RequestError: Ensembl knows neither species nor gene by that name.
            DataError: it cannot be reached, refuses, or answers what cannot be used.
        """
        key, wanted = species_key(species), symbol.strip()
        if _NAME.fullmatch(wanted) is None:
            raise RequestError(
                f"{wanted[:60]!r} is no gene symbol.",
                hint="Write it as in Tnf, or give an accession.",
                gene=wanted,
            )
        held = self.kept.find(key, wanted, flank)
        if held is not None:
            return held
        with self._readable():
            gene = self._gene(key, wanted)
            region = self._region(key, gene, flank)
            assembly = str(gene["assembly_name"])
            release = ",".join(str(one) for one in self.rest.ask("/info/data")["releases"])
            said = {
                "species": key,
                "assembly": assembly,
                "release": release,
                "region": str(region),
                "gene_id": str(gene["id"]),
                "symbol": str(gene.get("display_name") or gene["id"]),
            }
            fasta = self._fasta(key, region, assembly)
            gff3 = self._genes(key, region, gene)
        return self.kept.keep(key, wanted, flank, fasta=fasta, gff3=gff3, said=said)

    # -- questions -----------------------------------------------------------------------------------------

    def _gene(self, species: str, wanted: str) -> Mapping[str, Any]:
        accession = _ACCESSION.fullmatch(wanted)
        if accession:
            path = f"/lookup/id/{quote(accession[1].upper(), safe='')}?expand=0"
        else:
            path = f"/lookup/symbol/{species}/{quote(wanted, safe='')}?expand=0"
        try:
            gene: Mapping[str, Any] = self.rest.ask(path)
        except UnknownError as refusal:
            self._unknown(species, wanted, str(refusal))
        if gene["species"] != species:
            self._foreign(gene, species, wanted)
        if gene["object_type"] != "Gene":
            raise RequestError(
                f"{wanted} is no gene but a {str(gene['object_type']).lower()} in Ensembl.",
                hint=f"Name its gene{', ' + str(gene['Parent']) if gene.get('Parent') else ''}.",
                gene=wanted,
            )
        name = str(gene.get("display_name") or gene["id"])
        if not accession and wanted.casefold() not in (name.casefold(), str(gene["id"]).casefold()):
            raise RequestError(
                f"Ensembl calls {wanted!r} by another name, {name} ({gene['id']}).",
                hint=f"If that gene is meant, ask for {name}.",
                gene=wanted,
                symbol=name,
                id=gene["id"],
            )
        return gene

    def _region(self, species: str, gene: Mapping[str, Any], flank: int) -> _Region:
        chrom = str(gene["seq_region_name"])
        whole = self.rest.ask(f"/info/assembly/{species}/{quote(chrom, safe='')}")
        start, end = int(gene["start"]), int(gene["end"])
        region = _Region(chrom=chrom, start=max(1, start - flank), end=min(int(whole["length"]), end + flank))
        if region.end - region.start >= LONGEST:
            raise RequestError(
                f"{gene['id']} with {flank:,} bases on both sides is longer than the {LONGEST:,} that Ensembl "
                "hands out at once.",
                hint="Add the whole assembly: loxsmith genome add ensembl:" + species + ".",
                gene=gene["id"],
            )
        return region

    def _fasta(self, species: str, region: _Region, assembly: str) -> str:
        path = f"/sequence/region/{species}/{_in_path(region)}?mask=soft"
        header, bases = self.rest.ask_fasta(path)
        stated = _PLACE.search(header)
        if stated is None:
            raise self.rest.unusable(f"does not say where the sequence of {region} lies")
        place = (stated[1], stated[2], int(stated[3]), int(stated[4]), stated[5])
        if place != (assembly, region.chrom, region.start, region.end, "1"):
            raise self.rest.unusable(f"for {region} of {assembly} is the sequence of {stated[0]}")
        length = region.end - region.start + 1
        if len(bases) != length:
            raise self.rest.unusable(f"for {region} is cut short: {len(bases)} of {length} bases")
        lines = (bases[at : at + _WIDTH] for at in range(0, length, _WIDTH))
        return (
            f">{region.chrom} dna_sm {stated[0]} species={species} source=Ensembl\n" + "\n".join(lines) + "\n"
        )

    def _genes(self, species: str, region: _Region, gene: Mapping[str, Any]) -> str:
        features = self.rest.ask(f"/overlap/region/{species}/{_in_path(region)}?{_FEATURES}")
        text = write_gff3(
            features,
            seqid=region.chrom,
            start=region.start,
            end=region.end,
            assembly=str(gene["assembly_name"]),
        )
        if f"ID=gene:{gene['id']};" not in text:
            raise self.rest.unusable(f"for {region} does not hold {gene['id']} with its exons")
        return text

    # -- refusals ------------------------------------------------------------------------------------------

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Turn an answer of another shape, or a name refused where it cannot be wrong, into one sentence."""
        try:
            yield
        except UnknownError as refusal:
            raise self.rest.unusable(f"is a refusal ({refusal})") from refusal
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self.rest.unusable("is not of the shape it used to have") from error

    def _unknown(self, species: str, wanted: str, said: str) -> NoReturn:
        if "species" in said.lower():
            near = self.rest.species_near(species)
            raise RequestError(
                f"Ensembl does not know the species {species!r}.",
                hint=f"Did you mean {' or '.join(near)}?" if near else "Its names are such as mus_musculus.",
                species=species,
                near=list(near),
            )
        raise RequestError(
            f"Ensembl does not know a gene {wanted!r} of {species}.",
            hint="Check the spelling, or name it by its accession, such as ENSMUSG00000024401.",
            gene=wanted,
            species=species,
        )

    def _foreign(self, gene: Mapping[str, Any], species: str, wanted: str) -> NoReturn:
        raise RequestError(
            f"{wanted} belongs to {gene['species']}, not to {species}.",
            hint="Open a genome of that species, or name a gene of this one.",
            gene=wanted,
            species=gene["species"],
        )


def _in_path(region: _Region) -> str:
    return f"{quote(region.chrom, safe='')}:{region.start}..{region.end}:1"
