"""From a change as written to edits on the locus: checked bases, codons chosen, names as HGVS has them."""

from __future__ import annotations

import pytest

from loxsmith.errors import RequestError
from loxsmith.knowledge import codon_usage
from loxsmith.locus import Locus, open_locus
from loxsmith.request import Request
from loxsmith.sequence import GENETIC_CODE, translate
from loxsmith.strategy import Edit, apply_edits, hgvs_coding, hgvs_genomic, hgvs_protein
from loxsmith.strategy.edits import lift, ordered, trimmed
from loxsmith.strategy.outcome import edited_protein
from loxsmith.strategy.resolve import resolve
from workbench.cases import Opener

NAMED = (
    # on the minus strand: c.668 is 35,200,185 (the contract's own 17:g.35200185G>C is Tnf p.A223G)
    ("mouse", "Tnf p.A223R", "chr17:g.35200185_35200186delinsCT", "c.667_668delinsAG", "p.Ala223Arg"),
    ("mouse", "Tnf p.Ala223Gly", "chr17:g.35200185G>C", "c.668C>G", "p.Ala223Gly"),
    ("mouse", "Tnf c.668C>G", "chr17:g.35200185G>C", "c.668C>G", "p.Ala223Gly"),
    ("mouse", "17:g.35200185G>C", "chr17:g.35200185G>C", "c.668C>G", "p.Ala223Gly"),
    # followed by G, so that the transcript's most 3' name is one further; up the chromosome it cannot move
    ("mouse", "Tnf c.667_669del", "chr17:g.35200184_35200186del", "c.668_670del", "p.Ala223del"),
    ("mouse", "Tnf c.666_667insAAA", "chr17:g.35200186_35200187insTTT", "c.666_667insAAA",
     "p.Phe222_Ala223insLys"),
    ("mouse", "Tnf c.668del", "chr17:g.35200185del", "c.668del", "p.Ala223fs"),
    ("mouse", "Tnf c.-5A>C", "chr17:g.35201845T>G", "c.-5A>C", ""),
    ("mouse", "Tnf c.*5A>C", "chr17:g.35200140T>G", "c.*5A>C", ""),
    ("mouse", "Tnf p.A223_S225delinsAFS", "chr17:g.35200181_35200183delinsGAA", "c.670_672delinsTTC",
     "p.Glu224Phe"),
)  # fmt: skip


def _locus(genome_of: Opener, key: str, line: str) -> tuple[Locus, Request]:
    request, genome = Request.parse(line), genome_of(key)
    return open_locus(genome, genome.gene(request.gene or "Tnf"), margin=500), request


@pytest.mark.parametrize(("key", "line", "genomic", "coding", "protein"), NAMED)
def test_hgvs_names(key: str, line: str, genomic: str, coding: str, protein: str, genome_of: Opener) -> None:
    """An edit bears the names that were worked out by hand."""
    locus, request = _locus(genome_of, key, line)
    edits = resolve(request.changes, locus)
    [edit] = edits
    assert hgvs_genomic(edit, locus) == genomic
    assert hgvs_coding(edit, locus) == coding
    assert hgvs_protein(edit, locus, edits) == protein


def test_plus_strand_positions(genome_of: Opener) -> None:
    """On the plus strand, coding and chromosome positions run the same way."""
    locus, request = _locus(genome_of, "demo", "Lumo1 p.R173H")
    [edit] = resolve(request.changes, locus)
    coding = [p + 1 for a, b in genome_of("demo").gene("Lumo1").canonical.cds for p in range(a, b)]
    first, last = coding[516], coding[518]
    assert (edit.ref, edit.alt) == ("AGG", "CAC")
    assert hgvs_genomic(edit, locus) == f"chr1:g.{first}_{last}delinsCAC"
    assert hgvs_coding(edit, locus) == "c.517_519delinsCAC"
    assert hgvs_protein(edit, locus, (edit,)) == "p.Arg173His"


@pytest.mark.parametrize("symbol", ["Tnf", "Ltb", "Lta", "Aif1"])
def test_codons_change_as_few_bases_as_can_be(symbol: str, genome_of: Opener) -> None:
    """Fewest bases, then the mouse's usage, then the alphabet: against a list of all codons."""
    genome = genome_of("mouse")
    locus = open_locus(genome, genome.gene(symbol), margin=500)
    usage = codon_usage("mouse")
    for number in range(4, len(locus.protein), 7):
        codon = locus.target.codon(number)
        if codon[2] - codon[0] != 2:
            continue
        old_residue = locus.protein[number - 1]
        old = locus.molecule.sequence[codon[0] : codon[2] + 1]
        for residue in "RWDF":
            if residue == old_residue:
                continue
            line = f"{symbol} p.{old_residue}{number}{residue}"
            text = apply_edits(locus.molecule.sequence, resolve(Request.parse(line).changes, locus))
            new = text[codon[0] : codon[2] + 1]
            ranks = {
                c: (sum(a != b for a, b in zip(c, old, strict=True)), -usage[c], c)
                for c, meaning in GENETIC_CODE.items()
                if meaning == residue
            }
            assert ranks[new] == min(ranks.values()), line


@pytest.mark.parametrize(
    ("line", "protein"),
    [
        ("p.A223del", lambda p: p[:222] + p[223:]),
        ("p.A223_E224insGG", lambda p: p[:223] + "GG" + p[223:]),
        ("p.A223_S225delinsWW", lambda p: p[:222] + "WW" + p[225:]),
        ("p.A223_S225dup", lambda p: p[:225] + p[222:]),
        ("p.S225*", lambda p: p[:224]),
        ("c.667_669dup", lambda p: p[:223] + p[222:]),
        ("p.Y165H+p.A223R", lambda p: p[:164] + "H" + p[165:222] + "R" + p[223:]),
    ],
)
def test_residues_are_spelt_as_asked(line: str, protein: object, genome_of: Opener) -> None:
    """Deleted, inserted, doubled and stopped residues, read from the edited coding sequence."""
    locus, request = _locus(genome_of, "mouse", f"Tnf {line}")
    assert callable(protein)
    edits = resolve(request.changes, locus)
    assert edited_protein(locus, locus.target, edits) == protein(locus.protein)


def test_residues_that_stay_keep_their_codons(genome_of: Opener) -> None:
    """In a delins, whatever residue stays at an end is not respelt."""
    locus, request = _locus(genome_of, "mouse", "Tnf p.A223_S225delinsAWWS")
    [edit] = resolve(request.changes, locus)
    codon = locus.target.codon(224)
    assert codon[0] <= edit.start
    assert edit.end <= codon[2] + 1
    assert translate(apply_edits(locus.molecule.sequence, [edit])[codon[0] : codon[0] + 6]) == "WW"


def test_edits_that_touch_are_refused() -> None:
    """Two edits of the same bases cannot both be made."""
    one = Edit(start=5, end=8, ref="AAA", alt="C")
    with pytest.raises(RequestError, match="touch the same bases"):
        ordered([one, Edit(start=7, end=9, ref="AA", alt="G")])
    assert ordered([Edit(start=8, end=8, ref="", alt="G"), one])[0] is one


def test_shared_ends_are_trimmed() -> None:
    """An edit holds only what differs, and lifts what lies behind it."""
    edit = trimmed(10, "GCC", "GAC")
    assert (edit.start, edit.end, edit.ref, edit.alt) == (11, 12, "C", "A")
    grown = Edit(start=4, end=4, ref="", alt="TTT")
    assert [lift(p, [grown]) for p in (3, 4, 9)] == [3, 7, 12]
