"""Transgenes at a safe harbour: every promise proved on the simulated alleles, and broken when the design is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from loxsmith.design import draw
from loxsmith.errors import LoxsmithError
from loxsmith.guides import recuts
from loxsmith.knowledge import harbour, part, site
from loxsmith.locus import uniqueness
from loxsmith.request import Request
from loxsmith.sequence import Molecule, reverse_complement, translate
from loxsmith.strategy import choose
from loxsmith.workbench import Design, design, donor
from loxsmith.workbench.asking import locus_of
from workbench import spoiling
from workbench.cases import Good, design_named, open_named
from workbench.harbour_genomes import bases_of_harbour, harbour_genome

LINES = (
    "Rosa26 CAG-LSL-tdTomato-WPRE-bGHpA",
    "Rosa26 CAG-LSL-tdTomato-WPRE-bGHpA --method es",
    "Rosa26 CAG-FSF-EGFP-T2A-mCherry-WPRE-bGHpA",
    "Rosa26 CAG-FSF-EGFP-T2A-mCherry-WPRE-bGHpA --method es",
    "Rosa26 CAG-RSR-luc2-IRES-EGFP-rbGpA",
    "Rosa26 CAG-RSR-luc2-IRES-EGFP-rbGpA --method es --selection puro",
    "Rosa26 SA-LSL-EGFP-bGHpA",
    "Rosa26 SA-LSL-EGFP-bGHpA --method es",
    "Rosa26 SA-Cre-T2A-EGFP-bGHpA",
    "Rosa26 SA-CreERT2-bGHpA --method es",
    "Rosa26 UbC-EGFP-SV40pA",
    "Rosa26 cHS4-core-PGK-hRLuc-WPRE-hGHpA-cHS4-core --method es",
    "Rosa26 CAG-LSL-EGFP-bGHpA --sites lox71,lox66",
    "Rosa26 CMV-pCI-intron-LSL-mScarlet-I-bGHpA --arms 2000,2500",
    "Rosa26 CAG-SpCas9-T2A-SpCas9-T2A-SpCas9-bGHpA",
)
"""Requests of every shape, on the teaching genome."""


def _made(line: str) -> Design:
    return design_named("demo", line, None)


def _dna(name: str) -> str:
    return part(name).sequence


def _protein(name: str) -> str:
    return translate(_dna(name)).removesuffix("*")


@pytest.mark.parametrize("line", LINES)
def test_every_promise_is_proved(line: str) -> None:
    """Each request ends in a package whose promises hold."""
    found = _made(line)
    assert [p.evidence for p in found.proofs if not p.proved] == []
    assert found.proved


@pytest.mark.parametrize("line", LINES)
def test_the_harbour_is_said_to_be_synthetic(line: str) -> None:
    """The teaching genome's harbour is an invented gene, and every sheet says so."""
    document = _made(line).document
    assert document.genome.synthetic
    assert document.strategy.assumptions[0].startswith("SYNTHETIC: Gt26T is an invented gene")


@pytest.mark.parametrize("line", [line for line in LINES if re.search("LSL|FSF|RSR", line)])
def test_a_switched_transgene_promises_silence_and_product(line: str) -> None:
    """Without the recombinase nothing, after it the payload's proteins: both are among the promises."""
    said = [p.promise.statement for p in _made(line).proofs]
    assert any("is ended by the STOP before anything of the transgene is made" in text for text in said)
    assert any(
        (text.startswith("After ") and "to its own stop" in text) or "to one stop" in text for text in said
    )


def test_the_alleles_are_spelled_as_the_diagram_says() -> None:
    """Element by element, both states of the plasmid route are what the page of the kind draws."""
    found = _made(LINES[0])
    wild, lox = found.alleles["wild_type"].sequence, site("loxP").sequence
    at = wild.index("ACTCCAGTCTTTCTAGAAGATGG") + 17
    tail = "CC" + "GCCACC" + _dna("tdTomato")[:-3] + "TAA" + _dna("WPRE") + _dna("bGHpA")
    stop = lox + "TAGATAACTGA" + _dna("STOP") + lox
    assert _dna("tdTomato").endswith("TAA")
    assert found.alleles["targeted"].sequence == wild[:at] + _dna("CAG") + stop + tail + wild[at:]
    assert found.alleles["cre"].sequence == wild[:at] + _dna("CAG") + lox + tail + wild[at:]


