"""Alleles that are wild type before the recombinase: proved, simulated by another hand, and spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from loxsmith.knowledge import Site, compatibility, part, site
from loxsmith.sequence import Molecule, translate
from loxsmith.strategy import Locked, Promise
from loxsmith.workbench import Design
from loxsmith.workbench.prove import Bench, prove
from workbench.cases import Designer, Good

Ready = Callable[[str, str], Good]

WILD = "conditional --before wild-type"

MINI = (
    ("demo", f"Lumo1 p.R173H {WILD}"),
    ("mouse", f"Tnf p.A223R {WILD}"),
    ("demo", f"Ferra2 p.E173K {WILD}"),
    ("demo", f"Lumo1 p.R173H {WILD} --sites lox71,lox66"),
    ("demo", f"Lumo1 p.R173H {WILD} --recombinase Dre"),
    ("demo", f"Lumo1 p.F42L {WILD}"),
    ("mouse", f"Tnf p.A223R {WILD} --recombinase Flp"),
    ("ace2", f"Cltrn p.I150A {WILD} --selection puro"),
)
"""Mini-genes: several genes, recombinases and sites, one with a split codon at its junction."""

FLEX = (
    ("demo", f"Lumo1 p.R173H {WILD} --set strategy=flex"),
    ("mouse", f"Tnf p.A223R {WILD} --set strategy=flex"),
    ("demo", f"Ferra2 p.E173K {WILD} --set strategy=flex"),
    ("demo", f"Lumo1 p.R173H {WILD} --set strategy=flex --recombinase Flp"),
    ("demo", f"Lumo1 p.R173H {WILD} --sites lox5171,lox2272"),
    ("demo", f"Lumo1 p.R173H {WILD} --sites loxP,lox511"),
    ("demo", f"Quilla p.A83S {WILD}"),
    ("ace2", f"Ace2 p.K131A {WILD}"),
)
"""FLEx: internal and last exons, both recombinases that can, and other pairs of sites."""


def _ids(cases: tuple[tuple[str, str], ...]) -> list[str]:
    return [line.replace(" ", "-") for _, line in cases]


@pytest.mark.parametrize(("key", "line"), MINI + FLEX, ids=_ids(MINI + FLEX))
def test_every_promise_is_proved(key: str, line: str, designed: Designer) -> None:
    """Wild type before, the change after, one end whatever the order."""
    found = designed(key, line)
    assert [p.evidence for p in found.proofs if not p.proved] == []
    assert found.proved
    claims = {type(p.promise.claim).__name__ for p in found.proofs}
    assert {"Makes", "NothingElse", "OneEnd"} <= claims
    assert ("Locked" in claims) == (found.strategy.id == "es-flex")


@pytest.mark.parametrize(("key", "line"), MINI + FLEX, ids=_ids(MINI + FLEX))
def test_every_step_joins_alleles_that_are_listed(key: str, line: str, designed: Designer) -> None:
    """The document's graph names no allele that the document does not describe."""
    document = designed(key, line).document
    known = {a.id for a in document.alleles}
    assert {e.source for e in document.graph} | {e.target for e in document.graph} <= known
    assert len(known) == len(document.alleles)


@pytest.mark.parametrize(("key", "line"), MINI, ids=_ids(MINI))
def test_the_mini_gene_closes_the_frame(key: str, line: str, designed: Designer) -> None:
    """Head of the native coding sequence and the cassette's cDNA, joined as text, spell the wild-type protein."""
    found = designed(key, line)
    cassette = found.strategy.cassette
    assert cassette is not None
    pieces = {p.name: p for p in cassette.pieces("targeted")}
    cdna = next(p for name, p in pieces.items() if "cDNA" in name).sequence
    acceptor = next(p for name, p in pieces.items() if "splice acceptor" in name).sequence
    target, text = found.locus.target, found.locus.molecule.sequence
    coding = "".join(text[a:b] for a, b in target.cds)
    assert translate(coding[: len(coding) - len(cdna)] + cdna) == translate(coding)
    behind = sum(b - a for a, b in target.cds) - len(cdna)
    first = target.cds_positions[behind]
    assert text[first - len(acceptor) : first] == acceptor
    assert acceptor.endswith("AG")
    assert longest_word(cdna, text) < 20
    order = [p.kind for p in cassette.pieces("targeted")]
    assert order[0] == order[-1] == "site"
    assert order.index("splice") < order.index("cds-fragment") < order.index("stop-cassette")


