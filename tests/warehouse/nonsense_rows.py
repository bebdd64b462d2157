"""Rows in which nothing holds: for every published table, from the types of its columns."""

import re

import duckdb

from expectations.results import Stated
from expectations.stated import OPEN

# What nonsense in every column does not break: rules that need values to agree in some way.
PARTICULAR = {
    "dim_currency": "false as is_iso_4217",
    "dim_gl_account": "'unmapped' as account_class",
    "fct_loss_provision": "-1 as expected_loss_functional_amount",
    "fct_wip_aging": "-1 as unbilled_transaction_amount",
    "portfolio_balance": "null as balance_value, 'lost' as balance_state, "
    "cast(null as date) as outside_since_date, 5 as measured_effect, 6 as measured_effect_lower, "
    "7 as measured_effect_upper",
    "portfolio_client": "client_key as parent_client_key",
    "portfolio_forecast": "'has lost less' as published_reason, null as better_forecasters, "
    "1 as p90_value, 9999 as cumulative_value",
    "portfolio_month": "-1 as unbilled_revenue_reporting_amount, 0 as red_projects",
    "portfolio_plan": "-1 as hard_demand_hours, 0 as people",
    "portfolio_project": "'unknown' as project_type",
}


def broken(connection: duckdb.DuckDBPyConnection, stated: Stated) -> str:
    """Return the SQL that puts nonsense into a table, with a column that no open table may have.

    Contracts forbid nulls where tables are built; a table made anew has no constraints. Two rows
    are the same, one is of the period that follows, one is empty.
    """
    described = connection.execute(f"describe {stated.relation}").fetchall()
    columns = [(str(name), str(kind)) for name, kind, *_ in described]
    rows = [
        ", ".join(
            _value(stated.name, name, kind, place, step)
            for place, (name, kind) in enumerate(columns)
        )
        for step in (0, 1)
    ]
    particular = PARTICULAR.get(stated.name)
    shown = f"* replace ({particular})" if particular else "*"
    personal = ", 'Ada' as person_name" if OPEN in stated.audiences else ""
    return f"""
        create or replace table nonsense as from {stated.relation} limit 0;
        insert into nonsense values ({rows[0]}), ({rows[0]}), ({rows[1]});
        create or replace table broken as select {shown} from nonsense;
        insert into broken by name select null as {stated.key};
        drop table {stated.relation};
        create table {stated.relation} as select *{personal} from broken;
    """


def _value(table: str, name: str, kind: str, place: int, step: int) -> str:
    """Return a value that no other column has; no sum of squares is another one, or few are."""
    if name.endswith("accounting_period"):
        return f"'2026-0{step + 1}'"
    others = {
        "VARCHAR": f"'{table} has no {name}'",
        "BOOLEAN": "true",
        "DATE": f"date '2026-01-01' + {place * place + step}",
        "TIMESTAMP": "timestamp '2026-01-01'",
    }
    return others.get(re.split(r"[( ]", kind)[0], str(2 + place * place))
