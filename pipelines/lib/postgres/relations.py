"""What a schema of PostgreSQL holds at this moment: its tables and views, columns and comments."""

from pipelines.lib.postgres.database import Connection, rows

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
