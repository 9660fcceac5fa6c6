"""From a mature RNA to the protein: coordinates, frames, start codons, 2A chains."""

from __future__ import annotations

import doctest
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from loxsmith.knowledge import part
from loxsmith.locus import TranscriptModel
from loxsmith.recombination import translation
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.recombination.translation import Rna, chains, read_frame, spliced_position, start_codon

stretches = st.lists(st.integers(1, 30), min_size=2, max_size=10).filter(lambda s: len(s) % 2 == 0)


def _rna(lengths: list[int]) -> Rna:
    """Alternate gaps and exons of the given lengths."""
    segments, at = [], 0
    for gap, exon in zip(lengths[::2], lengths[1::2], strict=True):
        segments.append((at + gap, at + gap + exon))
        at += gap + exon
    return Rna(allele="".join(Random(at).choices("ACGT", k=at + 9)), segments=tuple(segments))


@given(lengths=stretches)
def test_rna_and_allele_positions_round_trip(lengths: list[int]) -> None:
    """Every RNA base leads to an equal allele base and back; intron bases lead nowhere."""
    rna = _rna(lengths)
    places = [rna.to_allele(i) for i in range(len(rna.sequence))]
    assert [rna.from_allele(p) for p in places] == list(range(len(rna.sequence)))
    assert "".join(rna.allele[p] for p in places) == rna.sequence
    assert all(rna.from_allele(p) is None for p in range(len(rna.allele)) if p not in places)


@given(lengths=stretches, data=st.data())
def test_stretches_spell_the_part_of_the_rna(lengths: list[int], data: st.DataObject) -> None:
    """The allele stretches of any part of the RNA, joined, are that part."""
    rna = _rna(lengths)
    start = data.draw(st.integers(0, len(rna.sequence) - 1))
    end = data.draw(st.integers(start + 1, len(rna.sequence)))
    assert "".join(rna.allele[a:b] for a, b in rna.stretches(start, end)) == rna.sequence[start:end]


def test_a_frame_ends_behind_its_stop_codon() -> None:
    """Closed frames include the stop; open ones end behind the last whole codon."""
    closed, opened = read_frame("CCATGAAATAACC", 2), read_frame("CCATGAAATC", 2)
    assert (closed.protein, closed.end, closed.closed) == ("MK", 11, True)
    assert (opened.protein, opened.end, opened.closed) == ("MK", 8, False)


WILD = (
    "CTCATGCTTAACCCATTCTCC" + "ATG" + "AAACCCGGGATGACATCGCTACTTGCTGGA" + "TAA" + "TCTCGTGCACTAGCGATCTAG" * 3
)
"""An upstream ATG at 3, closed by a TAA; the start codon at 21; a Met at residue 5."""

MODEL = TranscriptModel(id="T1", exons=((0, len(WILD)),), cds=((21, 57),), canonical=True, incomplete="")


def _start(allele: str) -> tuple[int | None, str]:
    rna = Rna(allele=allele, segments=((0, len(allele)),))
    return start_codon(rna, Correspondence(WILD, allele), MODEL)


def test_upstream_atgs_of_the_wild_type_are_passed_over() -> None:
    """The annotated start is taken although an ATG stands in front of it."""
    assert _start(WILD) == (21, "")


def test_an_atg_that_a_substitution_makes_upstream_comes_first() -> None:
    """CCATTC -> CCATGC gives a new ATG: substituted bases are not the wild type's."""
    at, remark = _start(WILD[:16] + "G" + WILD[17:])
    assert (at, bool(remark)) == (14, True)


def test_an_atg_that_a_deletion_joins_upstream_comes_first() -> None:
    """A deletion that leaves A|TG across its junction makes a start codon of its own."""
    joined = WILD[:15] + WILD[22:]  # A of CCA, then TG of the native start codon
    assert joined[14:17] == "ATG"
    assert _start(joined)[0] == 14


def test_an_inserted_atg_comes_first() -> None:
    """A reverse loxP in the 5'UTR carries ATGs."""
    at, remark = _start(WILD[:18] + "ATAACTTCGTATAATGTATGCTATACGAAGTTAT" + WILD[18:])
    assert at == 18 + 13
    assert remark == "translation begins at an ATG that the wild-type RNA does not have"


def test_without_the_native_start_the_next_atg_is_read() -> None:
    """ATG -> ACG: Met5 opens the frame, and the remark says so."""
    at, remark = _start(WILD[:22] + "C" + WILD[23:])
    assert at == 33
    assert "gone" in remark


def test_no_atg_at_all_is_no_start() -> None:
    """An RNA without ATG has no start codon."""
    allele = WILD.replace("ATG", "ACG")
    assert _start(allele)[0] is None


def test_spliced_positions_skip_introns() -> None:
    """Wild-type positions count along the exons; intron bases have none."""
    model = TranscriptModel(id="T", exons=((10, 20), (30, 40)), cds=(), canonical=True, incomplete="")
    assert [spliced_position(model, p) for p in (9, 10, 19, 20, 30, 39, 40)] == [
        None,
        0,
        9,
        None,
        10,
        19,
        None,
    ]


def test_2a_peptides_split_the_protein_before_their_last_proline() -> None:
    """T2A, P2A, E2A and F2A of the library each leave NPG on the first chain and P on the second."""
    for name in ("T2A", "P2A", "E2A", "F2A"):
        first, second = chains("MKT" + part(name).protein + "VSK")
        assert first.endswith("NPG")
        assert second == "PVSK"
    assert chains("MKTAY") == ("MKTAY",)


def test_the_examples_in_the_docstrings_hold() -> None:
    """Doctests of the module pass."""
    assert doctest.testmod(translation).failed == 0
