"""A real Tryton on a real PostgreSQL: made, filled and changed in an environment of its own."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgres
from cluster import Cluster

ROOT = Path(__file__).parents[3]
ENVIRONMENT = ROOT / ".venv-tryton" / "bin"
POPULATE = Path(__file__).with_name("populate.py")


@dataclass(frozen=True)
class Erp:
    """A Tryton database."""

    cluster: Cluster
    folder: Path

    @property
    def url(self) -> str:
        """Where the ERP's database is."""
        return self.cluster.url("erp")

    def create(self) -> None:
        """Create the database and its tables."""
        with (
            postgres.connect(self.cluster.url(), autocommit=True) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("create database erp")
        server = self.cluster.url("")
        (self.folder / "trytond.conf").write_text(f"[database]\nuri = {server}\n", "utf-8")
        (self.folder / "passfile").write_text("secret\n", "utf-8")
        admin = [str(ENVIRONMENT / "trytond-admin"), "-c", "trytond.conf", "-d", "erp", "--all"]
        self._run([*admin, "--email", "admin@example.com"])

    def populate(self, action: str, *options: str) -> None:
        """Fill the database, or do what the next day brings."""
        python = str(ENVIRONMENT / "python")
        self._run([python, str(POPULATE), action, self.url, *options])

    def _run(self, command: list[str]) -> None:
        told = {"TRYTONPASSFILE": "passfile", "TRYTOND_CONFIG": "trytond.conf"}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
