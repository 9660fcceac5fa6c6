"""What is particular to one source: UCSC's missing genes, NCBI's exceptions, WormBase's names, GENCODE's codons."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from genome.annotation_cases import LENGTH, MODELS, contig, expected, judged, read, sequence
from loxsmith.genome import Contig, Genome
from loxsmith.genome.drafts import finish
from loxsmith.genome.placing import read_header
from oracle import annotations as made
from oracle.annotations import Model, Shape, line


def _gff3(*rows: tuple[str, int, int, str, str, str]) -> str:
    """Rows of kind, first and last base (1-based), strand, phase and attributes."""
    return "##gff-version 3\n" + "".join(
        line("17", kind, (first - 1, last), strand, phase, text)
        for kind, first, last, strand, phase, text in rows
    )


# -- UCSC ---------------------------------------------------------------------------------------------------


def test_a_table_without_gene_names_keeps_each_transcript_and_says_so(tmp_path: Path) -> None:
    """UCSC's tables give the transcript's accession as gene_id: isoforms cannot be brought together."""
    annotation = read(tmp_path / "a", made.ucsc_gtf(MODELS, "chr17", own=True))
    assert len(annotation.drafts) == 7
    assert "isoforms of a gene stand as separate genes" in annotation.notes[0]


def test_a_gene_name_brings_the_isoforms_together(tmp_path: Path) -> None:
    """knownGene's gene_id is the transcript's, but its gene_name joins what lies in one place."""
    text = made.ucsc_gtf(MODELS, "chr17", own=True)
    for model in MODELS:
        for t in range(2):
            name = f'transcript_id "NM_{model.number * 10 + t:09}"; '
            text = text.replace(name, f'{name}gene_name "{model.symbol}"; ')
    annotation = read(tmp_path / "a", text)
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)
    assert annotation.notes == ()


@pytest.mark.parametrize(("gene", "copy"), [("Mir684", "NR_030001_2"), ("NR_030001", "NR_030001_dup1")])
def test_a_transcript_at_two_places_makes_two_genes(gene: str, copy: str, tmp_path: Path) -> None:
    """Copies that UCSC numbers are not joined over the bases between them."""
    rows = [("NR_030001", (100, 180)), (copy, (3000, 3080))]
    text = "".join(
        line("chr17", "exon", piece, "+", ".", f'gene_id "{gene}"; transcript_id "{name}";')
        for name, piece in rows
    )
    drafts = read(tmp_path / "a", text).drafts
    assert [(draft.start, draft.end) for draft in drafts] == [(100, 180), (3000, 3080)]
    assert len({draft.id for draft in drafts}) == 2


def test_isoforms_of_one_gene_that_do_not_overlap_stay_one_gene(tmp_path: Path) -> None:
    """Only a repeated transcript splits a gene; accessions that merely share their prefix do not."""
    text = "".join(
        line("chr17", "exon", piece, "+", ".", f'gene_id "A"; transcript_id "{name}";')
        for name, piece in (("NM_000001", (100, 180)), ("NM_000002", (300, 380)))
    )
    (draft,) = read(tmp_path / "a", text).drafts
    assert (draft.start, draft.end, len(draft.transcripts)) == (100, 380, 2)


def test_transcripts_without_gene_lines_in_gff3_are_joined_by_their_gene(tmp_path: Path) -> None:
    """GFF3 converted from genePred has no gene lines; geneID says what belongs together."""
    text = _gff3(
        ("transcript", 101, 200, "+", ".", "ID=NM_1;geneID=Abc;gene_name=Abc"),
        ("exon", 101, 200, "+", ".", "Parent=NM_1"),
        ("transcript", 151, 300, "+", ".", "ID=NM_2;geneID=Abc;gene_name=Abc"),
        ("exon", 151, 300, "+", ".", "Parent=NM_2"),
    )
    (draft,) = read(tmp_path / "a", text).drafts
    assert (draft.symbol, draft.start, draft.end) == ("Abc", 100, 300)
    assert [t.id for t in draft.transcripts] == ["NM_1", "NM_2"]


# -- NCBI ---------------------------------------------------------------------------------------------------


def test_a_slipping_ribosome_makes_the_coding_sequence_untrustworthy(tmp_path: Path) -> None:
    """NCBI's exception is the reason that the transcript states; the shared base is read twice."""
    rest = "Parent=rna-1;gbkey=CDS;exception=ribosomal slippage;protein_id=NP_1"
    text = _gff3(
        ("gene", 101, 200, "+", ".", "ID=gene-Peg10;gene=Peg10;gbkey=Gene;Dbxref=GeneID:170676"),
        ("mRNA", 101, 200, "+", ".", "ID=rna-1;Parent=gene-Peg10;gbkey=mRNA;transcript_id=NM_1"),
        ("exon", 101, 200, "+", ".", "Parent=rna-1"),
        ("CDS", 111, 119, "+", "0", f"ID=cds-1;{rest}"),
        ("CDS", 119, 130, "+", "0", f"ID=cds-1;{rest}"),
    )
    (draft,) = read(tmp_path / "a", text).drafts
    bases = sequence([Model(1, "Peg10", "+", (Shape(((100, 200),), ((110, 130),)),))])
    (transcript,) = finish(draft, bases).transcripts
    assert transcript.cds == ((110, 119), (118, 130))
    assert transcript.incomplete == "the source says: ribosomal slippage"


