"""The walk along the RNA: order of sites, what is passed over, where it ends."""

from __future__ import annotations

from loxsmith.knowledge import part
from loxsmith.locus import TranscriptModel
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.recombination.splicing import Path, splice
from loxsmith.sequence import reverse_complement
from oracle.readout import toy_gene

GENE = toy_gene(11)
MODEL = TranscriptModel(id="T1", exons=GENE.exons, cds=GENE.cds, canonical=True, incomplete="")
TRAP, SIGNAL = part("En2-SA").sequence, part("bGHpA").sequence


def _splice(allele: str, wild: str = GENE.wild) -> Path:
    return splice(MODEL, Correspondence(wild, allele))


def _insert(at: int, text: str) -> str:
    return GENE.wild[:at] + text + GENE.wild[at:]


def test_the_wild_type_is_spliced_as_annotated() -> None:
    """Segments are the exons, nothing is altered, nothing is said."""
    path = _splice(GENE.wild)
    assert tuple(path.segments) == GENE.exons
    assert path == Path(segments=list(GENE.exons))


def test_the_first_trap_on_the_way_is_taken() -> None:
    """Of two traps in one intron the RNA meets the nearer."""
    at = GENE.exons[0][1] + 300
    path = _splice(_insert(at, TRAP + SIGNAL * 3 + TRAP + SIGNAL * 3))
    assert path.trap is not None
    assert path.trap.start == at
    assert path.is_stopped


def test_signals_count_up_to_the_next_native_site_only() -> None:
    """Signals in the next intron are not those of the STOP."""
    one, two = GENE.exons[0][1] + 300, GENE.exons[1][1] + 300
    allele = GENE.wild[:one] + TRAP + SIGNAL + GENE.wild[one:two] + SIGNAL * 3 + GENE.wild[two:]
    path = _splice(allele)
    assert path.stop_signals == 1
    assert not path.is_stopped


def test_signals_in_front_of_the_trap_do_not_count() -> None:
    """Signals that stand in the intron before the acceptor go out with it, and the note says so."""
    path = _splice(_insert(GENE.exons[0][1] + 300, SIGNAL * 3 + TRAP + SIGNAL))
    assert path.stop_signals == 1
    assert any("spliced out" in note for note in path.notes)


def test_a_trap_inside_an_exon_is_said() -> None:
    """An acceptor within an exon may compete with the native one."""
    path = _splice(_insert(GENE.exons[2][0] + 40, TRAP))
    assert any("may be used" in note for note in path.notes)


def test_a_trap_in_front_of_the_transcript_is_not_met() -> None:
    """What lies upstream of the transcription start is not in the RNA."""
    path = _splice(_insert(200, TRAP + SIGNAL * 3))
    assert path.trap is None
    assert not path.altered


def test_a_trap_with_the_last_exon_gone_still_ends_the_rna() -> None:
    """Behind the last donor left, the trap is the only acceptor."""
    start, end = GENE.exons[3]
    allele = GENE.wild[: start - 100] + TRAP + SIGNAL * 3 + GENE.wild[end + 50 :]
    path = _splice(allele)
    assert path.is_stopped
    assert len(path.segments) == 4


def test_a_wild_type_that_holds_the_trap_already_is_not_trapped() -> None:
    """An element at its place in the wild type is part of the annotation."""
    at = GENE.exons[0][1] + 300
    wild = _insert(at, TRAP + SIGNAL * 3)
    shift = len(wild) - len(GENE.wild)
    first = GENE.exons[0]
    exons = (first, *((a + shift, b + shift) for a, b in GENE.exons[1:]))
    cds = (GENE.cds[0], *((a + shift, b + shift) for a, b in GENE.cds[1:]))
    model = TranscriptModel(id="T1", exons=exons, cds=cds, canonical=True, incomplete="")
    path = splice(model, Correspondence(wild, wild))
    assert path.trap is None
    assert tuple(path.segments) == exons


def test_an_inserted_signal_in_an_exon_ends_the_rna() -> None:
    """Behind it nothing is read."""
    at = GENE.exons[1][0] + 50
    path = _splice(_insert(at, SIGNAL))
    assert path.ended_early
    assert path.segments[-1] == (GENE.exons[1][0], at + len(SIGNAL))


def test_a_promoter_behind_the_stop_makes_an_rna_of_its_own() -> None:
    """A sense promoter reads into the native exons unless a signal closes it off."""
    at, promoter = GENE.exons[0][1] + 300, part("PGK").sequence
    stop = TRAP + SIGNAL * 3
    assert _splice(_insert(at, stop + promoter)).unpredicted
    assert not _splice(_insert(at, stop + promoter + SIGNAL)).unpredicted
    assert not _splice(_insert(at, stop + reverse_complement(promoter))).unpredicted


def test_changed_bases_at_the_end_of_the_rna_are_noted() -> None:
    """The AAUAAA lies in front of the cleavage site: a change there is said."""
    end = GENE.exons[-1][1]
    changed = GENE.wild[: end - 20] + "GGCCGGCC" + GENE.wild[end - 12 :]
    path = _splice(changed)
    assert path.altered
    assert any("polyadenylation site" in note for note in path.notes)


def test_an_intron_that_has_lost_both_sites_is_not_read_through() -> None:
    """Donor and acceptor destroyed together keep the order of sites, but retention is not promised."""
    (start, end) = MODEL.introns[1]
    changed = GENE.wild[:start] + "CC" + GENE.wild[start + 2 : end - 2] + "CC" + GENE.wild[end:]
    path = _splice(changed)
    assert path.unpredicted
    assert any("intron 2 stay" in note for note in path.notes)


def test_exons_joined_without_their_intron_are_read_as_one() -> None:
    """An intron cut out to the base, as in a cDNA, leaves nothing to doubt."""
    (start, end) = MODEL.introns[1]
    path = _splice(GENE.wild[:start] + GENE.wild[end:])
    assert not path.unpredicted
    assert len(path.segments) == 3


def test_a_second_ag_behind_an_acceptor_is_noted() -> None:
    """CAG inserted behind CAG: either may be used."""
    at = GENE.exons[1][0]
    path = _splice(GENE.wild[:at] + "CAG" + GENE.wild[at:])
    assert path.altered
    assert any("new AG" in note for note in path.notes)
