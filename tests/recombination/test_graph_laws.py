"""The closure against its slow twin, on random molecules; and what holds for every graph."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from laws.recombination_strategies import AGENTS, carriers, in_pieces, text_of
from loxsmith.recombination import Graph, recombine, same
from loxsmith.sequence import Molecule
from oracle.recombination import Dna, canonical, follow, table
from oracle.strings import opposite

ANY = st.one_of(
    carriers(circular=False, most_sites=4, kinds=2),
    carriers(
        circular=True, most_sites=2, kinds=1
    ),  # more on a circle: see the expected failures in test_graph.py
)


def _check(graph: Graph, locus: Dna, stages: list[list[str]], also: list[Dna]) -> None:
    assume(not any("stopped" in finding.message for finding in graph.findings))
    twin = follow(locus, stages, also)
    assume(not twin.tied)
    spelt = {product.id: canonical(text_of(product.molecule)) for product in graph.products}
    met = {"input", *(edge.target for edge in graph.edges), *(edge.source for edge in graph.edges)}
    assert {spelt[product_id] for product_id in met} == twin.loci
    assert {_blind(dna) for dna in spelt.values()} == {_blind(dna) for dna in twin.loci | twin.others}
    assert {spelt[product_id] for product_id in graph.terminal} == twin.terminal
    if len(stages) == 1:
        assert graph.unique_end == twin.unique_end


def _blind(dna: Dna) -> Dna:
    """By-products count as the same from either strand."""
    return canonical(Dna(min(dna.letters, opposite(dna.letters)), dna.circular))


@settings(max_examples=60, deadline=None)
@given(st.data(), ANY, st.sets(st.sampled_from(AGENTS), min_size=1, max_size=3))
def test_a_closure_equals_the_twins(data: st.DataObject, dna: Dna, agents: set[str]) -> None:
    """The same molecules are met, the same are ends, and there is one end or not."""
    stage = sorted(agents)
    _check(recombine(data.draw(in_pieces(dna)), [stage]), dna, [stage], [])


@settings(max_examples=30, deadline=None)
@given(st.data(), carriers(circular=False, most_sites=5, kinds=2))
def test_a_closure_of_five_sites_equals_the_twins(data: st.DataObject, dna: Dna) -> None:
    """All recombinases at once on up to five sites of two kinds."""
    _check(recombine(data.draw(in_pieces(dna)), [AGENTS]), dna, [list(AGENTS)], [])


@settings(max_examples=40, deadline=None)
@given(st.data(), ANY, st.lists(st.sampled_from(AGENTS), min_size=2, max_size=3))
def test_stages_equal_the_twins(data: st.DataObject, dna: Dna, agents: list[str]) -> None:
    """One recombinase after the other."""
    stages = [[agent] for agent in agents]
    _check(recombine(data.draw(in_pieces(dna)), stages), dna, stages, [])


@settings(max_examples=40, deadline=None)
@given(st.data(), carriers(circular=False, most_sites=2, kinds=2), st.booleans())
def test_a_closure_with_a_partner_equals_the_twins(data: st.DataObject, host: Dna, ring: bool) -> None:
    """A circle or a linear molecule with a site of the host's, and perhaps one more."""
    own = sorted(name for name in table() if table()[name].sequence in host.letters) or ["loxP"]
    other = data.draw(carriers(circular=ring, most_sites=1, kinds=1))
    partner = Dna(other.letters + table()[data.draw(st.sampled_from(own))].sequence, ring)
    molecule, donor = data.draw(in_pieces(host)), data.draw(in_pieces(partner))
    _check(recombine(molecule, [AGENTS], [donor]), host, [list(AGENTS)], [partner])


@settings(max_examples=40, deadline=None)
@given(st.data(), ANY)
def test_lineage_plays_no_part(data: st.DataObject, dna: Dna) -> None:
    """A molecule of many sources and its plain letters give the same graph, name for name."""
    pieced = recombine(data.draw(in_pieces(dna)), [AGENTS])
    plain = recombine(Molecule.of(dna.letters, circular=dna.circular), [AGENTS])
    assert [(p.id, p.molecule.sequence) for p in pieced.products] == [
        (p.id, p.molecule.sequence) for p in plain.products
    ]
    assert (pieced.edges, pieced.terminal, pieced.unique_end) == (
        plain.edges,
        plain.terminal,
        plain.unique_end,
    )


@settings(max_examples=40, deadline=None)
@given(carriers(circular=False, most_sites=3, kinds=2))
def test_every_edge_joins_products_and_every_product_has_a_parent(dna: Dna) -> None:
    """No id is used that is not listed, none twice, and each way back leads to the input."""
    graph = recombine(Molecule.of(dna.letters), [AGENTS])
    ids = [product.id for product in graph.products]
    assert len(ids) == len(set(ids))
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= set(ids)
    assert all(ids.index(product.parent) < ids.index(product.id) for product in graph.products[1:])


@given(carriers(circular=True, most_sites=2), st.integers(0, 300), st.booleans())
def test_a_circle_is_one_molecule_however_drawn(dna: Dna, turn: int, turned: bool) -> None:
    """Where the drawing starts does not matter, nor the strand; a linear one is as drawn."""
    circle = Molecule.of(dna.letters, circular=True)
    other = circle.rotate(turn % len(circle))
    assert same(other.reverse_complement() if turned else other, circle)
    line = Molecule.of(dna.letters)
    assert same(line, Molecule.of(dna.letters))
    assert same(line, line.reverse_complement(), stranded=False)
