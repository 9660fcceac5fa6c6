"""Gene models written as GFF3 and GTF in the manner of each source: plain loops, no code of the package.

Positions of a model are 0-based half-open; the coding stretches hold the stop codon.
"""

# ruff: noqa: E501 (rows are easier to compare with real files unbroken)

from __future__ import annotations

from dataclasses import dataclass

Piece = tuple[int, int]


@dataclass(frozen=True)
class Model:
    """A gene with one transcript or several that share its strand."""

    number: int
    symbol: str
    strand: str
    transcripts: tuple[Shape, ...]

    @property
    def ends(self) -> Piece:
        """First base, and one past the last."""
        return (
            min(a for shape in self.transcripts for a, _ in shape.exons),
            max(b for shape in self.transcripts for _, b in shape.exons),
        )


@dataclass(frozen=True)
class Shape:
    """Exons and coding stretches, ascending; ``phase`` bases come before the first codon."""

    exons: tuple[Piece, ...]
    cds: tuple[Piece, ...] = ()
    phase: int = 0
    canonical: bool = False


def written_order(pieces: tuple[Piece, ...], strand: str) -> list[Piece]:
    """In the order of transcription."""
    return list(pieces) if strand == "+" else list(reversed(pieces))


def phased(shape: Shape, strand: str, *, without_stop: bool) -> list[tuple[Piece, int]]:
    """Coding stretches in the order of transcription, each with its phase."""
    pieces = written_order(shape.cds, strand)
    if pieces and without_stop:
        pieces = cut_end(pieces, strand, 3)
    done, phase = [], shape.phase
    for a, b in pieces:
        done.append(((a, b), phase))
        phase = (phase - (b - a)) % 3
    return done


def cut_end(pieces: list[Piece], strand: str, count: int) -> list[Piece]:
    """Take bases off the 3' end, over a splice junction if need be."""
    kept = list(pieces)
    while count:
        a, b = kept.pop()
        taken = min(count, b - a)
        count -= taken
        rest = (a, b - taken) if strand == "+" else (a + taken, b)
        if rest[0] < rest[1]:
            kept.append(rest)
    return kept


def stop_pieces(shape: Shape, strand: str) -> list[Piece]:
    """The stop codon, in the parts that a splice junction makes of it."""
    bases = [p for a, b in shape.cds for p in range(a, b)]
    last = sorted(bases[-3:] if strand == "+" else bases[:3])
    pieces: list[list[int]] = []
    for p in last:
        inside = next(e for e in shape.exons if e[0] <= p < e[1])
        if pieces and pieces[-1][1] == p and inside[0] < p:
            pieces[-1][1] = p + 1
        else:
            pieces.append([p, p + 1])
    return [(a, b) for a, b in pieces]


def utrs(shape: Shape) -> list[Piece]:
    """Exon bases before and behind the coding stretches."""
    if not shape.cds:
        return []
    low, high = shape.cds[0][0], shape.cds[-1][1]
    sides = [(a, min(b, low)) for a, b in shape.exons] + [(max(a, high), b) for a, b in shape.exons]
    return sorted((a, b) for a, b in sides if a < b)


def line(seqid: str, kind: str, piece: Piece, strand: str, phase: object, text: str) -> str:
    """One row."""
    return f"{seqid}\tmade\t{kind}\t{piece[0] + 1}\t{piece[1]}\t.\t{strand}\t{phase}\t{text}\n"


def ensembl_gff3(models: list[Model], seqid: str) -> str:
    """Ensembl's GFF3: prefixes of the IDs, versions apart, the stop codon within the CDS."""
    text = "##gff-version 3\n"
    for m in models:
        gene = f"ENSMUSG{m.number:011}"
        kind, biotype = ("gene", "protein_coding") if m.transcripts[0].cds else ("ncRNA_gene", "lncRNA")
        text += line(seqid, kind, m.ends, m.strand, ".", f"ID=gene:{gene};Name={m.symbol};biotype={biotype};"
                     f"description=made%3B up [Source:MGI Symbol%3BAcc:MGI:1];gene_id={gene};version=3")  # fmt: skip
        for t, shape in enumerate(m.transcripts):
            name = f"ENSMUST{m.number * 10 + t:011}"
            whole = (shape.exons[0][0], shape.exons[-1][1])
            tags = "basic,Ensembl_canonical" if shape.canonical else "basic"
            kind = "mRNA" if shape.cds else "lnc_RNA"
            nf = ",cds_start_NF,mRNA_start_NF" if shape.phase else ""
            text += line(seqid, kind, whole, m.strand, ".", f"ID=transcript:{name};Parent=gene:{gene};"
                         f"biotype={'protein_coding' if shape.cds else 'lncRNA'};tag={tags}{nf};transcript_id={name};version=2")  # fmt: skip
            for n, exon in enumerate(written_order(shape.exons, m.strand)):
                text += line(
                    seqid, "exon", exon, m.strand, ".", f"Parent=transcript:{name};Name=E{n};rank={n + 1}"
                )
            for piece, phase in phased(shape, m.strand, without_stop=False):
                text += line(seqid, "CDS", piece, m.strand, phase,
                             f"ID=CDS:P{name};Parent=transcript:{name};protein_id=P{name}")  # fmt: skip
            for piece in utrs(shape):
                text += line(seqid, "five_prime_UTR", piece, m.strand, ".", f"Parent=transcript:{name}")
        text += "###\n"
    return text


