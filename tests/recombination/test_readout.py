"""The readout on a made-up gene: what each change of the sequence does to the transcript and its protein."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.knowledge import part, site
from loxsmith.locus import TranscriptModel
from loxsmith.recombination import Reading, read_allele
from loxsmith.sequence import reverse_complement, translate
from oracle.readout import ToyGene, Traced, mature, protein_of, toy_gene

GENE = toy_gene()
LOXP = site("loxP").sequence
TRAP, CLOSE = part("En2-SA").sequence, "TAGATAACTGA"
STOP = LOXP + TRAP + CLOSE + part("STOP").sequence + LOXP


def _model(gene: ToyGene, *, coding: bool = True) -> TranscriptModel:
    cds = gene.cds if coding else ()
    return TranscriptModel(id="T1", exons=gene.exons, cds=cds, canonical=True, incomplete="")


def _read(allele: str, gene: ToyGene = GENE) -> Reading:
    return read_allele(gene.wild, [_model(gene)], allele)[0]


def _put(text: str, at: int, gene: ToyGene = GENE, *, lost: int = 0) -> str:
    return gene.wild[:at] + text + gene.wild[at + lost :]


def _codon(text: str, residue: int) -> str:
    return _put(text, GENE.codon(residue), lost=3)


def _intron(number: int, gene: ToyGene = GENE) -> int:
    """The middle of an intron."""
    return (gene.exons[number - 1][1] + gene.exons[number][0]) // 2


# -- small changes -----------------------------------------------------------------------------------------


def test_the_wild_type_is_unchanged() -> None:
    """The wild type reads as itself, without remarks."""
    reading = _read(GENE.wild)
    assert (reading.status, reading.protein, reading.closed) == ("unchanged", GENE.protein, True)
    assert (reading.exons, reading.coding, reading.note) == (GENE.exons, GENE.cds, "")


def test_clipped_flanks_change_nothing() -> None:
    """An allele drawn with shorter flanks is the wild type, though its coordinates shift."""
    reading = _read(GENE.wild[580:-580])
    assert (reading.status, reading.note) == ("unchanged", "")
    assert reading.exons[0][0] == GENE.exons[0][0] - 580


@pytest.mark.parametrize("residue", [2, 15, 40, 70, 100, 160])
def test_a_missense_change_is_named(residue: int) -> None:
    """One residue differs and is called by its place."""
    new = "TGG" if GENE.protein[residue - 1] != "W" else "GCT"
    reading = _read(_codon(new, residue))
    expected = GENE.protein[: residue - 1] + translate(new) + GENE.protein[residue:]
    assert (reading.status, reading.protein) == ("altered", expected)
    assert reading.consequence.startswith("p.")


def test_a_nonsense_change_truncates_and_decays() -> None:
    """A stop in exon 2 leaves the residues before it; far from the last junction the RNA decays."""
    reading = _read(_codon("TGA", 45))
    assert reading.protein == GENE.protein[:44]
    assert "expected to decay" in reading.note


def test_a_stop_in_the_last_exon_does_not_decay() -> None:
    """Behind the last junction there is no decay."""
    reading = _read(_codon("TGA", 140))
    assert reading.protein == GENE.protein[:139]
    assert "decay" not in reading.note


def test_a_frameshift_is_followed_to_its_stop() -> None:
    """A base lost in exon 2 changes everything behind it."""
    at = GENE.codon(45) + 1
    reading = _read(_put("", at, lost=1))
    rna = "".join(GENE.wild[a:b] for a, b in GENE.exons)
    place = sum(min(b, at) - a for a, b in GENE.exons if a <= at)
    assert reading.protein == protein_of(rna[:place] + rna[place + 1 :], GENE.cds[0][0] - GENE.exons[0][0])
    assert reading.status == "altered"


def test_an_in_frame_deletion_loses_its_residues_only() -> None:
    """Two codons lost are two residues lost."""
    reading = _read(_put("", GENE.codon(45), lost=6))
    assert reading.protein == GENE.protein[:44] + GENE.protein[46:]


def test_a_silent_change_inside_an_exon_is_unchanged() -> None:
    """The RNA differs, the protein does not, and the note says so."""
    residue = next(i for i, r in enumerate(GENE.protein, 1) if 50 < i < 70 and r in "LVAPTGRS")
    at = GENE.codon(residue)
    codon = GENE.wild[at : at + 3]
    other = next(
        codon[:2] + b for b in "ACGT" if b != codon[2] and translate(codon[:2] + b) == translate(codon)
    )
    reading = _read(_codon(other, residue))
    assert (reading.status, reading.protein) == ("unchanged", GENE.protein)
    assert "RNA differs" in reading.note


def test_a_lost_stop_codon_reads_on() -> None:
    """Without its stop the frame runs into the 3'UTR; when nothing closes it, it is not called closed."""
    reading = _read(_codon("TTA", len(GENE.protein) + 1))
    assert reading.protein is not None
    assert reading.protein.startswith(GENE.protein + "L")
    tail = GENE.wild[GENE.cds[-1][1] : GENE.exons[-1][1]]
    assert reading.closed == ("*" in translate(tail))
    assert reading.status == "altered"