def test_the_alleles_of_es_cells_are_spelled_as_the_diagram_says() -> None:
    """The marker lies antisense between FRT sites, behind the STOP and inside the loxP sites."""
    found = _made(LINES[1])
    wild, lox, frt = found.alleles["wild_type"].sequence, site("loxP").sequence, site("FRT").sequence
    at = wild.index("ACTCCAGTCTTTCTAGAAGATGG") + 17
    marker = reverse_complement(_dna("hBactP") + "GCCACC" + _dna("neo") + _dna("TKpA"))
    tail = "CC" + "GCCACC" + _dna("tdTomato") + _dna("WPRE") + _dna("bGHpA")
    held = "TAGATAACTGA" + _dna("STOP")
    states = {
        "targeted": lox + held + frt + marker + frt + lox,
        "flp": lox + held + frt + lox,
        "cre": lox,
        "flp_cre": lox,
        "cre_flp": lox,
    }
    for allele, middle in states.items():
        assert found.alleles[allele].sequence == wild[:at] + _dna("CAG") + middle + tail + wild[at:], allele
    assert not recuts("ACTCCAGTCTTTCTAGAAGA", found.alleles["cre"].sequence)


def test_the_published_guide_is_chosen_with_the_arms_in_common_use() -> None:
    """The guide of Chu 2016 cuts where the transgene goes; the plasmid is a circle with arms of 1 and 4 kb."""
    document = _made(LINES[0]).document
    [molecule] = document.molecules
    assert document.guides[0].protospacer == harbour("Rosa26").protospacer
    assert (document.guides[0].chosen, document.guides[0].distance) == (True, 0)
    assert (molecule.kind, molecule.topology) == ("plasmid", "circular")
    assert [molecule.arms[side].length for side in ("5p", "3p")] == [1000, 4000]
    assert not any(document.guides[0].recuts[a] for a in ("targeted", "cre"))


@pytest.mark.parametrize("line", LINES)
def test_the_leader_carries_no_start_codon(line: str) -> None:
    """Between promoter or acceptor and the payload's own ATG no other ATG stands, in the state that is on."""
    found = _made(line)
    on = next(p.promise for p in found.proofs if "makes" in p.promise.statement).allele
    rows = [r for r in found.readings[on] if r.protein and ":orf2" not in r.id]
    text = found.alleles[on].sequence
    for row in rows:
        start = row.coding[0][0]
        first = max(a for a, _ in row.exons if a <= start)
        assert "ATG" not in text[first : start + 2]


def test_what_names_no_polya_gets_one_and_is_told() -> None:
    """bGHpA is added to a transgene without a polyadenylation signal."""
    found = _made("Rosa26 CAG-EGFP")
    assert found.proved
    assert any("names no polyadenylation signal" in text for text in found.strategy.assumptions)
    assert found.strategy.payload[-1].name == "bGHpA"


def test_a_file_is_expressed(tmp_path: Path) -> None:
    """A coding sequence of the user's is driven by the harbour's own promoter after Cre."""
    coding = "ATG" + "GCTGAAAAGCTG" * 30 + "TGA"
    path = tmp_path / "mycdna.fa"
    path.write_text(f">x\n{coding}\n", encoding="ascii")
    found = design(f"Rosa26 SA-LSL-@{path}-bGHpA", open_named("demo", None))
    assert found.proved
    [reading] = found.readings["cre"]
    assert reading.protein == translate(coding).removesuffix("*")
    assert found.readings["targeted"][0].status == "none"


def test_long_inserts_go_to_es_cells_unless_zygotes_are_asked_for() -> None:
    """Above the limit of Rosa26 donors the route is ES cells, and a plasmid is refused."""
    found = _made(LINES[-1])
    assert found.strategy.route == "es"
    assert any("11000" in text for text in found.strategy.why)
    assert _refusal(f"{LINES[-1]} --method zygote").exit_code == 4


def test_a_donor_alone_is_drawn() -> None:
    """The plasmid with its guide, and nothing else, conditional or not."""
    found = donor(LINES[0], open_named("demo", None))
    assert found.guide.protospacer == harbour("Rosa26").protospacer
    assert found.strategy.donor == "plasmid"


