"""One pair of sites: what leaves, what turns, what joins, and that no base is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from laws.recombination_strategies import AGENTS, carriers, in_pieces, text_of
from loxsmith.knowledge import site
from loxsmith.recombination import find_sites
from loxsmith.recombination.events import Event, between, within
from loxsmith.sequence import Molecule, reverse_complement
from oracle.recombination import Dna, canonical, events_between, events_within, table
from oracle.recombination import Event as Expected

LEFT, MIDDLE, RIGHT, RING = "GGCCAAGG", "CTCTGAGA", "TTGGAACC", "ACACGTTG"
LIKE_MEETS_LIKE = sorted(name for name, entry in table().items() if not entry.half and not entry.inert)


def _dna(text: str, circular: bool = False) -> Molecule:
    """``loxP> ACGT <FRT`` as a molecule: names with an arrow are sites, the rest is bases."""
    return Molecule.of("".join(_word(word) for word in text.split()), circular=circular)


def _word(word: str) -> str:
    if word.endswith(">"):
        return site(word[:-1]).sequence
    return reverse_complement(site(word[1:]).sequence) if word.startswith("<") else word


def _one(events: Iterable[Event]) -> Event:
    (event,) = events
    return event


def _names(molecule: Molecule) -> list[str]:
    return [placed.site.name for placed in find_sites(molecule)]


def _same(one: Molecule, other: Molecule) -> bool:
    return canonical(text_of(one)) == canonical(text_of(other))


def _read(events: Iterable[Event]) -> Counter[Expected]:
    return Counter(
        Expected(
            event.kind,
            canonical(text_of(event.product)),
            None if event.by_product is None else canonical(text_of(event.by_product)),
        )
        for event in events
    )


def _expected(events: Iterable[Expected]) -> Counter[Expected]:
    return Counter(
        Expected(kind, canonical(product), None if other is None else canonical(other))
        for kind, product, other in events
    )


# -- one molecule --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIKE_MEETS_LIKE)
def test_direct_repeats_excise(name: str) -> None:
    """One whole site stays, the other leaves on a circle with what lay between."""
    event = _one(within(_dna(f"{LEFT} {name}> {MIDDLE} {name}> {RIGHT}"), AGENTS))
    assert (event.kind, event.agent) == ("excision", site(name).recombinase)
    assert event.product.sequence == _dna(f"{LEFT} {name}> {RIGHT}").sequence
    assert event.by_product is not None
    assert _same(event.by_product, _dna(f"{name}> {MIDDLE}", circular=True))


@pytest.mark.parametrize("name", LIKE_MEETS_LIKE)
def test_inverted_repeats_invert(name: str) -> None:
    """Both sites stay in place, and what lies between is turned round."""
    event = _one(within(_dna(f"{LEFT} {name}> {MIDDLE} <{name} {RIGHT}"), AGENTS))
    turned = reverse_complement(MIDDLE)
    assert (event.kind, event.by_product) == ("inversion", None)
    assert event.product.sequence == _dna(f"{LEFT} {name}> {turned} <{name} {RIGHT}").sequence


@pytest.mark.parametrize("name", LIKE_MEETS_LIKE)
def test_only_its_own_recombinase_acts_on_a_site(name: str) -> None:
    """The other four leave the molecule as it is."""
    others = set(AGENTS) - {site(name).recombinase}
    assert not list(within(_dna(f"{LEFT} {name}> {MIDDLE} {name}> {RIGHT}"), others))


def test_every_pair_of_three_sites_is_tried() -> None:
    """Not only the first with the last."""
    events = list(within(_dna(f"{LEFT} loxP> {MIDDLE} loxP> {RING} loxP> {RIGHT}"), ["Cre"]))
    assert [len(event.by_product or ()) for event in events] == [34 + 8, 68 + 16, 34 + 8]


@pytest.mark.parametrize(
    "pair",
    ["loxP lox2272", "loxP lox5171", "loxP lox511", "lox2272 lox5171", "FRT F3", "FRT F5", "F3 F5", "loxP FRT",
     "lox72 loxP", "lox72 lox72", "phiC31-attP phiC31-attP", "Bxb1-attB Bxb1-attB", "phiC31-attP Bxb1-attB"],
)  # fmt: skip
def test_sites_that_do_not_match_do_nothing(pair: str) -> None:
    """Neither direct nor inverted."""
    a, b = pair.split()
    assert not list(within(_dna(f"{LEFT} {a}> {MIDDLE} {b}> {RIGHT}"), AGENTS))
    assert not list(within(_dna(f"{LEFT} {a}> {MIDDLE} <{b} {RIGHT}"), AGENTS))


def test_lox66_and_lox71_in_either_order() -> None:
    """The arms are shared out: one product site has both wild-type arms, the other both mutant ones."""
    for first, second, kept, lost in (
        ("lox66", "lox71", "loxP", "lox72"),
        ("lox71", "lox66", "lox72", "loxP"),
    ):
        event = _one(within(_dna(f"{LEFT} {first}> {MIDDLE} {second}> {RIGHT}"), ["Cre"]))
        assert event.product.sequence == _dna(f"{LEFT} {kept}> {RIGHT}").sequence
        assert event.by_product is not None
        assert _same(event.by_product, _dna(f"{lost}> {MIDDLE}", circular=True))


def test_lox66_and_lox71_inverted_lock() -> None:
    """One inversion gives loxP and lox72, which do not turn back."""
    event = _one(within(_dna(f"{LEFT} lox66> {MIDDLE} <lox71 {RIGHT}"), ["Cre"]))
    assert sorted(_names(event.product)) == ["lox72", "loxP"]
    assert not list(within(event.product, ["Cre"]))


@pytest.mark.parametrize("family", ["phiC31", "Bxb1"])
def test_att_sites_become_hybrids_that_no_one_knows(family: str) -> None:
    """attP x attB leaves attL and attR: half of each partner up to the shared core, and no site any more."""
    event = _one(within(_dna(f"{LEFT} {family}-attP> {MIDDLE} {family}-attB> {RIGHT}"), [family]))
    attp, attb = site(f"{family}-attP"), site(f"{family}-attB")
    hybrid = attp.left + attp.spacer + attb.right
    assert event.product.sequence == LEFT + hybrid + RIGHT
    assert event.by_product is not None
    assert _same(event.by_product, Molecule.of(attb.left + attp.spacer + attp.right + MIDDLE, circular=True))
    assert not find_sites(event.product)
    assert not find_sites(event.by_product)


# -- two molecules -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_a_circle_integrates(turned: bool) -> None:
    """It lies between two sites afterwards, in the direction its site imposes, however it was drawn."""
    ring = _dna(f"loxP> {RING}", circular=True)
    ring = ring.reverse_complement() if turned else ring
    event = _one(between(_dna(f"{LEFT} loxP> {RIGHT}"), ring, ["Cre"]))
    assert (event.kind, event.by_product) == ("integration", None)
    assert event.product.sequence == _dna(f"{LEFT} loxP> {RING} loxP> {RIGHT}").sequence


@pytest.mark.parametrize("host_turned", [False, True])
def test_integration_by_lox66_and_lox71_is_held(host_turned: bool) -> None:
    """The insert lies between lox72 and loxP."""
    pad = _dna(f"{LEFT} <lox71 {RIGHT}" if host_turned else f"{LEFT} lox71> {RIGHT}")
    event = _one(between(pad, _dna(f"lox66> {RING}", circular=True), ["Cre"]))
    assert sorted(_names(event.product)) == ["lox72", "loxP"]
    assert not list(within(event.product, ["Cre"]))


def test_two_circles_fuse() -> None:
    """Into one circle with both sites in one direction."""
    event = _one(
        between(_dna(f"loxP> {RING}", circular=True), _dna(f"<loxP {MIDDLE}", circular=True), ["Cre"])
    )
    assert event.kind == "integration"
    expected = _dna(f"loxP> {RING} loxP> {reverse_complement(MIDDLE)}", circular=True)
    assert _same(event.product, expected)


def test_a_linear_partner_opens_a_circular_host() -> None:
    """The circle ends up within the linear molecule."""
    event = _one(between(_dna(f"loxP> {RING}", circular=True), _dna(f"{LEFT} loxP> {RIGHT}"), ["Cre"]))
    assert (event.kind, event.product.circular) == ("integration", False)
    assert event.product.sequence == _dna(f"{LEFT} loxP> {RING} loxP> {RIGHT}").sequence


@pytest.mark.parametrize("turned", [False, True])
def test_two_linear_molecules_exchange_ends(turned: bool) -> None:
    """The host keeps its left end; a partner drawn the other way round is read the host's way."""
    partner = _dna(f"{MIDDLE} loxP> {RING}")
    partner = partner.reverse_complement() if turned else partner
    event = _one(between(_dna(f"{LEFT} loxP> {RIGHT}"), partner, ["Cre"]))
    assert event.kind == "translocation"
    assert event.by_product is not None
    assert event.product.sequence == _dna(f"{LEFT} loxP> {RING}").sequence
    assert event.by_product.sequence == _dna(f"{MIDDLE} loxP> {RIGHT}").sequence


