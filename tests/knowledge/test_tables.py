"""Limits, codons, CFD weights, harbours and papers."""

from __future__ import annotations

import csv
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from loxsmith import knowledge
from loxsmith.errors import RequestError
from loxsmith.knowledge import (
    cfd_mismatch,
    cfd_pam,
    citation,
    citations,
    codon_usage,
    harbour,
    harbours,
    limit,
    limits,
    parts,
    sites,
    synonymous,
)
from loxsmith.sequence import GENETIC_CODE, reverse_complement


def _rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def test_every_limit_is_complete() -> None:
    """Each number has a unit, a meaning, a source and an id that begins with its rule."""
    for entry in limits():
        assert entry.unit
        assert entry.meaning
        assert entry.source
        assert entry.id.startswith(entry.rule)
        assert re.fullmatch(r"R\d\d|D\d+(\.\d+)?|H|J", entry.rule)
        assert entry.value >= 0


def test_limits_equal_the_shared_constants(shared: Path) -> None:
    """The constants of the published pipeline are entered as they stand."""
    stated = {row["constant"]: row["value"] for row in _rows(shared / "rules" / "htgt_design_constants.tsv")}
    pairs = {
        "MAX_CRITICAL_REGION_SIZE": ("R10.floxed",),
        "DEFAULT_5P_SPACER/MIN": ("R06.acceptor.default", "R06.acceptor.stop"),
        "DEFAULT_3P_SPACER/MIN": ("R06.donor.default", "R06.donor.stop"),
        "IDEAL_INTRON_SIZE": ("R07.intron.ideal",),
        "MIN_INTRON_SIZE": ("R07.intron.minimum",),
        "MIN_CONSTRAINED_ELEMENT_SCORE": ("R08.conserved.score",),
        "MAX_REPEAT_CE_OVERLAP": ("R08.repeat",),
        "MIN_POST_DEL_TRANSLATION_SIZE": ("R14.leftover",),
        "MAX_REINITIATION_PROTEIN_SIZE": ("R14.reinitiation",),
        "NMD_SPLICE_LIMIT": ("R13.nmd",),
        "MIN_VALID_INTRON_LENGTH": ("H.intron.valid",),
        "OVERLAP_GENE_5P_FLANK/3P": ("R15.upstream", "R15.downstream"),
        "OVERLAP_SAFE": ("R15.inside",),
        "MIN_START_CASS_DIST": ("R16.atg",),
        "oligo_specificity_flank": ("H.repeat.search",),
    }
    for constant, ids in pairs.items():
        assert stated[constant].split("/") == [str(limit(key).value) for key in ids], constant
    assert limit("R12.protein.before").value == int(stated["MAX_ORIG_PROTEIN_PCT"]) / 100


def test_a_counted_limit_is_an_int_and_a_share_refuses_to_be() -> None:
    """``whole`` gives an int for slices and ranges, and never rounds."""
    assert isinstance(limit("R06.acceptor.stop").whole, int)
    with pytest.raises(ValueError, match="not a whole number"):
        _ = limit("R22.repeat").whole


def test_judgement_is_marked() -> None:
    """What rests on judgement or memory says so; what was read does not."""
    assert limit("R20.total.low").assumption
    assert limit("R24.arm.low").assumption
    assert limit("J.splice.donor").assumption
    assert not limit("R06.acceptor.stop").assumption


@pytest.mark.parametrize("species", ["mouse", "human"])
def test_codon_usage_equals_the_shared_table(species: str, shared: Path) -> None:
    """Each share is the stated one, and the shares of an amino acid add up to one within rounding."""
    usage = codon_usage(species)
    for row in _rows(shared / "scores" / f"codon_usage_{species}.tsv"):
        assert usage[row["codon"].replace("U", "T")] == float(row["fraction"])
    assert set(usage) == set(GENETIC_CODE)
    for residue in set(GENETIC_CODE.values()):
        total = sum(usage[codon] for codon, meaning in GENETIC_CODE.items() if meaning == residue)
        assert math.isclose(total, 1, abs_tol=0.025), residue


def test_synonyms_follow_the_genetic_code() -> None:
    """Synonyms of a codon are the others of its residue, never itself."""
    for codon, residue in GENETIC_CODE.items():
        expected = {other for other, meaning in GENETIC_CODE.items() if meaning == residue} - {codon}
        assert set(synonymous(codon)) == expected
    with pytest.raises(RequestError):
        synonymous("NNN")
    with pytest.raises(RequestError):
        codon_usage("zebrafish")