def test_the_document_says_what_each_state_makes() -> None:
    """The states read as a sentence about the transgene, not about the harbour's own RNA."""
    states = {a.id: a.state for a in _made(LINES[0]).document.alleles}
    assert states["targeted"].startswith("makes no transgene product")
    assert states["cre"] == "makes a protein of 476 residues, driven by CAG"
    trapped = {a.id: a.state for a in _made("Rosa26 SA-LSL-EGFP-bGHpA").document.alleles}
    assert trapped["targeted"].startswith("makes no product")
    assert trapped["cre"].startswith("makes a protein of 239 residues")


# -- refusals ----------------------------------------------------------------------------------------------

REFUSED = (
    ("Rosa26 LSL-tdTomato", 2, "does not say what drives it"),
    ("Rosa26 tdTomato-bGHpA", 2, "does not say what drives it"),
    ("Rosa26 CAG-EGFP-LSL-mCherry", 2, "LSL does not stand right behind what drives"),
    ("Rosa26 CAG-LSL-FSF-EGFP", 4, "two switches [(]LSL and FSF[)].* CAG-LSL-EGFP"),
    ("Rosa26 CAG-lox66-EGFP-lox2272", 4, "landing pads and their exchange"),
    ("Rosa26 CAG-HA-bGHpA", 2, "HA has no ATG of its own"),
    ("Rosa26 CAG-bGHpA", 2, "names no coding sequence"),
    ("Rosa26 CAG-EGFP-T2A-bGHpA", 2, "nothing codes behind a 2A"),
    ("Rosa26 CAG-EGFP-T2A-T2A-mCherry", 2, "nothing codes behind a 2A"),
    ("Rosa26 CAG-EGFP-IRES-bGHpA", 2, "names no coding sequence"),
    ("Rosa26 CAG-EGFP-IRES-mCherry-IRES-TagBFP", 4, "has 2 IRES"),
    ("Rosa26 CAG-EGFP-bGHpA-mCherry", 2, "mCherry stands behind bGHpA, where the transcript ends"),
    ("Rosa26 CAG-EGFP-bGHpA-WPRE", 2, "out of order.* WPRE, polyA"),
    ("Rosa26 CAG-CAG-EGFP", 2, "CAG"),
    ("Rosa26 U6-EGFP", 4, "RNA polymerase III"),
    ("Rosa26 EM7-EGFP", 4, "bacterial"),
    ("Rosa26 TRE3G-EGFP", 4, "transactivator"),
    ("Rosa26 CAG-pUC19-EGFP", 2, "has no place in a transgene"),
    ("Rosa26 CAG-LSL-Cre-bGHpA", 4, "makes Cre itself.* for good"),
    ("Rosa26 CAG-FLP-bGHpA --method es", 4, "makes FLP itself.* --method zygote"),
    ("Rosa26 CAG-LSL-EGFP --sites loxP,lox2272", 2, "do not excise"),
    ("Rosa26 CAG-LSL-EGFP --sites FRT", 2, "FRT is a site of Flp"),
    ("Rosa26 CAG-LSL-EGFP --recombinase Flp", 2, "LSL answers to Cre"),
    ("Rosa26 CAG-EGFP --donor ssodn", 2, "ssODN"),
    ("Rosa26 CAG-EGFP --donor lssdna", 4, "2000 nt .*--donor plasmid"),
    ("Rosa26 CAG-EGFP --method es --selection none", 4, "without a selection marker"),
    ("H11 CAG-EGFP-bGHpA", 5, "H11 is not located here"),
    ("Hprt CAG-EGFP-bGHpA", 5, "Hprt is not located here"),
    ("Col1a1 CAG-EGFP-bGHpA", 5, "Col1a1 is not located here"),
    ("TIGRE CAG-EGFP-bGHpA", 5, "TIGRE is not located here"),
)
"""Line, exit code, and what message and hint say."""


def _refusal(line: str, key: str = "demo", folder: Path | None = None) -> LoxsmithError:
    with pytest.raises(LoxsmithError) as caught:
        design(line, open_named(key, folder))
    return caught.value


