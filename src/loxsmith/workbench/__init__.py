"""The workbench: asks, draws, judges, and sets down the proof."""

from __future__ import annotations

from loxsmith.workbench.design import Design, design, judge

__all__ = ["Design", "design", "judge"]
