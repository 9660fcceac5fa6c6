"""What every test may ask for: the shared real loci, and one line that says when they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("LOXSMITH_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real loci, alleles and tables; the test is skipped when it is not at hand."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data beside this checkout: tests on real loci are skipped")
    return SHARED
