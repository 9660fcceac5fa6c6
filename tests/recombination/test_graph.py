"""The closure: every molecule the recombinases can make, where it ends, and what it is called."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest

from loxsmith.errors import RequestError
from loxsmith.genome import read_molecule
from loxsmith.knowledge import site
from loxsmith.recombination import Graph, find_sites, programme, recombine, same
from loxsmith.sequence import Molecule, reverse_complement

A, B, C, D, E = "GGCCAAGG", "CTCTGAGA", "TTGGAACCA", "ACACGTTGTG", "CAGGTCCATTG"
BY_34_BP = {"four.gbk": 31367}
"""Where the table states what the 48-bp rule leaves."""


def _dna(text: str, circular: bool = False) -> Molecule:
    """``loxP> ACGT <FRT`` as a molecule: names with an arrow are sites, the rest is bases."""
    return Molecule.of("".join(_word(word) for word in text.split()), circular=circular)


def _word(word: str) -> str:
    if word.endswith(">"):
        return site(word[:-1]).sequence
    return reverse_complement(site(word[1:]).sequence) if word.startswith("<") else word


def _run(text: str, stages: str, *also: Molecule) -> Graph:
    return recombine(_dna(text), programme(stages), also)


def _ids(graph: Graph) -> list[str]:
    return [product.id for product in graph.products]


def _spells(graph: Graph, product_id: str, text: str) -> bool:
    return graph[product_id].molecule.sequence == _dna(text).sequence


# -- the programme -------------------------------------------------------------------------------------------


def test_a_programme_reads_comma_and_plus() -> None:
    """Comma: one after the other; plus: both at once; any case and spaces."""
    assert programme("Flp,Cre") == (("Flp",), ("Cre",))
    assert programme(" flp + CRE ,PhiC31") == (("Flp", "Cre"), ("phiC31",))


@pytest.mark.parametrize("text", ["", "Cre,", "Crex", "Cre++Flp"])
def test_a_programme_refuses_what_it_does_not_know(text: str) -> None:
    """The hint lists the recombinases."""
    with pytest.raises(RequestError, match="not a recombinase") as caught:
        programme(text)
    assert "Bxb1" in str(caught.value.hint)


# -- real alleles --------------------------------------------------------------------------------------------


def test_real_alleles_recombine_to_their_stated_lengths(shared: Path) -> None:
    """Every row of the table of EUCOMM/KOMP alleles; two FRT cores recombine, so ``four`` excises too."""
    rows, checked = (shared / "alleles" / "expected_lengths.tsv").read_text(encoding="utf-8").splitlines(), 0
    for row in csv.DictReader((line for line in rows if not line.startswith("#")), delimiter="\t"):
        if row["recombinase"] == "targeting":
            continue
        molecule = read_molecule(shared / "alleles" / row["file"])
        names = [placed.site.name for placed in find_sites(molecule)]
        assert len(molecule) == int(row["start_bp"])
        assert (names.count("loxP"), names.count("FRT")) == (int(row["loxP"]), int(row["FRT_34bp"]))
        graph = recombine(molecule, programme(row["recombinase"].replace(" then ", ",")))
        expected = BY_34_BP.get(row["file"], int(row["expected_bp"]))
        assert graph.unique_end, row
        assert [len(graph[end].molecule) for end in graph.terminal] == [expected], row
        checked += 1
    assert checked == 12


@pytest.mark.parametrize("name", ["one", "two", "three", "four", "five", "six"])
def test_real_alleles_without_rox_are_left_alone_by_dre(shared: Path, name: str) -> None:
    """Nothing but the input is met."""
    graph = recombine(read_molecule(shared / "alleles" / f"{name}.gbk"), programme("Dre"))
    assert (_ids(graph), graph.edges, graph.terminal, graph.unique_end) == (["input"], (), ("input",), True)


def test_a_real_allele_gives_one_end_in_steps(shared: Path) -> None:
    """tm1a to tm1c to tm1d: three loxP and two FRT, and both stages cut from the string what lies between."""
    molecule = read_molecule(shared / "alleles" / "one.gbk")
    graph, text = recombine(molecule, programme("Flp,Cre")), molecule.sequence
    for product_id, name in (("flp", "FRT"), ("flp_cre", "loxP")):
        core = site(name).sequence
        core = core if core in text else reverse_complement(core)
        text = text[: text.index(core)] + text[text.rindex(core) :]
        assert graph[product_id].molecule.sequence == text


# -- shapes by hand ------------------------------------------------------------------------------------------


def test_a_floxed_stretch_leaves() -> None:
    """Product ``cre`` and ``circle_1``, with their parent, agent and event."""
    graph = _run(f"{A} loxP> {B} loxP> {C}", "Cre")
    assert _ids(graph) == ["input", "cre", "circle_1"]
    assert _spells(graph, "cre", f"{A} loxP> {C}")
    cre, circle = graph["cre"], graph["circle_1"]
    assert (cre.parent, cre.agent, cre.kind, cre.bears_locus) == ("input", "Cre", "excision", True)
    assert (circle.parent, circle.bears_locus, circle.molecule.circular) == ("input", False, True)
    assert (graph.terminal, graph.unique_end, graph.findings) == (("cre",), True, ())
    (edge,) = graph.edges
    assert (edge.source, edge.target, edge.agent, edge.kind) == ("input", "cre", "Cre", "excision")
    assert edge.sites == ("loxP:+@9", "loxP:+@51")
    with pytest.raises(KeyError):
        graph["flp"]


def test_inverted_sites_come_to_an_equilibrium() -> None:
    """Two states that turn into each other, no end, and a word about it."""
    graph = _run(f"{A} loxP> {B} <loxP {C}", "Cre")
    assert [(edge.source, edge.target) for edge in graph.edges] == [
        ("input", "cre_state_1"),
        ("cre_state_1", "input"),
    ]
    assert (graph.terminal, graph.unique_end) == ((), False)
    assert "equilibrium" in graph.findings[0].message


def test_a_stage_with_nothing_to_do_keeps_the_input() -> None:
    """No site, one site, and two that do not meet."""
    for text in (A, f"{A} loxP> {B}", f"{A} loxP> {B} lox2272> {C}", f"{A} FRT> {B} FRT> {C}"):
        graph = _run(text, "Cre")
        assert (_ids(graph), graph.terminal, graph.unique_end) == (["input"], ("input",), True)
        assert graph.findings == ()


def test_a_later_stage_with_nothing_to_do_keeps_the_product() -> None:
    """Cre finds nothing after Flp: the end is still called ``flp``."""
    graph = _run(f"{A} FRT> {B} loxP> {C} FRT> {D} loxP> {E}", "Flp,Cre")
    assert (graph.terminal, graph.unique_end) == (("flp",), True)
    assert _spells(graph, "flp", f"{A} FRT> {D} loxP> {E}")


def test_a_recombinase_that_did_nothing_gives_no_name() -> None:
    """Ids follow the agents that acted: after an idle Flp the product of Cre is ``cre``."""
    assert _run(f"{A} loxP> {B} loxP> {C}", "Flp,Cre").terminal == ("cre",)


def test_lox511_beside_loxp_is_a_leak_and_no_event() -> None:
    """A warning that names the pair; nothing in the closure."""
    graph = _run(f"{A} lox511> {B} loxP> {C}", "Cre")
    assert (_ids(graph), graph.edges, graph.terminal) == (["input"], (), ("input",))
    (leak,) = graph.findings
    assert (leak.severity, leak.where) == ("warn", "lox511 x loxP")
    assert _run(f"{A} lox511> {B} loxP> {C}", "Flp").findings == ()


def test_a_leak_into_a_partner_is_warned_of() -> None:
    """A lox511 donor beside a loxP locus."""
    graph = _run(f"{A} loxP> {B}", "Cre", _dna(f"lox511> {C}", circular=True))
    assert [finding.where for finding in graph.findings] == ["loxP x lox511"]


def test_lox66_lox71_inversion_locks_in_lox72_and_loxp() -> None:
    """One end, from which strong Cre might still leak back."""
    graph = _run(f"{A} lox66> {B} <lox71 {C}", "Cre")
    assert (_ids(graph), graph.terminal, graph.unique_end) == (["input", "cre"], ("cre",), True)
    assert _spells(graph, "cre", f"{A} loxP> {reverse_complement(B)} <lox72 {C}")
    assert [finding.where for finding in graph.findings] == ["loxP x lox72"]


def test_lox66_lox71_integration_is_held() -> None:
    """The circle goes in once and stays, between lox72 and loxP."""
    graph = _run(f"{A} lox71> {B}", "Cre", _dna(f"lox66> {C}", circular=True))
    assert (_ids(graph), graph.terminal) == (["input", "partner_1", "cre"], ("cre",))
    assert graph.unique_end
    assert _spells(graph, "cre", f"{A} lox72> {C} loxP> {B}")


def test_loxp_integration_comes_and_goes() -> None:
    """With a loxP on both, the circle goes in and out again: an equilibrium."""
    graph = _run(f"{A} loxP> {B}", "Cre", _dna(f"loxP> {C}", circular=True))
    assert _ids(graph) == ["input", "partner_1", "cre_state_1"]
    assert {(edge.source, edge.target, edge.kind) for edge in graph.edges} == {
        ("input", "cre_state_1", "integration"),
        ("cre_state_1", "input", "excision"),
    }
    assert (graph.terminal, graph.unique_end) == ((), False)


def test_flex_reaches_its_one_locked_end_by_both_routes() -> None:
    """loxP first or lox2272 first: the payload is turned and sits between one of each."""
    graph = _run(f"{A} loxP> {D} lox2272> {B} <loxP {E} <lox2272 {C}", "Cre")
    assert (graph.terminal, graph.unique_end) == (("cre",), True)
    assert _spells(graph, "cre", f"{A} loxP> {reverse_complement(B)} <lox2272 {C}")
    routes = {edge.source: edge.kind for edge in graph.edges if edge.target == "cre"}
    assert routes == {"cre_partial_1": "excision", "cre_partial_2": "excision"}
    starts = {edge.target for edge in graph.edges if edge.source == "input"}
    assert starts == {"cre_partial_1", "cre_partial_2"}
    assert _ids(graph) == ["input", "cre_partial_1", "cre_partial_2", "cre", "circle_1"]
    lost = _dna(f"{reverse_complement(D)} <loxP {E} <lox2272", circular=True)
    assert same(graph["circle_1"].molecule, lost)


def test_rmce_exchanges_the_cassette() -> None:
    """Both co-integrates are listed, and only the exchanged cassette is an end."""
    donor = _dna(f"loxP> {D} lox2272> {E}", circular=True)
    graph = _run(f"{A} loxP> {B} lox2272> {C}", "Cre", donor)
    assert (graph.terminal, graph.unique_end) == (("cre",), True)
    assert _spells(graph, "cre", f"{A} loxP> {D} lox2272> {C}")
    assert _spells(graph, "cre_partial_1", f"{A} loxP> {D} lox2272> {E} loxP> {B} lox2272> {C}")
    assert _spells(graph, "cre_partial_2", f"{A} loxP> {B} lox2272> {E} loxP> {D} lox2272> {C}")
    assert {(edge.source, edge.target) for edge in graph.edges} == {
        ("input", "cre_partial_1"), ("input", "cre_partial_2"),
        ("cre_partial_1", "input"), ("cre_partial_2", "input"),
        ("cre_partial_1", "cre"), ("cre_partial_2", "cre"),
    }  # fmt: skip
    left = graph["circle_1"].molecule
    assert same(left, _dna(f"loxP> {B} lox2272> {E}", circular=True))


@pytest.mark.parametrize("agent", ["phiC31", "Bxb1"])
def test_serine_integrases_go_one_way(agent: str) -> None:
    """In once; attL and attR are inert, and a second round does nothing."""
    partner = _dna(f"{agent}-attB> {C}", circular=True)
    graph = _run(f"{A} {agent}-attP> {B}", f"{agent},{agent}", partner)
    name = agent.casefold()
    assert (_ids(graph), graph.terminal) == (["input", "partner_1", name], (name,))
    assert graph.unique_end
    assert len(graph.edges) == 1
    assert find_sites(graph[name].molecule) == ()


@pytest.mark.parametrize("agent", ["phiC31", "Bxb1"])
def test_serine_integrases_turn_a_stretch_once(agent: str) -> None:
    """An inverted pair is turned and locked."""
    graph = _run(f"{A} {agent}-attP> {B} <{agent}-attB {C}", agent)
    assert (len(graph.products), graph.unique_end) == (2, True)
    assert reverse_complement(B) in graph[graph.terminal[0]].molecule.sequence


def test_two_linear_molecules_translocate() -> None:
    """Ends are exchanged, and exchanged back."""
    graph = _run(f"{A} loxP> {B}", "Cre", _dna(f"{C} loxP> {D}"))
    assert _ids(graph) == ["input", "partner_1", "cre_state_1", "translocated_1"]
    assert _spells(graph, "cre_state_1", f"{A} loxP> {D}")
    assert _spells(graph, "translocated_1", f"{C} loxP> {B}")
    assert (graph["cre_state_1"].kind, graph["translocated_1"].bears_locus) == ("translocation", False)
    assert (graph.terminal, graph.unique_end) == ((), False)


def test_a_translocation_undone_gives_back_the_partner() -> None:
    """However the partner was drawn, no further molecule is met."""
    graph = _run(f"{A} loxP> {B}", "Cre", _dna(f"{C} <loxP {D}"))
    assert _ids(graph) == ["input", "partner_1", "cre_state_1", "translocated_1"]


def test_a_translocation_is_warned_of() -> None:
    """Two chromosomes that exchange arms are no allele to breed from."""
    graph = _run(f"{A} loxP> {B}", "Cre", _dna(f"{C} loxP> {D}"))
    assert any("translocation" in finding.message for finding in graph.findings)


def test_tm1a_by_flp_then_cre_by_cre_then_flp_and_by_both() -> None:
    """The order matters, and both at once have both ends."""
    tm1a = f"{A} FRT> {B} loxP> {C} FRT> loxP> {D} loxP> {E}"
    tm1b, tm1d = f"{A} FRT> {B} loxP> {E}", f"{A} FRT> loxP> {E}"
    first = _run(tm1a, "Flp,Cre")
    assert _spells(first, "flp", f"{A} FRT> loxP> {D} loxP> {E}")
    assert _spells(first, "flp_cre", tm1d)
    assert (first.terminal, first.unique_end) == (("flp_cre",), True)
    second = _run(tm1a, "Cre,Flp")
    assert _spells(second, "cre", tm1b)
    assert (second.terminal, second.unique_end) == (("cre",), True)
    both = _run(tm1a, "Flp+Cre")
    assert (sorted(both.terminal), both.unique_end) == (["flp_and_cre_1", "flp_and_cre_2"], False)
    ends = {both[end].molecule.sequence for end in both.terminal}
    assert ends == {_dna(tm1b).sequence, _dna(tm1d).sequence}


def test_two_independent_cassettes_reach_one_end_in_any_order() -> None:
    """FRT-neo-FRT beside loxP-exon-loxP: ``flp_cre`` and ``cre_flp`` spell alike."""
    text = f"{A} FRT> {B} FRT> {C} loxP> {D} loxP> {E}"
    ends = [_run(text, stages) for stages in ("Flp,Cre", "Cre,Flp", "Flp+Cre")]
    assert [graph.terminal for graph in ends] == [("flp_cre",), ("cre_flp",), ("flp_and_cre",)]
    assert len({graph[graph.terminal[0]].molecule.sequence for graph in ends}) == 1
    assert all(graph.unique_end for graph in ends)


def test_dre_takes_out_a_roxed_stretch_only() -> None:
    """Dre acts on rox and leaves lox, and Cre the other way round."""
    text = f"{A} rox> {B} rox> {C} loxP> {D} loxP> {E}"
    graph = _run(text, "Dre")
    assert _ids(graph) == ["input", "dre", "circle_1"]
    assert _spells(graph, "dre", f"{A} rox> {C} loxP> {D} loxP> {E}")
    assert _run(text, "Dre,Cre").terminal == ("dre_cre",)


def test_three_sites_give_one_end_over_partial_products() -> None:
    """Partial excisions are listed and named so."""
    graph = _run(f"{A} loxP> {B} loxP> {D} loxP> {C}", "Cre")
    assert (graph.terminal, graph.unique_end) == (("cre",), True)
    assert {product.id for product in graph.products if product.bears_locus} == {
        "input", "cre", "cre_partial_1", "cre_partial_2",
    }  # fmt: skip


def test_one_end_is_not_unique_when_another_route_never_ends() -> None:
    """lox2272 first is an end; lox71 with lox66 first leaves lox2272 inverted, which swings for ever."""
    graph = _run(f"{A} <lox71 {B} lox2272> {C} lox66> {D} lox2272> {E}", "Cre")
    assert (graph.terminal, graph.unique_end) == (("cre",), False)
    assert _spells(graph, "cre", f"{A} <lox71 {B} lox2272> {E}")


def test_a_circular_input_comes_apart() -> None:
    """The larger circle is followed."""
    graph = recombine(_dna(f"loxP> {A} {B} {C} loxP> {D}", circular=True), programme("Cre"))
    assert (_ids(graph), graph.terminal) == (["input", "cre", "circle_1"], ("cre",))
    assert same(graph["cre"].molecule, _dna(f"loxP> {A} {B} {C}", circular=True))


def test_ends_bear_the_locus_and_are_not_called_circles() -> None:
    """Three loxP on a circle, no stretch longer than the two others together."""
    graph = recombine(_dna(f"loxP> {A} loxP> {C} loxP> {E}", circular=True), programme("Cre"))
    assert all(graph[end].bears_locus for end in graph.terminal)


def test_every_edge_of_a_circle_joins_listed_products() -> None:
    """Four loxP on a circle: what leaves by one route is what stays by another."""
    graph = recombine(_dna(f"loxP> {A} loxP> {C} loxP> {E} loxP> {D}", circular=True), programme("Cre"))
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= set(_ids(graph))


def test_an_equilibrium_that_a_later_stage_resolves_has_one_end() -> None:
    """Cre turns a stretch to and fro; Flp then takes it out, however it lies."""
    graph = _run(f"{A} FRT> {B} loxP> {C} <loxP {D} FRT> {E}", "Cre,Flp")
    assert (graph.terminal, graph.unique_end) == (("cre_flp",), True)


def test_a_search_that_was_stopped_claims_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the search was cut off nothing has come to an end."""
    monkeypatch.setattr("loxsmith.recombination._closure.MOST_STATES", 1)
    graph = _run(f"{A} loxP> {B} loxP> {C}", "Cre")
    assert "stopped" in " ".join(finding.message for finding in graph.findings)
    assert (graph.terminal, graph.unique_end) == ((), False)


def test_a_search_that_was_stopped_claims_no_equilibrium(monkeypatch: pytest.MonkeyPatch) -> None:
    """FLEx has an end in its fourth state; a search of three has not seen it and cannot deny it."""
    monkeypatch.setattr("loxsmith.recombination._closure.MOST_STATES", 3)
    graph = _run(f"{A} loxP> {D} lox2272> {B} <loxP {E} <lox2272 {C}", "Cre")
    assert not any("equilibrium" in finding.message for finding in graph.findings)


def test_different_circles_are_told_apart() -> None:
    """Order counts, and so does what is linear."""
    texts = (
        f"loxP> {A} loxP> {B} FRT> {C}",
        f"loxP> {B} loxP> {A} FRT> {C}",
        f"loxP> {A} FRT> {B} loxP> {C}",
    )
    molecules = [*(_dna(text, circular=True) for text in texts), _dna(texts[0])]
    assert not any(same(a, b) for a, b in combinations(molecules, 2))
