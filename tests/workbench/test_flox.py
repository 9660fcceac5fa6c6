"""Floxed and IKMC-type alleles, from the line to the proof; spoilt, they fail; and every gene is tried."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loxsmith.errors import LoxsmithError
from loxsmith.genome import Genome
from loxsmith.knowledge import part, site
from loxsmith.package.document import AlleleInfo
from loxsmith.sequence import Molecule
from loxsmith.workbench import Design, design
from oracle import exons as oracle
from workbench import spoiling
from workbench.cases import Designer, Good, Opener
from workbench.small_genes import Shape, make
from workbench.test_sweep import CASES as EVERY_GENE

Ready = Callable[[str, str], Good]
Spoil = Callable[[Good], Molecule]

FLOX = (
    ("mouse", "flox Tnf exon 2-3"), ("mouse", "flox Tnf"), ("mouse", "flox Ltb"), ("ace2", "flox Ace2"),
    ("mouse", "flox Ddx39b"), ("demo", "flox Lumo1"), ("demo", "flox Ferra2"), ("demo", "flox Brindl exon 4-5"),
    ("demo", "flox Lumo1 --recombinase Dre"), ("demo", "flox Lumo1 --recombinase Flp"),
    ("demo", "flox Lumo1 --sites lox71,lox66"), ("demo", "flox Ferra2 --sites lox2272 --selection hygro"),
)  # fmt: skip

TAGGED = (
    ("mouse", "Tnf tm1a"), ("mouse", "Ltb tm1a"), ("ace2", "Ace2 tm1a"), ("mouse", "Ddx39b tm1a"),
    ("demo", "Lumo1 tm2a --selection puro"), ("demo", "Ferra2 tm1a"), ("demo", "Brindl tm1a"),
)  # fmt: skip


def _id(case: tuple[str, str]) -> str:
    return case[1].replace(" ", "-")


def _allele(found: Design, allele: str) -> AlleleInfo:
    return next(a for a in found.document.alleles if a.id == allele)


def _sites(found: Design, allele: str) -> list[str]:
    return [f"{s.name}{s.strand}" for s in _allele(found, allele).sites]


def _made(found: Design, allele: str) -> dict[str, str | None]:
    return {t.id: t.protein for t in _allele(found, allele).transcripts}


# -- what is promised and proved ---------------------------------------------------------------------------


@pytest.mark.parametrize("case", [*FLOX, *TAGGED], ids=_id)
def test_every_promise_is_proved(case: tuple[str, str], designed: Designer) -> None:
    """Each final state and the one before the recombinase has promises, and all of them are kept."""
    found = designed(*case)
    assert [p.evidence for p in found.proofs if not p.proved] == []
    assert found.proved
    cassette = found.strategy.cassette
    assert cassette is not None
    promised = {p.promise.allele for p in found.proofs}
    ends = {a for a, _ in cassette.states if a.count("_") == 0}
    assert ends <= promised
    assert all(a.intended for a in found.document.alleles if a.id in dict(cassette.states))


@pytest.mark.parametrize("case", FLOX, ids=_id)
def test_the_marker_gone_every_transcript_is_wild_type(case: tuple[str, str], designed: Designer) -> None:
    """Before the switch, and once the other recombinase took the marker out, all proteins are the wild type's."""
    found = designed(*case)
    off = found.strategy.orders[0][0].casefold()
    assert _made(found, off) == _made(found, "wild_type") == _made(found, "targeted")
    statuses = {t.status for t in _allele(found, off).transcripts if t.protein}
    assert statuses == {"unchanged"}


@pytest.mark.parametrize("case", [*FLOX, *TAGGED], ids=_id)
def test_the_knock_out_makes_what_the_exons_left_spell(case: tuple[str, str], designed: Designer) -> None:
    """The exons outside the stretch, put together as text and read codon by codon, spell the protein read."""
    found = designed(*case)
    cassette, text = found.strategy.cassette, found.locus.molecule.sequence
    assert cassette is not None
    off, on = found.strategy.orders[0][0].casefold(), found.strategy.orders[1][0].casefold()
    end = f"{off}_{on}"
    shift = found.locus.target.start_codon - _wide_start(found)
    gone = (cassette.start + shift, cassette.end + shift)
    compared = 0
    for t in (t for t in found.locus.transcripts if t.coding):
        wanted = oracle.kept_start(text, list(t.exons), t.start_codon, gone)
        if wanted is None:
            continue
        compared += 1
        assert f"{_made(found, end)[t.id]}*" == wanted
        assert wanted[-12:] != f"{found.locus.protein_of(t)}*"[-12:]
    assert compared