# -- laws ----------------------------------------------------------------------------------------------------


@given(st.data(), carriers(), st.sets(st.sampled_from(AGENTS), min_size=1))
def test_events_of_one_molecule_equal_the_twins(data: st.DataObject, dna: Dna, agents: set[str]) -> None:
    """The same events with the same products, each as often, whatever pieces the molecule is made of."""
    twins = events_within(dna, frozenset(agents))
    assume(all(e.other is None or not dna.circular or len(e.product[0]) != len(e.other[0]) for e in twins))
    assert _read(within(data.draw(in_pieces(dna)), agents)) == _expected(twins)


@given(st.data(), carriers(most_sites=3, kinds=1), st.booleans())
def test_events_of_two_molecules_equal_the_twins(data: st.DataObject, host: Dna, ring: bool) -> None:
    """Host and partner linear or circular, sites either way round."""
    partner = data.draw(carriers(circular=ring, most_sites=3, kinds=2))
    own = [name for name in table() if table()[name].sequence in host.letters]
    if own:  # so that the two have something in common more often than by chance
        partner = Dna(partner.letters + table()[data.draw(st.sampled_from(own))].sequence, ring)
    found = between(data.draw(in_pieces(host)), data.draw(in_pieces(partner)), AGENTS)
    assert _read(found) == _expected(events_between(host, partner, frozenset(AGENTS)))


