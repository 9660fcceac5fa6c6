"""Guides are searched in batches, which nobody notices but the memory."""

from __future__ import annotations

import pytest

from loxsmith.genome import Genome
from loxsmith.guides import find_guides, pam_of, search
from loxsmith.wiring import offtargets
from loxsmith.wiring.offtargets import Search, batch_size


def test_batches_give_the_answers_of_one_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same counts, scores and sites, in the order of the guides."""
    genome = Genome.open("demo")
    guides = [guide.protospacer for guide in find_guides(genome.fetch("chr2", 0, 140_000), 66_000, 66_300)]
    monkeypatch.setattr(offtargets, "_LEAST_GUIDES", 1)
    monkeypatch.setattr(offtargets, "_MOST_GUIDES", 7)
    found = list(Search(pam=pam_of("NGG")).of(genome, guides))
    whole = search(genome, guides)
    assert len(guides) > 14
    assert [(f.guide, f.counts, f.cfd, f.mit, f.sites) for f in found] == [
        (f.guide, f.counts, f.cfd, f.mit, f.sites) for f in whole
    ]


def test_more_hits_make_smaller_batches() -> None:
    """What chance alone brings decides; there is always a batch."""
    genome = Genome.open("demo")
    sizes = [batch_size(genome, Search(pam=pam_of(pam), mismatches=m)) for pam, m in
             (("NGG", 4), ("NGG", 6), ("NRN", 6))]  # fmt: skip
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) > 0
