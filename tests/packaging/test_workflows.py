"""What runs on GitHub: that it names only what is there. Its linters are part of `packaging/prove.sh`."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

import relbook

ROOT = Path(relbook.__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each job of each workflow, with its name."""
    for file in FILES:
        for name, job in yaml.safe_load(file.read_text("utf-8"))["jobs"].items():
            yield f"{file.stem}: {name}", job


def steps() -> Iterator[dict[str, Any]]:
    """Each step of each job."""
    for _, job in jobs():
        yield from job["steps"]


COMMANDS = [step["run"] for step in steps() if "run" in step]


def test_there_are_workflows() -> None:
    assert [file.stem for file in FILES] == ["check", "release"]
    assert len(COMMANDS) > 15


def test_the_files_they_name_are_there() -> None:
    named = {
        path for run in COMMANDS for path in re.findall(r"\b(?:packaging|tests)/[\w./-]+", run)
    }
    assert len(named) > 6
    assert not [path for path in named if not (ROOT / path).is_file()]


def test_the_extras_they_install_are_there() -> None:
    named = {name for run in COMMANDS for name in re.findall(r"\.\[(\w+)\]", run)}
    assert named == {"build", "test"}
    assert named <= set(PROJECT["optional-dependencies"])


def test_build_knows_what_they_build() -> None:
    built = {word for run in COMMANDS for word in re.findall(r"build\.py (\w+)", run)}
    source = (ROOT / "packaging/build.py").read_text("utf-8")
    assert built == {"deb", "macos", "program", "wheel"}
    assert not [word for word in built if f'"{word}": {word},' not in source]


def test_the_oldest_python_is_tried() -> None:
    tried = {
        job["strategy"]["matrix"]["python"][0] for name, job in jobs() if name == "check: linux"
    }
    assert PROJECT["requires-python"] == f">={tried.pop()}"
    fixed = {
        step["with"]["python-version"] for step in steps() if "setup-python" in step.get("uses", "")
    }
    oldest = tuple(map(int, PROJECT["requires-python"].removeprefix(">=").split(".")))
    for version in fixed - {"${{ matrix.python }}"}:
        assert tuple(map(int, version.split("."))) >= oldest


@pytest.mark.parametrize(("name", "job"), list(jobs()))
def test_a_job_may_do_little_and_ends(name: str, job: dict[str, Any]) -> None:
    may = {"contents": "write" if name == "release: draft" else "read"}
    assert job["permissions"] == may
    assert 0 < job["timeout-minutes"] <= 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_workflow_gives_no_rights_of_its_own(file: Path) -> None:
    told = yaml.safe_load(file.read_text("utf-8"))
    assert told["permissions"] == {}
    assert told["concurrency"]["group"].endswith("${{ github.ref }}")
    assert {one for job in told["jobs"].values() for one in _list(job.get("needs", []))} <= set(
        told["jobs"]
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_actions_are_those_of_one_commit(file: Path) -> None:
    uses = re.findall(r"uses: (.+)", file.read_text("utf-8"))
    assert uses
    for one in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)


def test_no_checkout_leaves_a_token_behind() -> None:
    checkouts = [step for step in steps() if "actions/checkout" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_what_is_handed_out_goes_into_the_draft() -> None:
    uploaded = {
        step["with"]["name"] for step in steps() if "upload-artifact" in step.get("uses", "")
    }
    handed_out = {name for name in uploaded if name.startswith("release-")}
    assert {name.split("-")[1] for name in handed_out} == {"wheel", "deb", "windows", "macos"}


def _list(one: str | list[str]) -> list[str]:
    return [one] if isinstance(one, str) else one