# -- the STOP ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intron", [1, 2, 3])
def test_a_floxed_stop_ends_the_transcript(intron: int) -> None:
    """Before Cre nothing behind the intron is made, and the note lists residual peptide and later ATGs."""
    at = _intron(intron)
    reading = _read(_put(STOP, at))
    coding = sum(b - a for a, b in GENE.cds[:intron])
    assert reading.status == "none"
    assert (reading.protein, reading.chains, reading.coding) == (None, (), ())
    assert reading.residual == GENE.protein[: coding // 3]
    assert reading.stopped_at == at + len(LOXP) + len(TRAP)
    assert "all three frames are closed" in reading.note
    later = [i for i, r in enumerate(GENE.protein, 1) if r == "M" and i > len(reading.residual)]
    assert all(f"Met{i} " in reading.note for i in later[:4])


def test_one_loxp_left_in_an_intron_is_the_wild_type() -> None:
    """After Cre the intron holds a site and the protein is made again."""
    reading = _read(_put(LOXP, _intron(1)))
    assert (reading.status, reading.note) == ("unchanged", "")


def test_a_stop_in_the_leader_intron_leaves_no_native_residue() -> None:
    """Between a non-coding first exon and the start codon nothing native is left."""
    gene = toy_gene(3, leader=True)
    reading = _read(_put(STOP, _intron(1, gene), gene), gene)
    assert (reading.status, reading.residual) == ("none", "")
    assert "no native residue" in reading.note


@pytest.mark.parametrize(
    "cassette",
    [
        LOXP + CLOSE + part("STOP").sequence + LOXP,
        LOXP + TRAP[:-1] + "T" + CLOSE + part("STOP").sequence + LOXP,
        LOXP + TRAP[:400] + "N" + TRAP[401:] + CLOSE + part("STOP").sequence + LOXP,
        reverse_complement(STOP),
    ],
    ids=["no acceptor", "acceptor AT", "acceptor changed", "antisense"],
)
def test_without_an_intact_sense_trap_the_full_length_returns(cassette: str) -> None:
    """A signal in an intron is spliced out with it."""
    reading = _read(_put(cassette, _intron(1)))
    assert reading.status != "none"
    assert reading.protein == GENE.protein


@pytest.mark.parametrize("signals", [1, 2])
def test_too_few_signals_leak(signals: int) -> None:
    """Fewer than three polyadenylation signals behind a trap are no STOP."""
    cassette = TRAP + CLOSE + part("bGHpA").sequence * signals
    reading = _read(_put(cassette, _intron(1)))
    assert reading.status == "altered"
    assert f"{signals} polyadenylation signals" in reading.note


def test_a_trap_without_signals_is_not_predicted() -> None:
    """What becomes of an RNA that runs through a trap into the next native exon cannot be said."""
    reading = _read(_put(TRAP + CLOSE, _intron(1)))
    assert (reading.status, reading.protein) == ("altered", None)


def test_an_own_acceptor_with_the_cdna_is_no_stop() -> None:
    """A mini-gene (trap, rest of the CDS, polyA) makes the protein: it must not count as a STOP."""
    rest = "".join(GENE.wild[a:b] for a, b in GENE.cds[1:])
    reading = _read(_put(TRAP + rest + part("STOP").sequence, _intron(1)))
    assert (reading.status, reading.protein) == ("altered", GENE.protein)


def test_a_native_piece_behind_the_trap_in_its_own_frame_is_no_stop() -> None:
    """Trap - CLOSE - ATG - native piece: the piece is found in whichever frame it lies."""
    piece = "ATG" + "".join(GENE.wild[a:b] for a, b in GENE.cds)[90:]
    assert _read(_put(TRAP + CLOSE + piece + part("STOP").sequence, _intron(1))).status != "none"


def test_a_frame_that_stays_open_behind_the_trap_is_no_stop() -> None:
    """Without a stop codon in front of the signal nothing ends the frame."""
    opened = "C" * 30 + part("bGHpA").sequence.replace("TAA", "TAC").replace("TAG", "TAC").replace(
        "TGA", "TAC"
    )
    reading = _read(_put(TRAP + opened + part("STOP").sequence, _intron(1)))
    frames = {reading.status}
    assert frames <= {"none", "altered"}
    if reading.status == "none":
        assert reading.residual == GENE.protein[:30]


def test_a_stop_behind_the_stop_codon_ends_nothing_native() -> None:
    """With the stop codon in exon 3 and the cassette in intron 3 the whole protein is made: not 'none'."""
    gene = toy_gene(9, coding=(90, 131, 121))
    end = gene.exons[-1][1]
    intron = "GTAAGT" + "CCATTC" * 80 + "TTTCTTTTCCTTTCTTTGCACAG"
    wild = gene.wild[: end - 50] + intron + gene.wild[end - 50 :]
    last = gene.exons[-1][0]
    exons = (*gene.exons[:-1], (last, end - 50), (end - 50 + len(intron), end + len(intron)))
    longer = ToyGene(wild=wild, exons=exons, cds=gene.cds)
    assert _read(wild, longer).status == "unchanged"
    reading = _read(_put(STOP, end + 100, longer), longer)
    assert (reading.status, reading.protein) == ("altered", gene.protein)


def test_a_stop_behind_a_later_exon_does_not_hide_that_exon() -> None:
    """With exon 2 deleted and the STOP in intron 3 the RNA still reads exon 3: it is not cut short at exon 1."""
    (a, b), at = GENE.exons[1], _intron(3)
    allele = GENE.wild[: a - 100] + GENE.wild[b + 100 : at] + STOP + GENE.wild[at:]
    reading = _read(allele)
    assert len(reading.exons) == 3
    assert reading.status == "none"
    assert "xon 2 is missing" in reading.note


def test_a_whole_second_copy_behind_a_stop_is_not_none() -> None:
    """A tandem copy that escapes the STOP makes the protein: nothing may be called ended."""
    stopped = _put(STOP, _intron(1))
    reading = _read(stopped + GENE.wild)
    assert (reading.status, reading.protein) == ("altered", None)
    assert "2 times" in reading.note


def test_a_stop_in_place_of_as_many_bases_is_still_foreign() -> None:
    """A cassette that replaces exactly as many intron bases is not taken for the wild type's."""
    gene = toy_gene(4)
    at = gene.exons[0][1] + 60
    filler = "".join(Random(2).choices("ACGT", k=len(STOP)))
    wild = gene.wild[:at] + filler + gene.wild[at:]
    shift = len(filler)
    moved = tuple((a, b) if b < at else (a + shift, b + shift) for a, b in gene.exons)
    coding = tuple((a, b) if b < at else (a + shift, b + shift) for a, b in gene.cds)
    longer = ToyGene(wild=wild, exons=moved, cds=coding)
    assert _read(gene.wild[:at] + STOP + gene.wild[at:], longer).status == "none"


# -- additions ---------------------------------------------------------------------------------------------


def _open(name: str) -> str:
    sequence = part(name).sequence
    return sequence[:-3] if part(name).has_stop else sequence


def test_a_c_terminal_fusion_reads_through() -> None:
    """A tag before the stop codon is added to the protein."""
    reading = _read(_put("GGAAGCGGA" + _open("mCherry"), GENE.codon(len(GENE.protein) + 1)))
    assert reading.protein == GENE.protein + "GSG" + part("mCherry").protein
    assert "added at its C-terminus" in reading.consequence


def test_a_2a_payload_makes_two_chains() -> None:
    """The first chain keeps the 2A tail, the second begins with proline."""
    payload = "GGAAGCGGA" + part("T2A").sequence + _open("mCherry")
    reading = _read(_put(payload, GENE.codon(len(GENE.protein) + 1)))
    assert reading.chains == (
        GENE.protein + "GSG" + part("T2A").protein[:-1],
        "P" + part("mCherry").protein,
    )


def test_a_payload_with_an_internal_stop_is_cut_short() -> None:
    """A stop inside the payload ends the protein there."""
    cut = _open("mCherry")
    reading = _read(_put(cut[:300] + "TAA" + cut[300:], GENE.codon(len(GENE.protein) + 1)))
    assert reading.protein == GENE.protein + part("mCherry").protein[:100]


def test_a_payload_out_of_frame_is_not_the_fusion() -> None:
    """One base too many and the tag is not made."""
    reading = _read(_put("A" + _open("mCherry"), GENE.codon(len(GENE.protein) + 1)))
    assert reading.protein is not None
    assert part("mCherry").protein not in reading.protein


def test_an_n_terminal_tag_keeps_the_start() -> None:
    """Behind the native ATG a tag without its Met is added."""
    tag = "GACTACAAGGATGACGACGATAAG"
    reading = _read(_put(tag, GENE.codon(2)))
    assert reading.protein == "M" + translate(tag) + GENE.protein[1:]


def test_a_cassette_at_the_atg_replaces_the_protein() -> None:
    """CDS with stop and polyA at the start codon: its protein is made, and the RNA ends at the signal."""
    cassette = part("mCherry").sequence + ("" if part("mCherry").has_stop else "TAA") + part("bGHpA").sequence
    reading = _read(_put(cassette, GENE.cds[0][0]))
    assert reading.protein == part("mCherry").protein
    assert len(reading.exons) == 1
    assert "ends at the inserted bGHpA" in reading.note


def test_an_atg_inserted_in_the_leader_comes_first() -> None:
    """Reverse loxP in the 5'UTR carries ATGs, forward loxP does not."""
    at = GENE.cds[0][0] - 40
    assert _read(_put(LOXP, at)).protein == GENE.protein
    reading = _read(_put(reverse_complement(LOXP), at))
    assert reading.protein != GENE.protein
    assert "ranslation begins" in reading.note


def test_an_atg_substituted_into_the_leader_comes_first() -> None:
    """A single base that makes an ATG upstream is seen although its place is native."""
    at = GENE.cds[0][0] - 40
    reading = _read(_put("ATG", at, lost=3))
    assert reading.protein != GENE.protein
    assert reading.status == "altered"


def test_an_ires_adds_a_second_frame() -> None:
    """Behind the stop codon an IRES brings a second protein as a row of its own."""
    payload = part("IRES").sequence + part("mCherry").sequence + ("" if part("mCherry").has_stop else "TAA")
    first, second = read_allele(GENE.wild, [_model(GENE)], _put(payload, GENE.cds[-1][1]))
    assert first.protein == GENE.protein
    assert (second.id, second.protein) == ("T1:orf2", part("mCherry").protein)


def _trapped(head: str = "") -> str:
    """A splice trap with an IRES and mCherry in the first intron, in front of everything that codes."""
    tail = part("IRES").sequence + part("mCherry").sequence + ("" if part("mCherry").has_stop else "TAA")
    return part("En2-SA").sequence + head + tail + part("bGHpA").sequence


def test_an_ires_is_entered_though_the_cap_leads_to_an_atg_within_it() -> None:
    """Where no ATG comes earlier the first one lies in the IRES; a short frame there does not hide the second."""
    start, end = GENE.exons[0]
    text = _put(_trapped("CC"), end + 60)
    text = text[:start] + text[start:end].replace("ATG", "ACG") + text[end:]
    first, second = read_allele(GENE.wild, [_model(GENE)], text)
    entry = text.index(part("IRES").sequence)
    assert entry <= first.coding[0][0] < first.coding[-1][1] <= text.index(part("mCherry").sequence)
    assert (second.id, second.protein) == ("T1:orf2", part("mCherry").protein)


def test_a_frame_that_runs_into_an_ires_hides_the_second() -> None:
    """Ribosomes of a first frame that is still open there run through the IRES: nothing is said of what follows."""
    payload = part("IRES").sequence + part("mCherry").sequence + ("" if part("mCherry").has_stop else "TAA")
    whole = GENE.cds[-1][1]
    readings = read_allele(GENE.wild, [_model(GENE)], _put("CC" + payload, whole - 3, lost=3))
    assert [r.id for r in readings] == ["T1"]


def test_an_intron_in_a_payload_is_spliced_out() -> None:
    """A whole library intron within an exon does not interrupt the protein."""
    tag = "GACTACAAGGACGACGACGATAAG"
    payload = tag[:11] + part("pCI-intron").sequence + tag[11:]
    reading = _read(_put(payload, GENE.codon(len(GENE.protein) + 1)))
    assert reading.protein == GENE.protein + translate(tag)
    assert "pCI-intron is spliced out" in reading.note


# -- exons and splice sites --------------------------------------------------------------------------------


def _without_exon_2() -> str:
    return protein_of("".join(GENE.wild[a:b] for i, (a, b) in enumerate(GENE.cds) if i != 1), 0)


def test_a_deleted_exon_is_skipped() -> None:
    """Exon 1 joins exon 3 in the frame that follows."""
    (a, b) = GENE.exons[1]
    reading = _read(GENE.wild[: a - 200] + GENE.wild[b + 200 :])
    assert reading.protein == _without_exon_2()
    assert "xon 2 is missing" in reading.note


def test_an_inverted_exon_is_skipped() -> None:
    """A native exon on the other strand is not one."""
    (a, b) = GENE.exons[1]
    turned = reverse_complement(GENE.wild[a - 200 : b + 200])
    reading = _read(GENE.wild[: a - 200] + turned + GENE.wild[b + 200 :])
    assert reading.protein == _without_exon_2()
    assert reading.status == "altered"


def test_a_duplicated_exon_is_read_twice() -> None:
    """Exon 2 with its introns' edges in tandem is spliced in twice: never unchanged."""
    (a, b) = GENE.exons[1]
    segment = GENE.wild[a - 200 : b + 200]
    reading = _read(GENE.wild[: b + 200] + segment + GENE.wild[b + 200 :])
    cds = [GENE.wild[x:y] for x, y in GENE.cds]
    assert reading.protein == protein_of("".join([cds[0], cds[1], cds[1], *cds[2:]]), 0)
    assert "xon 2 is read 2 times" in reading.note


def test_a_cdna_copy_of_the_exons_is_not_spliced_to() -> None:
    """Exons without their introns, further on, are no acceptors."""
    cdna = "".join(GENE.wild[a:b] for a, b in GENE.cds[1:])
    reading = _read(_put(cdna, _intron(1)))
    assert (reading.status, reading.protein) == ("unchanged", GENE.protein)


def test_exons_fused_by_a_deletion_are_read_as_one() -> None:
    """From amid exon 2 to amid exon 3: acceptor of 2 and donor of 3 remain."""
    (a, b), (c, d) = GENE.exons[1], GENE.exons[2]
    reading = _read(GENE.wild[: a + 60] + GENE.wild[c + 61 :])
    rna = [GENE.wild[x:y] for x, y in GENE.cds]
    assert reading.protein == protein_of(rna[0] + rna[1][:60] + rna[2][61:] + rna[3], 0)
    assert (len(reading.exons), b, d) == (3, GENE.exons[1][1], GENE.exons[2][1])


@pytest.mark.parametrize("exon", [1, 2, 3])
@pytest.mark.parametrize("lost", [1, 2])
def test_a_lost_donor_is_never_unchanged(exon: int, lost: int) -> None:
    """G or GT of a donor substituted: no protein is predicted."""
    at = GENE.exons[exon - 1][1]
    reading = _read(_put("CC"[:lost], at, lost=lost))
    assert (reading.status, reading.protein) == ("altered", None)


@pytest.mark.parametrize("exon", [2, 3, 4])
@pytest.mark.parametrize("new", ["CG", "AC", "CC", ""])
def test_a_lost_acceptor_is_never_unchanged(exon: int, new: str) -> None:
    """AG of an acceptor substituted or deleted: no protein is predicted."""
    at = GENE.exons[exon - 1][0]
    reading = _read(_put(new, at - 2, lost=2))
    assert reading.status == "altered"
    assert reading.protein != GENE.protein


@pytest.mark.parametrize("exon", [2, 3, 4])
def test_a_g_lost_at_an_acceptor_is_never_unchanged(exon: int) -> None:
    """As in the published p53 R172H allele: AG of the intron becomes A."""
    at = GENE.exons[exon - 1][0] - 1
    reading = _read(_put("", at, lost=1))
    assert reading.status == "altered"
    assert reading.protein != GENE.protein


@pytest.mark.parametrize("exon", [1, 2, 3])
@pytest.mark.parametrize("side", ["exon", "edge", "intron"])
def test_an_insertion_at_a_donor_is_never_unchanged(exon: int, side: str) -> None:
    """Before the last exon base, at the edge, or behind GT, foreign bases are noticed."""
    at = GENE.exons[exon - 1][1] + {"exon": -1, "edge": 0, "intron": 2}[side]
    reading = _read(_put("CCCACCCACCCACC", at))
    assert reading.status == "altered"
    assert "donor" in reading.note
    assert reading.protein != GENE.protein


def test_bases_inserted_at_an_acceptor_edge_join_the_exon() -> None:
    """The intron's AG is used, so what stands behind it is exon."""
    reading = _read(_put("CCACCACCA", GENE.exons[1][0]))
    rna = [GENE.wild[x:y] for x, y in GENE.cds]
    assert reading.protein == protein_of(rna[0] + "CCACCACCA" + "".join(rna[1:]), 0)


def test_a_lost_first_exon_base_shifts_the_frame() -> None:
    """The acceptor stays; the exon begins with its second base."""
    reading = _read(_put("", GENE.exons[1][0], lost=1))
    rna = [GENE.wild[x:y] for x, y in GENE.cds]
    assert reading.protein == protein_of(rna[0] + rna[1][1:] + "".join(rna[2:]), 0)


@pytest.mark.parametrize(("exon", "offset"), [(1, 3), (2, -1), (3, 4)])
def test_a_change_in_the_donor_consensus_is_noted(exon: int, offset: int) -> None:
    """GT intact, consensus changed: predicted, but not called unchanged."""
    at = GENE.exons[exon - 1][1] + offset
    new = "C" if GENE.wild[at] != "C" else "A"
    reading = _read(_put(new, at, lost=1))
    assert reading.status == "altered"
    assert f"donor of exon {exon}" in reading.note


def test_a_deletion_up_to_an_acceptor_is_not_overlooked() -> None:
    """Without polypyrimidine tract an AG in front of the exon, left by chance, is no acceptor."""
    start = GENE.exons[1][0]
    left = GENE.wild.rindex("AG", start - 500, start - 200) + 2
    reading = _read(GENE.wild[:left] + GENE.wild[start:])
    assert (reading.status, reading.protein) == ("altered", None)


@pytest.mark.parametrize("lost", [(500, 560), (560, 800), (100, 800)])
def test_a_lost_start_is_not_none_while_coding_bases_remain(lost: tuple[int, int]) -> None:
    """Promoter or first exon deleted: never unchanged, and never 'none', which a STOP alone earns."""
    reading = _read(GENE.wild[: lost[0]] + GENE.wild[lost[1] :])
    if lost[1] > 600:
        assert (reading.status, reading.protein) == ("altered", None)


def test_a_lost_core_promoter_is_noted() -> None:
    """The 60 bases in front of the start replaced: the protein may be made, but this is not the wild type."""
    reading = _read(_put("", 540, lost=60))
    assert reading.status == "altered"
    assert "transcription start" in reading.note


def test_the_whole_gene_deleted_is_none() -> None:
    """When no coding base is left, nothing native can be made."""
    reading = _read(GENE.wild[:300] + GENE.wild[-300:])
    assert (reading.status, reading.protein) == ("none", None)


def test_the_end_of_exon_1_deleted_is_not_none() -> None:
    """A lost donor is no STOP."""
    end = GENE.exons[0][1]
    reading = _read(GENE.wild[: end - 5] + GENE.wild[end + 5 :])
    assert reading.status == "altered"


def test_a_lost_last_exon_is_not_predicted() -> None:
    """Without the native end of the RNA no protein is promised."""
    (a, b) = GENE.exons[3]
    assert _read(GENE.wild[: a - 100] + GENE.wild[b + 100 :]).protein is None


def test_a_noncoding_transcript_is_compared_as_rna() -> None:
    """Unchanged, altered and ended by a STOP, without a protein."""
    model = _model(GENE, coding=False)
    alleles = (GENE.wild, _codon("TGG", 45), _put(STOP, _intron(1)))
    readings = [read_allele(GENE.wild, [model], allele)[0] for allele in alleles]
    assert [r.status for r in readings] == ["unchanged", "altered", "none"]
    assert all(r.protein is None for r in readings)


# -- against the oracle ------------------------------------------------------------------------------------


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_random_edits_read_as_by_provenance(seed: int) -> None:
    """Edits within exons and introns, away from splice sites, give the RNA and protein of the slow twin."""
    random = Random(seed)
    gene = toy_gene(seed % 7)
    allele = Traced(gene.wild)
    for _ in range(random.randint(1, 4)):
        _random_edit(random, gene, allele)
    rna, text = mature(allele, gene.exons), allele.text
    reading = _read(text, gene)
    assert "".join(text[a:b] for a, b in reading.exons) == rna
    start = rna.index("ATG", gene.cds[0][0] - gene.exons[0][0])
    assert reading.protein == protein_of(rna, start)


def _random_edit(random: Random, gene: ToyGene, allele: Traced) -> None:
    number = random.randrange(4)
    coding = random.random() < 0.6
    start, end = gene.cds[number] if coding else (gene.exons[number][1], gene.exons[number][1] + 600)
    if not coding and number == 3:
        return
    wild = random.randrange(start + 30, min(end, gene.exons[number][1] if coding else end) - 45)
    places = allele.places(wild)
    if not places:
        return
    kind = random.choice("sidI" if coding else "sidIN")
    if kind == "s":
        allele.substitute(places[0], random.choice("ACGT"))
    elif kind in "iI":
        allele.insert(
            places[0], "".join(random.choices("ACGT", k=random.randint(*((1, 9), (30, 900))[kind == "I"])))
        )
    elif kind == "d":
        allele.delete(places[0], places[0] + random.randint(1, 12))
    else:
        allele.insert(places[0], STOP[:34] + STOP[1000:])  # signals without their trap are spliced out
