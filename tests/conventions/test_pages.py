import os
from pathlib import Path

from canonical_page import canonical_page
from demo_page import demo_page
from tables_page import tables_page

from sources.odcs import load_contract
from sources.system import SYSTEMS

ROOT = Path(__file__).parents[2]
CANONICAL, TABLES = ROOT / "docs" / "canonical.md", ROOT / "docs" / "tables.md"
DEMO = ROOT / "docs" / "demo.md"


def test_the_page_of_the_canonical_contract_says_what_the_contract_says() -> None:
    """After a wanted change of the contract: make docs."""
    written = canonical_page(load_contract(SYSTEMS / "canonical" / "contract.yml"))

    if os.environ.get("UPDATE_PAGES"):
        CANONICAL.write_text(written, "utf-8")
    assert CANONICAL.read_text("utf-8") == written


def test_the_page_of_the_published_tables_says_what_the_models_say() -> None:
    """After a wanted change of a model: make docs."""
    written = tables_page(ROOT / "dbt_project" / "models")

    if os.environ.get("UPDATE_PAGES"):
        TABLES.write_text(written, "utf-8")
    assert TABLES.read_text("utf-8") == written


def test_the_page_of_the_demo_company_lists_every_kind_of_fault() -> None:
    """After a wanted change of the faults: make docs."""
    written = demo_page()

    if os.environ.get("UPDATE_PAGES"):
        DEMO.write_text(written, "utf-8")
    assert DEMO.read_text("utf-8") == written


def test_every_decimal_of_the_canonical_contract_says_its_unit() -> None:
    contract = load_contract(SYSTEMS / "canonical" / "contract.yml")

    silent = [
        f"{table.name}.{column.name}"
        for table in contract.tables
        for column in table.columns
        if column.type == "DECIMAL" and column.unit is None
    ]

    assert silent == []
