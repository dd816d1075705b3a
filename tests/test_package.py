"""What a stranger installs has everything in it."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QImage, QPainter, QRawFont
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import relbook
from relbook import paths
from relbook.core.errors import FileUnwritable

Cut = Callable[[str, QFont.Weight], QFont]

CHECKOUT = Path(relbook.__file__).parents[1]
ICONS = sorted(paths.asset("icons").glob("*.svg"))
FONTS = sorted(paths.asset("fonts").glob("*.ttf"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built as an installer would, without reaching for anything."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_every_resource(wheel: zipfile.ZipFile) -> None:
    resources = paths.asset("")
    shipped = {f"relbook/resources/{p.relative_to(resources)}" for p in resources.rglob("*.*")}
    assert {f"relbook/resources/icons/{icon.name}" for icon in ICONS} <= shipped
    assert shipped <= set(wheel.namelist())


def test_the_wheel_carries_the_licences_and_the_two_commands(wheel: zipfile.ZipFile) -> None:
    about = f"relbook-{relbook.__version__}.dist-info"
    names = wheel.namelist()
    assert f"{about}/licenses/LICENSE" in names
    assert {"relbook/resources/fonts/LICENSE", "relbook/resources/icons/LICENSE"} <= set(names)
    commands = wheel.read(f"{about}/entry_points.txt").decode()
    assert "relbook = relbook.cli:main" in commands
    assert "relbook-window = relbook.cli:main" in commands


@pytest.mark.usefixtures("qapp")
def test_every_icon_is_of_lines_in_the_colour_of_the_moment() -> None:
    assert len(ICONS) > 60
    for icon in ICONS:
        svg = ET.parse(icon).getroot().attrib
        assert (svg["stroke"], svg["stroke-width"]) == ("currentColor", "1.75"), icon
        drawn = QImage(24, 24, QImage.Format.Format_ARGB32_Premultiplied)
        drawn.fill(0)
        painter = QPainter(drawn)
        QSvgRenderer(str(icon)).render(painter)
        painter.end()
        assert any(drawn.constBits()), icon


@pytest.mark.usefixtures("qapp")
def test_the_programs_icon_can_be_drawn() -> None:
    assert QSvgRenderer(str(paths.asset("relbook.svg"))).isValid()


@pytest.fixture
def inter(qapp: QApplication) -> Cut:
    """Cuts of the typeface we ship, at 26 pixels."""
    for font in FONTS:
        assert QFontDatabase.addApplicationFont(str(font)) >= 0, font

    def cut(family: str, weight: QFont.Weight) -> QFont:
        found = QFont(family)
        found.setPixelSize(26)
        found.setWeight(weight)
        return found

    return cut


def test_the_typeface_has_three_weights_of_its_own_and_a_display_cut(inter: Cut) -> None:
    cuts = [
        inter("Inter", QFont.Weight.Normal),
        inter("Inter", QFont.Weight.Medium),
        inter("Inter", QFont.Weight.DemiBold),
        inter("Inter Display", QFont.Weight.DemiBold),
    ]
    widths = {QFontMetricsF(cut).horizontalAdvance("Ólafur Δήμητρα Оксана") for cut in cuts}
    assert len(widths) == len(cuts)


def test_the_typeface_has_figures_of_one_width(inter: Cut) -> None:
    font = inter("Inter", QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    assert len({QFontMetricsF(font).horizontalAdvance(figure) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("letters", ["AaĄąỸỹ", "ΑαΏώᾳ", "АаҐґӘә", "–—…’“·"])
def test_the_typeface_has_the_letters_of_latin_greek_and_cyrillic(letters: str, inter: Cut) -> None:
    font = QRawFont.fromFont(inter("Inter", QFont.Weight.Normal))
    assert all(font.supportsCharacter(ord(letter)) for letter in letters)


@pytest.mark.posix
def test_one_folder_can_stand_in_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "stick" / "relbook"
    monkeypatch.setenv("RELBOOK_HOME", str(stick))
    assert {paths.data_folder(), paths.config_folder(), paths.state_folder()} == {stick}
    assert paths.default_book().parent == stick
    assert stick.stat().st_mode & 0o777 == 0o700


@pytest.mark.posix
def test_folders_of_the_user_are_theirs_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RELBOOK_HOME")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    folders = [paths.data_folder(), paths.config_folder(), paths.state_folder()]
    assert all(tmp_path in folder.parents for folder in folders)
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in folders)


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(FileUnwritable, match="nothing was changed"):
        paths.data_folder()
