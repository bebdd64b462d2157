"""A small company that is paid by use: published, by obligation, and explained."""

import pytest
from nightly import Company

pytestmark = [pytest.mark.warehouse, pytest.mark.slow]

CONFIGURATION = """
[company]
name = "Alder's supplier"
time_zone = "Europe/Berlin"
reporting_currency = "EUR"

[[entities]]
code = "E"
name = "E GmbH"
functional_currency = "EUR"

[[systems]]
name = "exports"
kind = "canonical"
domains = ["crm", "finance"]
entity = "E"
tables = [{tables}]

[systems.delivery]
connector = "files"
url = "exports"
mode = "full"
settle_seconds = 0
"""
EXPORTS = {
    "accounting_periods": """
accounting_period_id,entity_code,start_date,end_date,state,closed_at
1,E,2026-01-01,2026-01-31,open,
2,E,2026-02-01,2026-02-28,open,
""",
    "clients": """
client_id,client_name,shared_id,parent_client_id,email_domain,country_code,region
A,Alder AG,,,,DE,DACH
""",
    "products": """
product_id,product_code,product_name,product_family
K,K,Calls,Calls
""",
    "projects": """
project_id,project_code,project_name,shared_id,client_id,contract_id,entity_code,project_type,practice,currency_code,budget_hours,budget_amount,start_date,end_date,state
J,J,Launch,,A,,E,internal,,,,,,,open
""",
    "contracts": """
contract_id,contract_code,contract_name,shared_id,client_id,entity_code,currency_code,agreed_amount,signed_date,start_date,end_date,state,opportunity_id
V,V,Calls,,A,E,EUR,,2026-01-01,2026-01-01,2026-12-31,active,
""",
    "contract_versions": """
contract_version_id,contract_id,version_number,effective_date,approved_date,modification_type,reason,fixed_amount,not_to_exceed_amount,currency_code
V1,V,1,2026-01-01,2026-01-01,original,,0,,EUR
""",
    "performance_obligations": """
contract_version_id,performance_obligation_id,obligation_name,project_id,product_id,revenue_stream,recognition_method,standalone_price,is_option,exercise_share,start_date,end_date,currency_code
V1,P,Calls,,K,usage,usage,,false,,2026-01-01,2026-12-31,EUR
""",
    "usage_records": """
usage_record_id,contract_id,performance_obligation_id,usage_date,quantity,unit,unit_price,currency_code,invoice_line_id
U1,V,P,2026-01-15,1000,call,0.01,EUR,
U2,V,P,2026-02-10,2000.5,call,0.008,EUR,
U3,V,P,2026-02-11,100,call,0.03,EUR,
""",
}


@pytest.fixture(scope="module")
def paid_by_use(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company after a night: 10.00 were used in January, 16.004 and 3.00 in February."""
    folder = tmp_path_factory.mktemp("paid_by_use")
    (folder / "exports").mkdir()
    for table, rows in EXPORTS.items():
        (folder / "exports" / f"{table}.csv").write_text(rows.lstrip(), "utf-8")
    tables = ", ".join(f'"{table}"' for table in EXPORTS)
    (folder / "evenkeel.toml").write_text(CONFIGURATION.format(tables=tables), "utf-8")
    company = Company(folder)
    ended = company.run("2026-02-20")
    assert ended.code == 0, ended
    return company


def test_what_is_used_is_revenue_of_its_obligation_without_a_price(paid_by_use: Company) -> None:
    rows = paid_by_use.query(
        "select accounting_period, revenue_method, allocated_amount, "
        "revenue_transaction_amount::varchar, revenue_to_date_amount::varchar, remaining_amount "
        "from fct_revenue_po_month order by all"
    )
    months = paid_by_use.query(
        "select accounting_period, revenue_method, revenue_reporting_amount::varchar "
        "from fct_revenue_month order by all"
    )

    assert rows == [
        ("2026-01", "usage", None, "10.00", "10.00", None),
        ("2026-02", "usage", None, "19.00", "29.00", None),
    ]
    assert months == [("2026-01", "usage", "10.00"), ("2026-02", "usage", "19.00")]


def test_what_is_used_is_explained_down_to_the_record(paid_by_use: Company) -> None:
    told = paid_by_use.ask("explain", "portfolio_month", "accounting_period=2026-02").told

    assert "used on 2026-02-10: 2,000.50 x price 0.008 EUR = 16.004 EUR" in told
    assert "as it landed: usage_record_id=U2" in told
    assert "adds up: the parts sum to the figure, exactly" in told
