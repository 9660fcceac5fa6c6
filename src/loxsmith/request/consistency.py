"""What parts of a request must say about each other: contradictions, missing halves, defaults taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from loxsmith.errors import RequestError
from loxsmith.request.changes import GenomicChange
from loxsmith.request.grammar import is_harbour
from loxsmith.request.hgvs import read_changes
from loxsmith.request.text import Token

if TYPE_CHECKING:
    from loxsmith.request.model import Request

WITH_PAYLOAD = frozenset({"c-terminal", "n-terminal", "ires", "atg", "harbour"})

_BEFORE_OPEN = frozenset({"point", "humanize"})
"""Kinds whose state before the recombinase the other fields do not settle."""

_AGENT_OPEN = frozenset({"point", "humanize", "flox"})
"""Kinds whose recombinase neither a switch nor the published cassette (tm1a) settles."""


def check(request: Request) -> None:
    """Refuse a request whose fields are incomplete or contradict each other.

    Raises:
        RequestError: the first contradiction met, with its mend.
    """
    for rule in (_gene, _change, _payload, _scope, _switching, _sites, _route):
        rule(request)


def _gene(request: Request) -> None:
    if request.gene is None:
        if request.kind != "point":
            raise RequestError(f"The {request.kind} request names no gene.", hint='Add gene = "Tnf".')
    elif request.kind == "harbour" and not is_harbour(request.gene):
        raise RequestError(
            f"{request.gene} is no safe harbour that is known here.",
            hint="Use Rosa26, or say where in the gene: C-term, N-term, IRES or ATG.",
        )


def _change(request: Request) -> None:
    if request.kind not in {"point", "ikmc"}:
        if request.change is not None:
            raise RequestError(
                f"The {request.kind} request also names the change {request.change[:60]}.",
                hint="Ask for one at a time: two designs.",
            )
        return
    if request.change is None:
        raise RequestError(f"The {request.kind} request names no change.", hint="Write for example p.A223R.")
    if request.kind == "ikmc":
        _ikmc_letter(request.change)
        return
    changes = read_changes(request.change)
    if request.gene is None and not all(isinstance(change, GenomicChange) for change in changes):
        raise RequestError(
            f"The change {request.change[:60]} names no gene.",
            hint="Write the gene first, as in Tnf p.A223R.",
        )


def _ikmc_letter(text: str) -> None:
    if re.fullmatch(r"tm[1-9][0-9]{0,3}a", text):
        return
    token = Token(text=text)
    if re.fullmatch(r"tm[1-9][0-9]{0,3}[b-e]", text):
        raise token.refuse("is derived from a tm1a allele by a recombinase.", "Ask for tm1a.")
    raise token.refuse("is no IKMC allele that is designed here.", "Write tm1a.")


def _payload(request: Request) -> None:
    if request.kind not in WITH_PAYLOAD:
        if request.payload:
            raise RequestError(
                f"The {request.kind} request also names a payload.",
                hint="Ask for one at a time: two designs.",
            )
        return
    if not request.payload:
        raise RequestError(f"The {request.kind} request names nothing to insert.", hint="Name a part: EGFP.")
    first = request.payload[0].text
    if request.kind in {"harbour", "ires"} and re.match(r"ires\b", first, re.IGNORECASE):
        raise RequestError(
            f"The payload begins with {first}, which nothing stands before.", hint="Leave the IRES out."
        )
    if request.kind in {"c-terminal", "n-terminal", "ires"} and request.switches:
        switch = request.switches[0].name
        raise RequestError(
            f"{switch} in a {request.kind} payload would end {request.gene} itself.",
            hint=f"Write `{request.gene} ATG {switch}-...` or `Rosa26 {switch}-...`.",
        )


def _scope(request: Request) -> None:
    if request.scope is None:
        return
    if request.kind not in {"humanize", "flox"}:
        raise RequestError(
            f"The scope {request.scope} does not belong to a {request.kind} request.",
            hint="Leave it out, or write humanize.",
        )
    if (request.kind == "flox") != request.scope.startswith("exons:"):
        raise RequestError(
            f"The scope {request.scope} does not belong to a {request.kind} request.",
            hint="flox takes exons:2-3; humanize takes cds, exon2-stop, genomic, domain: or residues:.",
        )


def _switching(request: Request) -> None:
    control = request.control
    if control.before is not None and not request.is_conditional:
        raise RequestError(
            f"--before {control.before} says what holds before a recombinase, but nothing is conditional.",
            hint="Add conditional, or leave --before out.",
        )
    _settled_before(request)
    if control.conditional and request.kind in WITH_PAYLOAD and not request.switches:
        raise RequestError(
            f"The {request.kind} request is conditional, but its payload has no switch.",
            hint="Put LSL, FSF or RSR before the part, as in `Tnf ATG LSL-EGFP-bGHpA`.",
        )
    agents = {item.recombinase for item in request.switches}
    if control.recombinase and agents and control.recombinase not in agents:
        switch = request.switches[0]
        raise RequestError(
            f"{switch.name} answers to {switch.recombinase}, not to {control.recombinase}.",
            hint="Leave --recombinase out, or use LSL (Cre), FSF (Flp) or RSR (Dre).",
        )


def _settled_before(request: Request) -> None:
    """Refuse a state before the recombinase that the kind of allele rules out."""
    said = request.control.before
    if said == "null" and request.kind == "flox":
        raise RequestError(
            "A floxed allele is wild type before the recombinase, not null.", hint="Leave --before out."
        )
    if said == "wild-type" and request.kind == "ikmc":
        raise RequestError(
            "A tm1a allele is a reporter-tagged null before any recombinase, not wild type.",
            hint="Leave --before out, or ask for `flox` and the gene.",
        )
    if said == "wild-type" and request.switches:
        raise RequestError(
            f"{request.switches[0].name} silences the payload until the recombinase acts, not wild type.",
            hint="Leave --before out.",
        )


def _sites(request: Request) -> None:
    if not request.control.sites:
        return
    if not request.is_conditional and request.kind != "harbour":
        raise RequestError(
            "The request names recombinase sites, but nothing is conditional.",
            hint="Add conditional, or leave --sites out.",
        )
    from loxsmith.knowledge import site

    for name in request.control.sites:
        agent = site(name).recombinase
        if request.recombinase and agent != request.recombinase:
            raise RequestError(
                f"{name} is a site of {agent}, not of {request.recombinase}.",
                hint=f"Name sites of {request.recombinase}, or write --recombinase {agent}.",
            )


def _route(request: Request) -> None:
    for message, hint in _contradictions(request):
        raise RequestError(message, hint=hint)


def _contradictions(request: Request) -> Iterator[tuple[str, str]]:
    """Donor, method and selection that exclude each other (rules R24 and R25)."""
    short = request.donor == "ssodn"
    if short and (request.is_conditional or request.kind in {"atg", "harbour", "ires"}):
        yield (
            "An ssODN (at most 200 nt) cannot carry a floxed cassette or a transgene.",
            "Use --donor auto, or leave conditional out.",
        )
    if request.method == "es" and request.donor in {"ssodn", "lssdna", "aav"}:
        yield (
            f"ES cells are targeted here with a selectable vector, not with {request.donor}.",
            "Use --donor vector, or --method zygote.",
        )
    if request.method == "zygote" and request.donor == "vector":
        yield (
            "A targeting vector is selected in ES cells, not in zygotes.",
            "Use --donor plasmid or --method es.",
        )
    if request.method == "zygote" and request.selection not in {None, "none"}:
        yield f"Zygotes are not selected with {request.selection}.", "Use --selection none or --method es."


def assumptions(request: Request) -> tuple[str, ...]:
    """Name each default taken where the request says nothing."""
    taken = []
    if request.control.conditional and request.control.before is None and request.kind in _BEFORE_OPEN:
        taken.append(
            "before: null was assumed (lox-STOP-lox: no full-length protein until the recombinase acts); "
            "--before wild-type keeps the wild-type protein."
        )
    if request.recombinase and request.kind in _AGENT_OPEN and not request.control.recombinase:
        taken.append("recombinase: Cre was assumed; --recombinase Flp or Dre chooses another.")
    if request.kind == "humanize" and request.scope is None:
        taken.append(
            "scope: cds was assumed (the human coding sequence); scope=genomic and others choose more."
        )
    if request.kind == "flox" and request.scope is None:
        taken.append("exons: the critical exons are chosen by rule; `exon 2-3` names them.")
    return tuple(taken)
