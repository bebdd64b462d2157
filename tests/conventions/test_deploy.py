"""What is written for people who deploy names only what is there, and keeps what it promises."""

import configparser
import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from pipelines.cli import app

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
INSTALLED, PROGRAMS = "/opt/evenkeel/.venv/bin/", Path(sys.executable).parent
CALLED = re.compile(r"(?:^|[ ;&]|/bin/)(evenkeel|dagster-daemon|dagster-webserver)((?: [\w.-]+)*)")


def services() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]


def unit(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.read(path, "utf-8")
    return parser


def called() -> set[tuple[str, tuple[str, ...]]]:
    """Every call of a program of ours, with the words that follow."""
    words = [unit(path)["Service"][key] for path in UNITS for key in ("ExecStart", "ExecStartPre")
             if key in unit(path)["Service"]]  # fmt: skip
    for service in services().values():
        words += [" ".join(service.get("command", [])), " ".join(service["healthcheck"]["test"])]
    words += re.findall(r"^CMD (.*)$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    spoken = (re.sub(r'[\[\]",]', "", each) for each in words)
    return {
        (program, tuple(rest.split())) for each in spoken for program, rest in CALLED.findall(each)
    }


def programs() -> dict[str, Any]:
    daemon = importlib.import_module("dagster._daemon.cli")
    webserver = importlib.import_module("dagster_webserver.cli")
    return {
        "evenkeel": typer.main.get_command(app),
        "dagster-daemon": daemon.create_dagster_daemon_cli(),
        "dagster-webserver": webserver.dagster_webserver,
    }


def test_every_command_is_one_that_there_is() -> None:
    found = called()

    assert {name for name, _ in found} == set(programs())
    for name, words in found:
        command = programs()[name]
        if subcommands := getattr(command, "commands", None):
            command = subcommands[words[0]]
        known = {option for each in command.params for option in each.opts}
        assert (PROGRAMS / name).exists()
        assert {word for word in words if word[0] == "-"} <= known


def test_what_the_image_copies_is_committed_and_not_ignored() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE)
        for name in line.split()
    ]
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()

    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [name for name in copied if f"!{name}" not in let_in] == []


@pytest.mark.parametrize("name", sorted(services()))
def test_no_container_is_root_or_open_or_written_to(name: str) -> None:
    service = services()[name]
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")

    assert service.get("user", "") == "postgres" or "\nUSER evenkeel\n" in dockerfile
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["healthcheck"]["test"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert "environment" not in service  # secrets are in files that are not committed
    assert (DEPLOY / f"{service['env_file']}.example").exists()


def test_every_volume_is_declared() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    mounted = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service["volumes"]
        if not volume.startswith(".")
    }

    assert mounted == set(compose["volumes"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """The programs are those of this environment; everything else is as it is committed."""
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text("utf-8").replace(INSTALLED, f"{PROGRAMS}/")
        (tmp_path / path.name).write_text(text, "utf-8")

    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (verified.returncode, verified.stderr) == (0, "")


def test_units_run_as_nobody_in_particular_and_write_only_their_state() -> None:
    for path in UNITS:
        service = unit(path)["Service"]
        assert (service["User"], service["ProtectSystem"]) == ("evenkeel", "strict")
        assert service["NoNewPrivileges"] == "yes"
        assert service["StateDirectory"] == "evenkeel"
