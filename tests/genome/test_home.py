"""Where files live, by each platform's custom."""

from __future__ import annotations

from pathlib import Path

import pytest

from loxsmith.errors import DataError
from loxsmith.genome.home import home_path


def test_the_variable_wins(tmp_path: Path) -> None:
    """On every platform; a blank one counts as unset."""
    assert home_path({"LOXSMITH_HOME": str(tmp_path)}, "darwin") == tmp_path
    assert home_path({"LOXSMITH_HOME": " "}, "linux").name == "loxsmith"


@pytest.mark.parametrize(
    ("platform", "environment", "end"),
    [
        ("linux", {}, (".local", "share", "loxsmith")),
        ("linux", {"XDG_DATA_HOME": "relative"}, (".local", "share", "loxsmith")),
        ("linux", {"XDG_DATA_HOME": "/data"}, ("data", "loxsmith")),
        ("darwin", {}, ("Library", "Application Support", "loxsmith")),
        ("win32", {}, ("AppData", "Local", "loxsmith")),
    ],
)
def test_each_platform_has_its_folder(
    platform: str, environment: dict[str, str], end: tuple[str, ...]
) -> None:
    """The platform's folder for a user's data."""
    found = home_path(environment, platform)
    assert found.is_absolute()
    assert found.parts[-len(end) :] == end


def test_an_account_without_home_is_told_what_to_set(monkeypatch) -> None:
    """The mend is the variable."""

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(DataError) as refused:
        home_path({}, "linux")
    assert "LOXSMITH_HOME" in refused.value.hint
