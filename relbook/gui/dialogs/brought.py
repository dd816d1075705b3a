"""What came in from a file, and what to know about it."""

from collections.abc import Iterator

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from relbook.core.exchange.transfer import Result
from relbook.core.words import Sentence, plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import IconLabel, Label, announce


class BroughtDialog(Dialog):
    """`result` in words; each problem with its file and line, to look at or copy."""

    def __init__(self, theme: Theme, result: Result, parent: QWidget | None = None) -> None:
        super().__init__(theme, say("Contacts brought in"), "brought", parent, 560)
        for icon, words in _counts(result):
            line = QHBoxLayout()
            line.setSpacing(theme.measure(9))
            line.addWidget(IconLabel(theme, icon, 16))
            line.addWidget(Label(theme, str(words), wrap=True), 1)
            self.body.addLayout(line)
        self._problems = "\n".join(str(problem) for problem in result.problems)
        if result.problems:
            self.add_text(
                str(
                    plural(
                        "{n} thing to know about:",
                        "{n} things to know about:",
                        len(result.problems),
                    )
                ),
                "problems_said",
            )
            self.add_listing(self._problems, "problems", say("What to know about"))
            self._copier = self.add_button(say("Copy the list"), "copy")
            self._copier.clicked.connect(self._copy)
        self.add_close(primary=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._problems)
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))


def _counts(result: Result) -> Iterator[tuple[str, Sentence]]:
    """An icon and a sentence for each kind of people that came."""
    if result.new or not (result.updated or result.same):
        yield "user-plus", plural("{n} new person", "{n} new people", result.new)
    if result.updated:
        yield (
            "pencil",
            plural(
                "{n} person you have already, with something new about them",
                "{n} people you have already, with something new about them",
                result.updated,
            ),
        )
    if result.same:
        yield (
            "check",
            plural(
                "{n} person you have already, just so",
                "{n} people you have already, just so",
                result.same,
            ),
        )
