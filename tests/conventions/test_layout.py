import re
import subprocess
from pathlib import Path

import pytest
import yaml

from sources.odcs import load_contract
from sources.system import SYSTEMS, kinds

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "dbt_project" / "models"
LONGEST_MODULE = 250
KEY_TESTS = ("unique", "not_null")


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_module_is_a_bag_of_helpers() -> None:
    bags = {"utils.py", "helpers.py", "common.py", "misc.py"}

    assert [path for path in committed() if path.name in bags] == []


def test_no_module_of_ours_is_longer_than_a_reader_holds() -> None:
    packages = ("sources", "pipelines", "expectations")
    lengths = {
        path: len(path.read_text("utf-8").splitlines())
        for package in packages
        for path in (ROOT / package).rglob("*.py")
    }

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for package in ("sources", "pipelines", "expectations")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text("utf-8"))
    ]

    # Spark has an environment of its own, without the project's settings.
    assert sorted(readers) == ["pipelines/spark/thrift.py", "sources/settings.py"]


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|/root/|/home/\w+/")
    texts = {
        path: path.read_text("utf-8", errors="ignore")
        for path in committed()
        if path.name != Path(__file__).name
    }

    assert [path for path, text in texts.items() if hosts.search(text)] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_model_has_its_yaml_beside_it_and_says_its_grain() -> None:
    silent = []
    for sql in MODELS.rglob("*.sql"):
        described = yaml.safe_load(sql.with_suffix(".yml").read_text("utf-8"))
        (model,) = described["models"]
        grain = model["name"] == sql.stem and model["description"].startswith("One row per ")
        if not grain or not all(column["description"] for column in model["columns"]):
            silent.append(sql.name)

    assert silent == []


def test_every_published_model_says_who_may_read_it() -> None:
    unsaid = [
        path.name
        for folder in ("marts", "portfolio")
        for path in (MODELS / folder).rglob("*.yml")
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", [])
        if not model["config"]["meta"]["audience"]
    ]

    assert unsaid == []


def test_a_published_table_begins_with_its_key() -> None:
    """Releases are compared by it."""
    keyless = [
        model["name"]
        for folder in ("marts", "portfolio")
        for path in (MODELS / folder).rglob("*.yml")
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", [])
        if any(test not in model["columns"][0].get("data_tests", []) for test in KEY_TESTS)
    ]

    assert keyless == []


def test_every_mart_has_a_dbt_unit_test() -> None:
    marts, tested = set[str](), set[str]()
    for folder in ("marts", "portfolio"):
        for sql in (MODELS / folder).rglob("*.sql"):
            written = yaml.safe_load(sql.with_suffix(".yml").read_text("utf-8"))
            marts.add(sql.stem)
            tested.update(test["model"] for test in written.get("unit_tests", []))

    assert marts - tested == set()


def test_a_published_column_means_the_same_in_every_table() -> None:
    meanings: dict[str, set[str]] = {}
    for folder in ("marts", "portfolio"):
        for path in (MODELS / folder).rglob("*.yml"):
            for model in yaml.safe_load(path.read_text("utf-8")).get("models", []):
                for column in model["columns"]:
                    meanings.setdefault(column["name"], set()).add(column["description"])

    assert {name: said for name, said in meanings.items() if len(said) > 1} == {}


def test_a_published_model_lists_its_columns() -> None:
    starred = [
        sql.name
        for folder in ("marts", "portfolio")
        for sql in (MODELS / folder).rglob("*.sql")
        if re.search(r"^ +\w+\.\*", sql.read_text("utf-8"), flags=re.MULTILINE)
    ]

    assert starred == []


def test_a_model_imports_first_and_ends_on_its_last_cte() -> None:
    endings = {}
    for sql in MODELS.rglob("*.sql"):
        text = sql.read_text("utf-8")
        named = re.findall(r"^(?:    )?([a-z_0-9]+) as \($", text, flags=re.MULTILINE)
        if named:
            endings[sql.name] = (text.strip().splitlines()[-1], f"select * from {named[-1]}")

    assert {name: pair for name, pair in endings.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("kind", kinds())
def test_the_dbt_source_agrees_with_the_contract(kind: str) -> None:
    contract = load_contract(SYSTEMS / kind / "contract.yml")
    path = MODELS / "staging" / kind / f"_{kind}__sources.yml"
    (source,) = yaml.safe_load(path.read_text("utf-8"))["sources"]

    stated = {
        table["name"]: [(column["name"], column["data_type"]) for column in table["columns"]]
        for table in source["tables"]
    }

    assert stated == {
        table.name: [(column.name, column.landed_type) for column in table.columns]
        for table in contract.tables
    }
    staged = {path.stem.removeprefix(f"stg_{kind}__") for path in path.parent.glob("stg_*.sql")}
    assert staged == set(stated)


# A condition of the left side alone makes a left join compare every row with every other.
def test_every_condition_of_a_left_join_names_what_is_joined() -> None:
    joins = re.compile(
        r"left join (\w+)(?: as (\w+))?\s+on\s+(.*?)"
        r"(?=\n +(?:left|inner|cross|full|where|group|window|order)\b|\n\)|\{[%{])",
        re.DOTALL,
    )
    of_one_side = re.compile(r"\w+\.\w+ (?:= (?:'[^']*'|\d+)|is (?:not )?null|in \(.*\))")
    one_sided = [
        f"{path.name}: {condition}"
        for path in MODELS.rglob("*.sql")
        for relation, alias, conditions in joins.findall(path.read_text("utf-8"))
        for condition in re.split(r"\n +and ", conditions)
        if of_one_side.fullmatch(condition.strip())
        and not condition.strip().startswith(f"{alias or relation}.")
    ]

    assert one_sided == []


def test_every_alert_has_a_section_in_the_runbook() -> None:
    alerts = (ROOT / "pipelines" / "lib" / "runs" / "alerts.py").read_text("utf-8")
    runbook = (ROOT / "docs" / "operations" / "alerts.md").read_text("utf-8")
    sections = {
        heading.lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", runbook, flags=re.MULTILINE)
    }

    named = set(re.findall(r'_runbook\(settings, "([^"]+)"\)', alerts))

    assert named
    assert named - sections == set()


def test_the_orchestrator_is_shown_to_this_machine_only_unless_someone_says_otherwise() -> None:
    places = [ROOT / "Makefile", ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    told = [line for path in places for line in path.read_text("utf-8").splitlines()]

    served = [line for line in told if re.search(r"dagster(-webserver| dev) +-", line)]

    assert served
    assert [line for line in served if "--host 127.0.0.1" not in line] == []
    assert [line for line in told if "0.0.0.0" in line] == []  # noqa: S104 - it is refused here


def test_the_canonical_contract_takes_no_more_hours_than_the_models_hold() -> None:
    tables = load_contract(SYSTEMS / "canonical" / "contract.yml").tables
    # `conformed.sql` holds hours and quantities as decimal(18, 6).
    too_many = {
        (table.name, column.name)
        for table in tables
        for column in table.columns
        if column.type == "DECIMAL" and ("hours" in column.name or column.name == "quantity")
        if int(column.maximum or 10 ** (column.precision - column.scale) - 1) >= 10**12
    }

    assert too_many == set()
