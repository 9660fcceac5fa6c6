"""A way to run the command line inside the test, and two molecules on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.small import FRT, LOXP, Ran, random_bases, write_fasta
from loxsmith.cli import main


@pytest.fixture
def run() -> Callable[..., Ran]:
    """Run ``loxsmith`` with these words."""

    def go(*words: object) -> Ran:
        result = CliRunner().invoke(main, [str(word) for word in words])
        return Ran(result.exit_code, result.stdout, result.stderr)

    return go


@pytest.fixture
def floxed(tmp_path: Path) -> Path:
    """100 bp, loxP, 200 bp, loxP, 60 bp, FRT-48, 40 bp: linear."""
    pieces = [random_bases(1, 100), LOXP, random_bases(2, 200), LOXP, random_bases(3, 60), FRT]
    return write_fasta(tmp_path / "floxed.fa", "".join([*pieces, random_bases(4, 40)]))


@pytest.fixture
def inverted(tmp_path: Path) -> Path:
    """Two loxP that point at each other."""
    from loxsmith.sequence import reverse_complement

    pieces = [random_bases(5, 80), LOXP, random_bases(6, 90), reverse_complement(LOXP), random_bases(7, 70)]
    return write_fasta(tmp_path / "inverted.fa", "".join(pieces))
