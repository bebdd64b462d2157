"""A real Superset on loopback, spoken to through its REST API as a browser or a program would."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).parent
BINARIES = Path(__file__).parents[3] / ".venv-superset" / "bin"
ADMIN = "evenkeel"
PATIENCE = 180


@dataclass(frozen=True)
class Answer:
    """What a request came to: rows by their columns, or what went wrong."""

    rows: list[dict[str, Any]]
    wrong: str = ""


@dataclass(frozen=True)
class Superset:
    """A server that somebody is logged in to; threads may share it."""

    http: httpx.Client

    def add_database(self, name: str, url: str, **connection: object) -> int:
        """Register a database with what its driver is told; return its id."""
        return self._made(
            "database",
            database_name=name,
            sqlalchemy_uri=url,
            extra=json.dumps({"engine_params": {"connect_args": connection}}),
            expose_in_sqllab=True,
        )

    def add_dataset(self, database: int, schema: str, table: str) -> int:
        """Make a dataset of a table; return its id."""
        return self._made("dataset", database=database, schema=schema, table_name=table)

    def meanings(self, dataset: int) -> dict[str, str]:
        """Return the descriptions of a dataset's columns."""
        found = self.http.get(f"/api/v1/dataset/{dataset}").raise_for_status().json()["result"]
        return {column["column_name"]: column["description"] for column in found["columns"]}

    def query(self, database: int, sql: str) -> Answer:
        """Ask as SQL Lab does."""
        asked = {"database_id": database, "sql": sql, "client_id": secrets.token_hex(5)}
        answered = self.http.post("/api/v1/sqllab/execute/", json={**asked, "runAsync": False})
        if answered.is_error:
            return Answer([], answered.text)
        return Answer(answered.json()["data"])

    def chart(self, dataset: int, metrics: Mapping[str, str]) -> Answer:
        """Ask as a chart does, past its cache."""
        asked = {
            "datasource": {"id": dataset, "type": "table"},
            "force": True,
            "queries": [
                {
                    "columns": [],
                    "metrics": [
                        {"label": label, "expressionType": "SQL", "sqlExpression": sql}
                        for label, sql in metrics.items()
                    ],
                }
            ],
        }
        answered = self.http.post("/api/v1/chart/data", json=asked)
        if answered.is_error:
            return Answer([], answered.text)
        (result,) = answered.json()["result"]
        return Answer(result["data"] or [], result["error"] or "")

    def _made(self, what: str, **asked: object) -> int:
        answered = self.http.post(f"/api/v1/{what}/", json=asked)
        assert answered.is_success, answered.text
        return int(answered.json()["id"])


@contextlib.contextmanager
def running_superset(folder: Path) -> Iterator[Superset]:
    """Set a Superset up in a folder, start it, log in, and stop it in the end."""
    password, port = secrets.token_urlsafe(), _free_port()
    environment = {
        **os.environ,
        "FLASK_APP": "superset",
        "SCARF_ANALYTICS": "false",
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SUPERSET_HOME": str(folder),
        "SUPERSET_SECRET_KEY": secrets.token_urlsafe(42),
    }
    names = ("--username", ADMIN, "--firstname", "E", "--lastname", "K", "--email", "e@localhost")
    with (folder / "log").open("wb") as log:
        for step in (
            ("db", "upgrade"),
            ("fab", "create-admin", *names, "--password", password),
            ("init",),
        ):
            subprocess.run(
                [BINARIES / "superset", *step], env=environment, stdout=log, stderr=log, check=True
            )
        server = subprocess.Popen(
            [
                *(BINARIES / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
                *("--worker-class", "gthread", "--threads", "8", "--timeout", "120"),
                "superset.app:create_app()",
            ],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as http:
                _await(server, http)
                _log_in(http, password)
                yield Superset(http)
        finally:
            server.terminate()
            server.wait(30)


def _await(server: subprocess.Popen, http: httpx.Client) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            if http.get("/health").is_success:
                return
        time.sleep(0.5)
    raise AssertionError("Superset does not answer; its log is in the folder of the test")


def _log_in(http: httpx.Client, password: str) -> None:
    who = {"username": ADMIN, "password": password, "provider": "db"}
    token = http.post("/api/v1/security/login", json=who).raise_for_status().json()["access_token"]
    http.headers["Authorization"] = f"Bearer {token}"
    http.headers["X-CSRFToken"] = http.get("/api/v1/security/csrf_token/").json()["result"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
