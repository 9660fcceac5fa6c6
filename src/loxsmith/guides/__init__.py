"""Guides: where a nuclease can cut a sequence, what a guide cuts elsewhere, and what to know about it."""

from __future__ import annotations

from loxsmith.guides.cutting import Cut, recuts, recuts_many, still_cut
from loxsmith.guides.cutting_frequency import cfd, cfd_hits
from loxsmith.guides.efficiency import NEITHER, SUITS, GuideScores, crisprscan, rule_set_1, scores_at
from loxsmith.guides.finding_guides import Guide, cut_distance, find_guides, order_guides
from loxsmith.guides.indexing import build_index, disk_need, index_folder, indexes_of, open_index
from loxsmith.guides.landmarks import Landmark, landmarks
from loxsmith.guides.microhomology import Microhomology, microhomology
from loxsmith.guides.mit import aggregate, mit_hit, mit_hits
from loxsmith.guides.notes import remarks
from loxsmith.guides.offtargets import OffTarget, OffTargets, checked_guide, index_for, search
from loxsmith.guides.pam import Pam, pam_of
from loxsmith.guides.usability import ParalogueHit, Usability, usability
from loxsmith.guides.variant_files import read_variants
from loxsmith.guides.variants import Stretch, Under, Variant, Variants, variants_under

__all__ = [
    "NEITHER",
    "SUITS",
    "Cut",
    "Guide",
    "GuideScores",
    "Landmark",
    "Microhomology",
    "OffTarget",
    "OffTargets",
    "Pam",
    "ParalogueHit",
    "Stretch",
    "Under",
    "Usability",
    "Variant",
    "Variants",
    "aggregate",
    "build_index",
    "cfd",
    "cfd_hits",
    "checked_guide",
    "crisprscan",
    "cut_distance",
    "disk_need",
    "find_guides",
    "index_folder",
    "index_for",
    "indexes_of",
    "landmarks",
    "microhomology",
    "mit_hit",
    "mit_hits",
    "open_index",
    "order_guides",
    "pam_of",
    "read_variants",
    "recuts",
    "recuts_many",
    "remarks",
    "rule_set_1",
    "scores_at",
    "search",
    "still_cut",
    "usability",
    "variants_under",
]