def test_trans_spliced_genes_are_left_out_and_counted(tmp_path: Path) -> None:
    """A product joined from two strands is no transcript; the sentence says that it is missing."""
    text = _gff3(
        ("gene", 101, 200, "?", ".", "ID=gene-rps12;gene=rps12;gbkey=Gene;exception=trans-splicing;part=1"),
        ("gene", 501, 600, "?", ".", "ID=gene-rps12;gene=rps12;gbkey=Gene;exception=trans-splicing;part=2"),
        ("CDS", 101, 200, "+", "0", "ID=cds-1;Parent=gene-rps12;exception=trans-splicing"),
        ("gene", 701, 800, "+", ".", "ID=gene-Other;gene=Other;gbkey=Gene"),
        ("exon", 701, 800, "+", ".", "Parent=gene-Other"),
    )
    annotation = read(tmp_path / "a", text)
    assert [draft.id for draft in annotation.drafts] == ["Other"]
    assert "1 item joined from two places (trans-splicing)" in annotation.notes[0]


def test_parts_of_a_gene_without_transcript_are_its_transcript(tmp_path: Path) -> None:
    """Pseudogenes carry exons, and mitochondrial genes a CDS, with no transcript between."""
    text = _gff3(
        ("pseudogene", 101, 300, "-", ".", "ID=gene-Ps;gene=Ps;gbkey=Gene;gene_biotype=pseudogene"),
        ("exon", 101, 150, "-", ".", "ID=id-Ps;Parent=gene-Ps"),
        ("exon", 201, 300, "-", ".", "ID=id-Ps-2;Parent=gene-Ps"),
        ("gene", 401, 460, "+", ".", "ID=gene-ND1;gene=ND1;gbkey=Gene;gene_biotype=protein_coding"),
        ("CDS", 401, 460, "+", "0", "ID=cds-NP_1;Parent=gene-ND1;protein_id=NP_1;gbkey=CDS"),
    )
    pseudo, coding = read(tmp_path / "a", text).drafts
    assert sorted(pseudo.transcripts[0].exons) == [(100, 150), (200, 300)]
    assert (coding.transcripts[0].exons, coding.transcripts[0].cds) == ([(400, 460)], [(400, 460)])
    assert coding.transcripts[0].protein_id == "NP_1"


def test_a_mature_microrna_belongs_to_the_gene_of_its_precursor(tmp_path: Path) -> None:
    """A transcript whose parent is a transcript is filed under the same gene."""
    text = _gff3(
        ("gene", 101, 200, "+", ".", "ID=gene-Mir1;gene=Mir1;gbkey=Gene"),
        ("primary_transcript", 101, 200, "+", ".", "ID=rna-NR_1;Parent=gene-Mir1;gbkey=precursor_RNA"),
        ("exon", 101, 200, "+", ".", "Parent=rna-NR_1"),
        ("miRNA", 120, 141, "+", ".", "ID=rna-MIMAT1;Parent=rna-NR_1;gbkey=ncRNA"),
        ("exon", 120, 141, "+", ".", "Parent=rna-MIMAT1"),
    )
    (draft,) = read(tmp_path / "a", text).drafts
    assert [t.id for t in draft.transcripts] == ["NR_1", "MIMAT1"]


