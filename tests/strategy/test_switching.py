"""Conditional changes that are wild type before the recombinase: recoding, sites, and the choice of the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.errors import InfeasibleError, LoxsmithError, RequestError
from loxsmith.knowledge import codon_usage, sites
from loxsmith.locus import open_locus, uniqueness
from loxsmith.request import Request
from loxsmith.strategy import Strategy, choose
from loxsmith.strategy.cassettes import (
    are_heterospecific,
    excision_sites,
    inversion_sites,
    left_over,
    selection_agent,
)
from loxsmith.strategy.flexing import SPACER
from loxsmith.strategy.minigene import wild_type
from loxsmith.strategy.recoding import RUN, acceptors, donors, longest_shared, recode
from loxsmith.strategy.switching import SHORT
from workbench.cases import Opener

PAIRS = {"A": "T", "C": "G", "G": "C", "T": "A"}
STOPS = {"TAA", "TAG", "TGA"}
CODONS = ["".join(c) for c in product("ACGT", repeat=3) if "".join(c) not in STOPS]
USAGE = codon_usage("mouse")


def _turned(text: str) -> str:
    return "".join(PAIRS[base] for base in reversed(text))


def _residues(text: str) -> str:
    """Translate with a table of our own: bases in the order TCAG."""
    table = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
    order = {base: i for i, base in enumerate("TCAG")}
    return "".join(
        table[16 * order[text[i]] + 4 * order[text[i + 1]] + order[text[i + 2]]]
        for i in range(0, len(text) - 2, 3)
    )


# -- recoding ----------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    codons=st.lists(st.sampled_from([c for c in CODONS if c not in {"ATG", "TGG"}]), min_size=4, max_size=60),
    phase=st.integers(0, 2),
    extra=st.integers(0, 2),
    first=st.integers(0, 3),
    last=st.integers(0, 3),
)
def test_other_codons_say_the_same(codons: list[str], phase: int, extra: int, first: int, last: int) -> None:
    """The residues stay, the edges stay, and no run as long as a primer is shared."""
    native = "ACG"[:phase] + "".join(codons) + "CA"[:extra]
    made = recode(native, phase=phase, usage=USAGE, first=first, last=last)
    text = made.sequence
    assert len(text) == len(native)
    assert _residues(text[phase:]) == _residues(native[phase:])
    assert text[: max(first, phase)] == native[: max(first, phase)]
    assert not last or text[-last:] == native[-last:]
    assert made.changed == sum(a != b for a, b in zip(text, native, strict=True))
    assert made.longest < RUN + max(first, last)


@settings(deadline=None)
@given(codons=st.lists(st.sampled_from(CODONS), min_size=1, max_size=40))
def test_the_longest_run_is_counted_right(codons: list[str]) -> None:
    """A count over all stretches, the slow way, gives the same."""
    one = "".join(codons)
    other = "".join(c if i % 3 else _turned(c) for i, c in enumerate(codons))
    slow = max(
        (
            j - i
            for i in range(len(one))
            for j in range(i + 1, min(len(one), i + 60) + 1)
            if one[i:j] == other[i:j]
        ),
        default=0,
    )
    assert min(longest_shared(one, other), 60) == slow


@settings(deadline=None)
@given(codons=st.lists(st.sampled_from(CODONS), min_size=20, max_size=60))
def test_nothing_new_is_read_into_the_new_bases(codons: list[str]) -> None:
    """What recoding brings in on either strand is named, and the wild type's own signals are not counted."""
    native = "".join(codons)
    try:
        made = recode(native, phase=0, usage=USAGE, first=2, both_strands=True)
    except InfeasibleError:
        return
    for text, old in ((made.sequence, native), (_turned(made.sequence), _turned(native))):
        fresh = len(re.findall("(?=A[AT]TAAA)", text)) > len(re.findall("(?=A[AT]TAAA)", old))
        assert not fresh or any("polyadenylation" in m for m in made.motifs)
        for cutter in ("GCGGCCGC", "TTAATTAA", "GTTTAAAC", "CCTGCAGG"):
            assert text.count(cutter) <= old.count(cutter) or any(cutter in m for m in made.motifs)


