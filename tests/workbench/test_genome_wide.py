"""What the whole genome, and a strain's variants, say about the guides of a design."""

from __future__ import annotations

from pathlib import Path

import pytest

import loxsmith
from loxsmith.errors import DataError, RequestError
from loxsmith.genome import Genome
from loxsmith.sequence import reverse_complement

REQUEST = "Lumo1 p.R173H"


@pytest.fixture(scope="module")
def demo() -> Genome:
    """The teaching genome."""
    return Genome.open("demo")


def written(genome: Genome, folder: Path, *further: str) -> tuple[Path, Path]:
    """The teaching genome's first contig as files, with further contigs behind it."""
    contig = genome.contigs[0]
    assert contig.name == genome.gene("Lumo1").contig
    fasta, genes = folder / "two.fa", folder / "two.gff3"
    texts = [genome.fetch(contig.name, 0, contig.length), *further]
    fasta.write_text("".join(f">c{number}\n{text}\n" for number, text in enumerate(texts)))
    lines = ["##gff-version 3"]
    gene = genome.gene("Lumo1")
    sign = "+" if gene.strand == 1 else "-"
    row = "c0\tx\t{}\t{}\t{}\t.\t" + sign + "\t{}\t{}"
    lines.append(row.format("gene", gene.start + 1, gene.end, ".", "ID=g;Name=Lumo1"))
    one = gene.canonical
    lines.append(row.format("mRNA", one.start + 1, one.end, ".", "ID=t;Parent=g"))
    lines += [row.format("exon", a + 1, b, ".", "Parent=t") for a, b in one.exons]
    done = 0
    for a, b in one.cds:
        lines.append(row.format("CDS", a + 1, b, -done % 3, "Parent=t"))
        done += b - a
    genes.write_text("\n".join(lines) + "\n")
    return fasta, genes


def test_guides_are_counted_in_all_that_is_open(demo: Genome) -> None:
    """Counts, specificity and the extent that was searched stand with every guide of a design."""
    document = loxsmith.design(REQUEST, demo).document
    bases = sum(contig.length for contig in demo.contigs)
    assert document.guides
    for guide in document.guides:
        assert guide.offtargets is not None
        assert guide.offtargets["searched_bp"] == bases
        assert guide.offtargets["0"] >= 1
        assert guide.specificity.cfd is not None
        listed = sum(guide.offtargets[str(n)] for n in range(4)) - 1
        assert len(guide.offtarget_sites) == listed


def test_a_guide_with_a_twin_elsewhere_is_not_taken(demo: Genome, tmp_path: Path) -> None:
    """A second exact place on another contig puts a guide behind those without, and the site is listed."""
    first = loxsmith.donor(REQUEST, demo).guide
    twin = "CCATACGTCA" * 4 + reverse_complement(first.protospacer + first.pam) + "GATTACAGCT" * 4
    fasta, genes = written(demo, tmp_path, twin)
    found = loxsmith.donor(REQUEST, fasta, annotation=genes)
    assert found.guide.protospacer != first.protospacer
    (again,) = [g for g in found.guides if g.protospacer == first.protospacer]
    assert again.offtargets is not None
    assert again.offtargets["0"] == 2
    assert [(s.chrom, s.start, s.strand) for s in again.offtarget_sites] == [("c1", 44, "-")]
    assert any("exactly" in remark for remark in again.remarks)


def test_a_guide_over_a_variant_of_the_strain_is_shown_and_not_taken(demo: Genome, tmp_path: Path) -> None:
    """A variant of the named strain in the PAM forbids a guide; without the strain's name nothing is forbidden."""
    fasta, genes = written(demo, tmp_path)
    first = loxsmith.donor(REQUEST, fasta, annotation=genes).guides[0]
    at = first.end + 2 if first.strand == "+" else first.start - 2
    ref = demo.fetch(demo.contigs[0].name, at - 1, at)
    alt = "T" if ref != "T" else "A"
    variants = tmp_path / "strains.vcf"
    variants.write_text(
        "##fileformat=VCFv4.2\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tCAST_EiJ\tA_J\n"
        f"c0\t{at}\trs1\t{ref}\t{alt}\t.\tPASS\t.\tGT\t1/1\t0/0\n"
    )
    cast = loxsmith.donor(f"{REQUEST} --strain CAST/EiJ", fasta, annotation=genes, variants=variants)
    assert cast.guides[0].protospacer != first.protospacer
    (shown,) = [g for g in cast.guides if g.protospacer == first.protospacer]
    assert any(remark.startswith("Not usable") and "rs1" in remark for remark in shown.remarks)
    other = loxsmith.donor(f"{REQUEST} --strain A/J", fasta, annotation=genes, variants=variants)
    assert other.guides[0].protospacer == first.protospacer


def test_variants_within_the_arms_are_named(demo: Genome, tmp_path: Path) -> None:
    """Where the strain differs under an arm the molecule would write the genome's base: said, with the place."""
    fasta, genes = written(demo, tmp_path)
    first = loxsmith.donor(REQUEST, fasta, annotation=genes)
    at = int(first.arms["5p"].genome.rpartition(":")[0].rpartition(":")[2].partition("-")[0]) + 3
    ref = demo.fetch(demo.contigs[0].name, at - 1, at)
    alt = "T" if ref != "T" else "A"
    variants = tmp_path / "strains.vcf"
    variants.write_text(
        "##fileformat=VCFv4.2\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tCAST_EiJ\n"
        f"c0\t{at}\trs7\t{ref}\t{alt}\t.\tPASS\t.\tGT\t1/1\n"
    )
    told = loxsmith.donor(f"{REQUEST} --strain CAST/EiJ", fasta, annotation=genes, variants=variants)
    (remark,) = (text for text in told.remarks if "homology arms" in text)
    assert f"c0:{at}-{at} {ref}>{alt} (rs7)" in remark
    findings = loxsmith.design(
        f"{REQUEST} --strain CAST/EiJ", fasta, annotation=genes, variants=variants
    ).document.findings
    assert any(f.severity == "warn" and "rs7" in f.message for f in findings)


def test_a_strain_that_the_file_does_not_know_is_refused(demo: Genome, tmp_path: Path) -> None:
    """A misspelt strain is never passed over in silence."""
    fasta, genes = written(demo, tmp_path)
    variants = tmp_path / "strains.vcf"
    variants.write_text(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tCAST_EiJ\n"
    )
    with pytest.raises(RequestError, match="no column for the strain A/J"):
        loxsmith.design(f"{REQUEST} --strain A/J", fasta, annotation=genes, variants=variants)


def test_variants_that_are_not_there_are_refused(demo: Genome, tmp_path: Path) -> None:
    """A file of variants that does not exist ends the design in one sentence."""
    with pytest.raises(DataError, match="does not exist"):
        loxsmith.design(REQUEST, demo, variants=tmp_path / "none.vcf")