def test_the_second_protein_of_a_transcript_is_not_mixed_into_the_first(tmp_path: Path) -> None:
    """Two coding sequences on one transcript are two; the first is kept, the other counted."""
    text = _gff3(
        ("gene", 101, 300, "+", ".", "ID=gene-A;gene=A;gbkey=Gene"),
        ("mRNA", 101, 300, "+", ".", "ID=rna-A;Parent=gene-A;gbkey=mRNA"),
        ("exon", 101, 300, "+", ".", "Parent=rna-A"),
        ("CDS", 111, 140, "+", "0", "ID=cds-1;Parent=rna-A;protein_id=NP_1"),
        ("CDS", 201, 230, "+", "0", "ID=cds-2;Parent=rna-A;protein_id=NP_2"),
    )
    annotation = read(tmp_path / "a", text)
    assert annotation.drafts[0].transcripts[0].cds == [(110, 140)]
    assert "1 item a second protein" in annotation.notes[0]


def test_a_circular_sequence_may_be_passed(tmp_path: Path) -> None:
    """A feature over the origin ends past the sequence, which is no misfit when the region says circular."""
    text = "##gff-version 3\n" + line(
        "NC_005089.1",
        "region",
        (0, LENGTH),
        "+",
        ".",
        "ID=x:1;Is_circular=true;genome=mitochondrion;gbkey=Src",
    )
    text += line("NC_005089.1", "gene", (LENGTH - 100, LENGTH + 20), "+", ".", "ID=gene-A;gene=A;gbkey=Gene")
    text += line("NC_005089.1", "exon", (LENGTH - 100, LENGTH + 20), "+", ".", "Parent=gene-A")
    annotation = read(tmp_path / "a", text, contig("chrM"))
    assert "right edge" in finish(annotation.drafts[0], "A" * LENGTH).clipped


def test_ncbis_headers_place_whole_chromosomes() -> None:
    """Organism, assembly and chromosome are read from the header; unlocalised pieces are not placed."""
    header = read_header("NC_000083.7 Mus musculus strain C57BL/6J chromosome 17, GRCm39")
    assert (header.species, header.assembly, header.chromosome, header.start) == ("mouse", "GRCm39", "17", 1)
    human = read_header("NC_000017.11 Homo sapiens chromosome 17, GRCh38.p14 Primary Assembly")
    assert (human.species, human.assembly) == ("human", "GRCh38.p14")
    assert read_header("NC_005089.1 Mus musculus mitochondrion, complete genome").chromosome == "MT"
    piece = read_header("NT_166280.1 Mus musculus chromosome 1 unlocalized genomic contig, GRCm39")
    assert (piece.chromosome, piece.start) == ("", None)


# -- GENCODE, Ensembl, WormBase -------------------------------------------------------------------------------


def test_selenocysteine_lines_do_not_end_a_coding_sequence(tmp_path: Path) -> None:
    """The codon's own line adds neither an exon nor a stop."""
    gtf = made.gtf(MODELS[:1], "17", "gencode")
    said = 'gene_id "ENSMUSG00000000001.3"; transcript_id "ENSMUST00000000010.2";'
    gtf += line("17", "Selenocysteine", (220, 223), "+", ".", said)
    gff3 = made.gencode_gff3(MODELS[:1], "17")
    gff3 += line(
        "17", "stop_codon_redefined_as_selenocysteine", (220, 223), "+", ".", "Parent=ENSMUST00000000010.2"
    )
    for text in (gtf, gff3):
        assert judged(read(tmp_path / "a", text), sequence(MODELS)) == expected(MODELS[:1])


