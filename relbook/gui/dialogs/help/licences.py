"""The licences of what Relbook is made of, to be read: its own first, then those of all the others."""

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from relbook.core.words import say
from relbook.gui.models.listing import Listing
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.side_list import SideList, Strip

WIDE, HIGH, LIST, ROW = 860, 600, 240, 44  # design pixels
TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|notice|copyright)[^/]*$", re.IGNORECASE)
DEBIAN = Path("/usr/share/doc/relbook/copyright")
BESIDE = "LICENCES.txt"  # a bundle's own list, beside the program or among its resources

# What packages leave out of what they say of themselves.
TERMS = {"peewee": "MIT", "sqlcipher3": "Zlib"}
LGPL = ("lgpl-3.0", "gpl-3.0")  # which builds upon the other
# Works within the wheels of others: whose, what, under which terms, by whom, and the text.
WITHIN = (
    ("sqlcipher3", "SQLCipher", "BSD-3-Clause", "2008-2025 Zetetic LLC", "bsd-3-clause"),
    ("sqlcipher3", "OpenSSL", "Apache-2.0", "1998-2026 The OpenSSL Project Authors", "apache-2.0"),
)


@dataclass(frozen=True, slots=True)
class Licence:
    """What `name` may be used for: in short (`terms`), and in full."""

    name: str
    terms: str
    text: str


def every(asset: Callable[[str], Path]) -> list[Licence]:
    """Of a bundle what was put down when it was made; else what each installed package says."""
    listed = _listed()
    if listed is not None:
        return [Licence(say("Relbook, and all it is made of"), "", listed.read_text("utf-8"))]

    def text(name: str) -> str:
        return asset(f"licences/{name}.txt").read_text("utf-8").strip()

    packages = list(_installed("relbook", set()))
    found = [_of(one, text) for one in packages]
    there = {str(one.metadata["Name"]).lower() for one in packages}
    for of, name, terms, holder, file in WITHIN:
        if of in there:
            called = say("{name}, within {package}", name=name, package=of)
            found.append(Licence(called, terms, f"Copyright {holder}\n\n{text(file)}"))
    for name, terms, folder in (
        (say("The typeface Inter"), "OFL-1.1", "fonts"),
        (say("The icons, from Lucide"), "ISC", "icons"),
    ):
        with contextlib.suppress(OSError):
            found.append(Licence(name, terms, asset(f"{folder}/LICENSE").read_text("utf-8")))
    return found


def _listed() -> Path | None:
    """The file that tells of all there is in a bundle; None outside of one."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).resolve().parent
    places = (folder / BESIDE, folder.parent / "Resources" / BESIDE, DEBIAN)
    return next((place for place in places if place.is_file()), None)


def _installed(name: str, seen: set[str]) -> Iterator[metadata.Distribution]:
    """A package and those it needs, as far as they are here."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return
    seen.add(key)
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:  # of another system, or run from a folder
        return
    yield found
    for needed in sorted(found.requires or (), key=str.lower):
        if "extra ==" not in needed and (match := re.match(r"[\w.-]+", needed)):
            yield from _installed(match[0], seen)


def _of(package: metadata.Distribution, shown: Callable[[str], str]) -> Licence:
    """A package's licence; `shown` is a text of ours for those that bring none along."""
    about: Any = package.metadata
    terms = about.get("License-Expression") or about.get("License") or ""
    if "\n" in terms or not terms:
        classes = about.get_all("Classifier") or []
        kinds = [one.split(" :: ")[-1] for one in classes if one.startswith("License")]
        terms = ", ".join(kinds) or TERMS.get(str(about["Name"]).lower(), "")
    files = [one for one in package.files or () if TEXTS.search(one.as_posix())]
    texts = []
    for file in files:
        if ".dist-info/" in file.as_posix() and "resources/" not in file.as_posix():
            with contextlib.suppress(OSError, ValueError):
                texts.append(Path(str(file.locate())).read_text("utf-8").strip())
    if not texts and terms.startswith("LGPL-3.0"):
        texts = [shown(one) for one in LGPL]
    name = str(about["Name"])
    text = "\n\n".join(texts) or say(
        "{name} came without its licence's text: {terms}. Its makers show it at {address}",
        name=name,
        terms=terms,
        address=_address(about),
    )
    return Licence(f"{name} {package.version}", terms, text)


def _address(about: Any) -> str:
    addresses = [one.split(", ", 1)[1] for one in about.get_all("Project-URL") or [] if ", " in one]
    return about.get("Home-page") or next(iter(addresses), "https://pypi.org")


@dataclass(frozen=True, slots=True)
class _Row:
    key: int
    licence: Licence

    def spoken(self) -> str:
        """The row in one line."""
        return f"{self.licence.name} {self.licence.terms}".strip()


class LicencesDialog(Dialog):
    """A list of what there is; beside it the text."""

    def __init__(
        self, theme: Theme, licences: list[Licence], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, say("Licences"), "licences", parent, WIDE)
        m = theme.measure
        self._licences = licences
        self._model = Listing(self)
        self._model.show([_Row(at, one) for at, one in enumerate(licences)])
        self.view = SideList(
            theme, self._model, "licences.list", say("What Relbook is made of"), ROW, self._paint
        )
        self.view.setFixedWidth(m(LIST))
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.escaped.connect(self.reject)
        self.text = self.add_listing("", "text", say("Licence"))
        self.body.removeWidget(self.text)
        across = QHBoxLayout()
        across.setSpacing(m(16))
        across.addWidget(self.view)
        across.addWidget(self.text, 1)
        self.body.addLayout(across, 1)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.add_close(primary=True)
        self.resize(m(WIDE), m(HIGH))
        self.view.setVisible(len(licences) > 1)
        self.view.go_to(0)
        (self.view if len(licences) > 1 else self.text).setFocus()

    def _show(self) -> None:
        self.text.setPlainText(self._licences[self.view.key()].text)

    def _paint(self, strip: Strip, row: Any) -> None:
        colours, m = strip.colours, strip.theme.measure
        strip.ground(chosen=row.key == self.view.key())
        room = strip.width - m(24)
        name, terms = row.licence.name, row.licence.terms
        top = m(4) if terms else (strip.height - m(18)) / 2
        base = strip.line("strong", top, m(18))
        strip.text(m(12), base, room, name, "strong", colours.text)
        strip.text(m(12), strip.line("small", m(22), m(17)), room, terms, "small", colours.muted)
        if strip.focused:
            strip.ring(0, m(8), colours.accent)
