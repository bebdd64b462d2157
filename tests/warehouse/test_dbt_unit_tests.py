import json

import pytest
from nightly import Build

pytestmark = pytest.mark.warehouse


def test_every_dbt_unit_test_passes(every_kind: Build) -> None:
    assert every_kind.code == 0, every_kind.told
    target = every_kind.folder / "target"
    written = json.loads((target / "manifest.json").read_text("utf-8"))["unit_tests"]
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    ended = {each["unique_id"]: each["status"] for each in results}
    assert set(ended.values()) <= {"success", "pass", "no-op"}
    assert len(written) > 50
    assert {test: ended[test] for test in written} == dict.fromkeys(written, "pass")