def _cfd(guide: str, window: str, pam: str) -> float:
    """Multiply the weights, as slowly and plainly as the paper says it."""
    score = 1.0 if pam == "NGG" else cfd_pam()[pam[-2:]]
    for position, (a, b) in enumerate(zip(guide, window, strict=True), start=1):
        score *= 1.0 if a == b else cfd_mismatch()[position, a, b]
    return score


def test_cfd_weights_reproduce_published_pairs(shared: Path) -> None:
    """Guide and off-target pairs with a stated score come out as stated."""
    pairs = [row for row in _rows(shared / "scores" / "known_pairs.tsv") if row["score"] == "CFD"]
    assert len(pairs) > 12
    for row in pairs:
        got = _cfd(row["guide20"], row["offtarget20"], row["offtarget_pam"])
        assert got == pytest.approx(float(row["expected"]), abs=float(row["tolerance"])), row


def test_cfd_weights_equal_the_published_table(shared: Path) -> None:
    """Every weight is the published one; there the off-target base is named on the other strand."""
    mismatches = _rows(shared / "scores" / "cfd_mismatch_doench2016.tsv")
    assert len(mismatches) == 240
    for row in mismatches:
        key = (int(row["pos"]), row["rna"].replace("U", "T"), reverse_complement(row["dna"]))
        assert cfd_mismatch()[key] == float(row["score"]), key
    for row in _rows(shared / "scores" / "cfd_pam_doench2016.tsv"):
        assert cfd_pam()[row["pam2"]] == float(row["score"])


def test_cfd_weights_are_complete() -> None:
    """Twelve mismatches at twenty positions, sixteen PAM endings, all between 0 and 1."""
    assert len(cfd_mismatch()) == 240
    assert len(cfd_pam()) == 16
    assert cfd_pam()["GG"] == 1
    assert all(0 <= weight <= 1 for weight in [*cfd_mismatch().values(), *cfd_pam().values()])
    assert all(a != b for _, a, b in cfd_mismatch())


def test_rosa26_window_holds_its_guide_and_its_cut() -> None:
    """The guide stands once before its PAM, and the cut lies three bases before the PAM."""
    place = harbour("rosa26")
    assert len(place.window) == 207
    assert place.window.count(place.protospacer + place.pam) == 1
    assert place.window.count("TCTAGA") == 1
    assert place.cut == place.window.find(place.protospacer) + 17 == 97
    assert place.window[: place.cut].endswith("TCTTTCTAGA")


def test_rosa26_window_equals_the_shared_file(shared: Path) -> None:
    """The window is the one of the source."""
    fasta = (shared / "sites" / "rosa26_xbai_207bp.fa").read_text(encoding="utf-8").splitlines()
    assert harbour("R26").window == "".join(fasta[1:]).upper()


def test_other_harbours_invent_no_sequence() -> None:
    """Harbours known by name alone hold no bases and say so."""
    rest = [entry for entry in harbours() if entry.name != "Rosa26"]
    assert {entry.name for entry in rest} == {"H11", "Hprt", "Col1a1", "TIGRE"}
    for entry in rest:
        assert not entry.at_hand
        assert entry.cut is None
        assert entry.note == "locus not at hand"
    with pytest.raises(RequestError):
        harbour("AAVS1")


def test_citations_have_a_reason_and_can_be_told_apart() -> None:
    """Each paper says why it is cited, and its one-line reference is not empty."""
    assert all(entry.cited_for and entry.text for entry in citations())
    assert citation("HOESS1986").year == 1986
    assert citation("kolb2001").read_in == "memory"
    with pytest.raises(RequestError):
        citation("nobody1900")


@pytest.mark.parametrize("load", [sites, parts, limits, harbours, citations, cfd_mismatch, cfd_pam])
def test_tables_are_read_once(load: object) -> None:
    """A second call returns the very same object."""
    assert callable(load)
    assert load() is load()


def test_importing_reads_no_table() -> None:
    """No data file is opened until somebody asks for it."""
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "import loxsmith.knowledge\n"
        "print([name for name in opened if name.endswith(('.tsv', '.toml'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_listed_sorted_and_exist() -> None:
    """The door of the chapter lists what it offers, in order."""
    assert sorted(knowledge.__all__) == knowledge.__all__
    assert all(hasattr(knowledge, name) for name in knowledge.__all__)
