"""Which sequence of a FASTA a name in its annotation means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from loxsmith.genome.model import Contig
from loxsmith.genome.placing import chromosome_key

_ACCESSION = r"[a-z]{1,6}_?\d{5,9}"
_PLAIN = re.compile(rf"({_ACCESSION})(?:\.(\d+))?")
_UCSC = re.compile(rf"chr\w+?_({_ACCESSION})(?:v(\d+))?(?:_(?:random|alt|fix))?")
"""UCSC's scaffolds, such as ``chr1_GL456210_random`` and ``chr6_GL000256v2_alt``
(https://genome.ucsc.edu/FAQ/FAQdownloads.html, "unlocalized and unplaced")."""

Frame = tuple[Contig, int]
"""A contig, and what to subtract from the annotation's positions to get those on the contig."""


class Names:
    """The contigs of a FASTA by every name that an annotation may give them."""

    def __init__(self, contigs: Sequence[Contig]) -> None:
        self._own = {contig.name: contig for contig in contigs}
        self._placed: dict[str, list[Contig]] = defaultdict(list)
        self._loose: dict[str, list[Contig]] = defaultdict(list)
        self._accessions: dict[str, list[tuple[str, Contig]]] = defaultdict(list)
        for contig in contigs:
            if contig.placed:
                self._placed[chromosome_key(contig.chrom)].append(contig)
            else:
                self._loose[chromosome_key(contig.name)].append(contig)
            accession = accession_key(contig.name)
            if accession:
                self._accessions[accession[0]].append((accession[1], contig))

    def meant(self, name: str, furthest: int) -> list[Frame]:
        """Return the contigs that ``name`` means; none when it means none, or could mean several.

        Args:
            name: sequence name of the annotation.
            furthest: last base the annotation speaks of, 1-based.
        """
        on_chromosome = self._placed.get(chromosome_key(name), [])
        own = self._own.get(name)
        if own is not None:
            # A slice may carry its chromosome's name: positions past its end are the chromosome's.
            if own in on_chromosome and furthest > own.length:
                return [(contig, contig.offset) for contig in on_chromosome]
            return [(own, 0)]
        if on_chromosome:
            return [(contig, contig.offset) for contig in on_chromosome]
        loose = self._loose.get(chromosome_key(name), []) or self._by_accession(name)
        return [(loose[0], 0)] if len(loose) == 1 else []

    def _by_accession(self, name: str) -> list[Contig]:
        wanted = accession_key(name)
        if not wanted:
            return []
        return [
            contig
            for version, contig in self._accessions.get(wanted[0], [])
            if not (version and wanted[1]) or version == wanted[1]
        ]


def accession_key(name: str) -> tuple[str, str] | None:
    """Return accession and version that a sequence name contains; None when it is no accession.

    >>> accession_key("chr1_GL456210_random"), accession_key("GL456210.1"), accession_key("chr17")
    (('gl456210', ''), ('gl456210', '1'), None)
    """
    text = name.strip().casefold()
    match = _UCSC.fullmatch(text) or _PLAIN.fullmatch(text)
    return (match[1], match[2] or "") if match else None


def claims(about: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Return the other names that an annotation itself gives its sequences.

    Args:
        about: attributes of the line that describes a sequence as a whole, by sequence name.

    NCBI's ``region`` lines name the chromosome of unplaced and alternative pieces too: those that say
    ``genome=chromosome`` come first, and a chromosome that several then claim is nobody's.
    """
    said = {seqid: _chromosome(given) for seqid, given in about.items()}
    owners: dict[str, str] = {}
    for sure in (True, False):
        claimed: dict[str, list[str]] = defaultdict(list)
        for seqid, (chromosome, certain) in said.items():
            if chromosome and certain is sure and chromosome not in owners:
                claimed[chromosome].append(seqid)
        owners.update({name: seqids[0] for name, seqids in claimed.items() if len(seqids) == 1})
    names: dict[str, list[str]] = {seqid: _aliases(given.get("Alias", "")) for seqid, given in about.items()}
    for chromosome, seqid in owners.items():
        names[seqid].insert(0, chromosome)
    return names


def _chromosome(given: Mapping[str, str]) -> tuple[str, bool]:
    genome = given.get("genome", "")
    if genome == "mitochondrion":
        return "MT", True
    if genome in {"chromosome", ""}:
        return given.get("chromosome", ""), genome == "chromosome"
    return "", False


def _aliases(text: str) -> list[str]:
    return [alias for alias in text.split(",") if alias]


def listed(names: Iterable[str], count: int = 3) -> str:
    """Return the first names in quotes, and dots for the rest.

    >>> listed(["a", "b", "c", "d"])
    "'a', 'b', 'c', ..."
    """
    quoted = [repr(name) for name in names]
    return ", ".join(quoted[:count]) + (", ..." if len(quoted) > count else "")
