"""A unit test's rows beside those of another company or system, which must change nothing.

The strangers are the same rows by other keys. What is made of the test's own rows has to be what it
was: a join that lost a part of its condition would mix the two.
"""

import re
from collections.abc import Collection, Iterator

FIXTURE = re.compile(r"__dbt__cte__(\w+) as \(\s*-- Fixture for ")
ACTUAL_END = ") _dbt_internal_unit_test_actual"
STRANGE = "~"


def is_key(column: str) -> bool:
    """Whether a column tells apart what belongs to different companies."""
    return column in {"entity_code", "system_name"} or column.endswith(("_key", "_id"))


def is_key_of_a_system(column: str) -> bool:
    """Whether a column tells apart what is in different systems under equal ids."""
    return column == "system_name" or column.endswith("_key")


WHOSE = {"another company": is_key, "another system": is_key_of_a_system}


def beside_strangers(sql: str, columns: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield a unit test's SQL with each kind of strangers beside its rows.

    Args:
        sql: The SQL that dbt ran for the test.
        columns: The columns of the model.
    """
    for whose, is_of_theirs in WHOSE.items():
        told_by = [column for column in columns if is_of_theirs(column)]
        if told_by:
            doubled, parts, last = False, list[str](), 0
            for match in FIXTURE.finditer(sql):
                end = _closing(sql, sql.index("(", match.start()))
                own = sql[match.start() : end].replace("__dbt__cte__", "__dbt__own__", 1)
                keys = [each for each in _texts(own) if is_of_theirs(each)]
                doubled |= bool(keys)
                parts += [sql[last : match.start()], own, "), ", _doubled(match[1], keys)]
                last = end
            # A row of ours has no key of theirs.
            ours = " and ".join(
                f"not coalesce(ends_with({c}, '{STRANGE}'), false)" for c in told_by
            )
            rest = sql[last:].replace(ACTUAL_END, f"{ACTUAL_END} where {ours}", 1)
            if doubled:
                yield whose, "".join([*parts, rest])


def _doubled(name: str, keys: list[str]) -> str:
    if not keys:
        return f"__dbt__cte__{name} as (select * from __dbt__own__{name}"
    replaced = ", ".join(f"{key} || '{STRANGE}' as {key}" for key in keys)
    return (
        f"__dbt__cte__{name} as (select * from __dbt__own__{name} union all "
        f"select * replace ({replaced}) from __dbt__own__{name} "
        f"where coalesce({', '.join(keys)}) is not null"
    )


def _closing(sql: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"'(?:[^']|'')*'|--[^\n]*|[()]").finditer(sql, opening):
        depth += (match[0] == "(") - (match[0] == ")")
        if not depth:
            return match.start()
    raise ValueError("found no end of a fixture, expected its bracket to close")


def _texts(fixture: str) -> list[str]:
    """Return a fixture's columns of text."""
    found = re.findall(r'as character varying(?:\(\d+\))?\)\s+as "(\w+)"', fixture)
    return list(dict.fromkeys(found))
