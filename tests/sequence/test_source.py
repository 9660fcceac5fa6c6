"""Sources and features refuse what cannot lie on a sequence."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from loxsmith.sequence import Feature, Origin, Source


def _feature(*segments: tuple[int, int]) -> Feature:
    return Feature(kind="CDS", label="f", segments=segments)


@pytest.mark.parametrize(
    "segments",
    [(), ((3, 3),), ((4, 3),), ((-1, 3),), ((5, 8), (0, 3)), ((0, 5), (4, 8))],
    ids=["none", "empty", "backwards", "negative", "descending", "overlapping"],
)
def test_a_feature_without_proper_segments_is_refused(segments: tuple[tuple[int, int], ...]) -> None:
    """Segments hold bases, ascend and do not overlap."""
    with pytest.raises(ValueError, match="feature 'f' has"):
        _feature(*segments)


def test_a_feature_spans_from_its_first_to_its_last_segment() -> None:
    """Touching segments are allowed; start and end are those of the whole."""
    feature = _feature((2, 5), (5, 6), (9, 12))
    assert (feature.start, feature.end) == (2, 12)


def test_a_source_refuses_lower_case() -> None:
    """Soft-masked sequence has to be upper-cased by whoever reads it."""
    with pytest.raises(ValueError, match="'s' must be upper case"):
        Source(name="s", sequence="ACgT")


def test_a_source_refuses_a_feature_that_leaves_it() -> None:
    """A feature may end with the source and not after it."""
    assert len(Source(name="s", sequence="ACGT", features=(_feature((0, 4)),))) == 4
    with pytest.raises(ValueError, match="feature 'f' ends past the end of source 's'"):
        Source(name="s", sequence="ACGT", features=(_feature((0, 5)),))


def test_sources_are_told_apart_by_identity() -> None:
    """Two sources of the same letters are two."""
    one, two = Source(name="s", sequence="ACGT"), Source(name="s", sequence="ACGT")
    assert one != two
    assert len({one, two, one}) == 2


def test_a_source_shows_its_name_and_origin_and_not_its_bases() -> None:
    """A window of a genome is megabases long: its ``repr`` is not."""
    origin = Origin(assembly="GRCm38", chrom="17", start=99)
    shown = repr(Source(name="w", sequence="ACGT" * 1000, origin=origin))
    assert "'w'" in shown
    assert "start=99" in shown
    assert "ACGT" not in shown


def test_a_source_cannot_be_changed() -> None:
    """Molecules share sources, so a source is frozen."""
    source = Source(name="s", sequence="ACGT")
    with pytest.raises(FrozenInstanceError):
        source.sequence = "A"
