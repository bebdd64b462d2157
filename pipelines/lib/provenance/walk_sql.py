"""The SQL of a walk: the rows of the next level, and the comparison of figures with their parts."""

from pipelines.lib.provenance.composition.words import Measure, Parts
from pipelines.lib.releases.readable import Readable
from sources.casting import literal, quote

EXACT = "decimal(38, 9)"


def _figures(readable: Readable, name: str, table: str) -> str:
    """Return the clause that has the rows of a level, each once, as `figure`."""
    return (
        f"(select distinct row_key from {name}) as above inner join {readable.relation(table)} "
        f"as figure on above.row_key = figure.{quote(readable.key(table))}"
    )


def level_rows(readable: Readable, above: str, table: str, parts: Parts) -> str:
    """Return the query of the parts of a level's rows, each with the key of what it is part of.

    Args:
        readable: The tables of the release.
        above: The temporary table of the level that is explained.
        table: The table that level is of.
        parts: What it is made of.
    """
    pairs = ((each, f"part.{quote(each)}") if isinstance(each, str) else each for each in parts.on)
    joined = " and ".join(f"figure.{quote(ours)} is not distinct from {its}" for ours, its in pairs)
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
        from {_figures(readable, above, table)}
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
        from {_figures(readable, name, figure.table)}
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
        from {_figures(readable, name, figure.table)} {" ".join(joins)}
    """
