"""What is said of a guide: remarks on making it, and whether it can be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.guides import (
    Guide,
    Landmark,
    ParalogueHit,
    Variant,
    Variants,
    landmarks,
    remarks,
    usability,
)
from loxsmith.guides.notes import NEXUS, longest_stem, pairing_with_scaffold
from loxsmith.knowledge import part
from oracle.scores import slow_pairing, slow_stem

spacers = st.text("ACGT", min_size=20, max_size=20)
PLAIN = "GACGA" * 4


def guide(protospacer: str = PLAIN) -> Guide:
    """A guide from base 10 of a text."""
    return Guide(protospacer=protospacer, pam="TGG", start=10, end=30, strand=1)


@pytest.mark.parametrize(
    ("protospacer", "words"),
    [
        (PLAIN, []),
        ("GACATTTTAACAAACAAACA", ["TTTT at base 5"]),
        ("G" + "AC" * 2 + "AA" * 7 + "A", ["GC content 15%", "15 A in a row"]),
        ("G" * 20, ["GC content 100%", "20 G in a row"]),
        ("GCCACAAAGAAAGAAAACAA", []),
        ("ACGAG" * 4, ["starts with A"]),
        ("T" * 20, ["TTTT at base 1", "GC content 0%", "starts with T", "20 T in a row"]),
        ("GAAAAACCAAGAAGAAAAGA", ["5 A in a row"]),
        ("GCTCAAAAAAGAGCAAAACC", ["6 A in a row", "GCTC pairs"]),
        ("GAAACACGGACTAAACACAA", ["ACGGACTA pairs with the nexus"]),
    ],
)
def test_remarks_name_what_hinders_making_it(protospacer: str, words: list[str]) -> None:
    """Terminator, GC outside 20-80 %, first base, runs, hairpins, the scaffold: in that order, nothing else."""
    found = remarks(guide(protospacer))
    assert len(found) == len(words), found
    assert all(word in text for word, text in zip(words, found, strict=True))


@given(spacers)
def test_the_longest_stem_is_the_longest_of_all_hairpins(protospacer: str) -> None:
    """Four base pairs or more with four bases between, as many as trying every pair of places gives."""
    longest = slow_stem(protospacer)
    assert len(longest_stem(protospacer)) == (longest if longest >= 4 else 0)


@given(spacers)
def test_pairing_with_the_scaffold_is_the_longest_duplex(protospacer: str) -> None:
    """Six base pairs or more in a row, as many as trying every register gives."""
    longest = slow_pairing(protospacer, NEXUS)
    assert len(pairing_with_scaffold(protospacer)) == (longest if longest >= 6 else 0)


def test_the_nexus_is_a_part_of_the_scaffold_of_the_library() -> None:
    """The stretch that is looked for stands once in the usual scaffold."""
    assert part("sgRNA-scaffold").sequence.count(NEXUS) == 1


@given(spacers)
def test_a_guide_by_itself_is_always_usable_as_synthetic_rna(protospacer: str) -> None:
    """Composition gives remarks only; TTTT alone rules U6 out, and forbids the guide where U6 is asked for."""
    verdict = usability(guide(protospacer))
    assert verdict.usable
    assert verdict.reasons == ()
    assert verdict.remarks == remarks(guide(protospacer))
    assert verdict.unfit == (("U6",) if "TTTT" in protospacer else ())
    assert usability(guide(protospacer), delivery="U6").usable == ("TTTT" not in protospacer)
    assert usability(guide(protospacer), delivery="T7").usable


def test_landmarks_under_the_protospacer_are_named_by_position() -> None:
    """Touching counts from the first shared base on; what lies beside is not mentioned."""
    marks = [
        Landmark(name="the start codon", kind="start codon", start=29, end=32),
        Landmark(name="the splice acceptor of exon 2", kind="splice site", start=5, end=11),
        Landmark(name="the 5' UTR", kind="UTR", start=0, end=10),
        Landmark(name="the splice donor of exon 2", kind="splice site", start=30, end=38),
    ]
    verdict = usability(guide(), landmarks=marks)
    assert verdict.usable
    assert [text.split(":")[0] for text in verdict.remarks] == [
        "The protospacer lies over the splice acceptor of exon 2",
        "The protospacer lies over the start codon",
    ]
    assert "spoil splicing" in verdict.remarks[0]
    assert "take the start away" in verdict.remarks[1]


def test_a_close_site_in_a_relative_forbids_and_a_far_one_is_remarked_on() -> None:
    """At most one mismatch forbids (R29); the closest comes first."""
    hits = [ParalogueHit(gene="Ltb", mismatches=2), ParalogueHit(gene="Lta", mismatches=1)]
    verdict = usability(guide(), paralogues=hits)
    assert not verdict.usable
    assert verdict.reasons == ("It fits Lta, a relative of the target gene, with 1 mismatch (R29).",)
    assert verdict.remarks == ("It fits Ltb, a relative of the target gene, with 2 mismatches (R29).",)
    assert "no mismatch" in usability(guide(), paralogues=[ParalogueHit(gene="Lta", mismatches=0)]).reasons[0]


def variants(*places: int, strain: str = "", note: str = "") -> Variants:
    """Substitutions on the guide's text."""
    items = tuple(Variant(start=at, end=at + 1, ref="A", alt="C", id=f"rs{at}") for at in places)
    return Variants(source="x", strain=strain, strains=(), items=items, note=note)


