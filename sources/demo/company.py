"""Who the sample company is: entities, clients, people, projects, products, deals and rates."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

FIRST_MONTH = dt.date(2026, 1, 1)
MONTHS = 6
CLOSED_MONTHS = 4
RAISE_MONTH = 3

Row = dict[str, object]


@dataclass(frozen=True)
class Person:
    """A person, with the cost of an hour before and after the raise of April."""

    id: str
    name: str
    role: str
    practice: str
    entity: str
    cost: tuple[Decimal, Decimal]
    weekly_hours: Decimal = Decimal(40)


@dataclass(frozen=True)
class Project:
    """A project; `bill_rate` by role where time is billed, `fee` where a price is fixed."""

    id: str
    name: str
    client: str
    entity: str
    type: str
    practice: str
    currency: str
    category: str
    bill_rate: Decimal | None = None
    fee: Decimal | None = None
    budget_hours: Decimal | None = None


CURRENCY_OF = {"HV-DE": "EUR", "HV-UK": "GBP"}
CLIENTS = (
    ("C01", "Aldgate Insurance plc", None, "aldgate.example", "GB", "UK"),
    ("C02", "Bergmann Maschinenbau GmbH", None, "bergmann.example", "DE", "DACH"),
    ("C03", "Bergmann Service GmbH", "C02", "bergmann-service.example", "DE", "DACH"),
    ("C04", "Corvid Health Inc.", None, "corvid.example", "US", "Americas"),
    ("C05", "Dunmore Energy Ltd", None, "dunmore.example", "GB", "UK"),
)
PEOPLE = tuple(
    Person(
        id=f"P{number:02d}",
        name=name,
        role=role,
        practice=practice,
        entity=entity,
        cost=(Decimal(cost), Decimal(cost) + Decimal("2.50")),
        weekly_hours=Decimal(weekly),
    )
    for number, (name, role, practice, entity, cost, weekly) in enumerate(
        (
            ("Ada Brandt", "Consultant", "Delivery", "HV-DE", "48", 40),
            ("Ben Otieno", "Engineer", "Delivery", "HV-DE", "44", 40),
            ("Clara Weiss", "Engineer", "Product", "HV-DE", "46", 40),
            ("Dario Conti", "Consultant", "Delivery", "HV-DE", "52.25", 32),
            ("Elif Aydin", "Project manager", "PMO", "HV-DE", "55", 40),
            ("Finn Murray", "Consultant", "Delivery", "HV-UK", "41", 40),
            ("Grace Liu", "Engineer", "Delivery", "HV-UK", "43.75", 40),
            ("Hugo Ferreira", "Engineer", "Product", "HV-UK", "42", 20),
        ),
        start=1,
    )
)
PROJECTS = (
    Project(
        "J01",
        "Claims portal",
        "C01",
        "HV-UK",
        "time_and_materials",
        "Delivery",
        "GBP",
        "delivery",
        bill_rate=Decimal("96.00"),
        budget_hours=Decimal(1400),
    ),
    Project(
        "J02",
        "Plant data platform",
        "C02",
        "HV-DE",
        "fixed_fee",
        "Delivery",
        "EUR",
        "delivery",
        fee=Decimal("96000.00"),
        budget_hours=Decimal(900),
    ),
    Project(
        "J03",
        "Field service rollout",
        "C03",
        "HV-DE",
        "time_and_materials",
        "Delivery",
        "EUR",
        "delivery",
        bill_rate=Decimal("112.50"),
        budget_hours=Decimal(700),
    ),
    Project(
        "J04",
        "Trial data migration",
        "C04",
        "HV-UK",
        "time_and_materials",
        "Delivery",
        "USD",
        "delivery",
        bill_rate=Decimal("138.00"),
        budget_hours=Decimal(500),
    ),
    Project(
        "J05",
        "Grid forecast support",
        "C05",
        "HV-UK",
        "managed_service",
        "Delivery",
        "GBP",
        "delivery",
        fee=Decimal("4200.00"),
        budget_hours=Decimal(240),
    ),
    Project("J06", "Keelson product", "", "HV-DE", "product", "Product", "EUR", "product"),
    Project("J07", "Steering and reporting", "", "HV-DE", "internal", "PMO", "EUR", "governance"),
)
PRODUCTS = (
    ("K01", "KEEL-STD", "Keelson Standard", "Keelson"),
    ("K02", "KEEL-ENT", "Keelson Enterprise", "Keelson"),
)
SUBSCRIPTIONS = (
    ("C02", "K02", "HV-DE", "EUR", Decimal("24000.00"), 12, 0),
    ("C05", "K01", "HV-UK", "GBP", Decimal("1500.00"), 3, 1),
    ("C05", "K01", "HV-UK", "GBP", Decimal("1500.00"), 3, 4),
)
DEALS = (
    ("O01", "Claims portal phase 2", "C01", "Proposal", "64000", "GBP", "0.6", "project", 5, None),
    ("O02", "Plant data platform", "C02", "Won", "96000", "EUR", "1", "project", 0, "J02"),
    ("O03", "Keelson Enterprise", "C02", "Won", "24000", "EUR", "1", "product", 0, None),
    ("O04", "Keelson Standard", "C04", "Lost", "18000", "USD", "0", "product", 2, None),
    ("O05", "Storage module", "C05", "Qualified", "30000", "GBP", "0.25", "project", 4, None),
)
EUR_PER = {
    "GBP": ("1.1500", "1.1540", "1.1485", "1.1610", "1.1575", "1.1530"),
    "USD": ("0.9210", "0.9155", "0.9320", "0.9275", "0.9190", "0.9240"),
}


def month_start(offset: int) -> dt.date:
    """Return the first day of the month `offset` months after the first."""
    year, month = divmod(FIRST_MONTH.year * 12 + FIRST_MONTH.month - 1 + offset, 12)
    return dt.date(year, month + 1, 1)


def month_end(offset: int) -> dt.date:
    """Return the last day of that month."""
    return month_start(offset + 1) - dt.timedelta(days=1)


def eur_per(currency: str, day: dt.date) -> Decimal:
    """Return how many euros one unit of `currency` is on `day` (the month's spot rate)."""
    if currency == "EUR":
        return Decimal(1)
    rates = EUR_PER[currency]
    return Decimal(rates[min(day.month - FIRST_MONTH.month, len(rates) - 1)])


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


def _project(project: Project) -> Row:
    return {
        "project_id": project.id,
        "project_code": f"HV-{project.id[1:]}",
        "project_name": project.name,
        "client_id": project.client or None,
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


def _deal(deal: tuple[str, str, str, str, str, str, str, str, int, str | None]) -> Row:
    number, name, client, stage, amount, currency, chance, kind, month, project = deal
    decided = stage in {"Won", "Lost"}
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
        "close_date": month_start(month) if decided else month_start(month + 3),
        "is_closed": decided,
        "is_won": stage == "Won",
        "project_id": project,
        "updated_at": dt.datetime.combine(month_start(month), dt.time(9), dt.UTC),
    }


def _deal_changes(
    deal: tuple[str, str, str, str, str, str, str, str, int, str | None],
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
