"""Who the sample company is: entities, clients, people, projects, deals, contracts and rates."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

FIRST_MONTH = dt.date(2026, 1, 1)
MONTHS = 6
CLOSED_MONTHS = 4
RAISE_MONTH = 3

Row = dict[str, object]
Deal = tuple[str, str, str, str, str, str, str, str, int, str | None]


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


@dataclass(frozen=True)
class Contract:
    """A contract, and what was sold under it: a project, or a product to its client."""

    id: str
    name: str
    client: str
    entity: str
    currency: str
    amount: Decimal | None
    project: str | None = None
    product: str | None = None
    opportunity: str | None = None


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
CONTRACTS = (
    Contract("V01", "Claims portal frame", "C01", "HV-UK", "GBP", None, project="J01"),
    Contract(
        "V02",
        "Plant data platform",
        "C02",
        "HV-DE",
        "EUR",
        Decimal("96000.00"),
        project="J02",
        opportunity="O02",
    ),
    Contract(
        "V03", "Grid forecast support", "C05", "HV-UK", "GBP", Decimal("25200.00"), project="J05"
    ),
    Contract(
        "V04",
        "Keelson Enterprise",
        "C02",
        "HV-DE",
        "EUR",
        Decimal("24000.00"),
        product="K02",
        opportunity="O03",
    ),
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
