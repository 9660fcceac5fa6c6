"""Proof: each promise of the strategy, tried on the simulated allele."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from loxsmith.guides import Guide, recuts
from loxsmith.knowledge import limit
from loxsmith.recombination import Reading, recombine
from loxsmith.sequence import Molecule
from loxsmith.strategy import (
    Cassette,
    Edit,
    Locked,
    Makes,
    NoProduct,
    NothingElse,
    OneEnd,
    Promise,
    apply_edits,
    with_blocks,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What proofs are made on: simulated sequences and their readings, and what was declared."""

    wild: str
    alleles: Mapping[str, str]
    """Sequence of every simulated allele, by id."""
    readings: Mapping[str, tuple[Reading, ...]]
    """Readings of every locus-bearing allele, by id."""
    edits: tuple[Edit, ...]
    """Edits declared, on the locus that ``wild`` spells."""
    cassette: Cassette | None
    """Cassette declared, on the same locus."""
    guide: Guide | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A promise with its verdict."""

    promise: Promise
    proved: bool
    evidence: str


def prove(promise: Promise, bench: Bench) -> Proof:
    """Try one promise; an allele that was never reached proves nothing."""
    if promise.allele not in bench.alleles:
        return Proof(
            promise=promise,
            proved=False,
            evidence=f"The simulation does not reach one allele {promise.allele}.",
        )
    proved, evidence = _verdict(promise, bench)
    return Proof(promise=promise, proved=proved, evidence=evidence)


def _verdict(promise: Promise, bench: Bench) -> tuple[bool, str]:
    claim = promise.claim
    if isinstance(claim, Makes | NoProduct):
        reading = _reading(promise.allele, claim.transcript, bench)
        if reading is None:
            return False, f"Read on the allele: nothing that could be {claim.transcript}."
        return _makes(claim, reading) if isinstance(claim, Makes) else _no_product(claim, reading)
    if isinstance(claim, NothingElse):
        return _nothing_else(promise.allele, bench)
    if isinstance(claim, OneEnd):
        return _one_end(claim, bench)
    if isinstance(claim, Locked):
        return _locked(claim, promise.allele, bench)
    return _not_cut(promise.allele, bench)


def _reading(allele: str, transcript: str, bench: Bench) -> Reading | None:
    return next((r for r in bench.readings[allele] if r.id == transcript), None)


def _makes(claim: Makes, reading: Reading) -> tuple[bool, str]:
    if reading.protein is None:
        return False, f"Read on the allele: {reading.consequence}. {reading.note}".strip()
    made = " and ".join(f"{len(c)} residues (sha256 {_digest(c)})" for c in reading.chains)
    if reading.chains != claim.chains:
        wanted = " and ".join(f"{len(c)} residues (sha256 {_digest(c)})" for c in claim.chains)
        return (
            False,
            f"Read on the allele: {made}, {reading.consequence}; promised: {wanted}. {reading.note}".strip(),
        )
    if not reading.closed:
        return False, f"Read on the allele: {made}, but no stop codon ends the frame."
    return (
        True,
        f"Read on the allele: {made}, {reading.consequence}; the frame ends in a stop. {reading.note}".strip(),
    )


def _no_product(claim: NoProduct, reading: Reading) -> tuple[bool, str]:
    if reading.status != "none":
        return (
            False,
            "No STOP behind a splice trap ends the transcript; read on the allele: "
            f"{reading.consequence}. {reading.note}".strip(),
        )
    if len(reading.residual) > claim.residues:
        return (
            False,
            f"{len(reading.residual)} native residues are still made, {claim.residues} were promised.",
        )
    return True, reading.note


def _nothing_else(allele: str, bench: Bench) -> tuple[bool, str]:
    """Spell the wild type with everything that was declared, as plain text, and compare."""
    declared = bench.edits
    if bench.cassette is not None:
        declared = with_blocks(declared, bench.cassette.edits(allele))
    expected, found = apply_edits(bench.wild, declared), bench.alleles[allele]
    if found == expected:
        return True, (
            f"The wild type with the {_counted(len(declared), 'declared change')} spells the simulated allele, all "
            f"{len(found)} bases of it (sha256 {_digest(found)})."
        )
    pairs = zip(found, expected, strict=False)
    first = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(found), len(expected)))
    return False, (
        f"The simulated allele has {len(found)} bases, the wild type with the declared changes {len(expected)}; "
        f"they part at base {first + 1} of the allele."
    )


def _one_end(claim: OneEnd, bench: Bench) -> tuple[bool, str]:
    missing = [order for order in claim.orders if order not in bench.alleles]
    if missing:
        return False, f"No single end was reached by: {', '.join(missing)}."
    ends = {bench.alleles[order] for order in claim.orders}
    if len(ends) == 1:
        return True, f"{', '.join(claim.orders)} carry the same {len(ends.pop())} bases."
    return False, f"{', '.join(claim.orders)} end in {len(ends)} different sequences."


def _locked(claim: Locked, allele: str, bench: Bench) -> tuple[bool, str]:
    """Let the recombinase act once more on the bare bases."""
    graph = recombine(Molecule.of(bench.alleles[allele], name=allele), [(claim.agent,)])
    if not graph.edges:
        return (
            True,
            f"{claim.agent} was let act on {allele} once more and found no pair of sites that recombines.",
        )
    kinds = ", ".join(dict.fromkeys(edge.kind for edge in graph.edges))
    return False, f"{claim.agent} still acts on {allele} ({kinds})."


def _not_cut(allele: str, bench: Bench) -> tuple[bool, str]:
    if bench.guide is None:
        return False, "No guide was chosen, so there is nothing to try."
    cuts = recuts(bench.guide.protospacer, bench.alleles[allele])
    if not cuts:
        return True, (
            f"No window of the allele's {len(bench.alleles[allele])} bases has {limit('R27.mismatches').whole} "
            f"or fewer mismatches to {bench.guide.protospacer} and a CFD above {limit('R27.cfd').value}."
        )
    worst = max(cuts, key=lambda c: c.cfd)
    return False, (
        f"{_counted(len(cuts), 'window')} would still be cut, the worst at base {worst.start + 1} of the allele "
        f"({worst.sequence} {worst.pam}, {worst.mismatches} mismatches, CFD {worst.cfd:.2f})."
    )


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
