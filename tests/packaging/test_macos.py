"""What macOS is told of the program, and its icon there; that it works is for the workflow to show."""

import plistlib
import runpy
import struct
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

import relbook
from relbook import paths

PACKAGING = Path(relbook.__file__).parents[1] / "packaging"
bundle = runpy.run_path(str(PACKAGING / "macos/bundle.py"))


@pytest.fixture
def info() -> dict[str, Any]:
    """The Info.plist, as it is read back."""
    made = bundle["info"](relbook.APP_ID, relbook.__version__)
    return dict(plistlib.loads(plistlib.dumps(made)))


def test_it_says_who_it_is(info: dict[str, Any]) -> None:
    assert info["CFBundleIdentifier"] == "io.github.relbook.Relbook"
    assert info["CFBundleShortVersionString"] == relbook.__version__
    assert info["NSHighResolutionCapable"]


def test_a_book_is_its_own_and_a_card_is_offered(info: dict[str, Any]) -> None:
    ranks = {
        one["LSItemContentTypes"][0]: one["LSHandlerRank"] for one in info["CFBundleDocumentTypes"]
    }
    assert ranks == {
        "io.github.relbook.book": "Owner",
        "public.vcard": "Alternate",
        "public.comma-separated-values-text": "None",
    }
    (own,) = info["UTExportedTypeDeclarations"]
    assert own["UTTypeIdentifier"] in ranks
    assert own["UTTypeTagSpecification"] == {
        "public.filename-extension": ["relbook"],
        "public.mime-type": ["application/vnd.relbook"],
    }


@pytest.mark.parametrize(
    ("tags", "oldest"),
    [
        ([], "12.0"),
        (["Tag: py3-none-any"], "12.0"),
        (["Tag: cp310-abi3-macosx_13_0_universal2\n"], "13.0"),
        (["Tag: cp312-macosx_10_13_x86_64", "Tag: cp312-macosx_14_0_arm64\n"], "14.0"),
        (["Tag: a-macosx_11_0_arm64\nTag: a-macosx_14_2_arm64"], "12.0"),  # one of them will do
    ],
)
def test_it_asks_for_the_macos_that_its_wheels_ask_for(tags: list[str], oldest: str) -> None:
    assert bundle["least_system"](tags) == oldest


def test_it_may_do_no_more_than_python_needs() -> None:
    told = plistlib.loads((PACKAGING / "macos/entitlements.plist").read_bytes())
    assert told == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_image_shows_the_program_and_where_it_goes() -> None:
    defines = {"app": "dist/Relbook.app", "icon": "relbook.icns"}
    settings = runpy.run_path(str(PACKAGING / "macos/dmg.py"), {"defines": defines})
    assert settings["files"] == ["dist/Relbook.app"]
    assert settings["symlinks"] == {"Applications": "/Applications"}
    (_, (width, height)), places = settings["window_rect"], settings["icon_locations"]
    assert set(places) == {"Relbook.app", "Applications"}
    assert all(0 < x < width and 0 < y < height for x, y in places.values())


@pytest.mark.usefixtures("qapp")
def test_the_icon_has_every_size(tmp_path: Path) -> None:
    icons = runpy.run_path(str(PACKAGING / "icons.py"))
    icons["draw_icns"](paths.asset("relbook.svg"), tmp_path / "relbook.icns")
    data = (tmp_path / "relbook.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8]) == (len(data),)
    at, sizes = 8, {}
    while at < len(data):
        kind, (length,) = data[at : at + 4], struct.unpack(">I", data[at + 4 : at + 8])
        image = QImage.fromData(data[at + 8 : at + length])
        assert data[at + 8 :].startswith(b"\x89PNG")
        sizes[kind] = image.width()
        assert image.pixelColor(image.width() // 2, image.width() // 3).alpha() > 200
        assert not image.pixelColor(image.width() // 20, image.width() // 2).alpha()  # free space
        at += length
    assert sizes == icons["ICNS_KINDS"]