def _wide_start(found: Design) -> int:
    """Start codon of the target on the locus that the strategy was made on (40 kb round the gene, clipped)."""
    target = found.locus.target
    cassette = found.strategy.cassette
    assert cassette is not None
    piece = cassette.pieces("targeted")[0].text
    at = found.alleles["targeted"].sequence.index(piece)
    return target.start_codon - at + cassette.start


@pytest.mark.parametrize("case", FLOX[:6], ids=_id)
def test_every_order_of_the_recombinases_has_one_end(case: tuple[str, str], designed: Designer) -> None:
    """Cre alone, before Flp and after it: one sequence with a single loxP."""
    found = designed(*case)
    assert len({_allele(found, a).sha256 for a in ("cre", "flp_cre", "cre_flp")}) == 1
    assert _sites(found, "cre") == ["loxP+"]
    assert sorted(_sites(found, "flp")) == ["FRT+", "loxP+", "loxP+"]
    assert _sites(found, "targeted") == ["loxP+", "FRT+", "FRT+", "loxP+"]


@pytest.mark.parametrize("case", TAGGED, ids=_id)
def test_tm1a_turns_into_its_derived_alleles(case: tuple[str, str], designed: Designer) -> None:
    """Sites, names and products of tm1a, tm1b, tm1c, tm1d and of the unintended tm1e."""
    found = designed(*case)
    stem = found.request.change[:-1] if found.request.change else ""
    assert _sites(found, "targeted") == ["FRT+", "loxP+", "FRT+", "loxP+", "loxP+"]
    assert _sites(found, "cre") == _sites(found, "cre_flp") == ["FRT+", "loxP+"]
    assert _sites(found, "flp") == ["FRT+", "loxP+", "loxP+"]
    assert _sites(found, "flp_cre") == ["FRT+", "loxP+"]
    assert _sites(found, "distal_site_lost") == ["FRT+", "loxP+", "FRT+", "loxP+"]
    assert _allele(found, "flp_cre").sha256 != _allele(found, "cre").sha256
    letters = {
        "targeted": "a",
        "cre": "b",
        "flp": "c",
        "flp_cre": "d",
        "cre_flp": "b",
        "distal_site_lost": "e",
    }
    for allele, letter in letters.items():
        assert _allele(found, allele).name.startswith(f"{stem}{letter} (")
    lacz = part("lacZ").protein
    for allele in ("targeted", "cre", "distal_site_lost"):
        made = _made(found, allele)
        for t in (t for t in found.locus.transcripts if t.coding):
            assert made[f"{t.id}:orf2"] == lacz
            assert made[t.id] != found.locus.protein_of(t)
    wild = _made(found, "wild_type")
    assert {t: p for t, p in _made(found, "flp").items() if p} == {t: p for t, p in wild.items() if p}


def test_flox_tnf_warns_that_nothing_decays(designed: Designer) -> None:
    """Exons 2-3 of Tnf put the new stop into the last exon: R13 warns, and 62 native residues stay."""
    found = designed("mouse", "flox Tnf exon 2-3")
    warned = [f.message for f in found.document.findings if f.severity == "warn" and "(R13)" in f.message]
    assert len(warned) == 1
    assert "lies in the last exon" in warned[0]
    assert "62 native residues stay" in warned[0]
    made = _made(found, "cre")["ENSMUST00000025263"]
    assert made is not None
    assert made[:62] == found.locus.protein[:62]
    assert len(made) > 62


def test_named_and_chosen_exons_make_the_same_allele(designed: Designer) -> None:
    """Tnf has one set of critical exons, so naming it changes nothing."""
    one, other = designed("mouse", "flox Tnf exon 2-3"), designed("mouse", "flox Tnf")
    assert one.alleles["cre"].sequence == other.alleles["cre"].sequence