def gencode_gff3(models: list[Model], seqid: str) -> str:
    """GENCODE's GFF3: bare IDs with versions, gene_type, codons and UTRs as lines of their own."""
    text = "##gff-version 3\n#description: made up\n##provider: GENCODE\n"
    for m in models:
        gene = f"ENSMUSG{m.number:011}.3"
        said = f"gene_id={gene};gene_type={'protein_coding' if m.transcripts[0].cds else 'lncRNA'};gene_name={m.symbol}"
        text += line(seqid, "gene", m.ends, m.strand, ".", f"ID={gene};{said};level=2")
        for t, shape in enumerate(m.transcripts):
            name = f"ENSMUST{m.number * 10 + t:011}.2"
            tags = "basic,Ensembl_canonical" if shape.canonical else "basic"
            if shape.phase:
                tags += ",cds_start_NF"
            kind = "protein_coding" if shape.cds else "lncRNA"
            rest = f"Parent={name};{said};transcript_id={name};transcript_type={kind};tag={tags}"
            whole = (shape.exons[0][0], shape.exons[-1][1])
            text += line(seqid, "transcript", whole, m.strand, ".",
                         f"ID={name};Parent={gene};{said};transcript_id={name};transcript_type={kind};tag={tags}")  # fmt: skip
            for n, exon in enumerate(written_order(shape.exons, m.strand)):
                text += line(seqid, "exon", exon, m.strand, ".", f"ID=exon:{name}:{n + 1};{rest}")
            for piece, phase in phased(shape, m.strand, without_stop=False):
                more = f"ID=CDS:{name};{rest};protein_id=P{name.replace('.2', '')}"
                text += line(seqid, "CDS", piece, m.strand, phase, more)
            for piece in stop_pieces(shape, m.strand) if shape.cds else []:
                text += line(seqid, "stop_codon", piece, m.strand, 0, f"ID=stop_codon:{name};{rest}")
            for piece in utrs(shape):
                text += line(seqid, "three_prime_UTR", piece, m.strand, ".", f"ID=UTR3:{name};{rest}")
    return text


def ncbi_gff3(models: list[Model], seqid: str, region: str = "", length: int = 0) -> str:
    """NCBI's GFF3: gene-, rna- and cds- IDs, Dbxref, gbkey, and a region line."""
    text = "##gff-version 3\n#!gff-spec-version 1.21\n"
    if region:
        text += f"##sequence-region {seqid} 1 {length}\n"
        text += line(seqid, "region", (0, length), "+", ".", f"ID={seqid}:1..{length};Dbxref=taxon:10090;"
                     f"Name={region};chromosome={region};gbkey=Src;genome=chromosome;mol_type=genomic DNA")  # fmt: skip
    for m in models:
        coding = bool(m.transcripts[0].cds)
        lost = ";partial=true;" + ("start_range=.,1" if m.strand == "+" else "end_range=9,.")
        text += line(seqid, "gene", m.ends, m.strand, ".",
                     f"ID=gene-{m.symbol};Dbxref=GeneID:{m.number},MGI:MGI:1;Name={m.symbol};gbkey=Gene;"
                     f"gene={m.symbol};gene_biotype={'protein_coding' if coding else 'lncRNA'};gene_synonym=X1,X2")  # fmt: skip
        for t, shape in enumerate(m.transcripts):
            name = f"NM_{m.number * 10 + t:09}.2"
            whole = (shape.exons[0][0], shape.exons[-1][1])
            kind = "mRNA" if shape.cds else "lnc_RNA"
            tag = ";tag=RefSeq Select" if shape.canonical else ""
            said = f"Dbxref=GeneID:{m.number};gbkey={kind};gene={m.symbol};transcript_id={name}"
            text += line(seqid, kind, whole, m.strand, ".",
                         f"ID=rna-{name};Parent=gene-{m.symbol};Name={name};{said}{tag}{lost if shape.phase else ''}")  # fmt: skip
            for n, exon in enumerate(written_order(shape.exons, m.strand)):
                text += line(
                    seqid, "exon", exon, m.strand, ".", f"ID=exon-{name}-{n + 1};Parent=rna-{name};{said}"
                )
            for piece, phase in phased(shape, m.strand, without_stop=False):
                text += line(seqid, "CDS", piece, m.strand, phase,
                             f"ID=cds-P{name};Parent=rna-{name};gbkey=CDS;protein_id=P{name}{lost if shape.phase else ''}")  # fmt: skip
    return text


