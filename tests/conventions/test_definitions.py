import os
import subprocess
import sys
from pathlib import Path

GRAPH = Path(__file__).with_name("asset_graph.txt")
SCRIPT = """
from pipelines.definitions import defs

graph = defs().get_repository_def().asset_graph
for key in sorted(graph.get_all_asset_keys()):
    node = graph.get(key)
    if node.is_materializable:
        parents = " ".join(sorted(parent.to_user_string() for parent in node.parent_keys))
        print(f"{node.group_name}: {key.to_user_string()} <- {parents}".rstrip())
"""


def test_the_asset_graph_is_the_one_that_was_reviewed(tmp_path: Path) -> None:
    """Load the definitions in an empty folder without configuration, as a newcomer would.

    After a wanted change: UPDATE_ASSET_GRAPH=1 pytest tests/conventions/test_definitions.py
    """
    environment = {name: text for name, text in os.environ.items() if "EVENKEEL" not in name}

    loaded = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert loaded.returncode == 0, loaded.stderr[-3000:]
    if os.environ.get("UPDATE_ASSET_GRAPH"):
        GRAPH.write_text(loaded.stdout, "utf-8")
    assert loaded.stdout == GRAPH.read_text("utf-8")
