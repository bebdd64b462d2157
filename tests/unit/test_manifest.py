import json
import sys
from pathlib import Path

import pytest
from sample.write import write_sample

from pipelines.lib import dbt
from sources.settings import load_settings

NODES = {"nodes": {"model.a": {"name": "a"}}}


def test_a_manifest_that_was_cut_off_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(write_sample(tmp_path))
    manifest = dbt.folder_of(settings) / "target" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    parse = f"open({str(manifest)!r}, 'w').write({json.dumps(NODES)!r})"
    monkeypatch.setattr(dbt, "_command", lambda *_: [sys.executable, "-c", parse])
    dbt.prepare_manifest(settings)
    manifest.write_text(json.dumps(NODES)[:20], "utf-8")

    assert dbt.nodes_of(dbt.prepare_manifest(settings)) == NODES["nodes"]
