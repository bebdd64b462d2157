"""What releases are published into: plain tables keyed by publication, and views that stay.

Readers see only views. A view changes only where a column is new, and gives way to readers then: a
column that is not published any more stays, empty from then on.
"""

from collections.abc import Iterator, Mapping

from pipelines.lib.dbt import AUDIENCES
from pipelines.lib.postgres.database import Connection, change, rows, run
from pipelines.lib.postgres.relations import Relation, relations
from pipelines.lib.releases.release import PostgresError
from pipelines.lib.releases.tables import ReleasedTable
from sources.casting import literal, quote
from sources.serving_settings import Roles

DATA, LISTED = "published", "releases"
# Earlier publications, for auditors.
HISTORY, HISTORY_OF = "finance_history", "finance"
# Who reads the views of each schema.
AUDIENCE_OF = {**{audience: audience for audience in AUDIENCES}, HISTORY: HISTORY_OF}
KEY = "publication_id"
OF_PUBLICATION = {
    KEY: "Number of the publication, in the order in which they were loaded.",
    "publication_release_id": "Id of the release whose rows these are.",
    "publication_as_of_date": "Day that the release's figures are stated at.",
    "publication_published_at": "Instant at which the release was published, UTC.",
}
GONE = "Not published any more; empty in the current release. "
TYPES = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double precision",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "TIMESTAMP": "timestamp without time zone",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "VARCHAR": "text",
}
BEGINNING = f"""
    create schema if not exists {DATA};
    create schema if not exists {LISTED};
    create schema if not exists {HISTORY};
    {"".join(f"create schema if not exists {audience};" for audience in AUDIENCES)}
    create table if not exists {DATA}.publication (
        publication_id bigint generated always as identity primary key,
        release_id text not null unique,
        run_id text not null,
        as_of_date date not null,
        published_at timestamp with time zone not null,
        code_version text not null
    );
    create table if not exists {DATA}.current_publication (
        is_only boolean primary key default true check (is_only),
        publication_id bigint not null references {DATA}.publication
    );
    create or replace view {LISTED}.publication as
    select p.*, c.publication_id is not null as is_current
    from {DATA}.publication as p
    left join {DATA}.current_publication as c on c.publication_id = p.publication_id;
    create or replace function {LISTED}.as_of(as_of_day date) returns bigint
    language sql stable security definer set search_path = pg_catalog as $$
        select publication_id from {DATA}.publication
        where as_of_date <= as_of_day
        order by as_of_date desc, publication_id desc
        limit 1
    $$;
    comment on view {LISTED}.publication is 'One row per release that is published here.';
    comment on function {LISTED}.as_of(date) is
        'The publication whose figures are stated at that day, or at the last day before it.';
"""


def prepare(connection: Connection, tables: list[ReleasedTable], roles: Roles) -> list[str]:
    """Make tables, views, comments and rights what a release needs; return roles that are absent.

    Raises:
        PostgresError: A column has another type now, which its earlier values are not of.
    """
    if not rows(connection, f"select 1 where to_regclass('{LISTED}.publication') is not null"):
        change(connection, "the schemas", BEGINNING)
    readers = _readers(connection, roles)
    there = relations(connection, DATA)
    views = {schema: relations(connection, schema) for schema in AUDIENCE_OF}
    for table in tables:
        found = {schema: each[table.name] for schema, each in views.items() if table.name in each}
        _shape(connection, table, there.get(table.name), found, readers)
    for schema in AUDIENCE_OF:
        _comment(connection, schema, tables)
    _grant(connection, readers)
    return [roles.of(audience) for audience in AUDIENCES if audience not in readers]


def kind_of(table: str, column: str, kind: str) -> str:
    """Return the type that PostgreSQL has for one of DuckDB's."""
    if kind.startswith("DECIMAL"):
        return kind.replace("DECIMAL", "numeric").replace(" ", "")
    if kind not in TYPES:
        raise PostgresError(f"{table}.{column} is {kind}, which has no counterpart in PostgreSQL")
    return TYPES[kind]


