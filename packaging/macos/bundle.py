"""What macOS is told of Relbook.app: the values of its Info.plist."""

import re
from collections.abc import Iterable
from importlib.metadata import distributions
from typing import Any

NAME = "Relbook"
BOOK = "io.github.relbook.book"  # our own type of file
OLDEST = (12, 0)  # of macOS, that PySide6 6.8 was made for


def info(app_id: str, version: str, least: str | None = None) -> dict[str, Any]:
    """The Info.plist of the program `app_id`; `least` is the oldest macOS it runs on, by default
    the one that everything installed here asks for.
    """
    return {
        "CFBundleIdentifier": app_id,
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Relbook address book",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [BOOK],
            },
            {
                # Offered under "Open With"; what opens a card by a double click stays as it is.
                "CFBundleTypeName": "Contact card",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.vcard"],
            },
            {
                # Taken when dropped on the icon, and offered nowhere.
                "CFBundleTypeName": "Table of contacts",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "None",
                "LSItemContentTypes": ["public.comma-separated-values-text"],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": BOOK,
                "UTTypeDescription": "Relbook address book",
                "UTTypeConformsTo": ["public.database", "public.data"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["relbook"],
                    "public.mime-type": ["application/vnd.relbook"],
                },
            },
        ],
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSMinimumSystemVersion": least or least_system(),
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "© Relbook contributors. MIT licence.",
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,  # dark, when the desktop is
        "NSSupportsAutomaticTermination": False,  # a book is open: nobody but its owner ends it
        "NSSupportsSuddenTermination": False,
    }


def least_system(tags: Iterable[str] | None = None) -> str:
    """The oldest macOS that wheels with these `tags` run on, by default all that are installed."""
    texts = _installed() if tags is None else tags
    found = (re.findall(r"macosx_(\d+)_(\d+)_", text) for text in texts)
    versions = [min((int(major), int(minor)) for major, minor in one) for one in found if one]
    return "{}.{}".format(*max([OLDEST, *versions]))


def _installed() -> Iterable[str]:
    """What each installed wheel says of itself: its tags are lines of it."""
    return (found.read_text("WHEEL") or "" for found in distributions())
