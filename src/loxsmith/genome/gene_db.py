"""The genes of an added genome, in SQLite: found by name or place without reading the others."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from loxsmith.genome.gene_table import name_key, names_of, near_names
from loxsmith.genome.manifest import CODES, CUTS, GENES, refuse
from loxsmith.genome.model import Gene, Transcript
from loxsmith.genome.regions import Regions, cut_codes

_TABLES = """
CREATE TABLE genome (sha256 TEXT);
CREATE TABLE gene (row INTEGER PRIMARY KEY, id TEXT, symbol TEXT, contig TEXT, start INTEGER, end INTEGER,
    strand INTEGER, biotype TEXT, description TEXT, clipped TEXT);
CREATE TABLE detail (row INTEGER PRIMARY KEY, synonyms TEXT, transcripts TEXT);
CREATE TABLE name (key TEXT, synonym INTEGER, row INTEGER, PRIMARY KEY (key, synonym, row)) WITHOUT ROWID;
CREATE TABLE contig (name TEXT PRIMARY KEY, longest INTEGER, first_cut INTEGER, last_cut INTEGER);
CREATE TABLE label (number INTEGER PRIMARY KEY, text TEXT);
"""
_INDEX = "CREATE INDEX place ON gene (contig, start)"
_GENE = "SELECT id, symbol, contig, start, end, strand, biotype, description, clipped, synonyms, transcripts"
_FROM = "FROM gene JOIN detail USING (row)"


def write_genes(folder: Path, genes: Iterable[Gene], sha256: str) -> int:
    """Write genes, which come in file order, and their regions; return how many they were.

    Args:
        folder: where the files shall stand.
        genes: read one after another.
        sha256: digest of the genome they belong to.
    """
    with closing(sqlite3.connect(folder / GENES, isolation_level=None)) as connection:
        # The file is thrown away when anything fails, so nothing needs to be undone.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO genome VALUES (?)", (sha256,))
        count = _insert(connection, genes)
        connection.execute(_INDEX)
        _write_regions(connection, folder)
        connection.execute("COMMIT")
    return count


def _insert(connection: sqlite3.Connection, genes: Iterable[Gene]) -> int:
    row = -1
    for row, gene in enumerate(genes):
        connection.execute(
            "INSERT INTO gene VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row, gene.id, gene.symbol, gene.contig, gene.start, gene.end, gene.strand, gene.biotype,
             gene.description, gene.clipped),
        )  # fmt: skip
        connection.execute("INSERT INTO detail VALUES (?, ?, ?)", (row, *_details(gene)))
        keys = {(key, 0) for key in names_of(gene)} | {(name_key(synonym), 1) for synonym in gene.synonyms}
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", ((*key, row) for key in keys))
    return row + 1


def _write_regions(connection: sqlite3.Connection, folder: Path) -> None:
    """Write the regions of all contigs one behind the other, and which part is whose."""
    import numpy as np

    all_cuts, all_codes, numbers, at = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)], {"": 0}, 0
    places = connection.execute("SELECT contig, max(end - start) FROM gene GROUP BY contig").fetchall()
    for contig, longest in places:
        found = connection.execute(f"{_GENE} {_FROM} WHERE contig = ? ORDER BY row", (contig,))
        cuts, codes = cut_codes(map(_gene, found), numbers)
        all_cuts.append(np.array(cuts, np.uint32))
        all_codes.append(np.array(codes, np.uint32))
        connection.execute("INSERT INTO contig VALUES (?, ?, ?, ?)", (contig, longest, at, at + len(cuts)))
        at += len(cuts)
    connection.executemany("INSERT INTO label VALUES (?, ?)", ((n, text) for text, n in numbers.items()))
    np.save(folder / CUTS, np.concatenate(all_cuts))
    np.save(folder / CODES, np.concatenate(all_codes))


class StoredGenes:
    """The genes of an added genome, read when they are asked for.

    Args:
        folder: the genome's folder.
        sha256: digest of the genome, to tell its database from another's.
        count: number of its genes.
    """

    def __init__(self, folder: Path, sha256: str, count: int) -> None:
        self._given = (folder, sha256, count)
        self._folder = folder
        self._known: dict[int, Gene] = {}
        self._all: tuple[Gene, ...] | None = None
        self._regions: dict[str, Regions] = {}
        self._labels: list[str] = []
        self._open = threading.local()

    def __reduce__(self) -> tuple[type[StoredGenes], tuple[Path, str, int]]:
        """Travel to another process as the folder's name."""
        return StoredGenes, self._given

    def __len__(self) -> int:
        """Count the genes."""
        return self._given[2]

    def all(self) -> tuple[Gene, ...]:
        """Return all genes in file order."""
        if self._all is None:
            self._all = tuple(_gene(row) for row in self._ask(f"{_GENE} {_FROM} ORDER BY row"))
        return self._all

    def called(self, name: str) -> Sequence[Gene]:
        """Return the genes with this symbol or accession in any case, else those with this synonym."""
        found = self._ask("SELECT synonym, row FROM name WHERE key = ? ORDER BY row", name_key(name))
        own = [row for synonym, row in found if not synonym]
        return [self._at(row) for row in own or [row for _, row in found]]

    def within(self, contig: str, start: int, end: int) -> tuple[Gene, ...]:
        """Return the genes that share a base with a stretch, in file order."""
        longest = self._ask("SELECT longest FROM contig WHERE name = ?", contig)
        if not longest:
            return ()
        # The longest gene says how far to the left one that still reaches the stretch may begin.
        found = self._ask(
            "SELECT row FROM gene WHERE contig = ? AND start < ? AND start > ? AND end > ? ORDER BY row",
            contig, end, start - longest[0][0] - 1, start,
        )  # fmt: skip
        return tuple(self._at(row) for (row,) in found)

    def near(self, name: str) -> list[str]:
        """Return up to five symbols spelled nearly like ``name``, the nearest first."""
        keys = [key for (key,) in self._ask("SELECT DISTINCT key FROM name WHERE synonym = 0")]
        return list(dict.fromkeys(self.called(key)[0].symbol for key in near_names(name, keys)))

    def some_coding(self, count: int) -> tuple[list[str], int]:
        """Return the first symbols of protein-coding genes, and how many there are."""
        symbols = [symbol for (symbol,) in self._ask(
            "SELECT symbol FROM gene WHERE biotype = 'protein_coding' GROUP BY symbol ORDER BY min(row)"
        )]  # fmt: skip
        return symbols[:count], len(symbols)

    def regions(self, contig: str) -> Regions:
        """Return the exons and introns of a contig."""
        if contig not in self._regions:
            self._regions[contig] = self._read_regions(contig)
        return self._regions[contig]

    # -- inside --------------------------------------------------------------------------------------------

    def _read_regions(self, contig: str) -> Regions:
        import numpy as np

        part = self._ask("SELECT first_cut, last_cut FROM contig WHERE name = ?", contig)
        if not part:
            return Regions(np.zeros(1, np.uint32), np.zeros(1, np.uint32), [""])
        if not self._labels:
            self._labels = [text for (text,) in self._ask("SELECT text FROM label ORDER BY number")]
        cuts = np.load(self._folder / CUTS, mmap_mode="r")
        codes = np.load(self._folder / CODES, mmap_mode="r")
        return Regions(cuts[slice(*part[0])], codes[slice(*part[0])], self._labels)

    def _at(self, row: int) -> Gene:
        gene = self._known.get(row)
        if gene is None:
            (found,) = self._ask(f"{_GENE} {_FROM} WHERE gene.row = ?", row)
            gene = self._known[row] = _gene(found)
        return gene

    def _ask(self, question: str, *values: object) -> list[Any]:
        try:
            return self._connection().execute(question, values).fetchall()
        except sqlite3.Error:
            self._damaged("cannot be read")

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's own connection in this process; SQLite's do not travel."""
        held: tuple[int, sqlite3.Connection] | None = getattr(self._open, "held", None)
        if held is None or held[0] != os.getpid():
            address = f"{(self._folder / GENES).absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True)
            if connection.execute("SELECT sha256 FROM genome").fetchall() != [(self._given[1],)]:
                self._damaged("belongs to another genome")
            held = self._open.held = (os.getpid(), connection)
        return held[1]

    def _damaged(self, how: str) -> NoReturn:
        refuse(self._folder.name, f"is damaged: {self._folder / GENES} {how}")


def _details(gene: Gene) -> tuple[str, str]:
    told = [
        [t.id, t.gene_id, t.exons, t.cds, t.strand, t.biotype, t.canonical, t.protein_id, t.incomplete]
        for t in gene.transcripts
    ]
    return "\t".join(gene.synonyms), json.dumps(told, separators=(",", ":"))


def _gene(row: Sequence[Any]) -> Gene:
    ident, symbol, contig, start, end, strand, biotype, description, clipped, synonyms, transcripts = row
    return Gene(
        id=ident,
        symbol=symbol,
        contig=contig,
        start=start,
        end=end,
        strand=strand,
        biotype=biotype,
        description=description,
        transcripts=tuple(_transcripts(json.loads(transcripts))),
        clipped=clipped,
        synonyms=tuple(synonyms.split("\t")) if synonyms else (),
    )


def _transcripts(told: Iterable[Sequence[Any]]) -> Iterator[Transcript]:
    for ident, gene_id, exons, cds, strand, biotype, canonical, protein_id, incomplete in told:
        yield Transcript(
            id=ident,
            gene_id=gene_id,
            exons=tuple((start, end) for start, end in exons),
            cds=tuple((start, end) for start, end in cds),
            strand=strand,
            biotype=biotype,
            canonical=canonical,
            protein_id=protein_id,
            incomplete=incomplete,
        )
