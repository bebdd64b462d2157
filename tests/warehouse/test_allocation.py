"""Allocation of generated contracts: parts add up, are fair to a cent, and stay where they are."""

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import Build

pytestmark = pytest.mark.warehouse

CENT = Decimal("0.01")
CHAIN = ("int_contract_prices__dated", "int_obligation_prices__allocated")
INPUTS = ("int_contract_versions__unioned", "int_performance_obligations__unioned")
COMPONENTS = "int_price_components__unioned"
Parts = dict[tuple[int, str], Decimal]


@dataclass(frozen=True)
class Version:
    """A version of a contract: its price and its obligations' stand-alone prices, in cents."""

    modification: str
    price: int
    obligations: dict[str, int]


@dataclass(frozen=True)
class Models:
    """A database with the models' inputs, and the models as they were compiled."""

    connection: duckdb.DuckDBPyConnection
    compiled: dict[str, str]

    def parts(self, versions: list[Version]) -> Parts:
        """Return what each obligation of each version of a contract was allocated."""
        for name in INPUTS:
            self.connection.execute(f"delete from evenkeel.intermediate.{name}")
        for number, version in enumerate(versions, start=1):
            self.connection.execute(
                f"insert into evenkeel.intermediate.{INPUTS[0]} by name select 's' as system_name, "
                "'C' as contract_id, $1 as contract_version_id, $2 as version_number, "
                "date '2026-01-01' as effective_date, date '2026-01-01' as approved_date, "
                "$3 as modification_type, cast($4 as decimal(18, 4)) as fixed_amount",
                [str(number), number, version.modification, version.price * CENT],
            )
            for name, weight in version.obligations.items():
                self.connection.execute(
                    f"insert into evenkeel.intermediate.{INPUTS[1]} by name "
                    "select 's' as system_name, $1 as contract_version_id, "
                    "$2 as performance_obligation_id, 'hours' as recognition_method, "
                    "false as is_option, cast($3 as decimal(18, 4)) as standalone_price",
                    [str(number), name, weight * CENT],
                )
        for name in CHAIN:
            self.connection.execute(
                f"create or replace table evenkeel.intermediate.{name} as {self.compiled[name]}"
            )
        found = self.connection.execute(
            "select version_number, performance_obligation_id, allocated_amount "
            f"from evenkeel.intermediate.{CHAIN[1]}"
        ).fetchall()
        return {(number, name): amount for number, name, amount in found}


@pytest.fixture(scope="module")
def models(every_kind: Build) -> Models:
    manifest = json.loads((every_kind.folder / "target" / "manifest.json").read_text("utf-8"))
    nodes = {name: manifest["nodes"][f"model.evenkeel.{name}"] for name in (*CHAIN, *INPUTS)}
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as evenkeel; create schema evenkeel.intermediate")
    warehouse = every_kind.folder / "var" / "warehouse" / "evenkeel.duckdb"
    connection.execute(f"attach '{warehouse}' as built (read_only)")
    for name in (*INPUTS, COMPONENTS):
        described = connection.execute(
            "select column_name, data_type from duckdb_columns() "
            "where database_name = 'built' and table_name = $1 order by column_index",
            [name],
        ).fetchall()
        columns = ", ".join(f'"{column}" {kind}' for column, kind in described)
        connection.execute(f"create table evenkeel.intermediate.{name} ({columns})")
    return Models(connection, {name: nodes[name]["compiled_code"] for name in CHAIN})


cents = st.integers(min_value=1, max_value=10**9)


@st.composite
def contracts(draw: st.DrawFn) -> list[Version]:
    """Return a contract of up to four versions."""
    obligations = {f"P{number}": draw(cents) for number in range(1, draw(st.integers(1, 5)) + 1)}
    price = draw(cents)
    versions = [Version("original", price, dict(obligations))]
    for _ in range(draw(st.integers(0, 3))):
        modification = draw(st.sampled_from(["separate_contract", "cumulative_catch_up", "mixed"]))
        price += draw(cents)
        if modification == "separate_contract":
            obligations[f"P{len(obligations) + 1}"] = draw(cents)
        else:
            obligations = {name: draw(cents) for name in obligations}
        versions.append(Version(modification, price, dict(obligations)))
    return versions


@settings(max_examples=100, deadline=None)
@given(versions=contracts())
def test_parts_are_the_price_fair_to_a_cent_and_kept_by_separate_contracts(
    models: Models, versions: list[Version]
) -> None:
    parts = models.parts(versions)

    for number, version in enumerate(versions, start=1):
        of_version = {name: parts[number, name] for name in version.obligations}
        assert sum(of_version.values()) == version.price * CENT
        if version.modification == "separate_contract":
            before = versions[number - 2].obligations
            assert all(of_version[name] == parts[number - 1, name] for name in before)
            continue
        weights = sum(version.obligations.values())
        for name, weight in version.obligations.items():
            exact = Fraction(version.price * weight, weights)
            assert abs(Fraction(of_version[name]) * 100 - exact) < 1


@settings(max_examples=25, deadline=None)
@given(versions=contracts())
def test_the_order_of_the_rows_does_not_matter(models: Models, versions: list[Version]) -> None:
    turned = [
        Version(v.modification, v.price, dict(reversed(v.obligations.items()))) for v in versions
    ]

    assert models.parts(versions) == models.parts(turned)