@given(st.data(), carriers())
def test_no_base_is_lost(data: st.DataObject, dna: Dna) -> None:
    """Product and circle add up; an inversion keeps length and, over both strands, composition."""
    molecule = data.draw(in_pieces(dna))
    for event in within(molecule, AGENTS):
        parts = [event.product, *([event.by_product] if event.by_product else [])]
        assert sum(len(part) for part in parts) == len(molecule)
        if event.kind == "excision":
            assert sum((Counter(part.sequence) for part in parts), Counter()) == Counter(molecule.sequence)
        else:
            assert _both_strands(event.product) == _both_strands(molecule)
            assert event.by_product is None


@given(st.data(), carriers(circular=False, most_sites=2, kinds=1), st.booleans())
def test_what_joins_adds_up(data: st.DataObject, host: Dna, ring: bool) -> None:
    """Integration adds the circle; a translocation shares out what there was."""
    partner = data.draw(in_pieces(Dna(host.letters[::-1] + host.letters, ring)))
    molecule = data.draw(in_pieces(host))
    for event in between(molecule, partner, AGENTS):
        assert event.kind == ("integration" if ring else "translocation")
        parts = [event.product, *([event.by_product] if event.by_product else [])]
        assert sum(len(part) for part in parts) == len(molecule) + len(partner)
        together = sum((_both_strands(part) for part in parts), Counter())
        assert together == _both_strands(molecule) + _both_strands(partner)


def _both_strands(molecule: Molecule) -> Counter[str]:
    return Counter(molecule.sequence + reverse_complement(molecule.sequence))


@given(st.data(), carriers(circular=False, kinds=1))
def test_events_between_equal_sites_can_be_undone(data: st.DataObject, dna: Dna) -> None:
    """A circle can go back where it came from; an inverted stretch can turn back."""
    molecule = data.draw(in_pieces(dna))
    for event in within(molecule, AGENTS):
        if event.sites[0].site is not event.sites[1].site:
            continue
        if event.by_product is None:
            back = within(event.product, AGENTS)
        else:
            back = between(event.product, event.by_product, AGENTS)
        assert molecule.sequence in {undone.product.sequence for undone in back}


@given(st.data(), carriers())
def test_the_same_letters_give_the_same_products(data: st.DataObject, dna: Dna) -> None:
    """Where the bases came from plays no part."""
    molecule = data.draw(in_pieces(dna))
    plain = Molecule.of(molecule.sequence, circular=molecule.circular)
    assert [e.product.sequence for e in within(molecule, AGENTS)] == [
        e.product.sequence for e in within(plain, AGENTS)
    ]


@given(st.data(), carriers())
def test_the_two_sites_are_those_of_the_molecule(data: st.DataObject, dna: Dna) -> None:
    """An event names sites that were there, in order of their crossovers, cut by its agent."""
    molecule = data.draw(in_pieces(dna))
    present = set(find_sites(molecule))
    for event in within(molecule, AGENTS):
        a, b = event.sites
        assert {a, b} <= present
        assert a.crossover < b.crossover
        assert a.site.recombinase == b.site.recombinase == event.agent
