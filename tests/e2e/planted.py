"""A company with values planted that must not come out, or must come out as nothing but text."""

import datetime as dt
import http.server
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb
from nightly import Company

# Each is a program in some language that a value passes on its way.
HOSTILE = (
    "'; drop table raw; --",
    '"]} or 1=1 --',
    "{{ env_var('HOME') }}{% do x %}",
    "${oc.env:HOME} $(id) `id`",
    "<script>alert(1)</script>",
    "[/red][link=x]",
    "=HYPERLINK(1)\\",
)
# What only readers of people's tables may see, and where it is planted.
PEOPLE = {"name": "Xaverine Quillfeather", "email": "quillfeather@x.example"}
NOTE, RATE, SALARY = "told in confidence 5f2a", Decimal("61.8717"), Decimal("7319.4321")
SECRETS = {
    "DB": "postgresql://reader:canary-database-71c3@127.0.0.1:9/books",
    "DB_ODD": "oracle+nothing://reader:canary-driver-5e0d@127.0.0.1/books",
    "TOKEN": "Bearer canary-token-0b9e",
    "OPS": "json://canary-user-44aa:canary-hook-c1d2@127.0.0.1:9/canary-path-8e3f",
    "KEY": "canary-key-2a7d",
    "SECRET": "canary-secret-6b1f",
}
SYSTEM = """
[[systems]]
name = "{name}"
kind = "{kind}"
domains = ["{domain}"]
entity = "HV-DE"
pull = {{ retries = 0 }}

[systems.delivery]
{delivery}
"""


def hostile(company: Company) -> None:
    """Call people, clients, projects, products and the rest by programs; also some by their id."""
    for table, column in (
        ("people", "person_name"), ("clients", "client_name"), ("projects", "project_name"),
        ("products", "product_name"), ("opportunities", "opportunity_name"),
        ("contracts", "contract_name"), ("gl_accounts", "account_name"), ("people", "practice"),
        ("invoice_lines", "description"), ("time_entries", "task_name"),
    ):  # fmt: skip
        company.edit(table, lambda rows, column=column: _called(rows, column))
    projects, people = company.rows("projects"), company.rows("people")
    ids = {projects[0]["project_id"]: HOSTILE[0], people[1]["person_id"]: HOSTILE[2]}
    codes = {projects[0]["project_code"]: HOSTILE[5]}
    for path in (company.folder / "exports").glob("*.csv"):
        company.edit(path.stem, lambda rows: [_renamed(row, ids, codes) for row in rows])
    clients = company.folder / "exports" / "clients.csv"
    header, *rows = clients.read_text("utf-8").splitlines()
    wider = [f'"{HOSTILE[1].replace(chr(34), chr(34) * 2)}",{HOSTILE[2]}', *(["x,y"] * len(rows))]
    joined = [f"{line},{more}" for line, more in zip([header, *rows], wider, strict=True)]
    clients.write_text("\n".join([*joined, ""]), "utf-8")
    toml = company.folder / "evenkeel.toml"
    named = toml.read_text("utf-8").replace('"Halden & Voss"', f"'''{HOSTILE[4]}{HOSTILE[2]}'''")
    toml.write_text(named.replace('"Halden & Voss GmbH"', f'"{HOSTILE[0]}"'), "utf-8")


def _called(rows: list[dict[str, str]], column: str) -> list[dict]:
    return [{**row, column: f"{HOSTILE[n % len(HOSTILE)]} {n}"} for n, row in enumerate(rows)]


def _renamed(row: dict[str, str], ids: dict[str, str], codes: dict[str, str]) -> dict[str, str]:
    changed = {name: ids.get(value, value) for name, value in row.items() if name.endswith("_id")}
    return {**row, **changed, **{n: codes[v] for n, v in row.items() if v in codes}}


# Two salaries are not the payroll that the ledger has.
OVERRIDE = f"""
[[override]]
table = "marts.ctl_reconciliation"
expectation = "every control reconciles"
person = '{HOSTILE[4]}'
reason = "The payroll is planted."
expires = {dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=7)}
"""


def confide(company: Company) -> None:
    """Plant a person's name and mail, a note, a cost rate and a salary."""
    (company.folder / "gate-overrides.toml").write_text(OVERRIDE, "utf-8")
    planted = {"person_name": PEOPLE["name"], "email": PEOPLE["email"]}
    company.edit("people", lambda rows: [{**rows[0], **planted}, *rows[1:]])
    company.edit("cost_rates", lambda rows: [{**rows[0], "cost_rate": str(RATE)}, *rows[1:]])
    company.edit("time_entries", lambda rows: [{**rows[0], "note": NOTE}, *rows[1:]])
    # Two are paid: one salary alone would be the total that a control publishes.
    paid = zip(company.rows("people"), (SALARY, Decimal(5000)), strict=False)
    payroll = [
        f"Y{number},{person['person_id']},HV-DE,2026-03-01,2026-03-31,{salary},EUR"
        for number, (person, salary) in enumerate(paid)
    ]
    header = "payroll_cost_id,person_id,entity_code,period_start_date,period_end_date,gross_amount"
    lines = [f"{header},currency_code", *payroll, ""]
    (company.folder / "exports" / "payroll_costs.csv").write_text("\n".join(lines), "utf-8")
    toml = company.folder / "evenkeel.toml"
    told = toml.read_text("utf-8").replace('"payments",', '"payments", "payroll_costs",')
    toml.write_text(f'{told}\n[alerts]\nchannels_env = ["OPS"]\n', "utf-8")


class _Refuses(http.server.BaseHTTPRequestHandler):
    """Refuses, and repeats what it was shown, as some servers do."""

    def do_GET(self) -> None:
        body = f"refused: {self.headers.get('Authorization')} {self.path}".encode()
        self.send_response(401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server has it
        del format, args


@contextmanager
def failing_systems(company: Company) -> Iterator[None]:
    """Add systems that fail for as long as they are there, each of which is given a secret."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Refuses) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_address[1]}"
        added = [
            ("away", "canonical", "finance", 'connector = "sql"\nurl_env = "DB"'),
            ("odd", "canonical", "finance", 'connector = "sql"\nurl_env = "DB_ODD"'),
            ("refused", "harvest", "time", ('connector = "rest"\nattempts = 1\n'
             f'base_url = "{here}"\nheader_env = {{ Authorization = "TOKEN" }}')),
            ("store", "canonical", "crm", ('connector = "files"\nurl = "s3://company/exports"\n'
             "options_env = { access_key_id = 'KEY', secret_access_key = 'SECRET', "
             "endpoint = 'WHERE', region = 'REGION' }")),
        ]  # fmt: skip
        toml = company.folder / "evenkeel.toml"
        shown = [SYSTEM.format(name=n, kind=k, domain=d, delivery=e) for n, k, d, e in added]
        toml.write_text(toml.read_text("utf-8") + "".join(shown), "utf-8")
        yield
        server.shutdown()


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield all that is in a folder's files, also what DuckDB, Parquet and SQLite pack away."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        yield path, path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            yield path, str(duckdb.read_parquet(str(path)).fetchall())
        elif path.suffix == ".duckdb":
            yield from ((path, str(rows)) for rows in contents(path).values())
        elif path.suffix == ".db":
            with sqlite3.connect(path) as database:
                yield path, "\n".join(database.iterdump())


def contents(path: Path) -> dict[str, list[tuple]]:
    """Return the rows of every table of a DuckDB file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()")
        return {
            f"{schema}.{table}": connection.execute(f'from "{schema}"."{table}"').fetchall()
            for schema, table in tables.fetchall()
        }
