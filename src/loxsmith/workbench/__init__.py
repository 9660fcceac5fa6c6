"""The workbench: asks, draws, judges, and sets down the proof."""

from __future__ import annotations

from loxsmith.workbench.design import Design, design, judge
from loxsmith.workbench.donor import Donor, donor

__all__ = ["Design", "Donor", "design", "donor", "judge"]
