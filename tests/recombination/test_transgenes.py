"""What promoters that an allele brings with it transcribe, read from bare bases."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.knowledge import part, site
from loxsmith.locus import TranscriptModel
from loxsmith.recombination import Reading, read_allele, read_transgenes
from loxsmith.sequence import reverse_complement, translate

_RANDOM = Random(26)
LEFT, RIGHT = ("".join(_RANDOM.choice("ACGT") for _ in range(4000)) for _ in range(2))
LOXP, KOZAK, CLOSE = site("loxP").sequence, "GCCACC", "TAGATAACTGA"
PROMOTERS = ("CAG", "PGK", "EF1a", "UbC", "CMV", "hBactP")


def _dna(name: str) -> str:
    return part(name).sequence


def _read(*pieces: str, wild: str = LEFT + RIGHT) -> tuple[Reading, ...]:
    return read_transgenes(wild, LEFT + "".join(pieces) + RIGHT)


def _gene(promoter: str = "CAG", coding: str = "EGFP") -> tuple[str, ...]:
    return _dna(promoter), "CC", KOZAK, _dna(coding), _dna("bGHpA")


STOP = LOXP + CLOSE + _dna("STOP") + LOXP
EGFP = translate(_dna("EGFP")).removesuffix("*")


@pytest.mark.parametrize("promoter", PROMOTERS)
def test_a_promoter_makes_what_stands_behind_it(promoter: str) -> None:
    """One row for the promoter, from its last base to the first polyadenylation signal."""
    [reading] = _read(*_gene(promoter))
    assert (reading.id, reading.status, reading.protein, reading.closed) == (
        "transgene_1",
        "altered",
        EGFP,
        True,
    )
    assert promoter in reading.consequence
    start = len(LEFT) + len(_dna(promoter))
    assert reading.exons == ((start, start + 8 + len(_dna("EGFP")) + len(_dna("bGHpA"))),)
    assert reading.coding == ((start + 8, start + 8 + len(_dna("EGFP"))),)


def test_a_transgene_is_read_in_one_direction_only() -> None:
    """Turned round, it is no transcript of the drawn strand."""
    assert _read(reverse_complement("".join(_gene()))) == ()


def test_a_promoter_of_the_wild_type_is_none_of_the_transgenes() -> None:
    """What the wild type has at the same place is not brought by the allele."""
    native = LEFT + "".join(_gene("PGK")) + RIGHT
    assert read_transgenes(native, native) == ()
    [reading] = read_transgenes(native, native + "".join(_gene("CAG")) + LEFT[::-1])
    assert "CAG" in reading.consequence


def test_bacterial_and_small_rna_promoters_make_no_messenger() -> None:
    """EM7 and U6 open no row."""
    assert _read(_dna("EM7"), *_gene()[1:]) == ()
    assert _read(_dna("U6"), *_gene()[1:]) == ()


def test_parts_of_a_promoter_are_not_read_again() -> None:
    """The core of the CMV promoter lies in the whole one: one row."""
    assert [r.id for r in _read(*_gene("CMV"))] == ["transgene_1"]


def test_two_transgenes_are_two_rows() -> None:
    """Rows are numbered from left to right."""
    readings = _read(*_gene("CAG", "EGFP"), *_gene("PGK", "mCherry"))
    assert [(r.id, r.protein) for r in readings] == [
        ("transgene_1", EGFP),
        ("transgene_2", translate(_dna("mCherry")).removesuffix("*")),
    ]


def test_a_floxed_stop_keeps_it_silent() -> None:
    """Four signals in a row and nothing to translate in front of them: no product."""
    [reading] = _read(_dna("CAG"), STOP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert (reading.status, reading.protein, reading.residual) == ("none", None, "")
    assert "4 polyadenylation signals" in reading.consequence


def test_a_second_copy_of_one_signal_is_as_good() -> None:
    """The STOP of four SV40 signals counts as one, too."""
    other = LOXP + CLOSE + _dna("STOP-4xSV40pA") + LOXP
    [reading] = _read(_dna("CAG"), other, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert reading.status == "none"


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_too_few_signals_are_no_stop(kept: int) -> None:
    """One or two signals leak, even with the transgene's own behind the coding sequence."""
    signals = "".join(_dna(name) for name in ("SV40pA-244", "rbGpA")[:kept])
    [reading] = _read(_dna("CAG"), LOXP, CLOSE, signals, LOXP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert reading.status == "altered"


def test_signals_far_apart_are_no_row() -> None:
    """Three signals with coding sequences between them end three transcripts' worth of nothing: no STOP."""
    spread = "".join((KOZAK + _dna("3xFLAG") + _dna(name)) for name in ("SV40pA-244", "rbGpA", "PGKpA"))
    [reading] = _read(_dna("CAG"), CLOSE, spread)
    assert reading.status == "altered"


def test_a_product_in_front_of_the_stop_is_a_product() -> None:
    """A coding sequence between promoter and STOP is made, however strong the STOP."""
    [reading] = _read(_dna("CAG"), "CC", KOZAK, _dna("EGFP"), STOP, _dna("mCherry"), _dna("bGHpA"))
    assert (reading.status, reading.protein) == ("altered", EGFP)


def test_loxp_and_a_start_context_spell_an_atg_between_them() -> None:
    """loxP ends in AT: a G behind it opens a frame in front of the payload's own, and the reading sees it."""
    [joined] = _read(_dna("CAG"), LOXP, KOZAK, _dna("EGFP"), _dna("bGHpA"))
    [parted] = _read(_dna("CAG"), LOXP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert joined.protein != EGFP
    assert parted.protein == EGFP


def test_without_a_signal_no_rna_is_predicted() -> None:
    """Nothing ends the RNA, so nothing is said of what it makes."""
    [reading] = _read(*_gene()[:-1])
    assert (reading.status, reading.protein) == ("altered", None)
    assert "no polyadenylation signal" in reading.consequence


def test_an_intron_behind_the_promoter_is_spliced_out() -> None:
    """A whole intron leaves the RNA; the frame is the same."""
    [reading] = _read(_dna("CMV"), "CCTAC", _dna("pCI-intron"), "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert reading.protein == EGFP
    assert len(reading.exons) == 2
    assert reading.exons[1][0] - reading.exons[0][1] == len(_dna("pCI-intron"))


def test_a_second_protein_behind_an_ires_is_a_row_of_its_own() -> None:
    """``transgene_1:orf2`` is what stands behind the IRES."""
    body = (KOZAK, _dna("EGFP"), _dna("IRES"), "AACC", _dna("mCherry"), _dna("bGHpA"))
    first, second = _read(_dna("CAG"), *body)
    assert (first.id, first.protein) == ("transgene_1", EGFP)
    assert (second.id, second.protein) == ("transgene_1:orf2", translate(_dna("mCherry")).removesuffix("*"))


def test_two_a_peptides_part_the_product() -> None:
    """A 2A peptide gives two chains of one frame."""
    [reading] = _read(_dna("CAG"), KOZAK, _dna("EGFP")[:-3], _dna("T2A"), _dna("mCherry"), _dna("bGHpA"))
    assert len(reading.chains) == 2
    assert "".join(reading.chains) == reading.protein


@settings(max_examples=60)
@given(
    promoter=st.sampled_from(PROMOTERS),
    coding=st.sampled_from(["EGFP", "mCherry", "tdTomato", "puro", "Cre"]),
    at=st.integers(min_value=0),
    base=st.sampled_from("ACGT"),
)
def test_law_the_protein_is_the_translation_of_what_stands_there(
    promoter: str, coding: str, at: int, base: str
) -> None:
    """Whatever base of the coding sequence is exchanged, the row is what a ribosome makes of it from its ATG."""
    bases = _dna(coding)
    at = 3 + at % (len(bases) - 3)
    changed = bases[:at] + base + bases[at + 1 :]
    [reading] = _read(_dna(promoter), "CC", KOZAK, changed, _dna("bGHpA"))
    wanted, stop, _ = translate(changed + _dna("bGHpA")).partition("*")
    assert (reading.protein, reading.closed) == (wanted, bool(stop))


# -- spliced to a transcript of the locus ------------------------------------------------------------------


def _spliced(*pieces: str, lead: str = "") -> tuple[Reading, ...]:
    """A non-coding transcript of two exons, with pieces in its intron; the exons hold no ATG but those of ``lead``."""
    first = lead + "".join(_RANDOM_C.choice("CT") for _ in range(200 - len(lead)))
    wild = LEFT + first + "GTAAGT" + LEFT[:1500] + "C" * 20 + "AG" + "CT" * 150 + RIGHT
    end = len(LEFT) + 200
    intron = end, end + 6 + 1500 + 22
    exons = ((len(LEFT), end), (intron[1], intron[1] + 300))
    model = TranscriptModel(id="N1", exons=exons, cds=(), canonical=True, incomplete="")
    at = end + 700
    return read_allele(wild, [model], wild[:at] + "".join(pieces) + wild[at:])


_RANDOM_C = Random(27)
SA = part("En2-SA").sequence


def test_a_spliced_transgene_is_read_from_the_locus_own_rna() -> None:
    """The first exon is joined to the transgene, whose first ATG is read."""
    [reading] = _spliced(SA, LOXP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert (reading.id, reading.status, reading.protein, reading.closed) == ("N1", "altered", EGFP, True)
    assert len(reading.exons) == 2


def test_a_stop_behind_the_acceptor_silences_it() -> None:
    """The STOP ends the spliced RNA before the coding sequence."""
    [reading] = _spliced(SA, STOP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert (reading.status, reading.protein) == ("none", None)
    assert "4 polyadenylation signals" in reading.note


@pytest.mark.parametrize("signals", [(), ("SV40pA-244",), ("SV40pA-244", "rbGpA")])
def test_too_few_signals_behind_the_acceptor_leak(signals: tuple[str, ...]) -> None:
    """The transgene's own signal, behind its coding sequence, does not make up for those the STOP lacks."""
    stop = CLOSE + "".join(map(_dna, signals))
    [reading] = _spliced(SA, LOXP, stop, LOXP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert reading.status == "altered"


def test_without_its_acceptor_the_transgene_is_spliced_out() -> None:
    """No acceptor, no product: the RNA is that of the wild type."""
    [reading] = _spliced(LOXP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    assert (reading.status, reading.protein) == ("unchanged", None)


def test_a_leader_whose_frame_runs_into_the_transgene_is_named() -> None:
    """An ATG of the first exon is passed over, but a frame that overlaps the transgene's start is told."""
    body = (SA, LOXP, "CC", KOZAK, _dna("EGFP"), _dna("bGHpA"))
    [plain] = _spliced(*body)
    assert "open frames that run into this one" not in plain.note
    found = [_spliced(*body, lead="C" * n + "ATG")[0] for n in range(3)]
    assert all(reading.protein == EGFP for reading in found)
    assert any("1 of the ATGs in front of the trap open frames" in reading.note for reading in found)
