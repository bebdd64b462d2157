"""Name the contract's columns in the requests of an endpoint that must name them."""

from dataclasses import replace

from sources.connectors.records import as_records, parse_json, value_at
from sources.connectors.rest_asking import Columns
from sources.connectors.rest_client import RestClient
from sources.connectors.rest_paging import Endpoint, Request
from sources.contract import Table
from sources.errors import ReadError

PLACE = "{columns}"


def naming_columns(client: RestClient, endpoint: Endpoint, table: Table) -> Endpoint:
    """Return the endpoint with the names of the columns in its parameters.

    Where the server describes its fields, only those it has are asked for: a column that it lacks
    is missing from the rows then, and refused if it is not optional.

    Raises:
        ReadError: The server's description is not the list of fields it should be.
    """
    columns = endpoint.columns
    if columns is None:
        return endpoint
    known = _described(client, columns)
    names = [
        column.source_name.removeprefix(columns.prefix)
        for column in table.columns
        if column.source_name.startswith(columns.prefix)
    ]
    asked = ",".join(name for name in names if known is None or name in known)
    params = {name: text.replace(PLACE, asked) for name, text in endpoint.params.items()}
    return replace(endpoint, params=params)


def _described(client: RestClient, columns: Columns) -> set[str] | None:
    """Return the names of the fields that the server has and shows; None where it tells of none."""
    if columns.described is None:
        return None
    request = Request(path=columns.described)
    where = str(request)
    document = parse_json((client.ask(request, {}) or b"null").decode("utf-8-sig"), where=where)
    if not isinstance(document, dict):
        raise ReadError(f"{where}: expected an object with {columns.fields!r}, found {document!r}")
    fields = as_records(value_at(document, columns.fields), where=f"{where} at {columns.fields!r}")
    return {str(value_at(each, columns.field)) for each in fields}