def test_exons_are_counted_in_the_target_transcript(designed: Designer) -> None:
    """The same exons bear other numbers in another transcript."""
    one = designed("mouse", "flox Aif1")
    other = designed("mouse", "flox Aif1 --transcript ENSMUST00000173324")
    assert "exons 5-6" in one.strategy.title
    assert "exons 6-7" in other.strategy.title
    assert one.alleles["cre"].sequence == other.alleles["cre"].sequence


def test_a_tm1a_has_the_order_of_a_published_one(shared: Path, designed: Designer) -> None:
    """Sites and elements stand in the order and direction of an IKMC allele's GenBank file."""
    published = _bases(shared / "alleles" / "ikmc_138_allele.gbk")
    assert _order(published) == _order(designed("mouse", "Tnf tm1a").alleles["targeted"].sequence)


def _bases(path: Path) -> str:
    _, _, rows = path.read_text(encoding="utf-8").partition("\nORIGIN")
    return re.sub(r"[^A-Z]", "", rows.partition("//")[0].upper())


def _order(text: str) -> list[str]:
    """Elements by place, read on the top strand: sites, acceptor, IRES, reporter, polyA, promoter and marker of neo."""
    words = {
        "FRT": site("FRT").sequence, "loxP": site("loxP").sequence, "SA": part("En2-SA").sequence,
        "IRES": part("IRES").sequence, "lacZ": part("lacZ").sequence[60:120], "pA": part("SV40pA-256").sequence[20:],
        "promoter": part("hBactP").sequence, "neo": part("neo").sequence[200:260],
    }  # fmt: skip
    found = [(m.start(), name) for name, bases in words.items() for m in re.finditer(bases, text)]
    names = [name for _, name in sorted(found)]
    behind_neo = names.index("neo") + 1  # the published marker ends in the same signal, ours in another
    return [*names[:behind_neo], *(n for n in names[behind_neo:] if n != "pA")]


# -- spoilt ------------------------------------------------------------------------------------------------


