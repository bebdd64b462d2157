"""Write the canonical contract as the page that people start an export from.

Examples are the demo company's own values, and the contract's where it has none.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from sources.contract import Column, Contract, Table
from sources.demo.generate import made_company
from sources.demo.plan import Plan
from sources.demo.systems import canonical_rows

INTRODUCTION = """\
# The canonical contract

<!-- Written by `make docs` from sources/systems/canonical/contract.yml, version {version}. -->

What a company can deliver as one file per table, for systems that the project has no reader for.
`make demo` leaves an example of every file in `var/demo/exports`; your configuration is in
[operations/configuration.md](operations/configuration.md).

- **Files** are named after their table: `{first}.csv`, or `.parquet`, `.json`, `.ndjson`, `.xlsx`.
  The first line names the columns, in any order. Every column listed here must be in the file,
  also one that is always empty; only one marked "or no such column" may be left out. Columns that
  are not listed land as text and are reported (`new_columns` of `ctl_extract_completeness`).
- **Tables** that are needed: {needed}. The others are optional.
- **Text** is {encoding}, values are separated by `{delimiter}` and may be quoted with `"`; decimals
  have a `{decimal_mark}` and no grouping mark, dates are written {date}, instants
  {timestamp} (without an offset they are {time_zone}), truth is `{true_value}` or `{false_value}`.
  What your export writes otherwise goes into `[systems.delivery.formats]`.
- **Empty** values are nothing between two delimiters. A row with an empty value where none may be,
  or with any other breach, is kept in quarantine with its line and the reason; the others land.
- **Numbers** with more digits than their type allows are refused, never rounded.
- **Ids** are yours; they only must not change. A reference is to an id of the same system. One to a
  client, contract, project or person that was not delivered is kept and listed in
  `ctl_unmatched_identity`; one to anything else is kept as it is.
- **Accounts**: `account_type` is one of the words in `dbt_project/seeds/gl_account_classes.csv`,
  which says what class each means: `receivable`, `bank`, `payable`, `tax`, `revenue`, `expense`
  and others. Other words are class `unmapped`, which the night's end warns of: add them to that
  file, each with its class. Open invoices are reconciled
  with the accounts of class `receivable`. A ledger with accounts of `contract_asset`,
  `contract_liability` or `unbilled_receivable` has its revenue and contract balances reconciled;
  a line that accrues for a contract has the contract's id in `source_id`, or a `project_id`.
- **Currencies**: amounts convert at the latest `spot` rate on or before the day of work or of the
  invoice; one direction of a pair is enough. Needed are the pairs from a document's currency to the
  entity's and to the reporting currency. Rates of type `average`, `closing` and `budget` are kept.
- **Deletions** are seen where a delivery is the whole table (`mode = "full"`).
- **Control totals** are summed at every step from the delivery to the marts, and must agree.
"""
TYPES = {
    "VARCHAR": "text",
    "BIGINT": "whole number",
    "DATE": "date",
    "TIMESTAMP": "instant",
    "BOOLEAN": "truth",
    "DURATION": "duration",
}


def canonical_page(contract: Contract) -> str:
    """Return the page as Markdown."""
    examples = demo_values(contract)
    formats = contract.tables[0].formats
    head = INTRODUCTION.format(
        version=contract.version,
        first=contract.tables[0].name,
        needed=", ".join(f"`{table.name}`" for table in contract.tables if not table.optional),
        encoding=formats.encoding.upper(),
        delimiter=formats.delimiter,
        decimal_mark=formats.decimal_mark,
        date="`YYYY-MM-DD`",
        timestamp="`2026-03-02T17:30:00Z`",
        time_zone=formats.time_zone,
        true_value=formats.true_value,
        false_value=formats.false_value,
    )
    sections = [_section(table, examples) for table in contract.tables]
    return "\n".join([head, *sections])


def demo_values(contract: Contract) -> dict[tuple[str, str], str]:
    """Return a value of every column that the demo company fills, by table and column."""
    found = {}
    with TemporaryDirectory() as folder, made_company(Plan(), Path(folder)) as company:
        for table in contract.tables:
            try:
                rows = canonical_rows(company, table)
            except LookupError:
                continue
            names = [name for name, *_ in company.execute(f"describe {rows}").fetchall()]
            firsts = ", ".join(
                f"first(cast({name} as varchar)) filter ({name} is not null)" for name in names
            )
            row = company.execute(f"select {firsts} from ({rows})").fetchone()
            for name, value in zip(names, row or (), strict=True):
                if value is not None:
                    found[table.name, name] = value
    return found


def _section(table: Table, examples: dict[tuple[str, str], str]) -> str:
    facts = [f"Key: {_names(table.key)}."]
    if table.cursor:
        facts.append(f"Cursor: `{table.cursor}`.")
    if table.control_totals:
        facts.append(f"Control totals: rows, {_names(table.control_totals)}.")
    if table.freshness_hours:
        facts.append(f"Late after {table.freshness_hours} hours.")
    rows = [
        _row(column, column.example or examples[table.name, column.name])
        for column in table.columns
    ]
    return "\n".join(
        [
            f"## `{table.name}`{', optional' if table.optional else ''}",
            "",
            f"{table.description} {' '.join(facts)}",
            "",
            "| Column | Type | Unit | May be empty | Example | What |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(column: Column, example: object) -> str:
    empty = "no" if column.required else "yes, or no such column" if column.optional else "yes"
    cells = (
        f"`{column.name}`",
        _type(column),
        re.sub(r"\w+_\w+", r"`\g<0>`", column.unit or ""),
        empty,
        f"`{example}`",
        f"{column.description}{_allowed(column)}",
    )
    return f"| {' | '.join(cells)} |"


def _type(column: Column) -> str:
    if column.type != "DECIMAL":
        return TYPES[column.type]
    return f"decimal, {column.precision - column.scale} + {column.scale} digits"


def _allowed(column: Column) -> str:
    if column.enum:
        return f" One of {_names(column.enum)}."
    if column.minimum and column.maximum:
        return f" From {column.minimum} to {column.maximum}."
    return f" At least {column.minimum}." if column.minimum else ""
