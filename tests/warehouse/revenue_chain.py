"""The models from contracts to postings, as dbt compiled them, run on rows that a test makes."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import duckdb
from nightly import Build

MODELS = (
    "int_contract_prices__dated",
    "int_obligations__dated",
    "int_project_days__worked",
    "int_obligation_work__cumulated",
    "int_estimates__dated",
    "int_obligation_estimates__dated",
    "int_recognition_points__listed",
    "int_progress__counted",
    "int_progress__measured",
    "int_price_shares__weighed",
    "int_obligation_prices__shared",
    "int_obligation_prices__allocated",
    "int_revenue__accumulated",
    "int_contract_problems__listed",
    "int_revenue__posted",
)
INPUTS = (
    "int_contract_versions__unioned",
    "int_performance_obligations__unioned",
    "int_price_components__unioned",
    "int_milestones__unioned",
    "int_estimates__unioned",
    "int_baselines__unioned",
    "int_planned_periods__unioned",
    "int_expenses__unioned",
    "int_vendor_bills__unioned",
    "int_contracts__unioned",
    "int_identities__matched",
    "int_time_entries__valued",
    "int_fx_rates__dated",
    "int_fx_rates__averaged",
    "stg_evenkeel__systems",
    "stg_evenkeel__entities",
    "stg_evenkeel__fiscal_periods",
    "stg_evenkeel__run",
)
Value = str | int | bool | Decimal | dt.date | None
Row = Mapping[str, Value]


@dataclass(frozen=True, repr=False)
class RevenueChain:
    """A database with the chain's inputs, all empty at first, and its models."""

    connection: duckdb.DuckDBPyConnection
    compiled: Mapping[str, str]
    places: Mapping[str, str]

    @classmethod
    def of(cls, build: Build) -> Self:
        """Return the chain of a build of all models."""
        manifest = json.loads((build.folder / "target" / "manifest.json").read_text("utf-8"))
        nodes = {name: manifest["nodes"][f"model.evenkeel.{name}"] for name in (*MODELS, *INPUTS)}
        places = {name: f"evenkeel.{node['schema']}.{name}" for name, node in nodes.items()}
        connection = duckdb.connect()
        connection.execute("attach ':memory:' as evenkeel")
        for schema in {node["schema"] for node in nodes.values()}:
            connection.execute(f"create schema evenkeel.{schema}")
        warehouse = build.folder / "var" / "warehouse" / "evenkeel.duckdb"
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        for name in INPUTS:
            described = connection.execute(
                "select column_name, data_type from duckdb_columns() "
                "where database_name = 'built' and table_name = $1 order by column_index",
                [name],
            ).fetchall()
            columns = ", ".join(f'"{column}" {kind}' for column, kind in described)
            connection.execute(f"create table {places[name]} ({columns})")
        compiled = {name: nodes[name]["compiled_code"] for name in MODELS}
        return cls(connection, compiled, places)

    def run(self, tables: Mapping[str, Iterable[Row]], *, as_of: dt.date) -> None:
        """Fill the inputs with rows, those not named with none, and build all models."""
        given = {
            "stg_evenkeel__systems": [{"system_name": "s", "entity_code": "E"}],
            "stg_evenkeel__entities": [{"entity_code": "E", "functional_currency_code": "EUR"}],
            "stg_evenkeel__run": [{"run_id": "r", "as_of_date": as_of}],
            "stg_evenkeel__fiscal_periods": months(as_of),
            **tables,
        }
        for name in INPUTS:
            self.connection.execute(f"truncate {self.places[name]}")
            for row in given.get(name, ()):
                columns = ", ".join(row)
                marks = ", ".join("?" for _ in row)
                self.connection.execute(
                    f"insert into {self.places[name]} ({columns}) values ({marks})",
                    list(row.values()),
                )
        for name in MODELS:
            self.connection.execute(
                f"create or replace table {self.places[name]} as {self.compiled[name]}"
            )

    def rows(self, model: str, columns: str, order: str = "all") -> list[tuple[Any, ...]]:
        """Return some columns of a model's rows."""
        return self.connection.execute(
            f"select {columns} from {self.places[model]} order by {order}"
        ).fetchall()


