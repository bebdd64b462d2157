"""The sample company's tables that do not depend on the work done."""

import datetime as dt
from decimal import Decimal

from sample.company import (
    CLIENTS,
    CLOSED_MONTHS,
    CONTRACTS,
    CURRENCY_OF,
    DEALS,
    FIRST_MONTH,
    MONTHS,
    PEOPLE,
    PRODUCTS,
    PROJECTS,
    RAISE_MONTH,
    Contract,
    Deal,
    Person,
    Project,
    Row,
    eur_per,
    month_end,
    month_start,
)

# The day on which the sample company's contracts were won and signed.
SIGNED = FIRST_MONTH - dt.timedelta(days=14)


def reference_tables() -> dict[str, list[Row]]:
    """Return the tables that do not depend on the work done."""
    return {
        "clients": [
            dict(
                zip(
                    (
                        "client_id",
                        "client_name",
                        "parent_client_id",
                        "email_domain",
                        "country_code",
                        "region",
                    ),
                    row,
                    strict=True,
                )
            )
            for row in CLIENTS
        ],
        "contracts": [_contract(contract) for contract in CONTRACTS],
        "people": [_person(person) for person in PEOPLE],
        "cost_rates": [rate for person in PEOPLE for rate in _cost_rates(person)],
        "projects": [_project(project) for project in PROJECTS],
        "products": [
            dict(
                zip(
                    ("product_id", "product_code", "product_name", "product_family"),
                    row,
                    strict=True,
                )
            )
            for row in PRODUCTS
        ],
        "opportunities": [_deal(deal) for deal in DEALS],
        "opportunity_changes": [change for deal in DEALS for change in _deal_changes(deal)],
        "accounting_periods": [_period(entity, m) for entity in CURRENCY_OF for m in range(MONTHS)],
        "fx_rates": [_fx(pair, m) for pair in _pairs() for m in range(MONTHS)],
    }


def _person(person: Person) -> Row:
    return {
        "person_id": person.id,
        "person_name": person.name,
        "email": person.name.lower().replace(" ", ".") + "@haldenvoss.example",
        "role": person.role,
        "practice": person.practice,
        "region": "DACH" if person.entity == "HV-DE" else "UK",
        "entity_code": person.entity,
        "weekly_capacity_hours": person.weekly_hours,
        "start_date": dt.date(2024, 9, 1),
        "end_date": None,
    }


def _cost_rates(person: Person) -> list[Row]:
    raise_day = month_start(RAISE_MONTH)
    spans = ((None, raise_day - dt.timedelta(days=1)), (raise_day, None))
    return [
        {
            "cost_rate_id": f"{person.id}-{number}",
            "person_id": person.id,
            "valid_from": first,
            "valid_to": last,
            "cost_rate": cost,
            "currency_code": CURRENCY_OF[person.entity],
        }
        for number, ((first, last), cost) in enumerate(zip(spans, person.cost, strict=True), 1)
    ]


def _contract(contract: Contract) -> Row:
    return {
        "contract_id": contract.id,
        "contract_code": f"HV-{FIRST_MONTH:%Y}-{contract.id[1:]}",
        "contract_name": contract.name,
        "client_id": contract.client,
        "entity_code": contract.entity,
        "currency_code": contract.currency,
        "agreed_amount": contract.amount,
        "signed_date": SIGNED,
        "start_date": FIRST_MONTH,
        "end_date": month_end(MONTHS + 5),
        "state": "active",
        "opportunity_id": contract.opportunity,
    }


def _project(project: Project) -> Row:
    return {
        "project_id": project.id,
        "project_code": f"HV-{project.id[1:]}",
        "project_name": project.name,
        "client_id": project.client or None,
        "contract_id": next((c.id for c in CONTRACTS if c.project == project.id), None),
        "entity_code": project.entity,
        "project_type": project.type,
        "practice": project.practice,
        "currency_code": project.currency,
        "budget_hours": project.budget_hours,
        "budget_amount": project.fee,
        "start_date": FIRST_MONTH,
        "end_date": month_end(MONTHS + 2),
        "state": "open",
    }


def _deal(deal: Deal) -> Row:
    number, name, client, stage, amount, currency, chance, kind, month, project = deal
    decided = stage in {"Won", "Lost"}
    contract = next((c.id for c in CONTRACTS if c.opportunity == number), None)
    ended = SIGNED if contract else month_start(month)
    return {
        "opportunity_id": number,
        "opportunity_name": name,
        "client_id": client,
        "stage": stage,
        "amount": Decimal(amount),
        "currency_code": currency,
        "win_probability_share": Decimal(chance),
        "opportunity_type": kind,
        "created_date": month_start(month) - dt.timedelta(days=45),
        "close_date": ended if decided else month_start(month + 3),
        "is_closed": decided,
        "is_won": stage == "Won",
        "project_id": project,
        "contract_id": contract,
        "updated_at": dt.datetime.combine(month_start(month), dt.time(9), dt.UTC),
    }


def _deal_changes(
    deal: Deal,
) -> list[Row]:
    last = _deal(deal)
    opened = dt.datetime.combine(month_start(deal[8]) - dt.timedelta(days=45), dt.time(9), dt.UTC)
    steps = (
        (opened, "Open", Decimal("0.1")),
        (last["updated_at"], last["stage"], last["win_probability_share"]),
    )
    return [
        {
            "opportunity_change_id": f"{deal[0]}-{number}",
            "opportunity_id": deal[0],
            "changed_at": at,
            "stage": stage,
            "amount": last["amount"],
            "win_probability_share": chance,
            "close_date": last["close_date"],
        }
        for number, (at, stage, chance) in enumerate(steps, 1)
    ]


def _period(entity: str, month: int) -> Row:
    closed = month < CLOSED_MONTHS
    closed_at = dt.datetime.combine(month_start(month + 1), dt.time(18), dt.UTC)
    return {
        "accounting_period_id": f"{entity}-{month_start(month):%Y-%m}",
        "entity_code": entity,
        "start_date": month_start(month),
        "end_date": month_end(month),
        "state": "closed" if closed else "open",
        "closed_at": closed_at + dt.timedelta(days=6) if closed else None,
    }


def _pairs() -> list[tuple[str, str]]:
    return [("GBP", "EUR"), ("USD", "EUR"), ("EUR", "GBP"), ("USD", "GBP")]


def _fx(pair: tuple[str, str], month: int) -> Row:
    day = month_start(month)
    rate = eur_per(pair[0], day) / eur_per(pair[1], day)
    return {
        "fx_rate_id": f"{pair[0]}{pair[1]}-{day:%Y-%m}",
        "from_currency_code": pair[0],
        "to_currency_code": pair[1],
        "rate_type": "spot",
        "rate_date": day,
        "fx_rate": rate.quantize(Decimal("0.000000001")),
    }
