"""The suite of each table: what the project states of it, what it alone must keep, how it moved."""

import importlib
from dataclasses import replace
from importlib.util import find_spec

import duckdb

from expectations.freshness import DELIVERIES, freshness_rules
from expectations.movement import movement_rules
from expectations.results import Candidate, Stated
from expectations.stated import named_by, stated_rules
from expectations.suite import Expected, once_each
from expectations.thresholds import thresholds

Suites = dict[str, tuple[Expected, ...]]


def suites_of(connection: duckdb.DuckDBPyConnection, candidate: Candidate) -> Suites:
    """Return the expectations of every table to be published, by its relation."""
    night, limits = candidate.night, thresholds()
    return {
        table.relation: _naming_rows(
            table,
            *own_rules(table),
            *stated_rules(table, night),
            *(freshness_rules(night, limits) if table.relation == DELIVERIES else ()),
            *movement_rules(connection, table, night, limits),
        )
        for table in candidate.tables
    }


def own_rules(stated: Stated) -> tuple[Expected, ...]:
    """Return what only this table must keep: the module of its name, where it has one."""
    module = f"{__package__}.suites.{stated.name}"
    return importlib.import_module(module).EXPECTATIONS if find_spec(module) else ()


def _naming_rows(table: Stated, *suite: Expected) -> tuple[Expected, ...]:
    """Return the first expectation of each name, with the columns that name a row put in."""
    named = named_by(table)
    return once_each(
        tuple(replace(each, query=each.query.replace("{row}", named)) for each in suite)
    )