def _shape(
    connection: Connection,
    table: ReleasedTable,
    there: Relation | None,
    views: Mapping[str, Relation],
    readers: Mapping[str, str],
) -> None:
    """Make the table whose rows are of all publications, its columns and its views what they are.

    That is one transaction: whatever fails, readers have the views that they had.
    """
    name = f"{DATA}.{quote(table.name)}"
    wanted = {
        column: kind_of(table.name, column, each.kind) for column, each in table.columns.items()
    }
    held = there.types if there else {}
    retyped = [column for column, kind in wanted.items() if held.get(column, kind) != kind]
    # A view keeps the types of its columns; without it they can be changed, and it is made again.
    statements = [f"drop view {schema}.{quote(table.name)};" for schema in views if retyped]
    left = {} if retyped else views
    statements += [_altered(name, wanted, held, retyped)] if there else [_created(name, wanted)]
    columns = [column for column in dict.fromkeys([*held, *wanted]) if column != KEY]
    for schema, audience in AUDIENCE_OF.items():
        if audience in table.audiences:
            made = _view(schema, table.name, columns, left.get(schema))
            statements += [
                made,
                _granted(schema, table.name, readers.get(audience)) if made else "",
            ]
        elif schema in left:
            # It is taken from those who may not read it any more.
            statements.append(f"drop view {schema}.{quote(table.name)};")
    if any(statements):
        # Readers lock a view and then its table: in another order they and this would wait for each
        # other. Of statements that lock a view and nothing below it, this one changes nothing.
        locks = (
            f"alter view {schema}.{quote(table.name)} reset (security_barrier);" for schema in left
        )
        change(connection, name, "".join([*locks, *statements]))


def _created(name: str, wanted: Mapping[str, str]) -> str:
    columns = ", ".join(f"{quote(column)} {kind}" for column, kind in wanted.items())
    return (
        f"create table {name} ({KEY} bigint not null, {columns});"
        # Rows of a publication lie together, so ranges of pages are index enough.
        f"create index on {name} using brin ({KEY});"
    )


def _altered(
    name: str, wanted: Mapping[str, str], held: Mapping[str, str], retyped: list[str]
) -> str:
    """Return what gives a table the columns that are new, and others their new types."""
    changes = [f"add column {quote(each)} {wanted[each]}" for each in wanted if each not in held]
    changes += [
        f"alter column {quote(column)} type {wanted[column]} "
        f"using cast({quote(column)} as {wanted[column]})"
        for column in retyped
    ]
    return f"alter table {name} {', '.join(changes)};" if changes else ""


def _view(schema: str, table: str, columns: list[str], there: Relation | None) -> str:
    """Return what makes the view, or gives it new columns: at its end, where no reader minds."""
    before = [column for column in (there.types if there else ()) if column in columns]
    if there and len(before) == len(columns):
        return ""
    ordered = [*before, *(each for each in columns if each not in before)]
    selected = ", ".join(f"t.{quote(column)}" for column in ordered)
    source = f"{DATA}.{quote(table)} as t"
    if schema == HISTORY:
        known = ", ".join(
            f"p.{name.removeprefix('publication_') if name != KEY else KEY} as {name}"
            for name in OF_PUBLICATION
        )
        query = (
            f"select {known}, {selected} from {source} "
            f"join {DATA}.publication as p on p.{KEY} = t.{KEY}"
        )
    else:
        query = (
            f"select {selected} from {source} "
            f"where t.{KEY} = (select c.{KEY} from {DATA}.current_publication as c)"
        )
    return f"create or replace view {schema}.{quote(table)} as {query};"


def _granted(schema: str, table: str, role: str | None) -> str:
    return f"grant select on {schema}.{quote(table)} to {quote(role)};" if role else ""


def _comment(connection: Connection, schema: str, tables: list[ReleasedTable]) -> None:
    """Say what views and columns mean, and which are not published any more."""
    told = "".join(
        f"comment on {what} is {literal(comment)};"
        for what, comment in _comments(relations(connection, schema), schema, tables)
    )
    if told:
        change(connection, f"the comments of {schema}", told)


def _comments(
    views: Mapping[str, Relation], schema: str, tables: list[ReleasedTable]
) -> Iterator[tuple[str, str]]:
    """Yield what has another comment than it is to have, with that."""
    known = {table.name: table for table in tables}
    for name, view in views.items():
        table = known.get(name)
        wanted = table.comment if table else GONE + view.comment.removeprefix(GONE)
        if wanted != view.comment:
            yield f"view {schema}.{quote(name)}", wanted
        for column, comment in view.comments.items():
            if column in OF_PUBLICATION:
                meaning = OF_PUBLICATION[column]
            elif table and column in table.columns:
                meaning = table.columns[column].comment
            else:
                meaning = GONE + comment.removeprefix(GONE)
            if meaning != comment:
                yield f"column {schema}.{quote(name)}.{quote(column)}", meaning


def _readers(connection: Connection, roles: Roles) -> dict[str, str]:
    """Return the role of each audience, of those that are there."""
    known = {name for (name,) in rows(connection, "select rolname from pg_roles")}
    return {each: roles.of(each) for each in AUDIENCES if roles.of(each) in known}


def _grant(connection: Connection, readers: Mapping[str, str]) -> None:
    """Let each audience's role read its views, and those of finance earlier publications, too."""
    for audience, role in readers.items():
        for schema in (LISTED, *(each for each, of in AUDIENCE_OF.items() if of == audience)):
            run(
                connection,
                f"grant usage on schema {schema} to {quote(role)};"
                f"grant select on all tables in schema {schema} to {quote(role)}",
            )
