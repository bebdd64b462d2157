"""Check delivered rows against a contract in one pass: typed values, breaches, the row as it came.

Which rows then land and which are quarantined is decided in `landing.py`.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sources.casting import cast_expression, is_blank, limits_of, literal, quote
from sources.contract import Column, Table
from sources.errors import ContractError

TOLD = ("_row_number", "_source_file")
WHOLE = (
    "BIGINT",
    "INTEGER",
    "SMALLINT",
    "TINYINT",
    "HUGEINT",
    "UBIGINT",
    "UINTEGER",
    "USMALLINT",
    "UTINYINT",
)
COMPATIBLE = {
    "DECIMAL": (*WHOLE, "DECIMAL", "DOUBLE", "FLOAT"),
    "BIGINT": WHOLE,
    "DATE": ("DATE", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"),
    "TIMESTAMP": (
        "TIMESTAMP",
        "TIMESTAMP WITH TIME ZONE",
        "TIMESTAMP_NS",
        "TIMESTAMP_MS",
        "TIMESTAMP_S",
    ),
    "BOOLEAN": ("BOOLEAN",),
    "DURATION": (*WHOLE, "DOUBLE", "DECIMAL"),
}
# Bytes of which nobody said what characters they are; any other value has a text.
NO_TEXT = "BLOB"


def delivered_part(table: Table, columns: Mapping[str, str], landed: Collection[str]) -> Table:
    """Return the table without the optional columns that a delivery lacks.

    Args:
        table: The contract's table.
        columns: The delivery's columns, by their names at the source.
        landed: The columns that landed last time, by their names in raw tables. An optional column
            among them has become needed: a renamed one must not empty itself unseen.
    """
    kept = (
        column
        for column in table.columns
        if not column.optional or column.source_name in columns or column.name in landed
    )
    return replace(table, columns=tuple(kept))


def check_shape(table: Table, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Compare a delivery's columns with the contract and return the names of the new ones.

    Args:
        table: The contract's table.
        columns: The delivery's column names and DuckDB types.

    Raises:
        ContractError: A column is missing, or has a type that can not hold the contract's.
    """
    missing = [column.source_name for column in table.columns if column.source_name not in columns]
    if missing:
        found = ", ".join(columns) or "no columns"
        hint = _delimiter_hint(columns) or _optional_hint(table, missing)
        raise ContractError(f"column {', '.join(missing)} is missing; found {found}{hint}")
    for column in table.columns:
        native = columns[column.source_name].split("(")[0].upper()
        allowed = COMPATIBLE.get(column.type)
        if native == NO_TEXT or (allowed and native != "VARCHAR" and native not in allowed):
            raise ContractError(
                f"column {column.source_name} was retyped: it is {native}, "
                f"the contract expects {column.type}"
            )
    known = {column.source_name for column in table.columns}
    return tuple(name for name in columns if name not in known and not name.startswith("_"))


def landed_as(table: Table, name: str) -> str:
    """Return the name a new column lands under: its own, unless the contract took that name."""
    taken = {column.name.casefold() for column in table.columns}
    return f"{name}_as_delivered" if name.casefold() in taken else name


def _delimiter_hint(columns: Mapping[str, str]) -> str:
    if len(columns) != 1:
        return ""
    (only,) = columns
    marks = [mark for mark in (";", "\t", "|", ",") if mark in only]
    return f"; the header looks delimited by {marks[0]!r}" if marks else ""


def _optional_hint(table: Table, missing: Collection[str]) -> str:
    if any(not column.optional for column in table.columns if column.source_name in missing):
        return ""
    return "; it is optional but came last time. If it is gone for good, run with --accept-shrink"


def checked_rows(
    table: Table, columns: Mapping[str, str], relation: str, *, new_columns: tuple[str, ...] = ()
) -> str:
    """Return the SELECT that types every row and lists its breaches as `column:rule` in one text.

    `_record` holds the row as it was delivered, as JSON, for rows with a breach only.
    """
    source_of = {name: f"_s{position}" for position, name in enumerate(columns)}
    typed, rules = [], []
    for column in table.columns:
        source, source_type = source_of[column.source_name], columns[column.source_name]
        typed.append(f"{cast_expression(column, source, source_type)} as {quote(column.name)}")
        rules += _rules(column, source, source_type)
    typed += [
        f"cast({source_of[name]} as varchar) as {quote(landed_as(table, name))}"
        for name in new_columns
    ]
    passed = [f"{source_of[name]} as {name}" for name in TOLD if name in columns]
    record = ", ".join(
        f"{quote(name)} := {source}" for name, source in source_of.items() if name not in TOLD
    )
    delivered = ", ".join(f"{quote(name)} as {source}" for name, source in source_of.items())
    any_breach = " or ".join(test for _, test in rules)
    breaches = ", ".join(f"case when {test} then {literal(rule)} end" for rule, test in rules)
    return f"""
        with delivered as (select {delivered} from {relation}),
        typed as (select {", ".join([*typed, *passed])}, delivered.* from delivered),
        judged as (
            select *, case when {any_breach} then concat_ws(',', {breaches}) end as _breaches
            from typed
        )
        select * exclude ({", ".join(source_of.values())}),
            case when _breaches is not null then cast(to_json(struct_pack({record})) as varchar) end
                as _record
        from judged
    """


def _rules(column: Column, source: str, source_type: str) -> list[tuple[str, str]]:
    """Return each rule of a column, as `column:rule`, and the SQL that holds where it is broken."""
    value = quote(column.name)
    blank = is_blank(source, source_type)
    rules = []
    if column.required:
        rules.append(("required", blank))
    if column.type == "VARCHAR":
        rules.append(("encoding", f"contains({value}, chr(65533))"))
    else:
        rules.append(("type", f"{value} is null and not ({blank})"))
    minimum, maximum = limits_of(column)
    if minimum is not None:
        rules.append(("minimum", f"{value} < {_bound(column, minimum)}"))
    if maximum is not None:
        rules.append(("maximum", f"{value} > {_bound(column, maximum)}"))
    if column.enum:
        rules.append(("enum", f"{value} not in ({', '.join(map(literal, column.enum))})"))
    return [(f"{column.name}:{rule}", test) for rule, test in rules]


def _bound(column: Column, text: str) -> str:
    return f"cast({literal(text)} as {column.landed_type})"
