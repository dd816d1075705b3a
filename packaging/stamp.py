"""A hook of the build backend: a wheel and an sdist say which commit they were made of.

They carry a module `relbook.built` with `COMMIT`, which a checkout does not have. A commit that ends
with "+" had changes that were not committed.
"""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Stamp(BuildHookInterface[Any]):
    """Adds the module where git can tell; one that an sdist brought along stays as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "editable" or (root / "relbook/built.py").exists():
            return
        commit = commit_of(root)
        if commit:
            self._folder = tempfile.TemporaryDirectory()
            module = Path(self._folder.name, "built.py")
            module.write_text(f'"""What this was made of."""\n\nCOMMIT = "{commit}"\n')
            build_data["force_include"][str(module)] = "relbook/built.py"


def commit_of(root: Path) -> str:
    """The commit of the checkout at `root`; empty where there is none, or no git."""
    git = ["git", "-C", str(root)]
    told = ["describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        top = subprocess.run(
            [*git, "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=True
        ).stdout.strip()
        if Path(top).resolve() != root.resolve():
            return ""
        done = subprocess.run([*git, *told], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
