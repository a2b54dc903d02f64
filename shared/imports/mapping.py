"""How a source's files are read: declared as JSON, checked here, kept with the source.

    {"target": "orders", "fields": {"external_ref": {"template": "{InvoiceNo}/{StockCode}", "numbered": true},
                                    "quantity": "Quantity", "status": {"constant": "completed"}}}

A field that is just text is short for {"column": text}. docs/imports.md explains every option.
"""

import re
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shared.imports.expressions import compiled
from shared.imports.fields import AMOUNTS, COUNTS, FIELDS, REFERENCES, Kind, Target

NULLS = ("", "N/A", "#N/A", "#VALOR!", "#VALUE!", "#NOMBRE?", "#NAME?", "#REF!", "#DIV/0!", "null", "-")
NAMESPACE = r"^[a-z0-9-]{1,60}$"
MOST_FIELDS = 60

type TypeName = Literal["text", "mail", "integer", "count", "decimal", "money", "ratio", "percent", "date", "boolean"]

FITTING: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("text", "integer"),
    Kind.MAIL: ("mail",),
    Kind.REFERENCE: ("text", "integer"),
    Kind.INTEGER: ("integer", "count"),
    Kind.MONEY: ("money", "decimal", "count"),
    Kind.RATIO: ("ratio", "percent"),
    Kind.DATE: ("date",),
    Kind.BOOLEAN: ("boolean",),
}
USUAL = {kind: types[0] for kind, types in FITTING.items()}

# References without which a record makes sense.
OPTIONAL_REFERENCES = {"channel", "campaign", "influencer"}
NEVER_CREATED = {"order"}  # a line that names one says too little of it

ORIGINS = ("column", "first_of", "template", "constant", "expression")
SLOT = re.compile(r"\{([^{}#]+)(?:#(\d+))?\}")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ColumnRef(Strict):
    """A column by its header; `nth` tells apart columns of the same header."""

    column: Annotated[str, Field(min_length=1, max_length=200)]
    nth: Annotated[int, Field(ge=1, le=100)] = 1

    def __str__(self) -> str:
        return self.column if self.nth == 1 else f"{self.column} (no. {self.nth})"


