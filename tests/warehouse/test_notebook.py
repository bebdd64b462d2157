import json
import subprocess
import sys
from pathlib import Path

from nightly import Company

NOTEBOOK = Path(__file__).parents[2] / "docs" / "serving" / "reading-a-release.ipynb"


def test_the_example_notebook_runs_from_its_first_cell_to_its_last(generated: Company) -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]

    done = subprocess.run(
        [sys.executable, "-c", "\n".join(code)],
        env={"EVENKEEL_RELEASES": str(generated.releases)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "all months tie" in done.stdout
    assert str(generated.current()) in done.stdout
    assert all(cell.get("outputs", []) == [] for cell in cells)
