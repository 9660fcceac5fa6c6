"""Hypothesis strategies for molecules that carry recombinase sites, as text and as molecules in pieces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from laws.strategies import dna
from loxsmith.sequence import Molecule, Source, Span
from oracle.recombination import Dna, table
from oracle.strings import opposite

AGENTS = ("Cre", "Flp", "Dre", "phiC31", "Bxb1")


@st.composite
def carriers(
    draw: st.DrawFn, circular: bool | None = None, most_sites: int = 5, flank: int = 14, kinds: int = 3
) -> Dna:
    """Random DNA with up to ``most_sites`` sites of up to ``kinds`` names, either way round.

    The palette is small so that sites meet their like. A circle is turned, so that a site may lie over the origin.
    """
    palette = draw(st.lists(st.sampled_from(sorted(table())), min_size=1, max_size=kinds, unique=True))
    chosen = draw(st.lists(st.tuples(st.sampled_from(palette), st.booleans()), max_size=most_sites))
    letters = draw(dna(1, flank))
    for name, forward in chosen:
        sequence = table()[name].sequence
        letters += (sequence if forward else opposite(sequence)) + draw(dna(0, flank))
    closed = draw(st.booleans()) if circular is None else circular
    turned = draw(st.integers(0, len(letters) - 1)) if closed else 0
    return Dna(letters[turned:] + letters[:turned], closed)


@st.composite
def in_pieces(draw: st.DrawFn, dna: Dna, most_cuts: int = 4) -> Molecule:
    """The same DNA pieced together from several sources, some of them read backwards and with more around."""
    cuts = draw(st.lists(st.integers(0, len(dna.letters)), max_size=most_cuts))
    edges = sorted({0, len(dna.letters), *cuts})
    spans = []
    for start, end in pairwise(edges):
        text, forward = dna.letters[start:end], draw(st.booleans())
        stored = f"GA{text if forward else opposite(text)}TTC"
        spans.append(Span(Source(name="piece", sequence=stored), 2, 2 + len(text), 1 if forward else -1))
    return Molecule(spans, circular=dna.circular, name="drawn")


def molecule(dna: Dna) -> Molecule:
    """The same DNA as one literal."""
    return Molecule.of(dna.letters, circular=dna.circular)


def text_of(molecule: Molecule) -> Dna:
    """A molecule as the twin holds it."""
    return Dna(molecule.sequence, molecule.circular)
