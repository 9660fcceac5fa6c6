"""Good designs are proved; spoil one site, element or base, and a promise fails and says why."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from loxsmith.sequence import Molecule
from loxsmith.workbench import Design
from workbench import spoiling
from workbench.cases import Good

Ready = Callable[[str, str], Good]

LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "lsl": (
        ("mouse", "Tnf p.A223R conditional"),
        ("demo", "Lumo1 p.R173H conditional"),
        ("demo", "Ferra2 p.E173K conditional"),
    ),
    "es": (
        ("mouse", "Tnf p.A223R --method es"),
        ("demo", "Lumo1 p.R173H --method es"),
        ("demo", "Ferra2 p.E173K --method es"),
    ),
    "ssodn": (("mouse", "Tnf p.A223R"), ("demo", "Lumo1 p.R173H"), ("demo", "Ferra2 p.E173K")),
    "blocked": (
        ("mouse", "Tnf p.S109A"),
        ("demo", "Lumo1 p.R164A"),
        ("demo", "Ferra2 p.L190A"),
    ),
    "c-term": (
        ("mouse", "Ltb C-term T2A-mCherry"),
        ("demo", "Lumo1 C-term T2A-mCherry"),
        ("demo", "Ferra2 C-term T2A-mCherry"),
    ),
    "n-term": (("mouse", "Ltb N-term HA"), ("demo", "Lumo1 N-term HA"), ("demo", "Ferra2 N-term HA")),
    "atg": (
        ("mouse", "Tnf ATG EGFP-bGHpA"),
        ("demo", "Lumo1 ATG EGFP-bGHpA"),
        ("demo", "Ferra2 ATG EGFP-bGHpA"),
    ),
}

Spoil = Callable[[Good], Molecule]

PARTED = r"part at base \d+ of the allele"
UNREACHED = "does not reach one allele {}"
FRAME = r"residues 1-\d+ of \d+ with \d+ other residues"
LOST = "acceptor of exon .* is destroyed"
NO_TRAP = "No STOP behind a splice trap ends the transcript"

MUTATIONS: tuple[tuple[str, Spoil, str, str], ...] = (
    ("lsl", spoiling.flip_first_lox, "OneEnd cre", UNREACHED.format("cre")),
    ("lsl", spoiling.flip_last_lox, "Makes cre", UNREACHED.format("cre")),
    ("lsl", spoiling.lox2272_for_loxp, "Makes cre", "is taken by the En2-SA splice trap"),
    ("lsl", spoiling.spacer_base, "Makes cre", "is taken by the En2-SA splice trap"),
    ("lsl", spoiling.drop_acceptor, "NoProduct targeted", NO_TRAP),
    ("lsl", spoiling.reverse_acceptor, "NoProduct flp", NO_TRAP),
    ("lsl", spoiling.drop_stop, "NoProduct flp", "nothing there ends it"),
    ("lsl", spoiling.reverse_stop, "NoProduct flp", "nothing there ends it"),
    ("lsl", spoiling.drop_polyas, "NoProduct flp", "2 polyadenylation signals, fewer than the 3"),
    ("lsl", spoiling.flip_frt, "NoProduct flp", UNREACHED.format("flp")),
    ("lsl", spoiling.lose_frt, "NothingElse flp", PARTED),
    ("lsl", spoiling.lox_in_marker, "NothingElse targeted", PARTED),
    ("lsl", spoiling.lose_exon_base, "Makes cre", FRAME),
    ("lsl", spoiling.add_exon_base, "Makes cre", FRAME),
    ("lsl", spoiling.silent_in_arm, "NothingElse cre", PARTED),
    ("lsl", spoiling.revert_edit, "Makes cre", "protein identical to wild type"),
    ("lsl", spoiling.lose_acceptor_g, "Makes cre", LOST),
    ("es", spoiling.flip_frt, "Makes flp", UNREACHED.format("flp")),
    ("es", spoiling.lose_frt, "NothingElse flp", PARTED),
    ("es", spoiling.lox_in_marker, "NothingElse targeted", PARTED),
    ("es", spoiling.lose_exon_base, "Makes flp", FRAME),
    ("es", spoiling.add_exon_base, "Makes flp", FRAME),
    ("es", spoiling.silent_in_arm, "NothingElse flp", PARTED),
    ("es", spoiling.revert_edit, "Makes flp", "protein identical to wild type"),
    ("es", spoiling.lose_acceptor_g, "Makes flp", LOST),
    ("ssodn", spoiling.lose_exon_base, "Makes targeted", FRAME),
    ("ssodn", spoiling.add_exon_base, "Makes targeted", FRAME),
    ("ssodn", spoiling.silent_in_arm, "NothingElse targeted", PARTED),
    ("blocked", spoiling.revert_edit, "Makes targeted", "protein identical to wild type"),
    ("blocked", spoiling.revert_blocking, "NotCut targeted", r"still be cut, .* at base \d+ of the allele"),
    ("c-term", spoiling.lose_payload_base, "Makes targeted", r"promised: \d+ residues .* and 237 residues"),
    ("c-term", spoiling.add_payload_base, "Makes targeted", r"promised: \d+ residues .* and 237 residues"),
    ("c-term", spoiling.lose_last_codon, "Makes targeted", r"and 236 residues .* and 237 residues"),
    ("c-term", spoiling.stop_before_payload, "Makes targeted", "protein identical to wild type"),
    ("c-term", spoiling.reverse_payload, "Makes targeted", "added at its C-terminus"),
    ("c-term", spoiling.lose_exon_base, "Makes targeted", r"residues 1-\d+ of \d+"),
    ("c-term", spoiling.silent_in_arm, "NothingElse targeted", PARTED),
    ("n-term", spoiling.lose_payload_base, "Makes targeted", r"promised: \d+ residues"),
    ("n-term", spoiling.add_payload_base, "Makes targeted", r"promised: \d+ residues"),
    ("n-term", spoiling.lose_last_codon, "Makes targeted", "8 residues added behind its first methionine"),
    ("n-term", spoiling.stop_before_payload, "Makes targeted", "residues 1-1 of"),
    ("atg", spoiling.lose_payload_base, "Makes targeted", "promised: 239 residues"),
    ("atg", spoiling.lose_payload_stop, "Makes targeted", "promised: 239 residues"),
    ("atg", spoiling.lose_polya, "NothingElse targeted", PARTED),
    ("atg", spoiling.lose_last_codon, "NothingElse targeted", PARTED),
    ("atg", spoiling.reverse_payload, "Makes targeted", "promised: 239 residues"),
)
"""Kind of design, what is spoilt, the promise that must fail (claim and allele), what its evidence must say."""

CASES = [
    pytest.param(key, line, spoil, fails, says, id=f"{line.replace(' ', '-')}-{spoil.__name__}")
    for kind, spoil, fails, says in MUTATIONS
    for key, line in LINES[kind]
]

ALL = [pytest.param(key, line, id=line.replace(" ", "-")) for lines in LINES.values() for key, line in lines]


def _failed(design: Design) -> dict[str, str]:
    """Claim and allele of every promise that was not proved, with its evidence."""
    return {
        f"{type(p.promise.claim).__name__} {p.promise.allele}": p.evidence
        for p in design.proofs
        if not p.proved
    }


@pytest.mark.parametrize(("key", "line"), ALL)
def test_a_good_design_is_proved(key: str, line: str, good: Ready) -> None:
    """Unspoilt, every promise of every design of this file is proved."""
    found = good(key, line).judged()
    assert _failed(found) == {}
    assert found.proved
    assert found.document.proved


@pytest.mark.parametrize(("key", "line", "spoil", "fails", "says"), CASES)
def test_a_spoilt_design_is_not_proved(
    key: str, line: str, spoil: Spoil, fails: str, says: str, good: Ready
) -> None:
    """One thing spoilt, and the promise about it fails with the place or the reason in its evidence."""
    unspoilt = good(key, line)
    molecule = spoil(unspoilt)
    assert molecule.sequence != unspoilt.molecule.sequence
    found = unspoilt.judged(molecule)
    failed = _failed(found)
    assert not found.proved
    assert not found.document.proved
    assert fails in failed
    assert re.search(says, failed[fails]), failed[fails]


@pytest.mark.parametrize(("key", "line"), ALL)
def test_the_judge_reads_nothing_but_bases(key: str, line: str, good: Ready) -> None:
    """Stripped of features and lineage, the construct gives the same alleles and the same proofs."""
    drawn = good(key, line)
    bare = Molecule.of(drawn.molecule.sequence, circular=drawn.molecule.circular)
    one, other = drawn.judged(), drawn.judged(bare)
    assert one.proofs == other.proofs
    assert [(a.id, a.sha256) for a in one.document.alleles] == [
        (a.id, a.sha256) for a in other.document.alleles
    ]
    assert one.readings == other.readings


@pytest.mark.parametrize("key_line", [LINES["ssodn"][0], LINES["n-term"][1]], ids=["point", "tag"])
def test_no_base_of_an_oligonucleotide_is_free(key_line: tuple[str, str], good: Ready) -> None:
    """Whichever base of the oligonucleotide is exchanged, but for its outermost ones, the proof fails."""
    oligo = good(*key_line)
    size = len(oligo.molecule)
    passed = [at for at in range(9, size - 9, 9) if oligo.judged(spoiling.exchange(oligo, at)).proved]
    assert passed == []


def test_a_circle_may_begin_anywhere(good: Ready) -> None:
    """A targeting vector turned to another origin, or drawn from its other strand, gives the same alleles."""
    drawn = good("demo", "Lumo1 p.R173H conditional")
    first = drawn.judged()
    other = drawn.molecule.rotate(len(drawn.molecule) // 3).reverse_complement()
    turned = drawn.judged(other)
    assert turned.proved
    assert {a.id: a.sha256 for a in turned.document.alleles if a.intended} == {
        a.id: a.sha256 for a in first.document.alleles if a.intended
    }
