"""A company of one system that delivers time entries, for benchmarks of landing."""

from pathlib import Path

COMPANY = """
[company]
name = "Benchmark"
time_zone = "UTC"
reporting_currency = "EUR"

[[entities]]
code = "B"
name = "B"
functional_currency = "EUR"

[[systems]]
name = "time"
kind = "canonical"
domains = ["time"]
entity = "B"
tables = ["time_entries"]

[systems.delivery]
"""


def write_configuration(folder: Path, delivery: str) -> None:
    """Write `evenkeel.toml`; `delivery` says, in TOML, how the system delivers."""
    (folder / "evenkeel.toml").write_text(COMPANY + delivery, "utf-8")