@pytest.mark.parametrize(("line", "code", "says"), REFUSED, ids=[row[0] for row in REFUSED])
def test_bad_transgenes_are_refused(line: str, code: int, says: str) -> None:
    """Each is refused with its exit code, in one sentence with a mend."""
    error = _refusal(line)
    assert error.exit_code == code, str(error)
    assert re.search(says, f"{error.message} {error.hint}"), str(error)
    assert re.fullmatch(r"\S[^\n]*[.]", error.message)
    assert error.hint


@pytest.mark.parametrize(
    ("bases", "says"),
    [
        ("ATGGCTGCTTAAGCTGCTTGA", "stop codon inside, at codon 4 of 7"),
        ("ATGGCTGCTGCTGCTGCTTG", "has 20 bases, no whole number of codons"),
        ("GCCACCATGGCTGCTGCTTAA", "has no ATG of its own"),
    ],
)
def test_a_file_that_does_not_code_is_refused(bases: str, says: str, tmp_path: Path) -> None:
    """A stop inside, a lost base, or bases in front of the ATG: each is named with its place."""
    path = tmp_path / "bad.fa"
    path.write_text(f">x\n{bases}\n", encoding="ascii")
    for line in (f"Rosa26 CAG-@{path}-bGHpA", f"Rosa26 CAG-LSL-@{path}-T2A-EGFP-bGHpA"):
        error = _refusal(line)
        assert error.exit_code == 2
        assert says in error.message


def test_a_site_in_the_payload_is_refused(tmp_path: Path) -> None:
    """A coding sequence that holds a loxP would be cut at it when Cre removes the STOP; Flp does not mind it."""
    coding = f"ATG{site('loxP').sequence}CCTAA"
    assert "*" not in translate(coding[:-3]), "the file is to code"
    path = tmp_path / "loxed.fa"
    path.write_text(f">x\n{coding}\n", encoding="ascii")
    error = _refusal(f"Rosa26 CAG-LSL-@{path}-bGHpA")
    assert error.exit_code == 4
    assert "loxed.fa carries a loxP itself" in error.message
    assert design(f"Rosa26 CAG-FSF-@{path}-bGHpA", open_named("demo", None)).proved


@pytest.mark.parametrize("line", ["Rosa26 CAG-LSL-EGFP-bGHpA", "Rosa26 SA-LSL-EGFP-bGHpA --method es"])
@pytest.mark.parametrize("strand", [1, -1])
def test_a_harbour_on_either_strand_gets_the_same_allele(strand: int, line: str, tmp_path: Path) -> None:
    """The design is made in the gene's direction: on the other strand it is the same, base for base."""
    found = design(line, harbour_genome(tmp_path, bases_of_harbour(), strand=strand))
    assert found.proved
    same = design(line, open_named("demo", None)).alleles["cre"].sequence
    core = slice(same.index("ACTCCAGTCTTTCTAGA") - 500, same.index(_dna("bGHpA")) + 600)
    assert same[core] in found.alleles["cre"].sequence


@pytest.mark.parametrize("key", ["mouse", "ace2"])
def test_a_locus_without_the_harbour_is_refused(key: str, shared: Path) -> None:
    """The real loci at hand hold no Rosa26: exit 5, and no invented arm."""
    error = _refusal("Rosa26 CAG-EGFP-bGHpA", key, shared)
    assert error.exit_code == 5
    assert "never invented" in error.message


# -- falsification -----------------------------------------------------------------------------------------


@cache
def _good(line: str) -> Good:
    genome, request = open_named("demo", None), Request.parse(line)
    wide = locus_of(request, genome)
    unique = uniqueness(wide)
    strategy = choose(request, wide, unique)
    drawing = draw(strategy, wide, unique, request)
    return Good(request=request, wide=wide, unique=unique, strategy=strategy, drawing=drawing)


def _at(good: Good, name: str) -> int:
    """First base of the last copy of a part on the construct."""
    return good.molecule.sequence.rindex(_dna(name))


def _lose_driver_base(good: Good) -> Molecule:
    name = "CAG" if _dna("CAG") in good.molecule.sequence else "En2-SA"
    at = _at(good, name) + len(_dna(name)) // 2
    return good.molecule.delete(at, at + 1)


