from loxsmith.errors import LoxsmithError
from loxsmith.genome import Genome
from loxsmith.request import Request
from loxsmith.wiring import design, donor, read, recombine, target

__version__: str

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