def _column_from_text(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


type Column = Annotated[ColumnRef, BeforeValidator(_column_from_text)]


class Lookup(Strict):
    """Where the record that a reference names is to be found, and what to do when it is not there."""

    namespace: Annotated[str | None, Field(pattern=NAMESPACE, description="Default: the source's own.")] = None
    missing: Literal["create", "reject", "none"] = "create"


class FieldMapping(Strict):
    """Where a field's text comes from (one of the first five) and how it becomes a value."""

    column: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    first_of: Annotated[list[Column] | None, Field(min_length=1, max_length=10)] = None
    template: Annotated[str | None, Field(max_length=500, description='Like "{InvoiceNo}/{StockCode}".')] = None
    constant: str | int | float | bool | None = None
    expression: Annotated[str | None, Field(max_length=500, description='Like "{likes} + {comments}".')] = None

    nth: Annotated[int, Field(ge=1, le=100, description="Which of several columns of this header.")] = 1
    type: Annotated[TypeName | None, Field(description="Default: the usual one of the field.")] = None
    formats: Annotated[list[str], Field(max_length=10, description="Of dates, as strptime has them.")] = []
    decimal_comma: bool = False
    values: Annotated[dict[str, str | None], Field(description="A value for a cell's text; null for no value.")] = {}
    other_values: Literal["keep", "reject"] = "keep"
    default: Annotated[str | None, Field(description="What a cell without a value stands for.")] = None
    truncate: Annotated[bool, Field(description="Cut text that is too long instead of refusing the line.")] = False
    numbered: Annotated[bool, Field(description="Add /1, /2 … so that equal references of a file differ.")] = False
    agrees_with: Annotated[Column | None, Field(description="A column that must say the same.")] = None
    lookup: Lookup | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [name for name in ORIGINS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of column, first_of, template, constant and expression")
        if self.template is not None and not SLOT.search(self.template):
            raise ValueError("the template names no column; use constant")
        if self.expression is not None and self.agrees_with is not None:
            raise ValueError("an expression agrees with no column; compare the columns it is made of")
        if self.expression is not None:
            compiled(self.expression)
        return self

    @property
    def columns(self) -> list[ColumnRef]:
        """Return the columns the text is made of, in order."""
        if self.column is not None:
            return [ColumnRef(column=self.column, nth=self.nth)]
        if self.first_of is not None:
            return self.first_of
        slots = SLOT.findall(self.template or "")
        if self.expression is not None:
            slots = [slot for name in compiled(self.expression).columns for slot in SLOT.findall(f"{{{name}}}")]
        return [ColumnRef(column=name, nth=int(nth or 1)) for name, nth in slots]


def _field_from_text(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class Cancellation(Strict):
    """Lines whose `column` begins with `prefix` take back earlier lines instead of being orders."""

    column: Annotated[str, Field(min_length=1, max_length=200)]
    prefix: Annotated[str, Field(min_length=1, max_length=20)]


class Columns(NamedTuple):
    """Columns a mapping names: without which no record can be made, and others."""

    required: list[str]
    optional: list[str]


def _one_character(delimiter: str | None) -> str | None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise ValueError("must be one character, not a quotation mark or a line end")
    return delimiter


class Mapping(Strict):
    """The declaration of one source. `fields` holds what each field of the target is made of."""

    target: Target
    format: Literal["csv", "xlsx", "json", "jsonl"] = "csv"
    items: Annotated[
        str | None,
        Field(max_length=200, description="Of JSON: where the list is, as in data.orders; default: the whole."),
    ] = None
    sheet: Annotated[str | None, Field(max_length=31, description="Of a workbook; default: the first.")] = None
    encoding: Annotated[str | None, Field(max_length=40, description="Default: found out.")] = None
    delimiter: Annotated[str | None, AfterValidator(_one_character)] = None
    nulls: Annotated[list[str], Field(max_length=50, description="Texts that stand for no value.")] = list(NULLS)
    fields: Annotated[
        dict[str, Annotated[FieldMapping, BeforeValidator(_field_from_text)]],
        Field(min_length=1, max_length=MOST_FIELDS),
    ]
    cancellation: Annotated[Cancellation | None, Field(description="For orders only.")] = None
    spread: Annotated[Literal["campaign_days"] | None, Field(description="For daily_metrics only.")] = None
    ignored: Annotated[dict[str, str], Field(max_length=MOST_FIELDS, description="Columns left out, and why.")] = {}

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        known = FIELDS[self.target]
        if unknown := [name for name in self.fields if name not in known]:
            raise ValueError(f"{self.target} has no field {_listed(unknown)}; it has {_listed(known)}")
        if missing := [name for name, field in known.items() if field.required and name not in self.fields]:
            raise ValueError(f"{self.target} needs {_listed(missing)}")
        for name in self.fields:
            self._check_options(name)
        return self

    def _check_options(self, name: str) -> None:
        field, mapped = FIELDS[self.target][name], self.fields[name]
        if mapped.type is not None and mapped.type not in FITTING[field.kind]:
            raise ValueError(f"{name} cannot be of type {mapped.type}, but {_listed(FITTING[field.kind])}")
        if mapped.lookup is not None and name not in REFERENCES:
            raise ValueError(f"{name} is no reference to another record, so it has no lookup")
        if mapped.lookup is not None:
            self._check_lookup(name, mapped.lookup)
        if mapped.numbered and (name != "external_ref" or self.target is not Target.ORDERS):
            raise ValueError("only the external_ref of orders can be numbered")
        if mapped.formats and field.kind is not Kind.DATE:
            raise ValueError(f"{name} is no date, so it has no formats")

    def _check_lookup(self, name: str, lookup: Lookup) -> None:
        optional = name in OPTIONAL_REFERENCES and not FIELDS[self.target][name].required
        if name in NEVER_CREATED and "missing" in lookup.model_fields_set and lookup.missing != "reject":
            raise ValueError(f"{name} cannot be created, so missing is reject")
        if lookup.missing == "none" and not optional:
            raise ValueError(f"{name} cannot be left out, so missing is create or reject")

    @model_validator(mode="after")
    def _items_of_json(self) -> Self:
        if self.items is not None and self.format != "json":
            raise ValueError("items is for json only")
        return self

    @model_validator(mode="after")
    def _options_of_targets(self) -> Self:
        if self.cancellation and self.target is not Target.ORDERS:
            raise ValueError("cancellation is for orders only")
        if self.cancellation and "unit_price" not in self.fields:
            raise ValueError("cancellation needs unit_price to find the line that is taken back")
        if self.target is Target.DAILY_METRICS:
            self._check_days()
        elif self.spread:
            raise ValueError("spread is for daily_metrics only")
        return self

    def _check_days(self) -> None:
        if not any(name in self.fields for name in (*COUNTS, *AMOUNTS)):
            raise ValueError(f"daily_metrics needs at least one of {_listed((*COUNTS, *AMOUNTS))}")
        if self.spread is None and "day" not in self.fields:
            raise ValueError("daily_metrics needs day, or spread")
        if self.spread is None:
            return
        if "day" in self.fields:
            raise ValueError("give either day or spread")
        if "campaign" not in self.fields or "external_ref" not in self.fields:
            raise ValueError("spread needs campaign and external_ref")
        if self.lookup("campaign").missing == "none":
            raise ValueError("spread needs a campaign on every line, so missing cannot be none")
        dates = {"campaign.start_date", "campaign.end_date"}
        if self.lookup("campaign").missing == "create" and not dates <= self.fields.keys():
            raise ValueError("spread needs campaign.start_date and campaign.end_date to create campaigns")

    def columns(self) -> Columns:
        """Return what the fields are made of: JSON leaves out what has no value, so some may be missing."""
        known = FIELDS[self.target]
        required: list[str] = []
        optional: list[str] = []
        for name, mapped in self.fields.items():
            needed = known[name].required and mapped.default is None and mapped.first_of is None
            (required if needed else optional).extend(ref.column for ref in mapped.columns)
            if mapped.agrees_with is not None:
                optional.append(mapped.agrees_with.column)
        if self.cancellation:
            required.append(self.cancellation.column)
        return Columns(required, optional)

    def lookup(self, name: str) -> Lookup:
        """Return how the reference `name` is looked up."""
        mapped = self.fields.get(name)
        lookup = (mapped and mapped.lookup) or Lookup()
        return lookup.model_copy(update={"missing": "reject"}) if name in NEVER_CREATED else lookup

    def type_of(self, name: str) -> str:
        """Return the type by which the text of field `name` is read."""
        return self.fields[name].type or USUAL[FIELDS[self.target][name].kind]


def _listed(names: Any) -> str:
    return ", ".join(names)


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of a mapping, for whoever writes one."""
    return Mapping.model_json_schema()
