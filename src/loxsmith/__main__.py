"""``python -m loxsmith`` is ``loxsmith``."""

from __future__ import annotations

from loxsmith.cli import main

if __name__ == "__main__":
    main()
