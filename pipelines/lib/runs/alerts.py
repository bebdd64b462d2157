"""What people are alerted to, each with what to do next: ended runs, lateness, balances."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import duckdb

from pipelines.lib.company import landing_of, releases_root, report_path
from pipelines.lib.ingest.status import TableStatus, table_statuses
from pipelines.lib.releases.release import CURRENT, current_release
from pipelines.lib.runs.alerting import Alert
from sources.configuration import Settings

if TYPE_CHECKING:
    from pipelines.lib.runs.outcome import Outcome

PAGE = "alerts.md"
SHOWN = 5


def of_outcome(settings: Settings, outcome: "Outcome") -> Iterator[Alert]:
    """Yield what a run is told by that was refused by the gate or failed, or has no report."""
    if outcome.report_failure:
        yield Alert(
            key=f"report/{outcome.run_id}",
            title="the release has no report",
            found=f"Release {outcome.release_id} is published. {outcome.report_failure}",
            to_do="look the message up in the runbook, mend the cause, then: evenkeel report",
            runbook=_runbook(settings, "the-release-has-no-report"),
        )
    if outcome.succeeded:
        return
    if outcome.refusals:
        shown = [f"{each.table}: {each.expectation.name}" for each in outcome.refusals]
        yield Alert(
            key=f"run/{outcome.run_id}",
            title="the gate refused the night",
            found=f"Nothing was published; the last release stays.\n{_listed(shown)}",
            to_do=f"see the rows in {report_path(settings, outcome.run_id)}, correct them at the "
            "source, then: evenkeel run",
            runbook=_runbook(settings, "the-gate-refused-the-night"),
        )
        return
    shown = [f"{step}: {message}" for step, message in outcome.errors.items()]
    yield Alert(
        key=f"run/{outcome.run_id}",
        title=f"{_called(outcome.job)} failed",
        found=f"{_published(outcome)}\n{_listed(shown)}",
        to_do="look the message up in the runbook, mend the cause, then: "
        f"evenkeel {'releases publish' if outcome.release_id else 'run'}. "
        f"The report is {report_path(settings, outcome.run_id)}",
        runbook=_runbook(settings, "a-run-failed"),
    )


def of_no_start(settings: Settings, error: Exception, now: dt.datetime) -> Alert:
    """Return the alert of a night that could not even begin."""
    return Alert(
        key=f"start/{now:%Y%m%dT%H%M%S}",
        title="the night could not begin",
        found=f"Nothing was published; the last release stays.\n{_listed([str(error)])}",
        to_do="run evenkeel doctor, mend what it names, then: evenkeel run",
        runbook=_runbook(settings, "a-run-failed"),
    )


def of_test(settings: Settings, now: dt.datetime) -> Alert:
    """Return an alert that says that alerts arrive."""
    return Alert(
        key=f"test/{now:%Y%m%dT%H%M%S%f}",
        title="a test",
        found="Someone asked whether alerts arrive. This one did.",
        to_do="nothing",
        runbook=_runbook(settings, "alerts"),
        is_bad=False,
    )


def of_death(settings: Settings, run_id: str) -> Alert:
    """Return the alert of a run whose process is gone without a word."""
    return Alert(
        key=f"run/{run_id}",
        title="a run died",
        found=f"Run {run_id} ended without saying how: its process was ended, or the machine was.",
        to_do="see whether memory or power failed; nothing needs cleaning up, run again: "
        "evenkeel run",
        runbook=_runbook(settings, "a-run-died"),
    )


def of_damage(settings: Settings, run_id: str, said: str) -> Alert:
    """Return the alert of a warehouse file that could not be read and is made anew."""
    return Alert(
        key=f"damaged/{run_id}",
        title="the warehouse file was damaged",
        found=f"It could not be read, so this night makes it anew from what landed.\n- {said}",
        to_do="nothing for the figures; see whether the disk that holds it is failing",
        runbook=_runbook(settings, "the-warehouse-file-was-damaged"),
    )


def standing(settings: Settings, now: dt.datetime) -> Iterator[Alert]:
    """Yield what does not need a run to be wrong: lateness, and balances outside their band."""
    yield from _unpublished(settings, now)
    for status in table_statuses(settings, landing_of(settings), now):
        yield from _stale(settings, status)
    yield from _balances(settings)


def _unpublished(settings: Settings, now: dt.datetime) -> Iterator[Alert]:
    """Tell of a day whose release is not there at the time that was promised."""
    promised = settings.alerts.published_by
    if promised is None:
        return
    day = now.astimezone(settings.zone).date()
    # Two weeks and a day have each weekday twice, also before today's hour.
    days = (day - dt.timedelta(days=back) for back in range(15))
    due = [
        dt.datetime.combine(each, promised, settings.zone)
        for each in days
        if each.isoweekday() in settings.alerts.weekdays
    ]
    past = [each for each in due if each <= now]
    release = current_release(releases_root(settings))
    if not past or (release and release.published_at > past[1]):
        return
    known = f"The current one is {release.release_id}." if release else "There is none yet."
    yield Alert(
        key=f"unpublished/{past[0].date()}",
        title=f"no release by {promised:%H:%M}",
        found=f"No release was published for {past[0]:%A, %Y-%m-%d}. {known}",
        to_do="see whether a run is under way or was never started (evenkeel doctor), "
        "then: evenkeel run",
        runbook=_runbook(settings, "no-release-by-the-promised-time"),
    )


def _stale(settings: Settings, status: TableStatus) -> Iterator[Alert]:
    if status.promise not in ("late", "soon") or status.delivered_at is None:
        return
    table = f"{status.system}.{status.table}"
    is_late = status.promise == "late"
    yield Alert(
        key=f"{status.promise}/{table}/{status.delivered_at:%Y%m%dT%H%M%S}",
        title=f"{table} is late" if is_late else f"{table} will be late soon",
        found=f"Its last delivery came at {status.delivered_at:%Y-%m-%d %H:%M} UTC; "
        f"the next was promised by {status.late_at:%Y-%m-%d %H:%M} UTC.",
        to_do="ask who looks after the system whether it delivers; when it does, the next night "
        "takes it",
        runbook=_runbook(settings, "a-source-is-late"),
        is_bad=is_late,
    )


def _balances(settings: Settings) -> Iterator[Alert]:
    path = releases_root(settings) / CURRENT / "portfolio.duckdb"
    if not path.exists():
        return
    with duckdb.connect(str(path), read_only=True) as release:
        try:
            rows = release.execute(
                "select axis, accounting_period, balance_value, balance_target, band_lower, "
                "band_upper, outside_since_date from portfolio_balance "
                "where is_latest_period and balance_state = 'outside' order by axis_place"
            ).fetchall()
        except duckdb.CatalogException:
            return
    for axis, period, value, target, lower, upper, since in rows:
        band = f"{_number(lower)} to {_number(upper)}"
        yield Alert(
            key=f"balance/{axis}/{since}",
            title=f"{axis.replace('_', ' and ')} is out of balance",
            found=f"In {period} it stands at {_number(value)}; its target is {_number(target)}, "
            f"its band {band}. It is outside since {since}.",
            to_do="see when its level changed: evenkeel query --audience finance "
            f"\"from fct_balance_change where axis = '{axis}'\"",
            runbook=_runbook(settings, "a-balance-left-its-band"),
            is_bad=False,
        )


def _number(value: object) -> str:
    return "open" if value is None else f"{value:f}".rstrip("0").rstrip(".")


def _listed(shown: Iterable[str]) -> str:
    lines = list(shown)
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join(f"- {line}" for line in [*lines[:SHOWN], *more])


def _called(job: str) -> str:
    return "the night" if job == "nightly" else job.replace("_", " ", 1)


def _published(outcome: "Outcome") -> str:
    if outcome.release_id:
        return f"Release {outcome.release_id} is published as files; what failed came after it."
    nightly = outcome.job == "nightly"
    return "Nothing was published; the last release stays." if nightly else "See below."


def _runbook(settings: Settings, anchor: str) -> str:
    return f"{settings.alerts.runbooks.rstrip('/')}/{PAGE}#{anchor}"
