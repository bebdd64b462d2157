"""What people would use instead, in an environment of its own (`make bench-env`)."""

from pathlib import Path

_HERE = Path(__file__).parent
_PYTHON = _HERE.parents[1] / ".venv-bench" / "bin" / "python"
VALUE_TIME = _HERE / "value_time_with_polars.py"
SCRIPTS = {
    "dlt: into DuckDB": _HERE / "load_with_dlt.py",
    "polars: CSV to Parquet": _HERE / "load_with_polars.py",
}


def alternatives_python() -> Path | None:
    """Return the interpreter that has them, if it was installed."""
    return _PYTHON if _PYTHON.exists() else None
