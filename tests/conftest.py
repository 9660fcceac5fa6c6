"""What every test may ask for: the shared real loci, and one line that says when something is absent."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# What is drawn at random on a developer's machine is drawn the same way each time on CI: a rare counterexample is to
# be found and mended here, not to stop somebody else's change there.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED = Path(os.environ.get("LOXSMITH_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"

_skipped: list[str] = []


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real loci, alleles and tables; the test is skipped when it is not at hand."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data beside this checkout: tests on real loci are skipped")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; the test is skipped when there is none."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium on this machine: browser tests are skipped")
    return found


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On CI, where data and browser are at hand, a skipped test is a failure."""
    complete = SHARED.is_dir() and shutil.which("chromium") is not None
    if os.environ.get("CI") and complete and _skipped and session.exitstatus == 0:
        print(f"\n{len(_skipped)} skipped although data and browser are at hand: {_skipped[:5]}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
