"""The verbs of loxsmith: the one place where adapters meet protocols, shared by command line and Python.

Nothing heavy is imported here; each verb imports its chapters when it is called.
"""

from __future__ import annotations

from loxsmith.wiring.verbs import design, donor, open_genome, read, recombine, target

__all__ = ["design", "donor", "open_genome", "read", "recombine", "target"]