def test_a_stretch_without_synonyms_is_refused() -> None:
    """Met and Trp have one codon each: a stretch of them stays a repeat."""
    with pytest.raises(InfeasibleError, match="cannot be respelled far enough: 24 bases"):
        recode("ATGTGG" * 4, phase=0, usage=USAGE, first=0)


def test_unknown_bases_are_refused() -> None:
    """A base that nobody knows has no codon."""
    with pytest.raises(InfeasibleError, match="unknown bases"):
        recode("ATGNNNCTG", phase=0, usage=USAGE, first=0)


def test_likely_splice_sites_are_seen() -> None:
    """The consensus donor and acceptor are found at their boundary, and a spoilt one is not."""
    assert list(donors("TTTCAGGTAAGTCC")) == [6]
    assert list(donors("TTTCAGCTAAGTCC")) == []
    assert list(acceptors("AATTTCCTCTTCACAGGCA")) == [16]
    assert list(acceptors("AATTACAGCTTCACAGGCA")) == []


def test_the_spacer_holds_nothing_a_cell_reads() -> None:
    """Neither GT nor AG, no start codon, no signal, and no part of a site."""
    text = SPACER.sequence
    assert "G" not in text
    assert not re.search("A[AT]TAAA", text)
    assert not any(s.minimal[i : i + 12] in text for s in sites() for i in range(len(s.minimal) - 11))


# -- sites -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("switch", "names", "ends"),
    [
        ("Cre", (), ("loxP", "loxP", "loxP")),
        ("Flp", (), ("FRT", "FRT", "FRT")),
        ("Dre", (), ("rox", "rox", "rox")),
        ("Cre", ("lox511",), ("lox511", "lox511", "lox511")),
        ("Cre", ("lox2272", "lox2272"), ("lox2272", "lox2272", "lox2272")),
        ("Cre", ("lox66", "lox71"), ("lox66", "lox71", "loxP")),
        ("Cre", ("lox71", "lox66"), ("lox71", "lox66", "lox72")),
        ("Cre", ("lox71", "loxP"), ("lox71", "loxP", "lox71")),
        ("Flp", ("F3",), ("F3", "F3", "F3")),
    ],
)
def test_sites_of_an_excision(switch: str, names: tuple[str, ...], ends: tuple[str, str, str]) -> None:
    """What stands on both sides and what stays: the left half of the first, the right half of the second."""
    pair = excision_sites(switch, names)
    assert (pair.left.name, pair.right.name, pair.left_over.name) == ends


@pytest.mark.parametrize(
    ("switch", "names", "says"),
    [
        ("Cre", ("loxP", "lox2272"), "different spacers and do not excise .*R01"),
        ("Cre", ("loxP", "lox511"), "different spacers"),
        ("Cre", ("lox72",), "not a site that Cre uses"),
        ("Cre", ("FRT",), "not a site that Cre uses"),
        ("Flp", ("FRT-48",), "not a site that Flp uses"),
        ("Cre", ("loxP", "loxP", "loxP"), "one kind of site twice"),
    ],
)
def test_sites_that_excise_nothing_are_refused(switch: str, names: tuple[str, ...], says: str) -> None:
    """A heterospecific pair, a spent site and another recombinase's site are contradictions."""
    with pytest.raises(RequestError, match=says):
        excision_sites(switch, names)


@pytest.mark.parametrize(
    ("switch", "names", "kinds"),
    [
        ("Cre", (), ("loxP", "lox2272")),
        ("Flp", (), ("FRT", "F3")),
        ("Cre", ("lox2272",), ("lox2272", "loxP")),
        ("Cre", ("lox511",), ("lox511", "lox2272")),
        ("Cre", ("lox5171", "lox2272"), ("lox5171", "lox2272")),
        ("Flp", ("F5",), ("F5", "FRT")),
    ],
)
def test_sites_of_a_flex(switch: str, names: tuple[str, ...], kinds: tuple[str, str]) -> None:
    """Two kinds that stay apart; a single one gets the best partner."""
    outer, inner, _ = inversion_sites(switch, names)
    assert (outer.name, inner.name) == kinds


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("loxP", "lox66"), "recombine with each other"),
        (("lox511", "loxN"), "single spacer base"),
        (("lox511", "lox5171"), "single spacer base"),
    ],
)
def test_sites_that_meet_make_no_flex(names: tuple[str, str], says: str) -> None:
    """Two kinds that recombine, or may, are refused (R02)."""
    with pytest.raises(InfeasibleError, match=says):
        inversion_sites("Cre", names)