def longest_word(one: str, other: str) -> int:
    """Longest stretch of ``one`` that ``other`` holds anywhere."""
    size = 8
    while any(one[i : i + size + 1] in other for i in range(len(one) - size)):
        size += 1
    return size


# -- the exchange, by another hand -------------------------------------------------------------------------

PAIRS = {"A": "T", "C": "G", "G": "C", "T": "A"}


def _turned(text: str) -> str:
    return "".join(PAIRS[base] for base in reversed(text))


def _places(text: str, kinds: tuple[Site, ...]) -> list[tuple[int, Site, int]]:
    """Every site of some kinds with its strand, by place."""
    return sorted(
        ((m.start(), kind, strand) for kind in kinds for strand in (1, -1)
         for m in re.finditer(kind.sequence if strand == 1 else _turned(kind.sequence), text)),
        key=lambda found: found[0],
    )  # fmt: skip


def _next_states(text: str, kinds: tuple[Site, ...]) -> Iterator[str]:
    """Each molecule that one event makes: invert between opposite sites, cut out between direct ones."""
    found = _places(text, kinds)
    half = len(kinds[0].sequence) // 2
    for i, (a, one, s) in enumerate(found):
        for b, other, t in found[i + 1 :]:
            if one.spacer != other.spacer:
                continue
            left, right = a + half, b + half
            if s == t:
                yield text[:left] + text[right:]
            else:
                yield text[:left] + _turned(text[left:right]) + text[right:]


def _closure(text: str, kinds: tuple[Site, ...]) -> tuple[set[str], set[str]]:
    """All molecules met, and those on which nothing is left to do."""
    met, waiting, ends = {text}, [text], set()
    while waiting:
        now = waiting.pop()
        following = set(_next_states(now, kinds))
        if not following:
            ends.add(now)
        waiting += sorted(following - met)
        met |= following
    return met, ends


@pytest.mark.parametrize(("key", "line"), FLEX, ids=_ids(FLEX))
def test_both_routes_end_in_one_locked_state(key: str, line: str, designed: Designer) -> None:
    """Strings inverted and cut by a few lines of our own reach the simulated end, and nothing but it."""
    found = designed(key, line)
    cassette = found.strategy.cassette
    assert cassette is not None
    switch = found.request.recombinase or "Cre"
    on = switch.casefold()
    kinds = tuple({p.name: site(p.name) for p in cassette.pieces(on) if p.kind == "site"}.values())
    assert len(kinds) == 2
    assert compatibility(*kinds).grade != "full"
    for start in ("targeted", "cre" if on == "flp" else "flp"):
        met, ends = _closure(found.simulation[start].molecule.sequence, kinds)
        assert ends == {found.simulation[on].molecule.sequence}
        assert len(met) >= 4  # the beginning, two inversions, the end
        listed = {a.molecule.sequence for a in found.simulation.alleles if a.bears_locus}
        assert met <= listed


@pytest.mark.parametrize(("key", "line"), FLEX, ids=_ids(FLEX))
def test_one_copy_is_recoded_and_the_other_carries_the_change(
    key: str, line: str, designed: Designer
) -> None:
    """The wild-type copy in sense says the same in other codons; the mutant one is the genome's but for the edit."""
    found = designed(key, line)
    cassette = found.strategy.cassette
    assert cassette is not None
    before = {p.name: p for p in cassette.pieces("targeted")}
    after = {p.name: p for p in cassette.pieces((found.request.recombinase or "Cre").casefold())}
    wild = next(name for name in before if name.endswith("recoded"))
    mutant = next(name for name in before if name.endswith("mutant"))
    assert (before[wild].strand, before[mutant].strand) == (1, -1)
    assert (after[wild].strand, after[mutant].strand) == (-1, 1)
    changed = sum(len(e.ref) for e in found.strategy.edits)
    text = found.locus.molecule.sequence
    native = max(
        (text[a : a + len(before[mutant].sequence)] for a, _ in found.locus.target.exons),
        key=lambda t: sum(x == y for x, y in zip(t, before[mutant].sequence, strict=False)),
    )
    assert sum(x != y for x, y in zip(native, before[mutant].sequence, strict=True)) == changed
    assert longest_word(before[wild].sequence[20:-20], native) < 20


@pytest.mark.parametrize(("key", "line"), FLEX, ids=_ids(FLEX))
def test_the_copies_are_no_palindrome(key: str, line: str, designed: Designer) -> None:
    """At least 60 bp part the two copies, which are inverted repeats in every state before the recombinase."""
    found = designed(key, line)
    assert found.strategy.cassette is not None
    for state, _ in found.strategy.cassette.states:
        text = "".join(p.text for p in found.strategy.cassette.pieces(state))
        for at in range(40, len(text) - 40):  # 40: more than the arms that every site has of its own
            arm = _turned(text[at - 40 : at])
            gaps = [g for g in range(60) if text.startswith(arm, at + g)]
            assert not gaps, (state, at, gaps)


