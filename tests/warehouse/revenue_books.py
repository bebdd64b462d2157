"""Rows of contracts and of the work for them, as tests of revenue make them."""

import datetime as dt
from decimal import Decimal

from model_chain import Row, Value
from revenue_chain import RevenueChain

SIGNED = dt.date(2025, 1, 1)
END = dt.date(2025, 12, 31)


def day(month: int, number: int = 1, year: int = 2025) -> dt.date:
    """Return a day, of 2025 if nothing else is said."""
    return dt.date(year, month, number)


class Books:
    """Rows of contracts and of the work for them, in the shape that the chain reads."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in RevenueChain.inputs[:12]}

    def __repr__(self) -> str:
        """Return all rows, for a failing example."""
        return "\n".join(
            f"{table}: " + ", ".join(f"{name}={value}" for name, value in row.items())
            for table, rows in self.tables.items()
            for row in rows
        )

    def _add(self, table: str, **row: Value) -> None:
        self.tables[table].append({"system_name": "s", **row})

    def version(
        self,
        contract: str,
        number: int,
        day: dt.date,
        fixed: Decimal | int | None,
        **terms: Value,
    ) -> None:
        """Add a version of a contract, in force from a day; `terms` are other columns."""
        row: dict[str, Value] = {
            "contract_version_id": f"{contract}-{number}",
            "contract_id": contract,
            "version_number": number,
            "effective_date": day,
            "approved_date": day,
            "modification_type": "original",
            "fixed_amount": fixed,
            "currency_code": "EUR",
        }
        self._add("int_contract_versions__unioned", **{**row, **terms})

    def obligation(
        self,
        contract: str,
        number: int,
        name: str,
        method: str,
        days: tuple[dt.date, dt.date | None],
        price: Decimal | int | None = None,
    ) -> None:
        """Add an obligation of a version; its project has the contract's id."""
        self._add(
            "int_performance_obligations__unioned",
            contract_version_id=f"{contract}-{number}",
            performance_obligation_id=name,
            project_id=contract,
            revenue_stream="fixed_fee",
            recognition_method=method,
            standalone_price=price,
            is_option=False,
            start_date=days[0],
            end_date=days[1],
        )

    def project(self, contract: str) -> None:
        """Make the contract's project known."""
        self._add(
            "int_identities__matched",
            entity_type="project",
            source_id=contract,
            crosswalk_key=contract,
        )

    def contract(self, contract: str) -> None:
        """Make the contract known by a key of its own."""
        self._add(
            "int_identities__matched",
            entity_type="contract",
            source_id=contract,
            crosswalk_key=contract,
        )

    def component(
        self, contract: str, number: int, amount: Decimal | int, day: dt.date, **terms: Value
    ) -> None:
        """Add a judgement of a part of the price of a version; `terms` are other columns."""
        row: dict[str, Value] = {
            "price_component_id": f"{contract}-v",
            "contract_version_id": f"{contract}-{number}",
            "component_type": "bonus",
            "constrained_amount": amount,
            "made_on": day,
        }
        self._add("int_price_components__unioned", **{**row, **terms})

    def work(
        self,
        project: str,
        day: dt.date,
        hours: Decimal | int,
        cost: Decimal | int | None = 0,
        *,
        billed: Decimal | int | None = 0,
        **terms: Value,
    ) -> None:
        """Add a day's time of a project, its cost and what is billed; `terms` are other columns."""
        row: dict[str, Value] = {
            "project_key": project,
            "work_date": day,
            "hours": hours,
            "cost_functional_amount": cost,
            "functional_currency_code": "EUR",
            "billable_transaction_amount": billed,
            "currency_code": "EUR",
            "is_billable": bool(billed) or billed is None,
            "approval_state": "approved",
        }
        self._add("int_time_entries__valued", **{**row, **terms})

    def bill(
        self,
        project: str,
        day: dt.date,
        cost: int,
        *,
        installed: bool = True,
        wasted: bool = False,
    ) -> None:
        """Add a supplier's bill."""
        self._add(
            "int_vendor_bills__unioned",
            project_id=project,
            bill_date=day,
            net_amount=cost,
            currency_code="EUR",
            is_uninstalled=not installed,
            is_wasted=wasted,
        )

    def estimate(
        self, project: str, day: dt.date, hours: Decimal | int, cost: Decimal | int = 0
    ) -> None:
        """Add an estimate to complete."""
        self._add(
            "int_estimates__unioned",
            estimate_id=f"{project}-{day}",
            project_id=project,
            made_on=day,
            remaining_hours=hours,
            remaining_cost_amount=cost,
            currency_code="EUR",
        )

    def milestone(
        self, project: str, obligation: str, share: Decimal, accepted: dt.date | None
    ) -> None:
        """Add a milestone, accepted or planned."""
        self._add(
            "int_milestones__unioned",
            milestone_id=f"{project}-{len(self.tables['int_milestones__unioned'])}",
            project_id=project,
            performance_obligation_id=obligation,
            weight_share=share,
            accepted_date=accepted,
            state="accepted" if accepted else "planned",
        )


def one_obligation(
    books: Books, contract: str, price: int | None, method: str, end: dt.date | None = END
) -> None:
    """Add a contract with one obligation, P1, delivered by a project from January on."""
    books.project(contract)
    books.version(contract, 1, SIGNED, price)
    books.obligation(contract, 1, "P1", method, (SIGNED, end))