def test_lox511_is_taken_with_its_leak_said() -> None:
    """The historic pair loxP and lox511 is built on wish, and what is not known of it is said."""
    _, inner, remarks = inversion_sites("Cre", ("loxP", "lox511"))
    assert inner.name == "lox511"
    assert any("no rate has been measured" in r for r in remarks)


def test_the_consequences_of_arm_mutants_are_said() -> None:
    """One order of lox66 and lox71 leaves a working loxP, the other a spent lox72."""
    assert any("a working site" in r for r in excision_sites("Cre", ("lox66", "lox71")).remarks)
    assert any("weakly active" in r for r in excision_sites("Cre", ("lox71", "lox66")).remarks)
    assert excision_sites("Cre", ()).remarks == ()


def test_left_overs_are_made_of_two_halves() -> None:
    """For every pair of Cre sites with one spacer the left-over is a known site, spelled half and half."""
    lox = [s for s in sites() if s.family == "lox"]
    for a, b in product(lox, lox):
        if a.spacer == b.spacer:
            assert left_over(a, b).sequence == a.sequence[:17] + b.sequence[17:]


def test_the_switch_never_removes_the_marker() -> None:
    """R17: another recombinase takes the marker out, and asking for the same one is refused."""
    assert [selection_agent(s) for s in ("Cre", "Flp", "Dre")] == ["Flp", "Cre", "Flp"]
    assert selection_agent("Cre", "dre") == "Dre"
    with pytest.raises(InfeasibleError, match="R17"):
        selection_agent("Dre", "Dre")
    with pytest.raises(RequestError, match="no recombinase that removes"):
        selection_agent("Cre", "neo")


def test_heterospecific_names() -> None:
    """Two sites that do not meet ask for a FLEx; one, or two that meet, do not."""
    assert are_heterospecific(("loxP", "lox2272"))
    assert are_heterospecific(("loxP", "lox511"))
    assert not are_heterospecific(("lox66", "lox71"))
    assert not are_heterospecific(("loxP",))
    assert not are_heterospecific(())


# -- the choice --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chosen(genome_of: Opener) -> Callable[[str, str], Strategy]:
    """Choose for a line on a genome."""

    def _choose(key: str, line: str) -> Strategy:
        request = Request.parse(line)
        genome = genome_of(key)
        locus = open_locus(genome, genome.gene(request.gene or ""), margin=20_000)
        return choose(request, locus, uniqueness(locus))

    return _choose


WILD = "conditional --before wild-type"


@pytest.mark.parametrize(
    ("key", "line", "way", "says"),
    [
        ("demo", f"Lumo1 p.R173H {WILD}", "es-mini-gene", r"\b\d+ bp, up to 1500"),
        ("mouse", f"Tnf p.A223R {WILD}", "es-mini-gene", "419 bp, up to 1500"),
        ("demo", f"Lumo1 p.R173H {WILD} --sites loxP,lox2272", "es-flex", "those of a FLEx"),
        ("demo", f"Lumo1 p.R173H {WILD} --recombinase Dre", "es-mini-gene", "only rox is known"),
        ("demo", f"Quilla p.A83S {WILD}", "es-flex", "A mini-gene cannot be built here"),
        ("demo", f"Pelto p.C99A {WILD}", "es-mini-gene", "A FLEx cannot be built here"),
        ("ace2", f"Ace2 p.K131A {WILD}", "es-flex", "above 1500"),
    ],
)
def test_the_way_follows_from_room_and_length(
    key: str, line: str, way: str, says: str, chosen: Callable[[str, str], Strategy]
) -> None:
    """A mini-gene where the rest of the coding sequence is short, else a FLEx, else what has room."""
    found = chosen(key, line)
    assert found.id == way
    assert re.search(says, found.why[0])