@pytest.mark.parametrize(("key", "line"), FLEX[:2], ids=_ids(FLEX[:2]))
def test_each_copy_keeps_its_own_intron(key: str, line: str, designed: Designer) -> None:
    """At least 150 bp of own intron, or a polyadenylation signal of its own behind a last exon."""
    found = designed(key, line)
    cassette = found.strategy.cassette
    assert cassette is not None
    pieces = [p for p in cassette.pieces("targeted") if "intron" in p.name]
    assert all(len(p.sequence) >= 150 for p in pieces)
    tails = [p.name for p in cassette.pieces("targeted") if p.kind == "polyA" and p.name != "TKpA"]
    assert (len(pieces), len(tails)) in {(4, 0), (2, 2)}
    assert len(set(tails)) == len(tails)


# -- spoilt ------------------------------------------------------------------------------------------------

Spoil = Callable[[Good], Molecule]


def _piece(good: Good, words: str, nth: int = 0) -> tuple[int, int]:
    """Where a piece of the cassette stands on the vector; ``nth`` counts pieces of that name."""
    assert good.strategy.cassette is not None
    texts = [p.text for p in good.strategy.cassette.pieces("targeted") if words in p.name]
    text = texts[nth]
    sequence = good.molecule.sequence
    before = texts[: nth % len(texts)].count(text)
    at = -1
    for _ in range(before + 1):
        at = sequence.find(text, at + 1)
    assert at >= 0
    return at, at + len(text)


def _other(base: str) -> str:
    return {"A": "G", "G": "A", "C": "T", "T": "C"}[base]


def _exchanged(good: Good, at: int) -> Molecule:
    return good.molecule.replace(at, at + 1, Molecule.of(_other(good.molecule.sequence[at]), name="spoilt"))


def lose_base_of(words: str) -> Spoil:
    """Lose the middle base of a piece."""

    def spoil(good: Good) -> Molecule:
        middle = sum(_piece(good, words)) // 2
        return good.molecule.delete(middle, middle + 1)

    return spoil


def leave_out(words: str) -> Spoil:
    """Leave a piece out."""
    return lambda good: good.molecule.delete(*_piece(good, words))


def turn(words: str, nth: int = 0) -> Spoil:
    """Turn a piece round."""
    return lambda good: good.molecule.invert(*_piece(good, words, nth))


def swap_site(words: str, other: str, nth: int = 0) -> Spoil:
    """Put another site in the place of one, in sense."""

    def spoil(good: Good) -> Molecule:
        start, end = _piece(good, words, nth)
        return good.molecule.replace(start, end, Molecule.of(site(other).sequence, name="spoilt"))

    return spoil


def spacer_base(words: str, nth: int = 0) -> Spoil:
    """Change one base of a spacer."""
    return lambda good: _exchanged(good, _piece(good, words, nth)[0] + 16)


def lose_acceptor_g(words: str) -> Spoil:
    """Lose the last base of an intron's end."""
    return lambda good: good.molecule.delete(_piece(good, words)[1] - 1, _piece(good, words)[1])