def gtf(models: list[Model], seqid: str, source: str) -> str:
    """GTF of ``ensembl``, ``gencode`` or ``ncbi``: the stop codon apart from the CDS."""
    text = "#!genome-date 2020-06\n" if source != "ncbi" else "#gtf-version 2.2\n"
    version = ".3" if source == "gencode" else ""
    word = {"ensembl": "biotype", "gencode": "type", "ncbi": "biotype"}[source]
    for m in models:
        biotype = "protein_coding" if m.transcripts[0].cds else "lncRNA"
        gene = m.symbol if source == "ncbi" else f"ENSMUSG{m.number:011}{version}"
        said = f'gene_id "{gene}"; '
        named = f'gene "{m.symbol}"; ' if source == "ncbi" else f'gene_name "{m.symbol}"; '
        if source == "ncbi":
            text += line(seqid, "gene", m.ends, m.strand, ".", f'{said}transcript_id ""; db_xref "GeneID:{m.number}"; '
                         f'db_xref "MGI:MGI:1"; gbkey "Gene"; {named}gene_biotype "{biotype}"; '
                         'gene_synonym "X1"; gene_synonym "X2"; ')  # fmt: skip
        else:
            text += line(
                seqid,
                "gene",
                m.ends,
                m.strand,
                ".",
                f'{said}gene_version "3"; {named}gene_{word} "{biotype}";',
            )
        for t, shape in enumerate(m.transcripts):
            number = m.number * 10 + t
            name = f"NM_{number:09}.2" if source == "ncbi" else f"ENSMUST{number:011}{version and '.2'}"
            own = "protein_coding" if shape.cds else "lncRNA"
            kind = ("mRNA" if shape.cds else "lnc_RNA") if source == "ncbi" else own
            rest = f'{said}transcript_id "{name}"; {named}'
            if source == "ncbi":
                rest += f'gbkey "{kind}"; '
            rest += f'transcript_{word} "{kind}"; '
            rest += "" if source == "ncbi" else f'gene_{word} "{biotype}"; tag "basic"; '
            if shape.canonical:
                rest += 'tag "RefSeq Select"; ' if source == "ncbi" else 'tag "Ensembl_canonical"; '
            if shape.phase:
                rest += 'partial "true"; ' if source == "ncbi" else 'tag "cds_start_NF"; '
            text += line(seqid, "transcript", (shape.exons[0][0], shape.exons[-1][1]), m.strand, ".", rest)
            text += parts_gtf(
                shape, m.strand, seqid, rest, f'protein_id "P{name.partition(".")[0] if version else name}";'
            )
    return text


def parts_gtf(shape: Shape, strand: str, seqid: str, rest: str, protein: str) -> str:
    """Exons, CDS without stop, codons and UTRs of one transcript."""
    text = ""
    for n, exon in enumerate(written_order(shape.exons, strand)):
        text += line(seqid, "exon", exon, strand, ".", f'{rest}exon_number "{n + 1}";')
    for piece, phase in phased(shape, strand, without_stop=True):
        text += line(seqid, "CDS", piece, strand, phase, rest + protein)
    for piece in stop_pieces(shape, strand) if shape.cds else []:
        text += line(seqid, "stop_codon", piece, strand, 0, rest)
    if shape.cds and not shape.phase:
        bases = [p for a, b in shape.cds for p in range(a, b)]
        at = bases[0] if strand == "+" else bases[-1] - 2
        text += line(seqid, "start_codon", (at, at + 3), strand, 0, rest)
    for piece in utrs(shape):
        text += line(seqid, "five_prime_utr", piece, strand, ".", rest)
    return text


def ucsc_gtf(models: list[Model], seqid: str, *, own: bool = False) -> str:
    """UCSC's GTF: no gene lines; with ``own`` the gene_id is the transcript_id, as in its tables."""
    text = ""
    for m in models:
        for t, shape in enumerate(m.transcripts):
            name = f"NM_{m.number * 10 + t:09}"
            rest = f'gene_id "{name if own else m.symbol}"; transcript_id "{name}";  '
            rest += "" if own else f'gene_name "{m.symbol}"; '
            whole = (shape.exons[0][0], shape.exons[-1][1])
            text += "" if own else line(seqid, "transcript", whole, m.strand, ".", rest)
            text += parts_gtf(shape, m.strand, seqid, rest, "").replace("five_prime_utr", "5UTR")
    return text
