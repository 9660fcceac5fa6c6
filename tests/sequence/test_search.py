"""Exact search."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loxsmith.sequence import find_all


@given(text=st.text("AC", max_size=30), pattern=st.text("AC", min_size=1, max_size=4))
def test_every_place_is_found_overlapping_ones_too(text: str, pattern: str) -> None:
    """The places are those at which the text goes on with the pattern."""
    assert list(find_all(text, pattern)) == [i for i in range(len(text)) if text.startswith(pattern, i)]
