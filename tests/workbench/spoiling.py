"""Ways to spoil a good construct by a site, an element or a base: each returns the spoilt molecule."""

from __future__ import annotations

from loxsmith.knowledge import part, polya_parts_in, site
from loxsmith.sequence import GENETIC_CODE, Molecule, reverse_complement
from workbench.cases import Good

_TRANSITION = {"A": "G", "G": "A", "C": "T", "T": "C"}


# -- where things lie --------------------------------------------------------------------------------------


def _places(good: Good, name: str) -> list[tuple[int, int]]:
    """Every copy of a site on the construct, either strand, in order."""
    bases = site(name).sequence
    text = good.molecule.sequence
    spellings = {bases, reverse_complement(bases)}
    return sorted(
        (at, at + len(bases)) for s in spellings for at in range(len(text)) if text.startswith(s, at)
    )


def _part_at(good: Good, name: str) -> tuple[int, int]:
    bases, text = part(name).sequence, good.molecule.sequence
    at = max(text.find(bases), text.find(reverse_complement(bases)))
    assert at >= 0
    return at, at + len(bases)


def _swap(molecule: Molecule, at: int, bases: str) -> Molecule:
    return molecule.replace(at, at + len(bases), Molecule.of(bases, name="spoilt"))


def _transition(molecule: Molecule, at: int) -> Molecule:
    return _swap(molecule, at, _TRANSITION[molecule.sequence[at]])


def _payload(good: Good) -> tuple[int, int]:
    edit = next(e for e in good.strategy.edits if e.what)
    at = good.molecule.sequence.index(edit.alt)
    return at, at + len(edit.alt)


def _exonic(good: Good) -> int:
    """A wild-type coding base on the construct: 12 bases behind the change, or else in front of it."""
    edit, target = good.strategy.edits[0], good.wide.target
    coding = [p for p in target.cds_positions if target.residue_at(p) != target.residue_at(edit.start)]
    (a, b), (c, d) = good.drawing.arms
    within = [p for p in coding if a + 15 <= p < b - 3 or c + 3 <= p < d - 15]
    return min(within, key=lambda p: (abs(abs(p - edit.start) - 12), -p))


# -- sites -------------------------------------------------------------------------------------------------


def flip_first_lox(good: Good) -> Molecule:
    """Turn the first loxP round."""
    return good.molecule.invert(*_places(good, "loxP")[0])


def flip_last_lox(good: Good) -> Molecule:
    """Turn the last loxP round."""
    return good.molecule.invert(*_places(good, "loxP")[-1])


def lox2272_for_loxp(good: Good) -> Molecule:
    """Put a lox2272 where the second loxP stood."""
    return _swap(good.molecule, _places(good, "loxP")[-1][0], site("lox2272").sequence)


def spacer_base(good: Good) -> Molecule:
    """Change one base of a loxP spacer."""
    return _transition(good.molecule, _places(good, "loxP")[0][0] + 16)


def flip_frt(good: Good) -> Molecule:
    """Turn one FRT round."""
    return good.molecule.invert(*_places(good, "FRT")[-1])


def lose_frt(good: Good) -> Molecule:
    """Leave out one FRT."""
    return good.molecule.delete(*_places(good, "FRT")[0])


def lox_in_marker(good: Good) -> Molecule:
    """Put a third loxP into the marker cassette."""
    return good.molecule.insert(_part_at(good, "TKpA")[0], Molecule.of(site("loxP").sequence))


# -- STOP --------------------------------------------------------------------------------------------------


def drop_acceptor(good: Good) -> Molecule:
    """Leave out the splice trap."""
    return good.molecule.delete(*_part_at(good, "En2-SA"))


def reverse_acceptor(good: Good) -> Molecule:
    """Turn the splice trap round."""
    return good.molecule.invert(*_part_at(good, "En2-SA"))


def drop_stop(good: Good) -> Molecule:
    """Leave out the STOP."""
    return good.molecule.delete(*_part_at(good, "STOP"))


def reverse_stop(good: Good) -> Molecule:
    """Turn the STOP round."""
    return good.molecule.invert(*_part_at(good, "STOP"))


