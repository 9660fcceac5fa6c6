"""What the GenBank files of a design are called, and what they warn of."""

from __future__ import annotations

from io import StringIO

import pytest

from loxsmith.workbench.marks import allele_file, construct_file
from workbench.cases import Designer

CASES = [
    ("mouse", "Tnf p.A223R", "Tnf_A223R_ssODN"),
    ("demo", "Lumo1 p.H100R", "Lumo1_H100R_ssODN"),
    ("demo", "Lumo1 C-term T2A-mCherry --donor plasmid", "Lumo1_c_terminal_T2A_mCherry_plasmid"),
    ("demo", "Ferra2 p.E173K --method es", "Ferra2_E173K_vector"),
]


@pytest.mark.parametrize(("key", "line", "name"), CASES)
def test_records_are_named_after_gene_and_change(key: str, line: str, name: str, designed: Designer) -> None:
    """The record of a molecule opened beside others is told from them; the file keeps its name."""
    from Bio import SeqIO

    found = designed(key, line)
    [molecule] = found.document.molecules
    record = SeqIO.read(StringIO(found.files[molecule.file]), "genbank")
    assert record.name == name
    targeted = SeqIO.read(StringIO(found.files["sequences/targeted.gb"]), "genbank")
    assert targeted.name == f"{name.rpartition('_')[0]}_targeted"


@pytest.mark.parametrize(("key", "line", "name"), CASES)
def test_a_drawing_that_is_not_ordered_warns_of_itself(
    key: str, line: str, name: str, designed: Designer
) -> None:
    """Comment and a feature over the whole say what to order, base by base; a file that is ordered warns of nothing."""
    from Bio import SeqIO

    found = designed(key, line)
    [molecule] = found.document.molecules
    record = SeqIO.read(StringIO(found.files[molecule.file]), "genbank")
    warned = [
        f
        for f in record.features
        if f.qualifiers["label"] == ["order the reverse complement of this drawing"]
    ]
    comment = record.annotations.get("comment", "")
    if molecule.strand == "-":
        assert molecule.order == str(record.seq.reverse_complement())
        assert "DO NOT ORDER THIS RECORD AS IT STANDS" in comment
        assert (molecule.order or "-") in comment.replace("\n", "")
        [whole] = warned
        assert str(whole.extract(record.seq)) == molecule.order
    else:
        assert not warned
        assert "DO NOT ORDER" not in comment


def test_both_strands_were_tried(designed: Designer) -> None:
    """The cases above have an oligonucleotide of each strand."""
    strands = [designed(key, line).document.molecules[0].strand for key, line, _ in CASES[:2]]
    assert set(strands) == {"+", "-"}


def test_without_a_name_the_gene_stands_for_the_design(designed: Designer) -> None:
    """A caller that knows no change gets the gene's symbol."""
    found = designed("demo", "Lumo1 p.H100R")
    assert construct_file(found.drawing, found.locus).startswith("LOCUS       Lumo1_ssODN ")
    wild = next(a for a in found.simulation.alleles if a.id == "wild_type")
    assert allele_file(wild, (), found.locus).startswith("LOCUS       Lumo1_wild_type ")
