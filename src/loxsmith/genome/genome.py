"""The genome a design is made on: bases, genes, and where they lie on their chromosomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from os import PathLike
from typing import TYPE_CHECKING

from loxsmith.errors import RequestError
from loxsmith.genome.model import Contig, Gene, Interval, unversioned
from loxsmith.genome.placing import chromosome_key
from loxsmith.genome.windows import window_features
from loxsmith.sequence import Origin, Source, Strand, encode, reverse_complement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Genome:
    """An assembly, a slice of one, or a single locus, with its genes.

    Positions are 0-based half-open on a contig's top strand unless a name says otherwise.
    """

    def __init__(
        self,
        *,
        name: str,
        species: str,
        assembly: str,
        contigs: Sequence[Contig],
        sequences: Mapping[str, str],
        genes: Sequence[Gene],
        annotated: bool,
        synthetic: bool = False,
        masks: Mapping[str, Sequence[int]] | None = None,
    ) -> None:
        self.name = name
        """How the user calls it."""
        self.species = species
        """``mouse``, ``human``, or the binomial; empty when the source does not say."""
        self.assembly = assembly
        """Assembly name, such as ``GRCm38``; the genome's name when the source does not say."""
        self.contigs = tuple(contigs)
        """Sequences in file order."""
        self.genes = tuple(genes)
        """Genes in file order."""
        self.annotated = annotated
        """True when an annotation was read, even if it holds no gene."""
        self.synthetic = synthetic
        """True when the sequence is made up for teaching."""
        self._sequences = dict(sequences)
        self._masks = dict(masks or {})

    @classmethod
    def open(
        cls,
        name_or_path: str | PathLike[str],
        annotation: str | PathLike[str] | None = None,
        *,
        name: str | None = None,
    ) -> Genome:
        """Open a built-in genome, a FASTA file with or without GFF3, or an annotated GenBank or EMBL locus.

        Args:
            name_or_path: ``demo`` or ``demo-human``, or a file, which may be gzip.
            annotation: GFF3 of a FASTA file; it may be gzip.
            name: how to call it; by default the file's name without its ending.

        Raises:
            DataError: a file is absent, damaged, or does not fit its companion.
        """
        from loxsmith.genome.opening import open_genome

        return open_genome(name_or_path, annotation, name)

    def __repr__(self) -> str:
        """Show name, assembly and size."""
        bases = sum(contig.length for contig in self.contigs)
        size = f"{len(self.contigs)} contigs, {bases} bp, {len(self.genes)} genes"
        return f"<Genome {self.name!r} {self.assembly}: {size}>"

    # -- bases ---------------------------------------------------------------------------------------------

    def contig(self, name: str) -> Contig:
        """Return the contig with this very name.

        Raises:
            RequestError: there is none.
        """
        contig = self._by_name.get(name)
        if contig is None:
            known = ", ".join(list(self._by_name)[:5])
            raise RequestError(
                f"Genome {self.name} has no sequence called {name!r}.",
                hint=f"It holds {known}{', ...' if len(self.contigs) > 5 else ''}.",
                contig=name,
            )
        return contig

    def fetch(self, contig: str, start: int, end: int, strand: Strand = 1) -> str:
        """Return the bases ``start..end`` of a contig, upper case, read on ``strand``.

        Raises:
            RequestError: no such contig, or the stretch leaves it.
        """
        held = self.contig(contig)
        if not 0 <= start <= end <= held.length:
            raise RequestError(
                f"{contig} {start + 1}-{end} does not lie within {contig}, which has {held.length} bases.",
                hint="Ask for a stretch inside it.",
                contig=contig,
                start=start + 1,
                end=end,
            )
        text = self._sequences[contig][start:end]
        return text if strand == 1 else reverse_complement(text)

    def codes(self, contig: str, start: int, end: int) -> NDArray[np.uint8]:
        """Return the bases ``start..end`` of a contig's top strand as 0-3 for A, C, G, T and 4 for other letters.

        Raises:
            RequestError: no such contig, or the stretch leaves it.
        """
        return encode(self.fetch(contig, start, end))

    def masked(self, contig: str) -> tuple[Interval, ...]:
        """Return the stretches the FASTA writes in lower case (repeats); empty unless it mixes cases."""
        flat = self._masks.get(self.contig(contig).name, ())
        return tuple(zip(flat[::2], flat[1::2], strict=True))

    def window(self, contig: str, start: int, end: int) -> Source:
        """Return ``start..end`` as a source with the features of every gene that touches it.

        Raises:
            RequestError: no such contig, or the stretch leaves it.
        """
        sequence = self.fetch(contig, start, end)
        held = self.contig(contig)
        first = held.offset + start
        return Source(
            name=f"{self.assembly}:{held.chrom}:{first + 1}-{held.offset + end}",
            sequence=sequence,
            features=window_features(self.genes_in(contig, start, end), start, end),
            origin=Origin(assembly=self.assembly, chrom=held.chrom, start=first),
        )

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of ``name<TAB>SEQUENCE<LF>`` over the contigs in file order."""
        digest = sha256()
        for contig in self.contigs:
            digest.update(f"{contig.name}\t{self._sequences[contig.name]}\n".encode())
        return digest.hexdigest()

    # -- genes ---------------------------------------------------------------------------------------------

    def gene(self, symbol_or_id: str) -> Gene:
        """Return the gene with this symbol or accession, in any case.

        An exact spelling wins over one in another case; an accession may carry a version.

        Raises:
            RequestError: unknown (the hint names the nearest), or a symbol that several genes share.
        """
        wanted = symbol_or_id.strip()
        found = self._gene_index.get(unversioned(wanted).casefold(), [])
        exact = [gene for gene in found if wanted in (gene.symbol, gene.id)]
        found = exact or found
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(
                f"{gene.id} ({self.describe_position(gene.contig, gene.start, gene.end, gene.strand)})"
                for gene in found
            )
            raise RequestError(
                f"{len(found)} genes of {self.name} are called {wanted!r}.",
                hint=f"Name one by its accession: {ids}.",
                gene=wanted,
                ids=[gene.id for gene in found],
            )
        raise self._unknown_gene(wanted)

    def genes_in(self, contig: str, start: int, end: int) -> tuple[Gene, ...]:
        """Return the genes that share a base with ``start..end`` of a contig, in file order."""
        held = self._genes_by_contig.get(contig, ())
        return tuple(gene for gene in held if gene.start < end and gene.end > start)

    # -- places --------------------------------------------------------------------------------------------

    def locate(self, chrom: str, position_1based: int) -> tuple[str, int]:
        """Return contig and 0-based position of a 1-based position on a chromosome or contig.

        Names are taken with and without ``chr``. A contig's own name means positions on the contig.

        Raises:
            RequestError: unknown name, or a position this genome does not hold; the hint states what it does.
        """
        own, placed, loose = self._contigs_called(chrom)
        for contig in placed:
            if contig.offset < position_1based <= contig.offset + contig.length:
                return contig.name, position_1based - 1 - contig.offset
        for contig in own:
            if 0 < position_1based <= contig.length:
                return contig.name, position_1based - 1
        raise self._nowhere(chrom, position_1based, placed or own, loose)

    def describe_position(self, contig: str, start: int, end: int, strand: Strand) -> str:
        """Return a stretch as people write it, 1-based inclusive on the printed chromosome.

        Such as ``chr17:35199381-35202007:+``.
        """
        held = self.contig(contig)
        sign = "+" if strand == 1 else "-"
        return f"{held.chrom}:{held.offset + start + 1}-{held.offset + end}:{sign}"

    # -- inside --------------------------------------------------------------------------------------------

    @cached_property
    def _by_name(self) -> dict[str, Contig]:
        return {contig.name: contig for contig in self.contigs}

    @cached_property
    def _genes_by_contig(self) -> dict[str, tuple[Gene, ...]]:
        held: dict[str, list[Gene]] = {}
        for gene in self.genes:
            held.setdefault(gene.contig, []).append(gene)
        return {contig: tuple(genes) for contig, genes in held.items()}

    @cached_property
    def _gene_index(self) -> dict[str, list[Gene]]:
        index: dict[str, list[Gene]] = {}
        for gene in self.genes:
            for key in {gene.symbol.casefold(), unversioned(gene.id).casefold()}:
                index.setdefault(key, []).append(gene)
        return index

    def _contigs_called(self, chrom: str) -> tuple[list[Contig], list[Contig], list[Contig]]:
        """Return contigs of that name, those placed on that chromosome, and unplaced ones known to be its."""
        key = chromosome_key(chrom)
        placed = [c for c in self.contigs if c.placed and chromosome_key(c.chrom) == key]
        own = [c for c in self.contigs if c not in placed and chromosome_key(c.name) == key]
        loose = [
            c for c in self.contigs if not c.placed and c not in own and chromosome_key(c.chromosome) == key
        ]
        return own, placed, loose

    def _nowhere(self, chrom: str, position: int, held: list[Contig], loose: list[Contig]) -> RequestError:
        if held:
            hint = f"It holds {_listed(_extent(contig) for contig in held)}."
        elif loose:
            names = _listed(contig.name for contig in loose)
            hint = f"Where {names} lies on {chrom} is not stated: give positions on {names} itself."
        else:
            hint = f"It holds {_listed(_extent(contig) for contig in self.contigs)}."
        return RequestError(
            f"Position {chrom}:{position} is not in genome {self.name}.",
            hint=hint,
            chrom=chrom,
            position=position,
        )

    def _unknown_gene(self, wanted: str) -> RequestError:
        if not self.annotated:
            hint = "This genome has no annotation: add one (GFF3), or give a region instead of a gene."
        else:
            spelled = {
                key: gene.symbol
                for gene in self.genes
                for key in (gene.symbol.casefold(), gene.id.casefold())
            }
            near = dict.fromkeys(spelled[key] for key in get_close_matches(wanted.casefold(), spelled, n=5))
            some = (
                _listed(gene.symbol for gene in self.genes if gene.biotype == "protein_coding") or "no gene"
            )
            hint = f"Did you mean {' or '.join(near)}?" if near else f"It holds {some}."
        return RequestError(f"Gene {wanted!r} is not in genome {self.name}.", hint=hint, gene=wanted)


def _extent(contig: Contig) -> str:
    return f"{contig.chrom}:{contig.offset + 1}-{contig.offset + contig.length}"


def _listed(items: Iterable[str], limit: int = 8) -> str:
    held = list(dict.fromkeys(items))
    return ", ".join(held[:limit]) + (f" and {len(held) - limit} more" if len(held) > limit else "")