def silent(words: str) -> Spoil:
    """Exchange one base of a piece for its transition."""
    return lambda good: _exchanged(good, sum(_piece(good, words)) // 2)


def revert_edit(good: Good) -> Molecule:
    """Put the wild-type bases back where the change should be."""
    edit = good.strategy.edits[0]
    behind = good.place(edit.end)
    return good.molecule.replace(behind - len(edit.alt), behind, Molecule.of(edit.ref, name="spoilt"))


def lose_stop(good: Good) -> Molecule:
    """Lose the stop codon of the cDNA."""
    _, end = _piece(good, "cDNA")
    return good.molecule.delete(end - 3, end)


def site_in_marker(good: Good) -> Molecule:
    """Put a further loxP into the marker."""
    return good.molecule.insert(_piece(good, "TKpA")[0], Molecule.of(site("loxP").sequence))


PARTED = r"part at base \d+ of the allele"
CHANGED = r"sha256 .*promised|splicing is not predicted|residues"

MINI_SPOILS: tuple[tuple[str, Spoil, str, str], ...] = (
    ("a base of the cDNA lost", lose_base_of("cDNA"), "Makes targeted", CHANGED),
    ("the acceptor left out", leave_out("splice acceptor"), "Makes targeted", r"p\.[A-Z][a-z]{2}\d+"),
    ("the acceptor's G lost", lose_acceptor_g("splice acceptor"), "Makes targeted", CHANGED),
    ("the polyAs left out", leave_out("STOP"), "Makes targeted", "is destroyed"),
    ("the polyAs turned round", turn("STOP"), "Makes flp", "is destroyed"),
    ("the cDNA's stop lost", lose_stop, "Makes targeted", "promised"),
    ("a base of the polyAs changed", silent("STOP"), "NothingElse targeted", PARTED),
    ("the first loxP turned", turn("loxP"), "OneEnd cre", "does not reach one allele cre"),
    ("the last loxP turned", turn("loxP", -1), "Makes cre", "does not reach one allele cre"),
    ("a loxP that is a lox2272", swap_site("loxP", "lox2272", -1), "Makes cre", "identical to wild type"),
    ("a loxP with another spacer", spacer_base("loxP"), "Makes cre", "identical to wild type"),
    ("no change", revert_edit, "Makes cre", "identical to wild type"),
    ("a loxP in the marker", site_in_marker, "NothingElse targeted", PARTED),
)

FLEX_SPOILS: tuple[tuple[str, Spoil, str, str], ...] = (
    ("a base of the wild-type copy lost", lose_base_of("recoded"), "Makes targeted", CHANGED),
    ("a base of the mutant copy lost", lose_base_of("mutant"), "Makes cre", CHANGED),
    ("the mutant copy in sense", turn("mutant"), "Makes cre", CHANGED),
    ("the wild-type copy left out", leave_out("recoded"), "Makes targeted", CHANGED),
    ("the wild-type copy's acceptor lost", lose_acceptor_g("end"), "Makes targeted", CHANGED),
    ("a base of the spacer changed", silent("spacer"), "NothingElse targeted", PARTED),
    ("the first loxP turned", turn("loxP"), "OneEnd cre", "."),
    ("the last lox2272 turned", turn("lox2272", -1), "Makes cre", "."),
    ("one kind of site four times", swap_site("lox2272", "loxP"), "NothingElse cre", "."),
    ("a lox2272 with another spacer", spacer_base("lox2272"), "Makes cre", "does not reach one allele cre"),
    ("a loxP with another spacer", spacer_base("loxP"), "Makes cre", "does not reach one allele cre"),
    ("a loxP in the marker", site_in_marker, "NothingElse targeted", PARTED),
)

SPOILT = [
    pytest.param(key, line, spoil, fails, says, id=f"{line.split(' cond')[0].replace(' ', '-')}: {what}")
    for cases, spoils in ((MINI[:2], MINI_SPOILS), (FLEX[:2], FLEX_SPOILS))
    for key, line in cases
    for what, spoil, fails, says in spoils
]


def _failed(design: Design) -> dict[str, str]:
    return {
        f"{type(p.promise.claim).__name__} {p.promise.allele}": p.evidence
        for p in design.proofs
        if not p.proved
    }


@pytest.mark.parametrize(("key", "line", "spoil", "fails", "says"), SPOILT)
def test_a_spoilt_vector_breaks_its_promise(
    key: str, line: str, spoil: Spoil, fails: str, says: str, good: Ready
) -> None:
    """Spoil one site, element or base, and the promise about it fails and says why."""
    held = good(key, line)
    spoilt = spoil(held)
    assert spoilt.sequence != held.molecule.sequence
    found = held.judged(spoilt)
    assert not found.proved
    failed = _failed(found)
    assert fails in failed, failed
    assert re.search(says, failed[fails]), failed[fails]


def _bench(bases: str) -> Bench:
    return Bench(wild=bases, alleles={"cre": bases}, readings={}, edits=(), cassette=None, guide=None)


def test_an_allele_on_which_the_recombinase_still_acts_is_not_locked() -> None:
    """Two sites that meet, in either orientation, break the promise; two that do not keep it."""
    promise = Promise(id="P1", allele="cre", statement="", claim=Locked(agent="Cre"))
    lox, other = site("loxP").sequence, site("lox2272").sequence
    gap = part("bGHpA").sequence
    assert not prove(promise, _bench(lox + gap + lox)).proved
    assert "excision" in prove(promise, _bench(lox + gap + lox)).evidence
    assert "inversion" in prove(promise, _bench(lox + gap + _turned(lox))).evidence
    assert prove(promise, _bench(lox + gap + other)).proved
    assert prove(promise, _bench(lox + gap + site("FRT").sequence)).proved
