"""Ensembl's REST service, as far as it is asked, over any genome: the shapes of its answers, written by hand.

The fields are those of its documentation and of its own tests (github.com/Ensembl/ensembl-rest: t/lookup.t,
t/overlap.t, t/info.t); the content is the teaching genome's.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from fakes.web_server import Answer, Asked
from loxsmith.genome import Gene, Genome, Transcript

ASSEMBLY = "GRCm39"
OFFSET = 35_000_000
"""What the chromosome has before the first base of each contig."""


def id_of(gene: Gene) -> str:
    """An accession of Ensembl's shape."""
    return f"ENSMUSG{sum(ord(c) * 131**i for i, c in enumerate(gene.id)) % 10**11:011d}"


def transcript_id(transcript: Transcript) -> str:
    """An accession of Ensembl's shape."""
    return f"ENSMUST{sum(ord(c) * 137**i for i, c in enumerate(transcript.id)) % 10**11:011d}"


@dataclass(kw_only=True)
class FakeEnsembl:
    """Serves the genes of a genome, their symbols with a letter before them, so that no genome at hand has them."""

    genome: Genome
    release: int = 113
    species: str = "mus_musculus"
    prefix: str = "X"
    coordinates: str = "chromosome"
    offset: int = OFFSET
    chroms: dict[str, str] = field(default_factory=dict)
    """What contigs are called whose name is not the chromosome's behind ``chr``."""
    synonyms: dict[str, str] = field(default_factory=dict)
    """Other names by which a symbol is found."""

    def __call__(self, asked: Asked) -> Answer:
        """Answer as the service would."""
        path, _, query = asked.path.partition("?")
        words = [unquote(word) for word in path.strip("/").split("/")]
        kind = asked.headers.get("content-type", "")
        match words:
            case ["info", "data"]:
                return _json({"releases": [self.release]})
            case ["info", "species"]:
                return _json(
                    {
                        "species": [
                            self._species("mus_musculus", "mouse"),
                            self._species("rattus_norvegicus", "rat"),
                        ]
                    }
                )
            case ["lookup", "symbol", species, _] | ["info", "assembly", species, _] if (
                species != self.species
            ):
                return _refused(f"Can not find internal name for species '{species}'")
            case ["lookup", "symbol", _, symbol]:
                return self._lookup(
                    self.synonyms.get(symbol, symbol), f"No valid lookup found for symbol {symbol}"
                )
            case ["lookup", "id", accession]:
                return self._lookup(accession, f"ID '{accession}' not found")
            case ["info", "assembly", _, chrom]:
                return _json(self._assembly(chrom))
            case ["sequence", "region", _, region] if kind == "text/x-fasta" and "mask=soft" in query:
                return self._sequence(region)
            case ["overlap", "region", _, region] if kind == "application/json":
                return _json(self._overlap(region, re.findall(r"feature=(\w+)", query)))
        return _refused(f"page not found for {path}", 404)

    # -- answers -------------------------------------------------------------------------------------------

    def _species(self, name: str, common: str) -> dict[str, Any]:
        return {"division": "EnsemblVertebrates", "name": name, "common_name": common, "display_name": common.title(),
                "aliases": [], "release": self.release, "assembly": ASSEMBLY, "taxon_id": "10090"}  # fmt: skip

    def _lookup(self, wanted: str, missing: str) -> Answer:
        for gene in self.genome.genes:
            if wanted.casefold() in ((self.prefix + gene.symbol).casefold(), id_of(gene).casefold()):
                return _json({**self._place(gene.contig, gene.start, gene.end, gene.strand), "object_type": "Gene",
                              "db_type": "core", "species": self.species, "id": id_of(gene), "version": 4,
                              "display_name": self.prefix + gene.symbol, "biotype": gene.biotype,
                              "source": "ensembl_havana", "logic_name": "ensembl_havana_gene_mus_musculus",
                              "description": gene.description})  # fmt: skip
            for transcript in gene.transcripts:
                if wanted == transcript_id(transcript):
                    return _json(
                        {
                            "object_type": "Transcript",
                            "species": self.species,
                            "id": wanted,
                            "Parent": id_of(gene),
                        }
                    )
        return _refused(missing)

    def _assembly(self, chrom: str) -> dict[str, Any]:
        contig = self.genome.contig(self._contig(chrom))
        return {"length": self.offset + contig.length, "assembly_name": ASSEMBLY, "coordinate_system": self.coordinates,
                "assembly_exception_type": "REF", "is_chromosome": 1, "is_circular": 0}  # fmt: skip

    def _sequence(self, region: str) -> Answer:
        chrom, start, end = self._region(region)
        low, high = start - 1 - self.offset, end - self.offset
        bases = "N" * max(0, -low) + self.genome.fetch(chrom, max(0, low), high)
        masked = [(a - low, b - low) for a, b in self.genome.masked(chrom) if a < high and b > low]
        for a, b in masked:
            a = max(0, a)
            bases = bases[:a] + bases[a:b].lower() + bases[b:]
        lines = "\n".join(bases[at : at + 60] for at in range(0, len(bases), 60))
        header = f">{self.coordinates}:{ASSEMBLY}:{self._chrom(chrom)}:{start}:{end}:1"
        return Answer(body=f"{header}\n{lines}\n".encode(), headers={"Content-Type": "text/x-fasta"})

    def _overlap(self, region: str, kinds: list[str]) -> list[dict[str, Any]]:
        chrom, start, end = self._region(region)
        genes = self.genome.genes_in(chrom, max(0, start - 1 - self.offset), end - self.offset)
        found = [one for gene in genes for one in self.features(gene)]
        return [one for kind in kinds for one in found if one["feature_type"] == kind]

    def features(self, gene: Gene) -> list[dict[str, Any]]:
        """Return a gene, its transcripts, exons and coding stretches as ``/overlap/region`` lists them."""
        named = {t.id: transcript_id(t) for t in gene.transcripts}
        held = [{**self._place(gene.contig, gene.start, gene.end, gene.strand), "feature_type": "gene",
                 "id": id_of(gene), "gene_id": id_of(gene), "version": 4, "biotype": gene.biotype,
                 "external_name": self.prefix + gene.symbol, "source": "ensembl_havana",
                 "description": f"{gene.description} [Source:MGI Symbol;Acc:MGI:104798]",
                 "canonical_transcript": f"{named[gene.canonical.id]}.7"}]  # fmt: skip
        for transcript in gene.transcripts:
            own = named[transcript.id]
            common = {"Parent": own, "source": "havana"}
            held.append({**self._place(gene.contig, transcript.start, transcript.end, gene.strand), "id": own,
                         "transcript_id": own, "feature_type": "transcript", "Parent": id_of(gene), "version": 7,
                         "biotype": transcript.biotype, "external_name": f"{gene.symbol}-201", "source": "havana",
                         "is_canonical": int(transcript.canonical), "tag": "basic"})  # fmt: skip
            for rank, (a, b) in enumerate(transcript.exons, 1):
                held.append({**self._place(gene.contig, a, b, gene.strand), **common, "feature_type": "exon",
                             "id": f"{own}E{rank}", "exon_id": f"{own}E{rank}", "rank": rank, "constitutive": 1,
                             "ensembl_phase": -1, "ensembl_end_phase": 0, "version": 1})  # fmt: skip
            coded = 0
            for a, b in transcript.cds:
                held.append({**self._place(gene.contig, a, b, gene.strand), **common, "feature_type": "cds",
                             "id": own.replace("T", "P", 1), "protein_id": own.replace("T", "P", 1),
                             "phase": -coded % 3})  # fmt: skip
                coded += b - a
        return held

    def _chrom(self, contig: str) -> str:
        return self.chroms.get(contig, contig.removeprefix("chr"))

    def _contig(self, chrom: str) -> str:
        return next(contig.name for contig in self.genome.contigs if self._chrom(contig.name) == chrom)

    def _region(self, text: str) -> tuple[str, int, int]:
        match = re.fullmatch(r"(.+):(\d+)\.\.(\d+):1", text)
        assert match, text
        return self._contig(match[1]), int(match[2]), int(match[3])

    def _place(self, chrom: str, start: int, end: int, strand: int) -> dict[str, Any]:
        return {"seq_region_name": self._chrom(chrom), "start": self.offset + start + 1, "end": self.offset + end,
                "strand": strand, "assembly_name": ASSEMBLY}  # fmt: skip


def _json(value: object) -> Answer:
    limits = {"X-RateLimit-Limit": "55000", "X-RateLimit-Remaining": "54999", "X-RateLimit-Reset": "892"}
    return Answer(body=json.dumps(value).encode(), headers={"Content-Type": "application/json", **limits})


def _refused(text: str, status: int = 400) -> Answer:
    return Answer(
        status=status, body=json.dumps({"error": text}).encode(), headers={"Content-Type": "application/json"}
    )
