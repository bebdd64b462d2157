"""The pages that a run writes break no rule of axe: wide and narrow, light and dark."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from sample.write import write_sample
from shown_pages import RECORD, refusal, told

from pipelines.lib.gate.pages import write_pages
from pipelines.lib.runs.report import page
from sources.settings import load_settings

pytestmark = pytest.mark.slow
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SCHEMES, WIDTHS = {"dark": 0, "light": 1}, (1280, 360)
JUDGES = """<script>axe.run().then(found => parent.postMessage({
  width: innerWidth, dark: matchMedia('(prefers-color-scheme: dark)').matches,
  held: found.passes.length,
  broken: found.violations.map(rule => [rule.id, ...rule.nodes.map(node => node.html)]),
}, '*'))</script>"""
COLLECTS = """<script>const told = []; addEventListener('message', message => {
  told.push(message.data);
  if (told.length === COUNT) document.body.innerHTML =
    '<pre id="told">' + encodeURIComponent(JSON.stringify(told)) + '</pre>';
})</script>"""


@pytest.fixture
def pages(tmp_path: Path) -> list[str]:
    """Two reports, of a run that failed and of one that was refused, and the gate's pages."""
    settings = load_settings(write_sample(tmp_path))
    with (settings.root / "exports" / "cost_rates.csv").open("a", encoding="utf-8") as rates:
        rates.write("P99-1,P99,,,a wage,EUR,,,\n")
    write_pages(RECORD, tmp_path / "gates")
    return [
        page(settings, told(settings)),
        page(settings, told(settings, errors={}, refusals=(refusal(),))),
        *(each.read_text("utf-8") for each in (tmp_path / "gates").rglob("*.html")),
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_breaks_a_rule(pages: list[str], tmp_path: Path, scheme: str) -> None:
    if not AXE.exists() or CHROMIUM is None:
        pytest.skip("axe or Chromium is not there (make axe-env; Debian: apt-get install chromium)")
    axe = "<script>" + AXE.read_text("utf-8").replace("</script", r"<\/script") + "</script>"
    frames = [
        f'<iframe width="{width}" srcdoc="{html.escape(each + axe + JUDGES)}"></iframe>'
        for each in pages
        for width in WIDTHS
    ]
    collected = COLLECTS.replace("COUNT", str(len(frames)))
    (tmp_path / "all.html").write_text(f"<body>{collected}{''.join(frames)}", "utf-8")

    shown = subprocess.run(
        [
            *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *(f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=60000"),
            *(f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", "--window-size=1400,900"),
            (tmp_path / "all.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    found = re.search(r'<pre id="told">(.*?)</pre>', shown)
    assert found, shown[-500:]
    told_of_pages = json.loads(unquote(found[1]))
    assert sorted({each["width"] for each in told_of_pages}) == sorted(WIDTHS)
    assert {each["dark"] for each in told_of_pages} == {scheme == "dark"}
    assert all(each["held"] > 10 for each in told_of_pages)
    assert [each["broken"] for each in told_of_pages if each["broken"]] == []
