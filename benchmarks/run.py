"""Measure every benchmark and print a table; with ``--assert`` fail when a ratio is missed.

A benchmark is a module beside this one with ``measure() -> list[Ratio]``; add its name to ``BENCHMARKS``.

    python benchmarks/run.py            all of them
    python benchmarks/run.py recombine  those named
    python benchmarks/run.py --assert   exit 1 when a ratio misses its bound
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from ratio import Ratio

BENCHMARKS = ("recombine", "process", "offtargets", "donors")
"""Modules of this folder, in the order they run."""

LARGE = ("offtargets_large",)
"""Those that run only when they are named."""


def measure(names: list[str]) -> list[Ratio]:
    """Run the named benchmarks one after the other and print each ratio as it comes."""
    ratios: list[Ratio] = []
    for name in names:
        for ratio in import_module(name).measure():
            print(f"{name:12} {ratio}", flush=True)
            ratios.append(ratio)
    return ratios


def main(arguments: list[str] | None = None) -> int:
    """Return 1 when ``--assert`` was given and a ratio missed its bound, else 0."""
    parser = argparse.ArgumentParser(description="Measure the speed of loxsmith as ratios of CPU times.")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"which of: {', '.join(BENCHMARKS)} (all); {', '.join(LARGE)}",
    )
    parser.add_argument("--assert", action="store_true", dest="strict", help="exit 1 when a ratio is missed")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - {*BENCHMARKS, *LARGE})
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    missed = [ratio for ratio in measure(options.names or list(BENCHMARKS)) if not ratio.is_kept]
    print(f"{len(missed)} missed" if missed else "all ratios kept")
    return 1 if missed and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