def test_variants_of_the_strain_forbid_and_those_of_some_speak_against() -> None:
    """PAM and seed are reasons, the rest a remark; the reader's note on the strain is passed on."""
    known = usability(guide(), variants=variants(12, 25, 31, strain="CAST_EiJ"))
    assert not known.usable
    assert [text.split()[0] for text in known.reasons] == ["rs31", "rs25"]
    assert [text.split()[0] for text in known.remarks] == ["rs12"]
    unknown = usability(guide(), variants=variants(31, note="The file does not tell."))
    assert unknown.usable
    assert [text.split()[0] for text in unknown.reasons] == ["rs31"]
    assert unknown.remarks == ("The file does not tell.",)
    assert usability(guide(), variants=variants(30)).reasons == ()


def test_what_forbids_comes_before_what_speaks_against() -> None:
    """The first reason of an unusable guide is one that forbids it."""
    verdict = usability(
        guide("GACGTTTTGACGAACGGACG"),
        delivery="U6",
        paralogues=[ParalogueHit(gene="Lta", mismatches=0)],
        variants=variants(31),
    )
    assert not verdict.usable
    assert ["U6" in verdict.reasons[0], "Lta" in verdict.reasons[1], "rs31" in verdict.reasons[2]] == [
        True
    ] * 3


# -- landmarks -----------------------------------------------------------------------------------------------


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Exons and the coding part of them, the start codon whole or parted by introns."""
    edges = sorted(draw(st.sets(st.integers(0, 400), min_size=2, max_size=10)))
    exons = list(zip(edges[::2], edges[1::2], strict=False))
    bases = [at for start, end in exons for at in range(start, end)]
    first = draw(st.integers(0, len(bases) - 1))
    last = draw(st.integers(first, len(bases) - 1))
    low, high = bases[first], bases[last] + 1
    return exons, [(max(a, low), min(b, high)) for a, b in exons if b > low and a < high]


@given(transcripts())
def test_landmarks_are_what_is_not_simply_coding(
    model: tuple[list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    """UTRs are the exons' bases outside the coding part, the start codon its first three, splice sites at each edge."""
    exons, cds = model
    marks = landmarks(exons, cds)

    def covered(kind: str) -> set[int]:
        return {at for mark in marks if mark.kind == kind for at in range(mark.start, mark.end)}

    coding = [at for start, end in cds for at in range(start, end)]
    assert covered("UTR") == {at for start, end in exons for at in range(start, end)} - set(coding)
    assert covered("start codon") == set(coding[:3])
    sites = [mark for mark in marks if mark.kind == "splice site"]
    assert len(sites) == 2 * (len(exons) - 1)
    edges = {edge for start, end in exons for edge in (start, end)} - {exons[0][0], exons[-1][1]}
    assert all(any(mark.start < edge < mark.end for mark in sites) for edge in edges)
    assert all(mark.start < mark.end for mark in marks)


@given(transcripts())
def test_on_the_other_strand_the_landmarks_are_mirrored(
    model: tuple[list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    """Turning the text round moves every landmark and renames none."""
    exons, cds = model

    def turned(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(500 - b, 500 - a) for a, b in stretches]

    mirrored = {
        (m.name, 500 - m.end, 500 - m.start) for m in landmarks(turned(exons), turned(cds), strand=-1)
    }
    assert mirrored == {(m.name, m.start, m.end) for m in landmarks(exons, cds)}


def test_landmarks_are_numbered_in_the_order_of_transcription() -> None:
    """On the bottom strand the rightmost exon is the first, and the gene is named."""
    marks = landmarks([(0, 100), (200, 300)], [(50, 100), (200, 250)], strand=-1, gene="Tnf")
    assert [mark.name for mark in marks] == [
        "the 3' UTR of Tnf",
        "the splice acceptor of exon 2 of Tnf",
        "the splice donor of exon 1 of Tnf",
        "the start codon of Tnf",
        "the 5' UTR of Tnf",
    ]
    assert landmarks([(0, 100)], []) == ()
