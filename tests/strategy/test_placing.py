"""Cassettes stand where R06 lets them, in the order of DOMAIN 10.1, and leave what they should."""

from __future__ import annotations

import pytest

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.knowledge import site
from loxsmith.locus import Locus, TranscriptModel, open_locus, uniqueness
from loxsmith.sequence import reverse_complement
from loxsmith.strategy import spell
from loxsmith.strategy.cassettes import CLOSE, marker, marker_cassette, stop_cassette
from loxsmith.strategy.placing import spots
from loxsmith.strategy.termini import c_terminus, membrane_stretch
from workbench.cases import Opener

GENES = [
    ("mouse", "Tnf"), ("mouse", "Ltb"), ("mouse", "Aif1"), ("mouse", "Ddx39b"), ("demo", "Lumo1"),
    ("demo", "Brindl"), ("demo", "Pelto"), ("demo", "Quilla"),
]  # fmt: skip


def _allowed(at: int, transcripts: list[TranscriptModel], before: int, after: int) -> bool:
    """Walk over the introns of every transcript: each must hold the place, far enough from both ends."""
    return all(any(start + before <= at <= end - after for start, end in t.introns) for t in transcripts)


def _in_exon(at: int, locus: Locus) -> bool:
    exons = [e for t in locus.transcripts for e in t.exons] + [e for n in locus.neighbours for e in n.exons]
    return any(start < at < end for start, end in exons)


@pytest.mark.parametrize(("key", "symbol"), GENES)
def test_every_spot_keeps_r06(key: str, symbol: str, genome_of: Opener) -> None:
    """At least 40 bp behind a donor and 180 before an acceptor; 100 and 300 where there is room at all."""
    genome = genome_of(key)
    locus = open_locus(genome, genome.gene(symbol), margin=2000)
    coding = [locus.target, *(t for t in locus.transcripts if t.coding and t.id != locus.target.id)]
    last = locus.target.exons[-1][1]
    found = {s.intron: s for s in spots(locus, coding, uniqueness(locus), last=last, near=last)}
    for number, (start, end) in enumerate(locus.target.introns, 1):
        minimum = [
            at for at in range(start, end) if _allowed(at, coding, 40, 180) and not _in_exon(at, locus)
        ]
        roomy = [at for at in minimum if _allowed(at, coding, 100, 300)]
        if not minimum:
            assert number not in found
            continue
        spot = found[number]
        assert spot.at in minimum
        assert spot.roomy == bool(roomy)
        assert not roomy or spot.at in roomy
        assert spot.from_donor >= 40
        assert spot.to_acceptor >= 180


def _names(cassette_state: str, switch: str = "Cre") -> list[tuple[str, int]]:
    return [(p.name, p.strand) for p in stop_cassette(0, switch, (), None).pieces(cassette_state)]


def test_the_order_of_a_floxed_stop() -> None:
    """LoxP - acceptor - STOP - FRT - neo, antisense - FRT - loxP (DOMAIN 10.1)."""
    assert _names("targeted") == [
        ("loxP", 1), ("En2-SA", 1), (CLOSE.name, 1), ("STOP", 1), ("FRT", 1),
        ("TKpA", -1), ("neo", -1), ("Kozak", -1), ("hBactP", -1), ("FRT", 1), ("loxP", 1),
    ]  # fmt: skip
    assert _names("flp") == [
        ("loxP", 1), ("En2-SA", 1), (CLOSE.name, 1), ("STOP", 1), ("FRT", 1), ("loxP", 1),
    ]  # fmt: skip
    assert _names("cre") == _names("flp_cre") == _names("cre_flp") == [("loxP", 1)]


@pytest.mark.parametrize(("switch", "outer", "inner"), [("Cre", "loxP", "FRT"), ("Flp", "FRT", "loxP"),
                                                        ("Dre", "rox", "FRT")])  # fmt: skip
def test_the_marker_never_shares_the_switchs_sites(switch: str, outer: str, inner: str) -> None:
    """Whatever recombinase switches the allele, another one takes the marker out (R17)."""
    names = [name for name, _ in _names("targeted", switch)]
    assert (names[0], names[-1]) == (outer, outer)
    assert names.count(inner) == 2


@pytest.mark.parametrize("name", ["neo", "puro", "hygro", "BSD", "zeo"])
def test_a_marker_is_a_whole_gene_turned_round(name: str) -> None:
    """Read on the other strand: promoter, ATG, the whole frame, polyA (R18)."""
    text = reverse_complement(spell(marker(name)))
    pieces = [p.name for p in reversed(marker(name))]
    assert pieces == ["hBactP", "Kozak", name, "TKpA"]
    assert "GCCACCATG" in text


def test_flp_leaves_one_frt_of_a_marker() -> None:
    """The constitutive allele keeps one FRT."""
    left = spell(marker_cassette(0, None).pieces("flp"))
    assert left == site("FRT").sequence


def test_markers_that_cannot_be() -> None:
    """No marker, or something else than one, is refused."""
    with pytest.raises(InfeasibleError, match="without a selection marker"):
        marker("none")
    with pytest.raises(RequestError, match="not a positive selection marker"):
        marker("EGFP")
    with pytest.raises(RequestError, match="one kind of site twice"):
        stop_cassette(0, "Cre", ("loxP", "lox2272"), None)


def test_motifs_at_the_ends_of_a_protein() -> None:
    """KDEL, CAAX and PDZ ligands are named; a hydrophobic stretch is found where it begins."""
    assert "KDEL" in c_terminus("MAAAKDEL")
    assert "CAAX" in c_terminus("MAAACVIM")
    assert "PDZ" in c_terminus("MAAAETSV")
    assert c_terminus("MAAAGGGG") == ""
    assert membrane_stretch("M" + "D" * 20) is None
    start = membrane_stretch("M" + "D" * 19 + "L" * 30)
    assert start is not None
    assert 10 < start <= 21
