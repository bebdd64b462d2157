"""Write the demo company into a folder: what its systems deliver, what is true, how to read it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sources.demo.generate import made_company, write_exports, write_truth
from sources.demo.plan import Plan
from sources.errors import ConfigurationError
from sources.odcs import load_contract
from sources.system import SYSTEMS

CONFIGURATION = Path(__file__).with_name("evenkeel.toml")
FOLDERS = ("exports", "truth")
OURS = {"evenkeel.toml", "var", *FOLDERS}


def write_demo(folder: Path, plan: Plan, tell: Callable[[str], None]) -> Path:
    """Write one CSV per canonical table into `exports`, the truth beside it, and `evenkeel.toml`.

    Args:
        folder: Where; made when it is not there.
        plan: The company.
        tell: Told what is being made: large companies take their time.

    Returns:
        The path of the configuration.

    Raises:
        ConfigurationError: The folder holds files that are not the demo company's.
    """
    _check_ours(folder)
    folder.mkdir(parents=True, exist_ok=True)
    contract = load_contract(SYSTEMS / "canonical" / "contract.yml")
    with TemporaryDirectory(prefix=".demo-", dir=folder) as scratch:
        unfinished = Path(scratch)
        with made_company(plan, unfinished, tell=tell) as made:
            write_exports(made, contract, unfinished / "exports", tell=tell)
            write_truth(made, unfinished / "truth")
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
            for path in sorted((unfinished / name).iterdir()):
                path.replace(folder / name / path.name)
    configuration = folder / "evenkeel.toml"
    configuration.write_text(CONFIGURATION.read_text("utf-8"), "utf-8")
    return configuration


def _check_ours(folder: Path) -> None:
    """Refuse a folder that holds what the demo company did not write."""
    if not folder.is_dir():
        return
    strangers = sorted(p.name for p in folder.iterdir() if p.name not in OURS)
    configuration = folder / "evenkeel.toml"
    first_line = CONFIGURATION.read_text("utf-8").partition("\n")[0]
    if configuration.exists() and not configuration.read_text("utf-8").startswith(first_line):
        strangers.append("an evenkeel.toml of another company")
    if strangers:
        raise ConfigurationError(
            f"{folder} holds {', '.join(strangers)}, which the demo company did not write; "
            "expected an empty folder or an earlier demo company"
        )
