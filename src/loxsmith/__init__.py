"""loxsmith designs knock-in mouse alleles from one line of text and proves them on paper.

>>> import loxsmith
>>> loxsmith.Request.parse("Tnf p.A223R conditional").before
'null'

Every public name is fetched when it is asked for, so that importing loxsmith reads nothing else. Type
checkers read ``__init__.pyi``: an import written here would tie every chapter that asks for the version to
the verbs above it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

__all__ = [
    "Genome",
    "LoxsmithError",
    "Request",
    "__version__",
    "design",
    "donor",
    "read",
    "recombine",
    "target",
]

_HOMES = {
    "Genome": "loxsmith.genome",
    "LoxsmithError": "loxsmith.errors",
    "Request": "loxsmith.request",
    "design": "loxsmith.wiring",
    "donor": "loxsmith.wiring",
    "read": "loxsmith.wiring",
    "recombine": "loxsmith.wiring",
    "target": "loxsmith.wiring",
}


class _Package(ModuleType):
    """The package with its public names.

    The verb ``design`` shares its name with the chapter ``loxsmith.design``, and importing a chapter sets it
    as an attribute of the package. A property outranks that attribute, so that the verb stays the verb;
    ``from loxsmith.design import ...`` reaches the chapter.
    """

    @property
    def design(self) -> object:
        """The verb."""
        return import_module(_HOMES["design"]).design

    @design.setter
    def design(self, chapter: ModuleType) -> None:
        """Let the chapter be imported without taking the verb's place."""

    def __getattr__(self, name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
