"""The models from employments, holidays, absences and time to weeks of people."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from model_chain import Chain, Row


@dataclass(frozen=True, repr=False)
class PeopleChain(Chain):
    """The models from who is there to how they are used."""

    models: ClassVar = (
        "int_person_terms__dated",
        "int_holidays__placed",
        "int_time_entries__classed",
        "int_recording__started",
        "int_person_days__recorded",
        "int_capacity__counted",
        "int_absences__spread",
        "int_person_weeks__summed",
        "fct_resource_utilization_week",
        "fct_time_entry",
        "int_control_c14__measured",
    )
    inputs: ClassVar = (
        "int_identities__matched",
        "int_people__unioned",
        "int_employments__unioned",
        "int_absences__unioned",
        "int_holidays__unioned",
        "int_time_entries__unioned",
        "int_time_entries__valued",
        "int_billable_time__rated",
        "stg_evenkeel__systems",
        "stg_evenkeel__fiscal_periods",
        "stg_evenkeel__run",
    )


@dataclass(frozen=True)
class Staff:
    """People of one entity, with what they are there for and what they recorded."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def person(self, name: str, **attributes: str | dt.date | Decimal) -> None:
        """Add a person whom one system knows."""
        self.tables["int_identities__matched"].append(
            {
                "identity_key": name,
                "entity_type": "person",
                "system_name": "s",
                "source_id": name,
                "crosswalk_key": name,
                "is_inferred": False,
            }
        )
        self.tables["int_people__unioned"].append(
            {"system_name": "s", "person_id": name, **attributes}
        )

    def employed(
        self, name: str, weekly_hours: Decimal, first: dt.date, last: dt.date | None = None
    ) -> None:
        """Add an employment."""
        self.tables["int_employments__unioned"].append(
            {
                "system_name": "s",
                "employment_id": f"{name}-{first}",
                "person_id": name,
                "weekly_hours": weekly_hours,
                "valid_from": first,
                "valid_to": last,
            }
        )

    def holiday(self, day: dt.date, share: Decimal) -> None:
        """Add a holiday of everybody."""
        self.tables["int_holidays__unioned"].append(
            {"system_name": "s", "holiday_id": str(day), "holiday_date": day, "day_share": share}
        )

    def absent(self, name: str, first: dt.date, last: dt.date, hours: Decimal) -> None:
        """Add an absence."""
        known = self.tables["int_absences__unioned"]
        known.append(
            {
                "system_name": "s",
                "absence_id": f"A{len(known):04}",
                "person_id": name,
                "start_date": first,
                "end_date": last,
                "hours": hours,
            }
        )

    def recorded(
        self, name: str, day: dt.date, hours: Decimal, category: str, *, billable: bool = False
    ) -> None:
        """Add a time entry."""
        known = self.tables["int_time_entries__valued"]
        entry = f"T{len(known):05}"
        self.tables["int_time_entries__unioned"].append(
            {"system_name": "s", "time_entry_id": entry, "person_id": name, "work_date": day}
        )
        known.append(
            {
                "system_name": "s",
                "time_entry_id": entry,
                "person_id": name,
                "person_key": name,
                "entity_code": "E",
                "work_date": day,
                "period_code": f"{day:%Y-%m}",
                "hours": hours,
                "time_category": category,
                "is_billable": billable,
            }
        )