def months(until: dt.date) -> list[Row]:
    """Return the calendar months from 2025 to that of a day."""
    first = dt.date(2025, 1, 1)
    found: list[Row] = []
    while first <= until:
        following = (first + dt.timedelta(days=31)).replace(day=1)
        found.append(
            {
                "period_code": f"{first:%Y-%m}",
                "period_start_date": first,
                "period_end_date": following - dt.timedelta(days=1),
            }
        )
        first = following
    return found


class Books:
    """Rows of contracts and of the work for them, in the shape that the chain reads."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in INPUTS[:12]}

    def __repr__(self) -> str:
        """Return all rows, for a failing example."""
        return "\n".join(
            f"{table}: " + ", ".join(f"{name}={value}" for name, value in row.items())
            for table, rows in self.tables.items()
            for row in rows
        )

    def _add(self, table: str, **row: Value) -> None:
        self.tables[table].append({"system_name": "s", **row})

    def version(
        self,
        contract: str,
        number: int,
        day: dt.date,
        fixed: Decimal | int | None,
        **terms: Value,
    ) -> None:
        """Add a version of a contract, in force from a day; `terms` are other columns."""
        row: dict[str, Value] = {
            "contract_version_id": f"{contract}-{number}",
            "contract_id": contract,
            "version_number": number,
            "effective_date": day,
            "approved_date": day,
            "modification_type": "original",
            "fixed_amount": fixed,
            "currency_code": "EUR",
        }
        self._add("int_contract_versions__unioned", **{**row, **terms})

    def obligation(
        self,
        contract: str,
        number: int,
        name: str,
        method: str,
        days: tuple[dt.date, dt.date | None],
        price: Decimal | int | None = None,
    ) -> None:
        """Add an obligation of a version; its project has the contract's id."""
        self._add(
            "int_performance_obligations__unioned",
            contract_version_id=f"{contract}-{number}",
            performance_obligation_id=name,
            project_id=contract,
            revenue_stream="fixed_fee",
            recognition_method=method,
            standalone_price=price,
            is_option=False,
            start_date=days[0],
            end_date=days[1],
        )

    def project(self, contract: str) -> None:
        """Make the contract's project known."""
        self._add(
            "int_identities__matched",
            entity_type="project",
            source_id=contract,
            crosswalk_key=contract,
        )

    def component(
        self, contract: str, number: int, amount: Decimal | int, day: dt.date, **terms: Value
    ) -> None:
        """Add a judgement of a part of the price of a version; `terms` are other columns."""
        row: dict[str, Value] = {
            "price_component_id": f"{contract}-v",
            "contract_version_id": f"{contract}-{number}",
            "component_type": "bonus",
            "constrained_amount": amount,
            "made_on": day,
        }
        self._add("int_price_components__unioned", **{**row, **terms})

    def work(
        self,
        project: str,
        day: dt.date,
        hours: Decimal | int,
        cost: Decimal | int | None = 0,
        *,
        billed: Decimal | int | None = 0,
        state: str = "approved",
    ) -> None:
        """Add a day's time of a project, with its cost and what it is billed at."""
        self._add(
            "int_time_entries__valued",
            project_key=project,
            work_date=day,
            hours=hours,
            cost_functional_amount=cost,
            functional_currency_code="EUR",
            billable_transaction_amount=billed,
            currency_code="EUR",
            is_billable=bool(billed) or billed is None,
            approval_state=state,
        )

    def bill(self, project: str, day: dt.date, cost: int, *, installed: bool = True) -> None:
        """Add a supplier's bill."""
        self._add(
            "int_vendor_bills__unioned",
            project_id=project,
            bill_date=day,
            net_amount=cost,
            currency_code="EUR",
            is_uninstalled=not installed,
        )

    def estimate(
        self, project: str, day: dt.date, hours: Decimal | int, cost: Decimal | int = 0
    ) -> None:
        """Add an estimate to complete."""
        self._add(
            "int_estimates__unioned",
            estimate_id=f"{project}-{day}",
            project_id=project,
            made_on=day,
            remaining_hours=hours,
            remaining_cost_amount=cost,
            currency_code="EUR",
        )

    def milestone(
        self, project: str, obligation: str, share: Decimal, accepted: dt.date | None
    ) -> None:
        """Add a milestone, accepted or planned."""
        self._add(
            "int_milestones__unioned",
            milestone_id=f"{project}-{len(self.tables['int_milestones__unioned'])}",
            project_id=project,
            performance_obligation_id=obligation,
            weight_share=share,
            accepted_date=accepted,
            state="accepted" if accepted else "planned",
        )
