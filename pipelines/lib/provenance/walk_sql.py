"""The SQL of a walk: the rows of the next level, and the comparison of figures with their parts."""

from collections.abc import Sequence

from pipelines.lib.provenance.composition.words import Beside, Measure, Parts
from pipelines.lib.releases.readable import Readable
from sources.casting import literal, quote

EXACT = "decimal(38, 9)"


def figures(readable: Readable, table: str, beside: Sequence[Beside]) -> str:
    """Return the rows of a table as `figure`, with what is read beside each."""
    rows = f"{readable.relation(table)} as figure"
    for each in beside:
        value = each.sql
        if each.table:
            others = f"{readable.relation(each.table)} as other"
            same = " and ".join(_same("figure", each.on, "other")) or "true"
            value = f"(select {each.sql} from {others} where {same} and {each.where})"
        rows = f"(select figure.*, {value} as {quote(each.name)} from {rows}) as figure"
    return rows


def _same(ours: str, on: Sequence[str | tuple[str, str]], theirs: str) -> list[str]:
    """Return the conditions under which a row of others belongs to one of ours."""
    pairs = ((each, f"{theirs}.{quote(each)}") if isinstance(each, str) else each for each in on)
    return [f"{ours}.{quote(column)} is not distinct from {its}" for column, its in pairs]


def _figures(readable: Readable, name: str, table: str, measure: Measure) -> str:
    """Return the clause that has the rows of a level, each once, as `figure`."""
    return (
        f"(select distinct row_key from {name}) as above "
        f"inner join {figures(readable, table, measure.beside)} "
        f"on above.row_key = figure.{quote(readable.key(table))} and ({measure.only})"
    )


def level_rows(readable: Readable, above: str, table: str, measure: Measure, parts: Parts) -> str:
    """Return the query of the parts of a level's rows, each with the key of what it is part of.

    Args:
        readable: The tables of the release.
        above: The temporary table of the level that is explained.
        table: The table that level is of.
        measure: What it is made of.
        parts: That of it which is asked for.
    """
    joined = " and ".join(_same("figure", parts.on, "part")) or "true"
    rows = f"{readable.relation(parts.table)} as part"
    if parts.through:
        dimension, key = parts.through
        rows = (
            f"({rows} left join {readable.relation(dimension)} as through "
            f"on part.{quote(key)} = through.{quote(key)})"
        )
    groups = "".join(f", part.{quote(name)}" for name in parts.posted_by)
    return f"""
        select figure.{quote(readable.key(table))} as parent_key,
            part.{quote(readable.key(parts.table))} as row_key,
            cast(part.{quote(parts.measure)} as {EXACT}) as amount{groups}
        from {_figures(readable, above, table, measure)}
        inner join {rows} on {joined}
        where {parts.where or "true"}
    """


def check_rules(readable: Readable, name: str, figure: Parts, measure: Measure) -> str:
    """Return the query of a level's rows with what their rules say, where one does."""
    cases = " ".join(f"when {rule.where} then {rule.sql}" for rule in measure.rules)
    words = " ".join(f"when {rule.where} then {literal(rule.says)}" for rule in measure.rules)
    applies = " or ".join(f"({rule.where})" for rule in measure.rules)
    return f"""
        select above.row_key, figure.{quote(figure.measure)} as figure, case {cases} end as parts,
            case {words} end as says
        from {_figures(readable, name, figure.table, measure)}
        where {applies}
    """


def check_parts(
    readable: Readable, name: str, figure: Parts, measure: Measure, parts: list[str]
) -> str:
    """Return the query of a level's rows with the sum of their parts, as it is posted."""
    places = readable.places(figure.table, figure.measure)
    ctes, joins, terms = list[str](), list[str](), list[str]()
    for number, (below, each) in enumerate(zip(parts, measure.parts, strict=True)):
        alias = f"sum_{number}"
        groups = ", ".join(["parent_key", *map(quote, each.posted_by)])
        ctes.append(f"""{alias} as (
            select parent_key, sum(posted) as posted
            from (
                select round(sum(amount), {places}) as posted, {groups}
                from {below} group by {groups}
            ) group by parent_key
        )""")
        joins.append(f"left join {alias} on above.row_key = {alias}.parent_key")
        unknown = f"coalesce({alias}.posted, 0)" if measure.unknown_is_zero else f"{alias}.posted"
        terms.append(
            f"{each.sign} * case when {alias}.parent_key is null "
            f"then {measure.without_parts} else {unknown} end"
        )
    return f"""
        with {", ".join(ctes)}
        select above.row_key, figure.{quote(figure.measure)} as figure, {" + ".join(terms)} as parts
        from {_figures(readable, name, figure.table, measure)} {" ".join(joins)}
    """