def _turn_driver(good: Good) -> Molecule:
    name = "CAG" if _dna("CAG") in good.molecule.sequence else "En2-SA"
    return good.molecule.invert(_at(good, name), _at(good, name) + len(_dna(name)))


def _start(good: Good) -> int:
    return good.molecule.sequence.index("GCCACC" + _dna("EGFP")[:-3]) + 6


def _lose_coding_base(good: Good) -> Molecule:
    return good.molecule.delete(_start(good) + 100, _start(good) + 101)


def _stop_inside(good: Good) -> Molecule:
    at = _start(good) + 90
    return good.molecule.replace(at, at + 3, Molecule.of("TAG", name="spoilt"))


def _atg_in_leader(good: Good) -> Molecule:
    return good.molecule.insert(_start(good) - 6, Molecule.of("ATGC"))


def _lose_start(good: Good) -> Molecule:
    return spoiling.exchange(good, _start(good))


def _lose_polya(good: Good) -> Molecule:
    return good.molecule.delete(_at(good, "bGHpA"), _at(good, "bGHpA") + len(_dna("bGHpA")))


def _turn_payload(good: Good) -> Molecule:
    return good.molecule.invert(_start(good), _start(good) + len(_dna("EGFP")))


def _rejoin(good: Good) -> Molecule:
    """Leave out the two bases between site and start context."""
    return good.molecule.delete(_start(good) - 8, _start(good) - 6)


Spoiler = Callable[[Good], Molecule]

ON: tuple[Spoiler, ...] = (
    _lose_driver_base, _turn_driver, _lose_coding_base, _stop_inside, _atg_in_leader, _lose_start, _lose_polya,
    _turn_payload, _rejoin, spoiling.flip_first_lox, spoiling.flip_last_lox, spoiling.lox2272_for_loxp,
    spoiling.spacer_base,
)  # fmt: skip
"""Faults after which the transgene is not made as promised once the recombinase has acted."""

OFF: tuple[Spoiler, ...] = (spoiling.drop_stop, spoiling.reverse_stop, spoiling.drop_polyas)
"""Faults after which it is not silent before."""

SWITCHED = (
    "Rosa26 CAG-LSL-EGFP-bGHpA",
    "Rosa26 SA-LSL-EGFP-bGHpA",
    "Rosa26 CAG-LSL-EGFP-bGHpA --method es",
)


def _failing(good: Good, molecule: Molecule) -> set[str]:
    """Claims that do not hold, besides that of every base."""
    found = good.judged(molecule)
    assert not found.proved
    return {
        f"{type(p.promise.claim).__name__} {p.promise.allele}"
        for p in found.proofs
        if not p.proved and type(p.promise.claim).__name__ != "NothingElse"
    }


@pytest.mark.parametrize("line", SWITCHED)
def test_the_unspoilt_design_holds(line: str) -> None:
    """What the faults are tried on is proved as it is."""
    assert _good(line).judged().proved


@pytest.mark.parametrize("line", SWITCHED)
@pytest.mark.parametrize("spoil", ON, ids=[f.__name__.strip("_") for f in ON])
def test_a_fault_in_the_product_breaks_the_promise_of_the_product(line: str, spoil: Spoiler) -> None:
    """The promise about the state after Cre fails by itself, not only that every base is as declared."""
    good = _good(line)
    assert "Makes cre" in _failing(good, spoil(good))


@pytest.mark.parametrize("line", SWITCHED)
@pytest.mark.parametrize("spoil", OFF, ids=[f.__name__ for f in OFF])
def test_a_fault_in_the_stop_breaks_the_promise_of_silence(line: str, spoil: Spoiler) -> None:
    """The promise about the state before Cre fails."""
    good = _good(line)
    assert "NoProduct targeted" in _failing(good, spoil(good))


@pytest.mark.parametrize("line", LINES)
def test_every_row_translates_as_its_places_spell(line: str) -> None:
    """The coding places of each row, read off the allele, translate to the protein that is stated."""
    found = _made(line)
    for allele, rows in found.readings.items():
        text = found.alleles[allele].sequence
        for row in rows:
            if row.protein:
                spelled = translate("".join(text[a:b] for a, b in row.coding))
                assert spelled.removesuffix("*") == row.protein
