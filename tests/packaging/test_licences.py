"""Every work that is handed out with the program is named with its licence."""

import importlib.util
import re
import sys
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import peewee
import pytest
from packaging.requirements import Requirement
from PySide6 import QtCore

import relbook

PACKAGING = Path(relbook.__file__).parents[1] / "packaging"


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", PACKAGING / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def needed(name: str, known: set[str]) -> set[str]:
    """The packages that come with the package `name` here."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and requirement.name not in known:
            known.add(requirement.name)
            needed(requirement.name, known)
    return known


def test_each_package_that_comes_along_names_its_licence(licences: ModuleType) -> None:
    packages = needed("relbook", set())
    assert len(packages) > 20
    for package in (*packages, "relbook", "python"):
        (work, *_) = licences.works_of(package.lower().replace(".", "-").replace("_", "-"), {"x"})
        assert work.licence
        assert work.copyright
        assert len(work.text) > 300, work.name


def test_works_within_another_are_named_where_they_come(licences: ModuleType) -> None:
    names = {
        work.licence: work.name
        for work in licences.works_of("sqlcipher3", {"sqlcipher3/_sqlite3.so"})
    }
    assert set(names) == {"Zlib", "BSD-3-Clause", "Apache-2.0", "public-domain"}
    (only,) = licences.works_of("sqlcipher3", {"sqlcipher3/dbapi2.py"})
    assert only.licence == "Zlib"


def test_a_file_of_nobody_known_stops_the_building(licences: ModuleType, tmp_path: Path) -> None:
    stray = tmp_path / "stray.so"
    stray.touch()
    with pytest.raises(licences.Unlicensed, match="stray"):
        licences.find({"modules": [], "files": [["stray.so", str(stray)]]})


def test_files_are_known_by_their_owners(licences: ModuleType) -> None:
    assert licences.owner_of(Path(str(peewee.__file__))) == "peewee"
    assert licences.owner_of(Path(str(QtCore.__file__))) == "pyside6-essentials"
    assert licences.owner_of(Path(str(ModuleType.__doc__ and re.__file__))) == "python"
    assert licences.owner_of(Path(relbook.__file__)) == "relbook"


@pytest.mark.parametrize("whole", [False, True])
def test_the_paper_is_in_debians_form(licences: ModuleType, whole: bool) -> None:
    works = [
        *licences.works_of("peewee", {"peewee"}),
        *licences.works_of("pyside6-essentials", {"PySide6/QtCore.abi3.so", "PySide6/libqjpeg.so"}),
    ]
    text = licences.paper(works, whole=whole)
    paragraphs = text.split("\n\n")
    assert paragraphs[0].startswith("Format: https://www.debian.org/doc/packaging-manuals/")
    works = [one for one in paragraphs if one.startswith("Files:")]
    assert len(works) > 5
    for work in works:
        assert re.match(
            r"Files:.+(\n .+)*\nComment:.+(\n .+)*\nCopyright:.+(\n .+)*\nLicense:", work
        )
        assert re.search(r"\nLicense: \S.*\n .", work)
    assert "LGPL-3.0-only" in text
    assert ("GNU LESSER GENERAL PUBLIC LICENSE" in text) == whole
