"""What releases are published into: plain tables keyed by publication, and views that stay.

Readers see only views. A view changes only where a column is new, and gives way to readers then: a
column that is not published any more stays, empty from then on.
"""

from collections.abc import Iterator, Mapping

from pipelines.lib.dbt import AUDIENCES
from pipelines.lib.postgres.database import Connection, change, rows, run
from pipelines.lib.releases.release import PostgresError
from pipelines.lib.releases.tables import ReleasedTable
from sources.casting import literal, quote
from sources.serving_settings import Roles

DATA, LISTED = "published", "releases"
# Earlier publications, for auditors.
HISTORY, HISTORY_OF = "finance_history", "finance"
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
SHAPE = """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        coalesce(col_description(c.oid, a.attnum), ''), coalesce(obj_description(c.oid), '')
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid
    where c.relnamespace = to_regnamespace(%s) and a.attnum > 0 and not a.attisdropped
        and c.relkind in ('r', 'v')
    order by c.relname, a.attnum
"""


class Relation:
    """A table or view as it is: the types of its columns in their order, and its comments."""

    def __init__(self) -> None:
        self.types = dict[str, str]()
        self.comments = dict[str, str]()
        self.comment = ""


def relations(connection: Connection, schema: str) -> dict[str, Relation]:
    """Return the tables and views of a schema."""
    found = dict[str, Relation]()
    for name, column, kind, meaning, comment in rows(connection, SHAPE, (schema,)):
        relation = found.setdefault(str(name), Relation())
        relation.types[str(column)] = str(kind)
        relation.comments[str(column)] = str(meaning)
        relation.comment = str(comment)
    return found


def prepare(connection: Connection, tables: list[ReleasedTable], roles: Roles) -> list[str]:
    """Make tables, views, comments and rights what a release needs; return roles that are absent.

    Raises:
        PostgresError: A column has another type now, which its earlier values are not of.
    """
    if not rows(connection, f"select 1 where to_regclass('{LISTED}.publication') is not null"):
        change(connection, "the schemas", BEGINNING)
    there = relations(connection, DATA)
    for table in tables:
        _shape(connection, table, there.get(table.name))
    there = relations(connection, DATA)
    for schema, audience in [*((each, each) for each in AUDIENCES), (HISTORY, HISTORY_OF)]:
        views = relations(connection, schema)
        for table in tables:
            if audience not in table.audiences:
                _withdraw(connection, schema, table.name, views)
                continue
            _view(connection, schema, table, there[table.name], views.get(table.name))
        _comment(connection, schema, tables)
    return _grant(connection, roles)


def kind_of(table: str, column: str, kind: str) -> str:
    """Return the type that PostgreSQL has for one of DuckDB's."""
    if kind.startswith("DECIMAL"):
        return kind.replace("DECIMAL", "numeric").replace(" ", "")
    if kind not in TYPES:
        raise PostgresError(f"{table}.{column} is {kind}, which has no counterpart in PostgreSQL")
    return TYPES[kind]


def _shape(connection: Connection, table: ReleasedTable, there: Relation | None) -> None:
    """Make the table whose rows are of all publications, or give it the columns that are new."""
    name = f"{DATA}.{quote(table.name)}"
    wanted = {
        column: kind_of(table.name, column, each.kind) for column, each in table.columns.items()
    }
    if there is None:
        columns = ", ".join(f"{quote(column)} {kind}" for column, kind in wanted.items())
        change(
            connection,
            name,
            f"create table {name} ({KEY} bigint not null, {columns});"
            # Rows of a publication lie together, so ranges of pages are index enough.
            f"create index on {name} using brin ({KEY});",
        )
        return
    added = [column for column in wanted if column not in there.types]
    retyped = [column for column, kind in wanted.items() if there.types.get(column, kind) != kind]
    changes = [f"add column {quote(column)} {wanted[column]}" for column in added]
    changes += [
        f"alter column {quote(column)} type {wanted[column]} "
        f"using cast({quote(column)} as {wanted[column]})"
        for column in retyped
    ]
    # A view keeps the types of its columns; without it they can be changed, and it is made again.
    views = (f"{schema}.{quote(table.name)}" for schema in (*AUDIENCES, HISTORY) if retyped)
    dropped = [f"drop view if exists {view};" for view in views]
    if changes:
        altered = f"alter table {name} {', '.join(changes)};"
        change(connection, name, "".join([*dropped, altered]))


def _view(
    connection: Connection, schema: str, table: ReleasedTable, of: Relation, there: Relation | None
) -> None:
    """Make the view, or give it the columns that are new: at its end, where no reader minds."""
    name = f"{schema}.{quote(table.name)}"
    before = [column for column in (there.types if there else ()) if column in of.types]
    columns = [*before, *(each for each in of.types if each not in before and each != KEY)]
    if there and len(before) == len(columns):
        return
    selected = ", ".join(f"t.{quote(column)}" for column in columns if column != KEY)
    source = f"{DATA}.{quote(table.name)} as t"
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
    change(connection, name, f"create or replace view {name} as {query}")


def _withdraw(
    connection: Connection, schema: str, table: str, views: Mapping[str, Relation]
) -> None:
    """Take a table from those who may not read it any more."""
    if table in views:
        name = f"{schema}.{quote(table)}"
        change(connection, name, f"drop view {name}")


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


def _grant(connection: Connection, roles: Roles) -> list[str]:
    """Let each audience's role read its views, and those of finance earlier publications, too."""
    absent = list[str]()
    for audience in AUDIENCES:
        role = roles.of(audience)
        if not rows(connection, "select 1 from pg_roles where rolname = %s", (role,)):
            absent.append(role)
            continue
        for schema in (LISTED, audience, *((HISTORY,) if audience == HISTORY_OF else ())):
            run(
                connection,
                f"grant usage on schema {schema} to {quote(role)};"
                f"grant select on all tables in schema {schema} to {quote(role)}",
            )
    return absent
