"""Insertions, deletions and duplications bear the names that HGVS asks for: as far 3' as they go."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.locus import Locus, open_locus
from loxsmith.sequence import reverse_complement
from loxsmith.strategy import Edit, apply_edits, hgvs_coding, hgvs_genomic, hgvs_protein
from loxsmith.strategy.three_prime import Placed, most_three_prime
from oracle.three_prime import applied, rightmost_name
from workbench.cases import Opener

# Few letters, so that much repeats.
TEXTS = st.text(alphabet="AC", min_size=1, max_size=14)


def name_of(placed: Placed) -> str:
    """Write what was found with positions from 1 on the text."""
    edit = placed.edit
    first, last = placed.copied or (edit.start, edit.end)
    span = str(last) if last == first + 1 else f"{first + 1}_{last}"
    if placed.copied:
        return f"{span}dup"
    return f"{span}del" if edit.ref else f"{edit.start}_{edit.start + 1}ins{edit.alt}"


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, Edit]:
    """A text, and an insertion or a deletion in it."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text)))
    if start < len(text) and draw(st.booleans()):
        end = draw(st.integers(start + 1, len(text)))
        return text, Edit(start=start, end=end, ref=text[start:end], alt="")
    return text, Edit(start=start, end=start, ref="", alt=draw(TEXTS))


@given(changes())
def test_names_are_those_of_the_slow_oracle(case: tuple[str, Edit]) -> None:
    """On any text, read forwards, the name is the most 3' of all that make the same change, and makes it."""
    text, edit = case
    changed = apply_edits(text, [edit])
    name = name_of(most_three_prime(text, edit, 1))
    assert name == rightmost_name(text, changed)
    assert applied(text, name) == changed


@given(changes())
def test_leftwards_is_rightwards_on_the_other_strand(case: tuple[str, Edit]) -> None:
    """Moving to the left says what moving to the right says on the complement."""
    text, edit = case
    size = len(text)
    turned = Edit(
        start=size - edit.end,
        end=size - edit.start,
        ref=reverse_complement(edit.ref),
        alt=reverse_complement(edit.alt),
    )
    found = most_three_prime(text, edit, -1)
    other = most_three_prime(reverse_complement(text), turned, 1)
    assert (found.edit.start, found.edit.end) == (size - other.edit.end, size - other.edit.start)
    assert (found.edit.ref, found.edit.alt) == tuple(
        map(reverse_complement, (other.edit.ref, other.edit.alt))
    )
    assert found.copied == (other.copied and (size - other.copied[1], size - other.copied[0]))


@given(changes(), st.data())
def test_names_of_one_allele_can_be_read_together(case: tuple[str, Edit], data: st.DataObject) -> None:
    """With a base changed beside it, the moved change and that base still make the same allele."""
    text, edit = case
    free = [i for i in range(len(text)) if not edit.start <= i < edit.end]
    if not free:
        return
    at = data.draw(st.sampled_from(free))
    base = Edit(start=at, end=at + 1, ref=text[at], alt="G")
    for direction in (1, -1):
        moved = most_three_prime(text, edit, direction, (edit, base)).edit  # type: ignore[arg-type]
        assert apply_edits(text, [moved, base]) == apply_edits(text, [edit, base])


def test_substitutions_stay_where_they_are() -> None:
    """What replaces bases by others is not moved."""
    edit = Edit(start=1, end=2, ref="A", alt="G")
    assert most_three_prime("AAAA", edit, 1) == Placed(edit=edit, copied=None)


# -- on loci ------------------------------------------------------------------------------------------------


def _locus(genome_of: Opener, key: str, symbol: str) -> Locus:
    genome = genome_of(key)
    return open_locus(genome, genome.gene(symbol), margin=500)


