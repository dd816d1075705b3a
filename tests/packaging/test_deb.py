"""The parts that the .deb is made with."""

import importlib.util
import lzma
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

import relbook

LINUX = Path(relbook.__file__).parents[1] / "packaging/linux"
ICU = sorted(Path(PySide6.__path__[0]).glob("Qt/lib/libicudata.so.*"))

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="made on Linux")


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"debian_{name}", LINUX / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


needed, icu, squeeze = module("needed"), module("icu"), module("squeeze")


def test_what_is_depended_on_can_be_read() -> None:
    entries = needed.listed(LINUX / "nfpm.yaml", "depends")
    assert "libxcb-cursor0" in entries
    assert {"libglib2.0-0", "libglib2.0-0t64"} in [needed.names(entry) for entry in entries]
    assert any("gtk" in entry for entry in needed.listed(LINUX / "nfpm.yaml", "recommends"))


@pytest.mark.parametrize(
    ("wanted", "entries", "told"),
    [
        (["a", "b"], ["a (>= 1)", "bt64 | b"], []),
        (["a", "b"], ["a"], ["missing: b"]),
        (["a"], ["a", "c | d"], ["not needed: c | d"]),
    ],
)
def test_differences_are_told(wanted: list[str], entries: list[str], told: list[str]) -> None:
    assert needed.differences(wanted, entries) == told


@pytest.mark.parametrize(
    ("stated", "wanted", "told"),
    [("2.36", "2.4", []), ("2.9", "2.34", ["missing: libc6 (>= 2.34)"]), ("2.34", "2.34", [])],
)
def test_an_older_version_than_wanted_is_told(stated: str, wanted: str, told: list[str]) -> None:
    assert needed.older([f"libc6 (>= {stated})"], {"libc6": wanted}) == told


@pytest.mark.skipif(not shutil.which("objdump"), reason="binutils are not here")
def test_libraries_tell_what_they_want(tmp_path: Path) -> None:
    core = Path(PySide6.__path__[0]) / "Qt/lib/libQt6Core.so.6"
    shutil.copy(core, tmp_path)
    wanted = needed.foreign(tmp_path)
    icu_beside = ICU[0].name.replace("data", "i18n")
    assert {"libc.so.6", "libstdc++.so.6", icu_beside} <= set(wanted)
    assert wanted["libc.so.6"] == {core.name}
    assert needed.newest(tmp_path, "GLIBC") >= (2, 17)


@pytest.mark.parametrize("tools", ["", os.environ.get("PATH", "")], ids=["no tools", "no program"])
def test_what_is_lacking_to_tell_it_is_said(
    tools: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", tools)
    assert needed.main([str(tmp_path / "nothing")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("needed: ")
    assert told.err.count("\n") == 1


ASK = """
from PySide6.QtCore import QCollator, QLocale, QStringDecoder, QTimeZone
words = "Ärger Arger Zebra Ödön Oskar chata cukor Łódź Lodz Ærø Åse 秀英 中 елка ёлка 한국".split()
for name in ("C", "en", "de", "sv", "cs", "pl", "da", "zh", "ja", "ko", "ru", "tr"):
    collator, locale = QCollator(QLocale(name)), QLocale(name)
    print(name, *sorted(words, key=collator.sortKey), locale.toUpper("iıß"), locale.toLower("Iİ"))
for name in ("windows-1252", "koi8-r", "shift_jis", "gb18030", "gbk", "big5", "euc-kr", "ibm866"):
    print(name, QStringDecoder(name).isValid())
for zone in QTimeZone.availableTimeZoneIds()[::20]:
    named = QTimeZone(zone).displayName(
        QTimeZone.TimeType.DaylightTime, QTimeZone.NameType.LongName, QLocale("en_GB"))
    print(zone, named)
"""


@pytest.mark.skipif(not (ICU and shutil.which("ld")), reason="no ICU here, or no binutils")
def test_qt_gets_the_same_answers_of_less_data(tmp_path: Path) -> None:
    slim = tmp_path / ICU[0].name
    assert icu.trim(ICU[0], slim, ()) > 20_000_000
    answers = [
        subprocess.run(
            [sys.executable, "-c", ASK],
            env={**os.environ, **more},
            capture_output=True,
            check=True,
        ).stdout
        for more in ({}, {"LD_PRELOAD": str(slim)})
    ]
    assert answers[0] == answers[1]
    assert len(answers[0].splitlines()) > 30


def test_what_speaks_our_languages_is_kept() -> None:
    assert icu.is_kept("icudt73l/coll/sv.res", ())
    assert icu.is_kept("icudt73l/zone/de.res", ("de",))
    assert not icu.is_kept("icudt73l/zone/de.res", ())
    assert not icu.is_kept("icudt73l/brkitr/thaidict.dict", ("th",))


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg is not here")
def test_a_squeezed_package_is_read_as_before(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(
        "Package: tried\nVersion: 1\nArchitecture: amd64\nMaintainer: We <we@example.org>\n"
        "Description: tried\n"
    )
    shutil.copy(sys.executable, tree / "program")
    deb, out = tmp_path / "tried.deb", tmp_path / "out"
    subprocess.run(["dpkg-deb", "-Znone", "-b", tree, deb], check=True, capture_output=True)
    before = deb.stat().st_size
    squeeze.squeeze(deb)
    assert deb.stat().st_size < before
    subprocess.run(["dpkg-deb", "-x", deb, out], check=True)
    assert (out / "program").read_bytes() == (tree / "program").read_bytes()
    told = subprocess.run(["dpkg-deb", "-f", deb, "Package"], capture_output=True, check=True)
    assert told.stdout == b"tried\n"
    names = [name for name, _, _ in squeeze._members(deb.read_bytes())]
    assert names[-1] == b"data.tar.xz"
    assert lzma.decompress(squeeze._members(deb.read_bytes())[-1][2]).find(b"program") >= 0


def test_every_override_has_its_reason() -> None:
    blocks = (LINUX / "lintian-overrides").read_text("utf-8").strip().split("\n\n")
    for block in blocks:
        assert block.startswith("# ")
        assert all(line.startswith(("# ", "relbook: ")) for line in block.splitlines())