def test_appris_is_a_hint_only_where_nothing_else_is_said(tmp_path: Path) -> None:
    """Of two transcripts, MANE Select wins over APPRIS; alone, APPRIS's principal one is taken."""
    text = made.gtf(MODELS[:1], "17", "gencode").replace('tag "Ensembl_canonical"; ', "")
    first, second = 'transcript_id "ENSMUST00000000010.2"; ', 'transcript_id "ENSMUST00000000011.2"; '
    hinted = text.replace(second, second + 'tag "appris_principal_1"; ')
    (gene,) = read(tmp_path / "a", hinted).drafts
    assert [t.canonical for t in gene.transcripts] == [False, True]
    (gene,) = read(tmp_path / "a", hinted.replace(first, first + 'tag "MANE_Select"; ')).drafts
    assert [t.canonical for t in gene.transcripts] == [True, False]
    (gene,) = read(tmp_path / "a", text).drafts
    assert [t.canonical for t in gene.transcripts] == [False, False]


def test_worm_genes_are_called_by_the_names_people_use(tmp_path: Path) -> None:
    """WormBase's Name is the accession; the symbol is the locus, else the sequence name."""
    old = _gff3(("gene", 101, 200, "-", ".", "ID=Gene:Y74C9A.3;Name=WBGene00022277"))
    new = _gff3(
        (
            "gene",
            101,
            200,
            "-",
            ".",
            "ID=Gene:WBGene00022277;Name=WBGene00022277;locus=homt-1;sequence_name=Y74C9A.3",
        )
    )
    for text, symbol in ((old, "Y74C9A.3"), (new, "homt-1")):
        (draft,) = read(tmp_path / "a", text).drafts
        assert (draft.id, draft.symbol) == ("WBGene00022277", symbol)


def test_the_worm_annotation_serves_for_naming_places(shared: Path) -> None:
    """WS220 has neither exons nor CDS: all 43142 genes are read, without transcripts, and this is said."""
    from loxsmith.genome.annotation import read_annotation

    names = ["I", "II", "III", "IV", "V", "X", "MtDNA"]
    contigs = [contig(f"CHROMOSOME_{name}", 30_000_000) for name in names]
    annotation = read_annotation(shared / "genomes" / "celegans_WS220_genes.gff3.gz", contigs, "WS220")
    assert len(annotation.drafts) == 43142
    assert not any(draft.transcripts for draft in annotation.drafts)
    assert "no exons" in annotation.notes[0]


LOCI = {
    "human_GRCh37_chr6_31480000_31610000": "e338ce79395990dd47d26c28be37490e14893e2430804b98449d5a1b7f3d5cfe",
    "mouse_GRCm38_chr17_35150000_35300000": "ad25538b5359d108429ca3ce1c5114725f5f484234c4408311b8e7426bea60b7",
    "mouse_chrX_Ace2_BACinsert_GRCm39": "3709758aebf2941b43a6f28fac4563a67ed7bf277f4dc0c255ebae706c4c664c",
}
"""SHA-256 of the genes as the first reader of GFF3 read them."""


@pytest.mark.parametrize("locus", LOCI)
def test_the_real_loci_read_as_they_always_did(locus: str, shared: Path) -> None:
    """Every field of every gene and transcript of the three loci is unchanged."""
    folder = shared / "loci"
    genome = Genome.open(folder / f"{locus}.fa", folder / f"{locus}.gff3")
    text = "\n".join(
        repr(
            (
                g.id,
                g.symbol,
                g.contig,
                g.start,
                g.end,
                g.strand,
                g.biotype,
                g.description,
                g.clipped,
                transcripts,
            )
        )
        for g in genome.genes
        for transcripts in [
            [
                (t.id, t.exons, t.cds, t.strand, t.biotype, t.canonical, t.protein_id, t.incomplete)
                for t in g.transcripts
            ]
        ]
    )
    assert sha256(text.encode()).hexdigest() == LOCI[locus]


def test_a_fasta_of_ncbi_takes_an_annotation_by_chromosome(tmp_path: Path) -> None:
    """The header places NC_000083.7 on chromosome 17, where Ensembl's names lead."""
    placed = Contig(name="NC_000083.7", chrom="17", offset=0, length=LENGTH, placed=True, chromosome="17")
    annotation = read(tmp_path / "a", made.ensembl_gff3(MODELS, "17"), placed)
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)
