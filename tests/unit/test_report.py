from pathlib import Path

import pytest
from sample.write import write_sample
from shown_pages import refusal, told

from expectations.results import Checked, TableGate
from pipelines.lib.runs.report import lasting, page, write_report
from sources.configuration import Settings
from sources.settings import load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_sample(tmp_path)
    return load_settings(tmp_path / "evenkeel.toml")


def test_steps_say_how_they_ended_and_how_long_they_took(settings: Settings) -> None:
    run = told(settings)

    steps = {step.name: step for step in run.steps}
    assert {name: step.state for name, step in steps.items()} == {
        "landed": "done",
        "built": "failed",
    }
    assert all(step.seconds for step in steps.values())
    assert run.outcome.errors == {"built": "ValueError: no file people*"}


def test_refused_rows_have_their_cause_and_place_and_no_values_of_people(
    settings: Settings,
) -> None:
    with (settings.root / "exports" / "cost_rates.csv").open("a", encoding="utf-8") as rates:
        rates.write("P99-1,P99,,,a secret wage,EUR,,,\n")
        rates.write("P99-2,P99,first,,10,EUR,,,\n")

    shown = page(settings, told(settings))

    assert "column <code>cost_rate</code>: 1 row" in shown
    assert "cost_rates.csv:18" in shown
    assert "a secret wage" not in shown
    assert "found &#39;first&#39;" in shown


def test_what_is_told_is_text_whatever_it_holds(settings: Settings) -> None:
    shown = page(settings, told(settings, "<script>alert(1)</script>"))

    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_refusal_shows_its_rows(settings: Settings) -> None:
    shown = page(settings, told(settings, errors={}, refusals=(refusal(),)))

    assert "refused by the gate" in shown
    assert "entity_code=HV-DE" in shown


def test_the_gate_is_counted_and_its_pages_are_linked_to(settings: Settings) -> None:
    held, broken = (
        Checked(name=name, severity="warn", passed=passed, found="")
        for name, passed in (("one", True), ("two", False))
    )
    gate = (
        TableGate(table="a", audiences=(), expectations=(held, broken)),
        TableGate(table="b", audiences=(), expectations=(held,)),
    )
    found = told(settings, release_id="R1", succeeded=True).model_copy(update={"gate": gate})

    shown = page(settings, found)

    assert "3 expectations of 2 tables were judged, 2 held" in shown
    assert 'href="../../../releases/R1/gates/index.html"' in shown


def test_a_report_loads_nothing_and_replaces_itself_whole(settings: Settings) -> None:
    run = told(settings)

    path = write_report(settings, run)
    again = write_report(settings, run)

    assert path == again == settings.root / f"var/state/runs/{run.outcome.run_id}/report.html"
    assert [each.name for each in path.parent.iterdir()] == ["report.html"]
    text = path.read_text("utf-8")
    assert not any(word in text for word in ("http", "src=", "url(", "@import"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.44, "0.4 s"), (59.96, "60.0 s"), (119.6, "2 min 0 s"), (7500, "2 h 5 min")],
)
def test_lengths_of_time_are_words(seconds: float | None, words: str) -> None:
    assert lasting(seconds) == words