@pytest.mark.parametrize(("key", "symbol"), [("demo", "Lumo1"), ("demo", "Brindl"), ("mouse", "Tnf")])
def test_genomic_names_run_up_the_chromosome(key: str, symbol: str, genome_of: Opener) -> None:
    """Read on the top strand, whichever strand the gene lies on, the name is that of the slow oracle."""
    locus = _locus(genome_of, key, symbol)
    text = locus.molecule.sequence
    lower, _ = locus.top_strand(0, len(text))
    before = lower + locus.contig.offset
    top = text if locus.strand == 1 else reverse_complement(text)
    die = random.Random(symbol)
    kinds = set()
    for _ in range(60):
        start = die.randrange(200, len(text) - 200)
        size = die.randrange(1, 5)
        piece = text[start : start + size]
        edits = [
            Edit(start=start, end=start + size, ref=piece, alt=""),
            Edit(start=start, end=start, ref="", alt=piece),
            Edit(start=start, end=start, ref="", alt="".join(die.choices("ACGT", k=size))),
        ]
        for edit in edits:
            changed = apply_edits(text, [edit])
            changed = changed if locus.strand == 1 else reverse_complement(changed)
            low = next(i for i in range(len(top)) if top[i] != changed[i]) - 150
            near, far = top[low : low + 300], changed[low : low + 300 + len(changed) - len(top)]
            slow = rightmost_name(near, far)
            name = hgvs_genomic(edit, locus).partition(":g.")[2]
            numbers = [int(word) - before - low for word in name.rstrip("ACGTdelinsup").split("_")]
            fast = "_".join(map(str, numbers)) + name[len(name.rstrip("ACGTdelinsup")) :]
            assert fast == slow
            kinds.add(slow.lstrip("0123456789_")[:3])
    assert kinds == {"del", "dup", "ins"}


HAND = (
    # Tnf c.661-672 is TACTTAGACTTTGCGGAGTCC: the deleted GCG is followed by G, so c.668_670 go; g. cannot move.
    ("Tnf", (667, 669), "", "c.668_670del", "p.Ala223del"),
    # A codon put in once more is a duplication, on c. as on p.
    ("Tnf", (667, 666), "GCG", "c.668_670dup", "p.Ala223dup"),
    # TTTGCG again: six bases, two residues.
    ("Tnf", (670, 669), "TTTGCG", "c.664_669dup", "p.Phe222_Ala223dup"),
    # A stop codon put in front of TGA changes no residue; their T are alike, so that the name is one further.
    ("Tnf", (706, 705), "TAG", "c.706_707insAGT", "p.="),
    # One that repeats nothing stays an insertion.
    ("Tnf", (667, 666), "AAA", "c.666_667insAAA", "p.Phe222_Ala223insLys"),
)


@pytest.mark.parametrize(("symbol", "place", "alt", "coding", "protein"), HAND)
def test_names_worked_out_by_hand(
    symbol: str, place: tuple[int, int], alt: str, coding: str, protein: str, genome_of: Opener
) -> None:
    """Coding and protein names of small changes in a real gene on the minus strand."""
    locus = _locus(genome_of, "mouse", symbol)
    bases = list(locus.target.cds_positions)
    start, end = bases[place[0] - 1], bases[place[1] - 1] + 1
    edit = Edit(start=start, end=end, ref=locus.molecule.sequence[start:end], alt=alt)
    assert hgvs_coding(edit, locus) == coding
    assert hgvs_protein(edit, locus, (edit,)) == protein


def test_a_name_does_not_leave_its_exon_for_the_next(genome_of: Opener) -> None:
    """A deletion of an exon's last base is moved into the intron behind it at most, never into the next exon."""
    locus = _locus(genome_of, "mouse", "Tnf")
    text = locus.molecule.sequence
    for (_, end), (following, _) in zip(locus.target.exons, locus.target.exons[1:], strict=False):
        edit = Edit(start=end - 1, end=end, ref=text[end - 1], alt="")
        placed = most_three_prime(text, edit, 1).edit
        assert end - 1 <= placed.start < following