def test_the_limit_of_length_is_the_one_said() -> None:
    """The number that decides is the number in the reasons."""
    assert SHORT == 1500


@pytest.mark.parametrize("way", ["mini-gene", "flex"])
def test_the_request_may_name_the_way(way: str, chosen: Callable[[str, str], Strategy]) -> None:
    """The way asked for is built, and the record says that it was asked for and what the rule would have done."""
    found = chosen("demo", f"Lumo1 p.R173H {WILD} --set strategy={way}")
    assert found.id == f"es-{way}"
    assert f"--set strategy={way}" in found.why[0]
    assert ("By rule it would have been the other" in found.why[0]) == (way == "flex")
    others = {a.id for a in found.alternatives}
    assert {"mini-gene", "flex", "es-lsl"} - {way} <= others
    assert way not in others
    assert "strategy" in found.settings


def test_alternatives_say_why_they_cannot_be(chosen: Callable[[str, str], Strategy]) -> None:
    """An alternative that has no room says so."""
    found = chosen("demo", f"Pelto p.C99A {WILD}")
    flex = next(a for a in found.alternatives if a.id == "flex")
    assert "Intron 3 of Pelto has 310 bp" in flex.why_not


@pytest.mark.parametrize(
    ("key", "line", "error", "says"),
    [
        ("demo", f"Zephy p.M98A {WILD}", 4, "single exon.*constitutive change: Zephy p.M98A"),
        ("demo", f"Ovella p.N66A {WILD}", 4, "no intron of Ovella in front.*first one.*constitutive change"),
        ("mouse", f"Tnf p.H94A {WILD}", 4, "ENSMUST00000167924.*Intron 2 of Tnf has 178 bp.*--before null"),
        ("mouse", f"Ltb p.M122A {WILD}", 4, "ENSMUST00000173600 of Ltb"),
        ("mouse", f"Ddx39b p.G171A {WILD} --set strategy=flex", 4, "exon of .* R15|R15.*strategy=mini-gene"),
        ("demo", f"Lumo1 p.R173H {WILD} --set strategy=lsl", 2, "mini-gene or flex"),
        ("demo", f"Lumo1 p.R173H {WILD} --method zygote", 4, "not built in zygotes"),
        ("demo", f"Lumo1 p.R173H {WILD} --sites loxP,lox2272 --set strategy=mini-gene", 2, "R01"),
        ("demo", f"Lumo1 p.R173H {WILD} --sites lox66,lox71 --set strategy=flex", 4, "R02"),
        ("demo", f"Lumo1 p.R173H {WILD} --set selection.recombinase=Cre", 4, "R17"),
        ("demo", f"Lumo1 p.R173H {WILD} --recombinase Dre --set strategy=flex", 4, "only rox is known"),
        ("demo", "Lumo1 p.R173H conditional --set selection.recombinase=Cre", 4, "R17"),
        ("demo", "Lumo1 p.R173H conditional --sites loxP,lox2272", 2, "one kind of site twice"),
    ],
)
def test_what_cannot_be_is_refused_with_the_nearest_that_can(
    key: str, line: str, error: int, says: str, chosen: Callable[[str, str], Strategy]
) -> None:
    """One sentence says why, and the hint names what can be built."""
    with pytest.raises(LoxsmithError) as caught:
        chosen(key, line)
    assert caught.value.exit_code == error, str(caught.value)
    assert re.search(says, str(caught.value)), str(caught.value)
    assert caught.value.hint
    assert re.fullmatch(r"\S[^\n]*[.]", caught.value.message)


def test_the_wild_type_before_is_every_transcripts_own(genome_of: Opener) -> None:
    """What is promised before the recombinase is the annotated protein of each complete transcript."""
    genome = genome_of("mouse")
    locus = open_locus(genome, genome.gene("Tnf"), margin=1000)
    promised = {p.transcript: p.chains for p in wild_type(locus).products}
    whole = {t.id: t for t in locus.transcripts if t.coding}
    assert promised.keys() == whole.keys()
    for name, transcript in whole.items():
        bases = "".join(locus.molecule.sequence[a:b] for a, b in transcript.cds)
        assert promised[name] == (_residues(bases).removesuffix("*"),)