def _lose_exon_base(good: Good) -> Molecule:
    """Lose a coding base of a floxed exon."""
    cassette = good.strategy.cassette
    assert cassette is not None
    inside = [p for p in good.wide.target.cds_positions if cassette.start < p < cassette.end]
    at = good.place(inside[len(inside) // 2])
    return good.molecule.delete(at, at + 1)


def _lose_exon(good: Good) -> Molecule:
    """Lose a whole floxed exon with its splice sites."""
    cassette = good.strategy.cassette
    assert cassette is not None
    a, b = next(e for e in good.wide.target.exons if cassette.start < e[0])
    return good.molecule.delete(good.place(a - 30), good.place(b + 10))


def _lose_acceptor(good: Good) -> Molecule:
    """Exchange the G of the acceptor behind the floxed exons."""
    cassette = good.strategy.cassette
    assert cassette is not None
    start = next(a for a, _ in good.wide.target.exons if a > cassette.end)
    return spoiling.exchange(good, good.place(start - 1))


def _lose_ires_base(good: Good) -> Molecule:
    """Lose a base of the IRES: it is no longer the one of the library."""
    at = good.molecule.sequence.index(part("IRES").sequence)
    return good.molecule.delete(at + 200, at + 201)


def _lose_reporter_base(good: Good) -> Molecule:
    """Lose a base of the reporter."""
    at = good.molecule.sequence.index(part("lacZ").sequence)
    return good.molecule.delete(at + 600, at + 601)


def _lose_reporter_polya(good: Good) -> Molecule:
    """Lose the signal behind the reporter and that of the marker."""
    molecule = good.molecule
    for name in ("TKpA", "SV40pA-256"):
        at = molecule.sequence.index(part(name).sequence)
        molecule = molecule.delete(at, at + len(part(name).sequence))
    return molecule


UNREACHED = "does not reach one allele {}"
PARTED = r"part at base \d+ of the allele"

SPOILT_FLOX = (("mouse", "flox Tnf exon 2-3"), ("demo", "flox Lumo1"), ("demo", "flox Ferra2"))
SPOILT_TAGGED = (("mouse", "Ltb tm1a"), ("demo", "Brindl tm1a"))

SPOILT: tuple[tuple[tuple[tuple[str, str], ...], Spoil, str, str], ...] = (
    (SPOILT_FLOX, spoiling.flip_first_lox, "Makes cre", UNREACHED.format("cre")),
    (SPOILT_FLOX, spoiling.flip_last_lox, "OneEnd cre", UNREACHED.format("cre")),
    (SPOILT_FLOX, spoiling.lox2272_for_loxp, "Makes cre", "protein identical to wild type"),
    (SPOILT_FLOX, spoiling.spacer_base, "Makes cre", "protein identical to wild type"),
    (SPOILT_FLOX, spoiling.flip_frt, "Makes flp", UNREACHED.format("flp")),
    (SPOILT_FLOX, spoiling.lose_frt, "NothingElse flp", PARTED),
    (SPOILT_FLOX, spoiling.lox_in_marker, "NothingElse targeted", PARTED),
    (SPOILT_FLOX, _lose_exon_base, "Makes flp", "promised"),
    (SPOILT_FLOX, _lose_exon, "Makes flp", "promised|not predicted"),
    (SPOILT_FLOX, _lose_acceptor, "Makes cre", "is destroyed|promised|not predicted"),
    (SPOILT_TAGGED, spoiling.flip_last_lox, "Makes flp_cre", UNREACHED.format("flp_cre")),
    (SPOILT_TAGGED, spoiling.flip_frt, "Makes flp", UNREACHED.format("flp")),
    (SPOILT_TAGGED, spoiling.lose_frt, "Makes flp", "promised|no start codon"),
    (SPOILT_TAGGED, spoiling.drop_acceptor, "Makes targeted", "promised|nothing that could be"),
    (SPOILT_TAGGED, spoiling.reverse_acceptor, "Makes targeted", "promised|nothing that could be"),
    (SPOILT_TAGGED, _lose_ires_base, "Makes targeted", "nothing that could be .*:orf2"),
    (SPOILT_TAGGED, _lose_reporter_base, "Makes targeted", "promised: 1024 residues"),
    (SPOILT_TAGGED, _lose_reporter_polya, "Makes targeted", "not predicted|promised|nothing that could be"),
    (SPOILT_TAGGED, _lose_exon_base, "Makes flp", "promised"),
)
"""Designs, what is spoilt, the promise that must fail (claim and allele), what its evidence must say."""

BAD = [
    pytest.param(case, spoil, fails, says, id=f"{_id(case)}-{spoil.__name__}")
    for cases, spoil, fails, says in SPOILT
    for case in cases
]


@pytest.mark.parametrize(("case", "spoil", "fails", "says"), BAD)
def test_a_spoilt_design_is_not_proved(
    case: tuple[str, str], spoil: Spoil, fails: str, says: str, good: Ready
) -> None:
    """One thing spoilt, and the promise about it fails with the place or the reason in its evidence."""
    unspoilt = good(*case)
    molecule = spoil(unspoilt)
    assert molecule.sequence != unspoilt.molecule.sequence
    found = unspoilt.judged(molecule)
    assert not found.proved
    failed = [
        p.evidence
        for p in found.proofs
        if not p.proved and f"{type(p.promise.claim).__name__} {p.promise.allele}" == fails
    ]
    assert failed
    assert any(re.search(says, evidence) for evidence in failed), failed


@pytest.mark.parametrize("case", [FLOX[0], TAGGED[0]], ids=_id)
def test_the_judge_reads_nothing_but_bases(case: tuple[str, str], good: Ready) -> None:
    """Stripped of features and lineage, the vector gives the same alleles and the same proofs."""
    drawn = good(*case)
    bare = Molecule.of(drawn.molecule.sequence, circular=drawn.molecule.circular)
    one, other = drawn.judged(), drawn.judged(bare)
    assert one.proofs == other.proofs
    assert one.readings == other.readings


# -- refused -----------------------------------------------------------------------------------------------

REFUSED = (
    ("mouse", "flox Tnf exon 3", 4, "phase-symmetric .* flox Tnf exon 2-3"),
    ("mouse", "flox Tnf exon 1", 4, "transcription start.* flox Tnf exon 2-3"),
    ("mouse", "flox Tnf exon 4", 4, "Exon 4 of Tnf is the last"),
    ("mouse", "flox Tnf exon 2", 4, "Intron 2 of Tnf [(]178 bp[)] has no place"),
    ("mouse", "flox Tnf exon 5", 2, "has 4 exons in ENSMUST00000025263; there is no exon 5"),
    ("mouse", "flox Gm16181", 4, "every exon is the first or the last"),
    ("demo", "flox Kesto", 4, "No exons of Kesto can be floxed: 6 sets of exons leave"),
    ("demo", "Kesto tm1a", 4, "No exons of Kesto can be floxed"),
    ("demo", "flox Kesto exon 2-4", 4, "phase-symmetric .* No other exons"),
    ("demo", "flox Zephy", 4, "single exon, and an artificial intron"),
    ("demo", "flox Brindl exon 2", 4, "holds no codon of TEACHT00000000003"),
    ("ace2", "flox Ace2 exon 2-12", 4, "one vector carries at most 9000 bp .* flox Ace2 exon"),
    ("demo", "flox Lumo1 --method zygote", 4, "not built in zygotes yet.* --method es"),
    ("demo", "flox Lumo1 --donor lssdna", 4, "not built in zygotes yet.* --method es"),
    ("demo", "flox Lumo1 --selection none", 4, "without a selection marker"),
    ("demo", "Lumo1 tm1a --recombinase Flp", 2, "Flp was named"),
)
"""Genome, line, exit code, and what message and hint say."""


@pytest.mark.parametrize(
    ("key", "line", "code", "says"), REFUSED, ids=[row[1].replace(" ", "-") for row in REFUSED]
)
def test_what_cannot_be_floxed_is_refused(
    key: str, line: str, code: int, says: str, genome_of: Opener
) -> None:
    """One sentence with its reason, and the nearest request that can be built where there is one."""
    with pytest.raises(LoxsmithError) as caught:
        design(line, genome_of(key))
    assert caught.value.exit_code == code
    assert re.search(says, str(caught.value)), str(caught.value)
    assert re.fullmatch(r"[A-Z][^\n]*[.]", caught.value.message)


# -- every gene --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "symbol"), EVERY_GENE, ids=[symbol for _, symbol in EVERY_GENE])
def test_every_gene_is_floxed_or_refused(key: str, symbol: str, genome_of: Opener) -> None:
    """A proved package with one more that names its exons, or a refusal; three genes have nothing to flox."""
    genome = genome_of(key)
    tried = [_tried(line, genome) for line in (f"flox {symbol}", f"{symbol} tm1a")]
    if symbol in {"Gm16181", "Zephy", "Kesto"}:
        assert all(isinstance(t, LoxsmithError) and t.exit_code == 4 and t.hint for t in tried)
        return
    for found in tried:
        assert isinstance(found, Design), found
        assert [p.evidence for p in found.proofs if not p.proved] == []
        assert found.proved


def _tried(line: str, genome: Genome) -> Design | LoxsmithError:
    try:
        return design(line, genome)
    except LoxsmithError as refusal:
        return refusal


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lengths=st.lists(st.sampled_from([1, 2, 3, 4, 20, 33, 61, 90, 151]), min_size=3, max_size=6),
    intron=st.sampled_from([230, 480, 700]),
    before=st.sampled_from([0, 40]),
    strand=st.sampled_from([1, -1]),
    seed=st.integers(0, 10**6),
)
def test_genes_of_any_shape_are_floxed_or_refused(
    lengths: list[int], intron: int, before: int, strand: int, seed: int
) -> None:
    """Exons of any length and phase, on either strand: what is built is proved, what is not is refused."""
    lengths[-1] += 9 + -sum(lengths) % 3
    shape = Shape(coding=tuple(lengths), before=before, left=1500, right=1500, intron=intron)
    with tempfile.TemporaryDirectory() as folder:
        genome = make(Path(folder), shape, strand, seed).genome
        for line in ("flox G1 --arms 700,700", "G1 tm1a --arms 700,700"):
            found = _tried(line, genome)
            if isinstance(found, LoxsmithError):
                assert found.exit_code == 4, found
                assert found.hint
            else:
                assert [p.evidence for p in found.proofs if not p.proved] == []
                assert found.proved
