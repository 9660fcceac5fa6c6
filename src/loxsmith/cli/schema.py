"""``loxsmith schema``: JSON Schema of what goes in and what comes out."""

from __future__ import annotations

from typing import Any

import click

from loxsmith.cli._console import Console, common, put_json


@click.command(short_help="Print the JSON Schema of a request or of design.json.")
@click.argument("what", type=click.Choice(["request", "design"]), metavar="request|design")
@common
def schema(console: Console, what: str) -> None:
    """Print the JSON Schema of a request, or of design.json; it is JSON with and without --json."""
    put_json(_schema(what))
    console.detail(f"Schema of a {what}, JSON Schema 2020-12.")


def _schema(what: str) -> dict[str, Any]:
    if what == "request":
        from loxsmith.request import Request

        return Request.model_json_schema()
    from loxsmith.package import Document

    return Document.model_json_schema(by_alias=True)