def drop_polyas(good: Good) -> Molecule:
    """Leave out two of the STOP's polyadenylation signals."""
    molecule, (start, _) = good.molecule, _part_at(good, "STOP")
    for signal, at in reversed(polya_parts_in(part("STOP").sequence)[:2]):
        molecule = molecule.delete(start + at, start + at + len(signal.sequence))
    return molecule


# -- bases -------------------------------------------------------------------------------------------------


def lose_exon_base(good: Good) -> Molecule:
    """Lose one coding base of an arm."""
    at = good.place(_exonic(good))
    return good.molecule.delete(at, at + 1)


def add_exon_base(good: Good) -> Molecule:
    """Gain one coding base in an arm."""
    at = good.place(_exonic(good))
    return good.molecule.insert(at, Molecule.of(good.molecule.sequence[at]))


def silent_in_arm(good: Good) -> Molecule:
    """Exchange one more base of an arm, without changing any residue."""
    target, text = good.wide.target, good.wide.molecule.sequence
    changed = {target.residue_at(e.start) for e in good.drawing.edits}
    first = target.residue_at(_exonic(good)) or 2
    for number in sorted(range(2, target.residues + 1), key=lambda n: abs(n - first)):
        codon = target.codon(number)
        old = "".join(text[p] for p in codon)
        other = old[:2] + _TRANSITION[old[2]]
        if number in changed or GENETIC_CODE[other] != GENETIC_CODE[old]:
            continue
        return _swap(good.molecule, good.place(codon[2]), other[2])
    raise AssertionError("no codon can be respelled")


def exchange(good: Good, at: int) -> Molecule:
    """Exchange one base of the construct for the other purine or pyrimidine."""
    return _transition(good.molecule, at)


def revert_edit(good: Good) -> Molecule:
    """Put the wild-type bases back where the change should be."""
    edit = good.strategy.edits[0]
    behind = good.place(edit.end)
    return _swap(good.molecule, behind - len(edit.alt), edit.ref)


def revert_blocking(good: Good) -> Molecule:
    """Put the wild-type bases back where the guide was to be blocked."""
    molecule = good.molecule
    edits = [e for e in good.drawing.edits if e.kind == "blocking"]
    assert edits
    for edit in edits:
        molecule = _swap(molecule, good.place(edit.start - 1) + 1, edit.ref)
    return molecule


def lose_acceptor_g(good: Good) -> Molecule:
    """Lose the G of the splice acceptor of the changed exon, or of the nearest one on an arm."""
    starts = [start for start, _ in good.wide.target.exons[1:]]
    (_, b), (c, d) = good.drawing.arms
    start = next(s for s in starts if c <= s - 1 < d or s < b)
    at = good.place(start - 1)
    assert good.molecule.sequence[at] == "G"
    return good.molecule.delete(at, at + 1)


# -- payload -----------------------------------------------------------------------------------------------


def lose_payload_base(good: Good) -> Molecule:
    """Lose a base in the middle of the payload."""
    start, end = _payload(good)
    return good.molecule.delete((start + end) // 2, (start + end) // 2 + 1)


def add_payload_base(good: Good) -> Molecule:
    """Gain a base at the payload's beginning, so that everything behind it is out of frame."""
    return good.molecule.insert(_payload(good)[0], Molecule.of("C"))


def lose_last_codon(good: Good) -> Molecule:
    """Lose the payload's last three bases."""
    _, end = _payload(good)
    return good.molecule.delete(end - 3, end)


def stop_before_payload(good: Good) -> Molecule:
    """Put a stop codon in front of the payload."""
    return good.molecule.insert(_payload(good)[0], Molecule.of("TGA"))


def reverse_payload(good: Good) -> Molecule:
    """Turn the payload round."""
    return good.molecule.invert(*_payload(good))


def lose_payload_stop(good: Good) -> Molecule:
    """Lose the stop codon of a coding sequence at the native start."""
    stop = good.molecule.sequence.index(part("bGHpA").sequence) - 3
    assert GENETIC_CODE[good.molecule.sequence[stop : stop + 3]] == "*"
    return good.molecule.delete(stop, stop + 3)


def lose_polya(good: Good) -> Molecule:
    """Lose the payload's polyadenylation signal."""
    return good.molecule.delete(*_part_at(good, "bGHpA"))
