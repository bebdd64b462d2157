"""The faults that can be planted in what the demo company delivers: each kind, where, how often.

`sql/faults.sql` plants those of rows, `generate.py` those of whole deliveries; each planted one is
listed in `truth/planted_faults.csv`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from sources.errors import ConfigurationError

MILLION = 1_000_000
ENTRIES = "time_entries"


@dataclass(frozen=True)
class Kind:
    """A kind of fault: the table it is planted in, what it is, and where it must be seen.

    `seen_as` is the reason of a row in quarantine (`quarantine: ...`), a finding's code
    (`finding: ...`), `unmatched identity`, or what stops the delivery (`refused`).
    """

    table: str
    what: str
    seen_as: str


ROWS: Mapping[str, Kind] = {
    "duplicate_row": Kind("time_entries", "a row delivered twice", "quarantine: duplicate_row"),
    "duplicate_key": Kind(
        "time_entries", "two rows with one id and other hours", "quarantine: duplicate_key"
    ),
    "row_in_two_pages": Kind(
        "time_entries", "a row in two files of one delivery", "quarantine: duplicate_row"
    ),
    "late_entry": Kind(
        "time_entries", "an entry of a closed month", "finding: changed_after_close"
    ),
    "edited_entry": Kind(
        "time_entries", "hours changed after the month closed", "finding: changed_after_close"
    ),
    "deleted_entry": Kind(
        "time_entries", "a billed entry that is gone", "finding: billed_hours_differ"
    ),
    "orphan_project": Kind("time_entries", "a project nobody knows", "unmatched identity"),
    "orphan_person": Kind("time_entries", "a person nobody knows", "unmatched identity"),
    "missing_bill_rate": Kind(
        "time_entries", "billable time without its rate", "finding: bill_rate_missing"
    ),
    "more_than_a_day": Kind(
        "time_entries", "more than 24 hours on a day", "finding: more_than_a_day"
    ),
    "negative_hours": Kind("time_entries", "hours below zero", "quarantine: minimum"),
    "closed_project": Kind(
        "time_entries", "time on a closed project", "finding: time_on_closed_project"
    ),
    "before_joining": Kind(
        "time_entries", "time before a person joined", "finding: time_outside_employment"
    ),
    "approved_after_invoice": Kind(
        "time_entries", "approved after it was invoiced", "finding: approved_after_invoice"
    ),
    "wrong_bill_currency": Kind(
        "time_entries", "a rate in another currency", "finding: bill_currency_differs"
    ),
    "ambiguous_date": Kind("time_entries", "a day written 05/07/2026", "quarantine: type"),
    "retyped_value": Kind("time_entries", "hours written as 7h30", "quarantine: type"),
    "clock_shift": Kind(
        "time_entries", "a day that slipped over midnight", "finding: submitted_before_work"
    ),
    "missing_cost_rate": Kind(
        "cost_rates", "a person without any cost rate", "finding: cost_rate_missing"
    ),
    "overlapping_rates": Kind("cost_rates", "two rates on one day", "finding: cost_rates_overlap"),
    "retroactive_rate": Kind(
        "cost_rates",
        "a past year's rate that is another in a later delivery",
        "finding: cost_rate_changed_after_close",
    ),
    "missing_capacity": Kind(
        "people", "a person whose hours nobody knows", "finding: person_without_capacity"
    ),
    "overlapping_employments": Kind(
        "employments", "two employments on one day", "finding: employments_overlap"
    ),
    "overlapping_absences": Kind(
        "absences", "an absence reported twice", "finding: absences_overlap"
    ),
    "missing_payroll": Kind("payroll_costs", "a month of pay left out", "finding: payroll_missing"),
    "ghost_payroll": Kind(
        "payroll_costs", "pay of who left before", "finding: payroll_without_time"
    ),
    "mojibake": Kind("clients", "a wrongly decoded name", "finding: name_damaged"),
    "misspelled_client": Kind(
        "clients", "a client again, by a name with a letter less", "finding: client_names_alike"
    ),
    "reparented_client": Kind(
        "clients", "a client with a new parent in a later delivery", "finding: client_reparented"
    ),
    "orphan_client": Kind("opportunities", "a client nobody knows", "unmatched identity"),
    "stage_backwards": Kind(
        "opportunity_changes", "a deal back in an earlier stage", "finding: stage_moved_backwards"
    ),
    "billed_without_time": Kind(
        "invoice_lines", "hours billed that nobody recorded", "finding: billed_without_time"
    ),
    "billed_twice": Kind(
        "invoice_lines", "a line of hours once more", "finding: time_billed_twice"
    ),
    "milestone_and_time": Kind(
        "invoice_lines", "hours billed on a fixed price", "finding: time_billed_on_fixed_price"
    ),
    "wrong_invoice_currency": Kind(
        "invoices", "an invoice in another currency", "finding: invoice_currency_differs"
    ),
    "unbalanced_journal": Kind(
        "gl_lines", "a journal that does not balance", "finding: journal_unbalanced"
    ),
    "wrong_period": Kind(
        "gl_lines", "a journal a month too late", "finding: journal_in_other_period"
    ),
    "unmapped_account": Kind(
        "gl_accounts", "an account type without a class", "finding: account_unmapped"
    ),
    "missing_fx_rate": Kind("fx_rates", "a month without a rate", "finding: fx_rate_missing"),
    "negative_estimate": Kind("estimates", "less than nothing left to do", "quarantine: minimum"),
    "wrong_fx_rate": Kind("fx_rates", "a rate ten times too high", "finding: fx_rate_jumps"),
}
DELIVERIES: Mapping[str, Kind] = {
    "missing_delivery": Kind("people", "a table that was not delivered", "refused"),
    "truncated_delivery": Kind("gl_lines", "a file cut in a row", "quarantine: malformed"),
    "new_column": Kind("projects", "a column nobody announced", "new column"),
    "missing_column": Kind("invoices", "a column that is gone", "refused"),
    "cp1252": Kind("clients", "a file in another encoding", "quarantine: encoding"),
}
KINDS: Mapping[str, Kind] = {**ROWS, **DELIVERIES}


@dataclass(frozen=True)
class Faults:
    """How often each kind is planted: the share of the rows that it could be planted in.

    Raises:
        ConfigurationError: An unknown kind, a share outside 0 to 1, or more faults than rows.
    """

    share: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what can not be planted."""
        for kind in self.shares:
            if kind not in KINDS:
                raise ConfigurationError(f"--fault: found {kind!r}, allowed: {', '.join(KINDS)}")
        named = {"--fault-rate": self.share}
        named |= {f"--fault {kind}": share for kind, share in self.shares.items()}
        for name, share in named.items():
            if not 0 <= share <= 1:
                raise ConfigurationError(f"{name}: found {share}, expected 0 to 1")
        total = sum(self._of_entries.values())
        if total > MILLION:
            raise ConfigurationError(
                f"--fault-rate: the kinds of {ENTRIES} add up to {total / MILLION:g}, "
                "expected at most 1: an entry has one fault at most"
            )

    @classmethod
    def parse(cls, share: float, named: Iterable[str]) -> "Faults":
        """Read `KIND=SHARE` options."""
        shares = {}
        for text in named:
            kind, _, value = text.partition("=")
            try:
                shares[kind] = float(value)
            except ValueError:
                message = f"--fault: found {text!r}, expected KIND=SHARE"
                raise ConfigurationError(message) from None
        return cls(share, shares)

    @property
    def rates(self) -> dict[str, int]:
        """Rows of a million; a fault of a whole delivery is only planted when it is named."""
        common = dict.fromkeys(ROWS, self.share) | dict.fromkeys(DELIVERIES, 0.0)
        return {
            kind: round(self.shares.get(kind, share) * MILLION) for kind, share in common.items()
        }

    @property
    def _of_entries(self) -> dict[str, int]:
        return {name: self.rates[name] for name, kind in ROWS.items() if kind.table == ENTRIES}

    @property
    def starts(self) -> dict[str, int]:
        """Where the stretch of each kind of time entries begins on their million."""
        ends = accumulate(self._of_entries.values(), initial=0)
        return dict(zip(self._of_entries, ends, strict=False))

    @property
    def of_rows(self) -> bool:
        """Whether any row is changed."""
        return any(self.rates[kind] for kind in ROWS)

    @property
    def of_deliveries(self) -> tuple[str, ...]:
        """The kinds that change whole deliveries."""
        return tuple(kind for kind in DELIVERIES if self.rates[kind])
