"""Guides: where SpCas9 can cut a sequence, what a guide cuts elsewhere, and what to know about it."""

from __future__ import annotations

from loxsmith.guides.cutting import Cut, recuts, still_cut
from loxsmith.guides.cutting_frequency import cfd
from loxsmith.guides.finding_guides import Guide, cut_distance, find_guides, order_guides
from loxsmith.guides.notes import remarks

__all__ = [
    "Cut",
    "Guide",
    "cfd",
    "cut_distance",
    "find_guides",
    "order_guides",
    "recuts",
    "remarks",
    "still_cut",
]
