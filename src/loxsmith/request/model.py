"""The request as a value: what the user said, checked, plus the defaults taken where nothing was said.

Fields hold what was *said* (None or ``auto`` when nothing was); the properties ``before``, ``recombinase``,
``humanize_scope`` and ``exons`` hold what follows, and ``assumptions`` names each default in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)

from loxsmith.request import consistency, fields
from loxsmith.request.changes import Change
from loxsmith.request.grammar import read_head
from loxsmith.request.hgvs import read_changes
from loxsmith.request.line_options import merge, split_options, write_options
from loxsmith.request.payload import PayloadItem, Recombinase
from loxsmith.request.text import tokens
from loxsmith.request.toml import read_toml

Kind = Literal["point", "c-terminal", "n-terminal", "ires", "atg", "harbour", "humanize", "flox", "ikmc"]
Before = Literal["null", "wild-type"]
Method = Literal["auto", "es", "zygote"]
Donor = Literal["auto", "ssodn", "lssdna", "plasmid", "aav", "vector"]

_FROZEN = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
_Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(fields.one_line)]


class Control(BaseModel):
    """How the allele is switched."""

    model_config = ConfigDict(**_FROZEN, title="Control")

    conditional: bool = Field(
        default=False, description="True when the change shall act only after a recombinase has acted."
    )
    before: Annotated[Before, BeforeValidator(fields.any_case("null", "wild-type"))] | None = Field(
        default=None,
        description="State without recombinase: null (lox-STOP-lox) or wild-type (mini-gene, FLEx).",
    )
    recombinase: Annotated[Recombinase, BeforeValidator(fields.any_case("Cre", "Flp", "Dre"))] | None = Field(
        default=None, description="The recombinase that switches the allele; Cre when nothing is said."
    )
    sites: Annotated[
        tuple[str, ...],
        BeforeValidator(fields.names, json_schema_input_type=str | list[str]),
        AfterValidator(fields.known_sites),
    ] = Field(default=(), description="One or two recombinase sites to use, by name: loxP, lox2272.")


class Customer(BaseModel):
    """For whom the design is made; printed on the report."""

    model_config = ConfigDict(**_FROZEN, title="Customer")

    name: _Line | None = Field(default=None, description="Name of the person.")
    institution: _Line | None = Field(default=None, description="Institution or company.")
    email: _Line | None = Field(default=None, description="Address for questions; it is never written to.")
    notes: Annotated[str, Field(max_length=2000), AfterValidator(fields.free_text)] | None = Field(
        default=None, description="Anything the designers should know; at most 2,000 characters."
    )


class Request(BaseModel):
    """A knock-in mouse design, as one line, a form or a TOML file asks for it."""

    model_config = ConfigDict(
        **_FROZEN,
        title="loxsmith request",
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"},
    )

    gene: Annotated[str, AfterValidator(fields.gene)] | None = Field(
        default=None,
        description="Gene symbol as the genome spells it; absent for a genomic change (17:g.35200185G>C).",
    )
    kind: Annotated[Kind, BeforeValidator(fields.any_case(*get_args(Kind)))] = Field(
        description="What kind of model: a point mutation, a tag, a transgene, ..."
    )
    change: Annotated[str, AfterValidator(fields.change)] | None = Field(
        default=None, description="The change in HGVS, several joined by '+' (point), or tm1a (ikmc)."
    )
    payload: Annotated[
        tuple[PayloadItem, ...],
        BeforeValidator(fields.payload, json_schema_input_type=str | list[str | PayloadItem]),
    ] = Field(
        default=(),
        description="What is inserted: library parts, @files and switches (LSL, FSF, RSR, SA) joined by '-'.",
    )
    scope: Annotated[str, AfterValidator(fields.scope)] | None = Field(
        default=None,
        description="humanize: cds, exon2-stop, genomic, domain:40-120, residues:165,223. flox: exons:2-3.",
    )
    control: Control = Field(
        default=Control(), description="Whether and how a recombinase switches the allele."
    )
    method: Annotated[Method, BeforeValidator(fields.any_case("auto", "es", "zygote"))] = Field(
        default="auto", description="Route: ES cells or zygotes; auto lets the strategy choose."
    )
    donor: Annotated[
        Donor,
        BeforeValidator(fields.any_case("auto", "ssodn", "lssdna", "plasmid", "aav", "vector")),
    ] = Field(default="auto", description="Donor molecule; auto lets the strategy choose.")
    transcript: Annotated[str, AfterValidator(fields.identifier)] | None = Field(
        default=None, description="Transcript whose numbering and exons count; the canonical one if absent."
    )
    strain: _Line | None = Field(default=None, description="Mouse strain, such as C57BL/6J.")
    lab: Annotated[str, AfterValidator(fields.identifier)] | None = Field(
        default=None, description="Registered laboratory code for the allele's name."
    )
    arms: (
        Annotated[
            tuple[int, int],
            BeforeValidator(fields.arms, json_schema_input_type=str | tuple[int, int]),
        ]
        | None
    ) = Field(default=None, description="Lengths of the 5' and 3' homology arms in bp.")
    selection: Annotated[str, AfterValidator(fields.selection)] | None = Field(
        default=None, description="Selection marker by name, or none."
    )
    customer: Customer = Field(default=Customer(), description="Who asks, for the report.")
    options: Annotated[
        Mapping[str, bool | int | float | str],
        BeforeValidator(fields.settings, json_schema_input_type=dict[str, Any]),
        AfterValidator(fields.freeze),
        PlainSerializer(dict, return_type=dict[str, bool | int | float | str]),
    ] = Field(default=fields.Settings(), description="Limits set by name, such as rule.R10.limit = 4000.")

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        consistency.check(self)
        fields.length(self.canonical())
        return self

    def __hash__(self) -> int:
        return hash(self.canonical())

    # --- ways in -----------------------------------------------------------------------------------------

    @classmethod
    def parse(cls, text: str, **options: object) -> Request:
        """Read one line, such as ``Tnf p.A223R conditional --before wild-type``.

        Args:
            text: the line; it may carry its options behind it.
            options: the same options as keywords (``method="es"``, ``arms="5000,4000"``,
                ``set=["rule.R10.limit=4000"]``, ``customer={"name": ...}``); None means not said.

        Raises:
            RequestError: a question back, or a refusal that names the word and its place.

        Example:
            >>> Request.parse("Tnf p.A223R conditional").before
            'null'
        """
        head, said, settings = split_options(tokens(text))
        data = read_head(head)
        return cls.from_fields(fields.overlay(data, merge(said, settings, options)))

    @classmethod
    def from_fields(cls, data: Mapping[str, object]) -> Request:
        """Build a request from fields, as a form or a TOML file names them.

        Raises:
            RequestError: fields are unknown, malformed or contradictory; ``fields["problems"]`` lists all.
        """
        try:
            return cls.model_validate(fields.with_kind(data))
        except ValidationError as refusal:
            raise fields.explain(refusal) from None

    @classmethod
    def from_toml(cls, source: Path | str) -> Request:
        """Read the TOML form: a path, or the text itself when it holds a line break or ``=``.

        Raises:
            DataError: the file is absent, not UTF-8, or too large.
            RequestError: it is no TOML, or its fields make no request.
        """
        return cls.from_fields(read_toml(source))

    # --- what it says ------------------------------------------------------------------------------------

    def canonical(self, *, customer: bool = True) -> str:
        """Write the request as one line with its options; ``Request.parse`` gives the same request back.

        Args:
            customer: whether to write the customer's details too.
        """
        control = self.control
        pairs: list[tuple[str, Any]] = [
            ("before", control.before),
            ("recombinase", control.recombinase),
            ("sites", ",".join(control.sites) or None),
            ("method", None if self.method == "auto" else self.method),
            ("donor", None if self.donor == "auto" else self.donor),
            ("transcript", self.transcript),
            ("strain", self.strain),
            ("lab", self.lab),
            ("arms", f"{self.arms[0]},{self.arms[1]}" if self.arms else None),
            ("selection", self.selection),
        ]
        pairs += [("set", f"{key}={fields.written(value)}") for key, value in sorted(self.options.items())]
        if customer:
            pairs += [(f"customer.{name}", value) for name, value in self.customer]
        words = [self._head(), "conditional" if control.conditional else ""]
        return " ".join([*filter(None, words), *write_options(pairs)])

    def _head(self) -> str:
        """Write the words before the options."""
        inserted = "-".join(item.text for item in self.payload)
        forms = {
            "c-terminal": f"{self.gene} C-term {inserted}",
            "n-terminal": f"{self.gene} N-term {inserted}",
            "atg": f"{self.gene} ATG {inserted}",
            "ires": f"{self.gene} IRES-{inserted}",
            "harbour": f"{self.gene} {inserted}",
            "humanize": f"humanize {self.gene}" + (f" scope={self.scope}" if self.scope else ""),
            "flox": f"flox {self.gene}" + (f" exon {self.scope[6:]}" if self.scope else ""),
        }
        return forms.get(self.kind) or " ".join(filter(None, (self.gene, self.change)))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes of a point request, in the order typed; empty for the other kinds."""
        return read_changes(self.change) if self.kind == "point" and self.change else ()

    @property
    def is_conditional(self) -> bool:
        """Whether a recombinase switches the allele: ``conditional``, a switch in the payload, flox, tm1a."""
        return self.control.conditional or bool(self.switches) or self.kind in {"flox", "ikmc"}

    @property
    def switches(self) -> tuple[PayloadItem, ...]:
        """The STOP switches of the payload (LSL, FSF, RSR), in order."""
        return tuple(item for item in self.payload if item.kind == "switch")

    @property
    def before(self) -> Before | None:
        """State without recombinase, said or assumed; None when the allele is not conditional."""
        if not self.is_conditional:
            return None
        return self.control.before or ("wild-type" if self.kind == "flox" else "null")

    @property
    def recombinase(self) -> Recombinase | None:
        """The recombinase that switches the allele, said, implied or assumed; None when none is needed."""
        if self.control.recombinase:
            return self.control.recombinase
        if self.switches:
            return self.switches[0].recombinase
        return "Cre" if self.is_conditional else None

    @property
    def humanize_scope(self) -> str | None:
        """How much becomes human, said or assumed; None for the other kinds."""
        return (self.scope or "cds") if self.kind == "humanize" else None

    @property
    def exons(self) -> tuple[int, int] | None:
        """First and last exon to flox, 1-based inclusive; None when they are to be chosen."""
        if self.kind != "flox" or self.scope is None:
            return None
        first, _, last = self.scope[6:].partition("-")
        return int(first), int(last or first)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """One sentence for each default taken where the request says nothing."""
        return consistency.assumptions(self)

    @property
    def folder_name(self) -> str:
        """``<gene>-<change>`` with only letters, digits and ``.+_-``: the default output folder."""
        what = (
            "+".join(change.text for change in self.changes)
            or self.change
            or "-".join(item.text for item in self.payload)
            or self.scope
            or ""
        )
        place = "" if self.kind in {"point", "ikmc", "harbour"} else self.kind
        name = "-".join(filter(None, (self.gene, place, what)))
        name = name.replace("*", "Ter") if self.kind == "point" else name
        return re.sub(r"[^A-Za-z0-9.+_-]+", "_", name).strip("._-")[:100]
