"""The genome a design is made on: bases, genes, and where they lie on their chromosomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from loxsmith.errors import RequestError
from loxsmith.genome.bases import Bases
from loxsmith.genome.gene_table import GeneTable
from loxsmith.genome.model import Contig, Gene, Interval
from loxsmith.genome.placing import chromosome_key
from loxsmith.genome.regions import Regions
from loxsmith.genome.windows import window_features
from loxsmith.sequence import Origin, Source, Strand, reverse_complement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HASHED = 1 << 24
_LISTED = 8


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
        contigs: Sequence[Contig] | Callable[[], Sequence[Contig]],
        bases: Bases,
        genes: GeneTable,
        annotated: bool,
        synthetic: bool = False,
        folder: Path | None = None,
        sha256: str = "",
    ) -> None:
        self.name = name
        """How the user calls it."""
        self.species = species
        """``mouse``, ``human``, or the binomial; empty when the source does not say."""
        self.assembly = assembly
        """Assembly name, such as ``GRCm38``; the genome's name when the source does not say."""
        self.annotated = annotated
        """True when an annotation was read, even if it holds no gene."""
        self.synthetic = synthetic
        """True when the sequence is made up for teaching."""
        self.folder = folder
        """Where an added genome is kept, its indexes beside it; None for one opened from a file."""
        self._given_contigs = contigs
        self._bases = bases
        self._genes = genes
        self._sha256 = sha256

    @classmethod
    def open(
        cls,
        name_or_path: str | PathLike[str],
        annotation: str | PathLike[str] | None = None,
        *,
        name: str | None = None,
    ) -> Genome:
        """Open a built-in or an added genome by name, a FASTA or 2bit file, or an annotated GenBank or EMBL locus.

        A text is taken for a name first, then for a file; a ``Path`` is always a file.

        Args:
            name_or_path: ``demo`` or ``demo-human``, an added genome, or a file, which may be gzip.
            annotation: GFF3 or GTF of a FASTA or 2bit file; it may be gzip.
            name: how to call it; by default the file's name without its ending.

        Raises:
            DataError: there is none of that name; a file is absent, damaged, or does not fit its companion.
        """
        from loxsmith.genome.opening import open_genome

        return open_genome(name_or_path, annotation, name)

    def __repr__(self) -> str:
        """Show name, assembly and size."""
        bases = sum(contig.length for contig in self.contigs)
        size = f"{len(self.contigs)} contigs, {bases} bp, {len(self._genes)} genes"
        return f"<Genome {self.name!r} {self.assembly}: {size}>"

    # -- bases ---------------------------------------------------------------------------------------------

    @cached_property
    def contigs(self) -> tuple[Contig, ...]:
        """Sequences in file order."""
        return tuple(self._given_contigs() if callable(self._given_contigs) else self._given_contigs)

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
        self._check_within(contig, start, end)
        text = self._bases.fetch(contig, start, end)
        return text if strand == 1 else reverse_complement(text)

    def codes(self, contig: str, start: int, end: int) -> NDArray[np.uint8]:
        """Return the bases ``start..end`` of a contig's top strand as 0-3 for A, C, G, T and 4 for other letters.

        Raises:
            RequestError: no such contig, or the stretch leaves it.
        """
        self._check_within(contig, start, end)
        return self._bases.codes(contig, start, end)

    def masked(self, contig: str, start: int = 0, end: int | None = None) -> tuple[Interval, ...]:
        """Return the stretches the FASTA writes in lower case (repeats); empty unless it mixes cases.

        Args:
            contig: name of the contig.
            start: where to begin, 0-based; stretches are cut there.
            end: one past the last base; the contig's end when None.

        Raises:
            RequestError: no such contig, or the stretch leaves it.
        """
        last = self.contig(contig).length if end is None else end
        self._check_within(contig, start, last)
        return self._bases.masked(contig, start, last)

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
        if self._sha256:
            return self._sha256
        digest = sha256()
        for contig in self.contigs:
            digest.update(f"{contig.name}\t".encode())
            for at in range(0, contig.length, _HASHED):
                piece = self._bases.fetch(contig.name, at, min(at + _HASHED, contig.length))
                digest.update(piece.encode())
            digest.update(b"\n")
        return digest.hexdigest()

    # -- genes ---------------------------------------------------------------------------------------------

    @property
    def genes(self) -> tuple[Gene, ...]:
        """Genes in file order; of an added genome they are read from disk when this is first asked for."""
        return self._genes.all()

    def gene(self, symbol_or_id: str) -> Gene:
        """Return the gene with this symbol or accession, or else with this synonym, in any case.

        An exact spelling wins over one in another case; an accession may carry a version.

        Raises:
            RequestError: unknown (the hint names the nearest), or a symbol that several genes share.
        """
        wanted = symbol_or_id.strip()
        found = self._genes.called(wanted)
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

    def has_gene(self, symbol_or_id: str) -> bool:
        """Say whether some gene has this symbol, accession or synonym, in any case."""
        return bool(self._genes.called(symbol_or_id))

    def genes_in(self, contig: str, start: int, end: int) -> tuple[Gene, ...]:
        """Return the genes that share a base with ``start..end`` of a contig, in file order."""
        return self._genes.within(contig, start, end)

    def regions(self, contig: str) -> Regions:
        """Return the exons and introns of a contig, to annotate many positions at once.

        Raises:
            RequestError: no such contig.
        """
        return self._genes.regions(self.contig(contig).name)

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

    def _check_within(self, contig: str, start: int, end: int) -> None:
        held = self.contig(contig)
        if not 0 <= start <= end <= held.length:
            raise RequestError(
                f"{contig} {start + 1}-{end} does not lie within {contig}, which has {held.length} bases.",
                hint="Ask for a stretch inside it.",
                contig=contig,
                start=start + 1,
                end=end,
            )

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
            near = self._genes.near(wanted)
            symbols, count = self._genes.some_coding(_LISTED)
            some = _with_rest(symbols, count) or f"{len(self._genes)} genes, none of them known to code"
            hint = f"Did you mean {' or '.join(near)}?" if near else f"It holds {some}."
        return RequestError(f"Gene {wanted!r} is not in genome {self.name}.", hint=hint, gene=wanted)


def _extent(contig: Contig) -> str:
    return f"{contig.chrom}:{contig.offset + 1}-{contig.offset + contig.length}"


def _listed(items: Iterable[str]) -> str:
    held = list(dict.fromkeys(items))
    return _with_rest(held[:_LISTED], len(held))


def _with_rest(shown: Sequence[str], count: int) -> str:
    more = f" and {count - len(shown)} more" if count > len(shown) else ""
    return ", ".join(shown) + more
