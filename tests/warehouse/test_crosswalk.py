import csv
import shutil
from pathlib import Path

import pytest
from nightly import Company, Ended

pytestmark = [pytest.mark.warehouse, pytest.mark.slow]

LEDGER = """
[[systems]]
name = "books"
kind = "canonical"
domains = ["finance"]
entity = "HV-DE"
tables = ["clients", "contracts", "people", "projects"]

[systems.delivery]
connector = "files"
url = "books"
settle_seconds = 0

[crosswalk]
corrections = "corrections.csv"
"""
# What a second ledger calls them: by the rule, by a shared id, by the corrections file, and one
# that nobody else knows.
BOOKS = {
    "clients": [
        {"client_id": "B1", "client_name": "BERGMANN Maschinenbau, GmbH"},
        {"client_id": "B2", "client_name": "Aldgate", "shared_id": "exports:C01"},
        {"client_id": "B3", "client_name": "Corvid"},
        {"client_id": "B4", "client_name": "Eastmoor"},
    ],
    "contracts": [
        {"contract_id": "901", "contract_code": " hv-2026-02 ", "client_id": "B1"},
        {
            "contract_id": "902",
            "contract_code": "902",
            "client_id": "B2",
            "shared_id": "exports:V01",
        },
        {"contract_id": "903", "contract_code": "903", "client_id": "C05"},
        {"contract_id": "904", "contract_code": "904", "client_id": "B4"},
    ],
    "people": [
        {"person_id": "1", "person_name": "Brandt, A.", "email": "Ada.Brandt@haldenvoss.example"},
        {"person_id": "2", "person_name": "Otieno, B.", "shared_id": "exports:P02"},
        {"person_id": "3", "person_name": "Weiss, C."},
        {"person_id": "4", "person_name": "Yilmaz, D."},
    ],
    "projects": [
        {"project_id": "71", "project_code": "hv-01", "project_name": "Portal"},
        {"project_id": "72", "project_name": "Plant", "shared_id": "exports:J02"},
        {"project_id": "73", "project_name": "Field"},
        {"project_id": "74", "project_name": "Archive"},
    ],
}
NEEDED = {
    "contracts": {"state": "active"},
    "projects": {"project_type": "internal", "state": "open", "contract_id": "901"},
}
CORRECTIONS = [
    ("client", "B3", "C04"),
    ("contract", "903", "V03"),
    ("person", "3", "P03"),
    ("project", "73", "J03"),
]


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def joined(
    first_night: tuple[Company, Ended], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Company, Company]:
    """The sample company after its first night, and after one with a second ledger."""
    before, _ = first_night
    after = Company(tmp_path_factory.mktemp("joined") / "company")
    shutil.copytree(before.folder, after.folder, symlinks=True)
    (after.folder / "books").mkdir()
    for table, rows in BOOKS.items():
        empty = dict.fromkeys(before.rows(table)[0], "") | NEEDED.get(table, {})
        write(after.folder / "books" / f"{table}.csv", [{**empty, **row} for row in rows])
    write(
        after.folder / "corrections.csv",
        [
            {
                "entity_type": entity_type,
                "system_name": "books",
                "source_id": own,
                "same_as_system_name": "exports",
                "same_as_source_id": other,
                "reason": "told by the project office",
                "corrected_by": "PMO",
                "corrected_on": "2026-07-01",
            }
            for entity_type, own, other in CORRECTIONS
        ],
    )
    with (after.folder / "evenkeel.toml").open("a", encoding="utf-8") as configuration:
        configuration.write(LEDGER)
    ended = after.run()
    assert ended.code == 0, ended.told
    return before, after


@pytest.mark.parametrize(
    ("table", "audience", "name", "expected"),
    [
        (
            "dim_customer",
            "finance",
            "client_name",
            {
                "BERGMANN Maschinenbau, GmbH": "rule",
                "Aldgate": "shared_id",
                "Corvid": "correction",
                "Eastmoor": "unmatched",
                "Bergmann Service GmbH": "unmatched",
                "Dunmore Energy Ltd": "unmatched",
                "Unknown client C05": "inferred",
            },
        ),
        (
            "dim_contract",
            "finance",
            "contract_code",
            {
                " hv-2026-02 ": "rule",
                "902": "shared_id",
                "903": "correction",
                "904": "unmatched",
                "HV-2026-04": "unmatched",
            },
        ),
        (
            "dim_person",
            "people",
            "person_name",
            {
                "Brandt, A.": "rule",
                "Otieno, B.": "shared_id",
                "Weiss, C.": "correction",
                "Yilmaz, D.": "unmatched",
                "Dario Conti": "unmatched",
                "Elif Aydin": "unmatched",
                "Finn Murray": "unmatched",
                "Grace Liu": "unmatched",
                "Hugo Ferreira": "unmatched",
            },
        ),
        (
            "dim_project",
            "finance",
            "project_name",
            {
                "Portal": "rule",
                "Plant": "shared_id",
                "Field": "correction",
                "Archive": "unmatched",
                "Trial data migration": "unmatched",
                "Grid forecast support": "unmatched",
                "Keelson product": "unmatched",
                "Steering and reporting": "unmatched",
            },
        ),
    ],
)
def test_two_systems_rows_are_one_by_rule_by_shared_id_and_by_correction(
    joined: tuple[Company, Company], table: str, audience: str, name: str, expected: dict[str, str]
) -> None:
    _, company = joined

    found = company.query(f"select {name}, match_method from {table}", audience)

    assert sorted(found) == sorted(expected.items())


def test_joining_systems_moves_no_amount(joined: tuple[Company, Company]) -> None:
    measures = """
        select accounting_period, sum(hours), sum(cost_reporting_amount),
            sum(revenue_reporting_amount), sum(billed_reporting_amount)
        from fct_project_month group by all order by all
    """
    before, after = joined

    assert after.query(measures) == before.query(measures)


def test_what_is_billed_under_a_contract_is_found_by_the_number_in_the_ledger(
    joined: tuple[Company, Company],
) -> None:
    _, company = joined

    found = company.query("""
        select distinct contract_code, invoice_id
        from fct_invoice_line inner join dim_contract using (contract_key)
        where contract_code = '902'
    """)

    told = {("902", r["invoice_id"]) for r in company.rows("invoices") if r["contract_id"] == "V01"}
    assert set(found) == told
    assert told


def test_contracts_that_no_other_system_knows_are_listed_with_what_they_bill(
    joined: tuple[Company, Company],
) -> None:
    _, company = joined

    found = company.query("""
        select source_id, finding, billed_at_stake_reporting_amount from ctl_unmatched_identity
        where entity_type = 'contract' order by source_id
    """)

    assert [(name, finding, int(amount)) for name, finding, amount in found] == [
        ("904", "unmatched", 0),
        ("V04", "unmatched", 24000),
    ]
