"""How to reach someone: numbers, addresses and pages, to copy and to open."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from relbook.core import facts
from relbook.core.facts import Address, Contact, Fact
from relbook.core.words import Sentence, say, sentence
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.pages.person.facts import naming
from relbook.gui.pages.person.leaving import open_link
from relbook.gui.pages.person.links import link
from relbook.gui.pages.person.section import Host, Section
from relbook.gui.widgets.chips import ChipLook
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.inputs import ChoiceInput, TextInput
from relbook.gui.widgets.row_data import RowAction, RowData

ADDED = {
    "mail": sentence("Add a mail address of {name}"),
    "phone": sentence("Add a phone number of {name}"),
    "web": sentence("Add a web page of {name}"),
    "chat": sentence("Add a chat address of {name}"),
    "social": sentence("Add a social account of {name}"),
    "address": sentence("Add an address of {name}"),
}
CHANGED = {
    "mail": sentence("Change a mail address of {name}"),
    "phone": sentence("Change a phone number of {name}"),
    "web": sentence("Change a web page of {name}"),
    "chat": sentence("Change a chat address of {name}"),
    "social": sentence("Change a social account of {name}"),
    "address": sentence("Change an address of {name}"),
}
REMOVED = {
    "mail": sentence("Remove a mail address of {name}"),
    "phone": sentence("Remove a phone number of {name}"),
    "web": sentence("Remove a web page of {name}"),
    "chat": sentence("Remove a chat address of {name}"),
    "social": sentence("Remove a social account of {name}"),
    "address": sentence("Remove an address of {name}"),
}
OPENS = {
    "mail": sentence("Write"),
    "phone": sentence("Call"),
    "address": sentence("Map"),
}
Key = tuple[type[Fact], int]


def guessed(value: str) -> str:
    """The kind of contact that a value being typed looks like; empty if it could be any."""
    value = value.strip()
    if re.match(r"https?://|www\.", value, re.IGNORECASE):
        return "web"
    if re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]*", value):
        return "mail"
    if re.fullmatch(r"\+?[\d\s().\-/]{3,}", value):
        return "phone"
    if re.fullmatch(r"@\w+", value):
        return "social"
    return ""


class ContactSection(Section):
    """Contact values first, addresses after them."""

    tables = ("contact_point", "address")

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Add a way to reach them")
        super().__init__(desk, say("Contact"), "page.contact", words, host)
        self._facts: dict[Hashable, Contact | Address] = {}
        self._guessing = self._asks_address = False

    def read(self) -> Sequence[RowData]:
        book, person = self.desk.book, self.person.id
        contacts = facts.of_person(book, Contact, person)
        addresses = facts.of_person(book, Address, person)
        every: list[Contact | Address] = [*contacts, *addresses]
        self._facts = {(type(fact), fact.id): fact for fact in every}
        return [self._row(key, fact) for key, fact in self._facts.items()]

    def _row(self, key: Hashable, fact: Contact | Address) -> RowData:
        kind, value = _kind(fact), _value(fact)
        label = kinds.word(kinds.LABELS, fact.label)
        if isinstance(fact, Contact):
            label = fields.dotted(fact.service, label)
        actions = [RowAction("copy", say("Copy"), "copy", "Ctrl+C", at_rest=True)]
        if link(kind, value):
            word = str(OPENS.get(kind) or say("Open"))
            actions.insert(0, RowAction("open", word, "external-link", "Ctrl+Return"))
        return RowData(
            key=key,
            icon=kinds.icon(kinds.CONTACTS, kind),
            text=value,
            label=label,
            chip=fields.softness(fact),
            chip_look=ChipLook.QUIET,
            actions=tuple(actions),
        )

    def act(self, key: Hashable, action: str) -> None:
        fact = self._facts[key]
        value = _value(fact)
        if action == "copy":
            QGuiApplication.clipboard().setText(value)
            self.said.emit(say("Copied {value}", value=value))
        elif (url := link(_kind(fact), value)) and (
            said := open_link(self.desk.theme, value, url, self)
        ):
            self.said.emit(said)

    def fields(self, key: Hashable | None) -> Sequence[Field]:
        """As of a contact value; an address has a form of its own, by :meth:`_address_fields`."""
        if key is not None and isinstance(self._facts[key], Address):
            return self._address_fields(new=False)
        fact = self._facts.get(key)
        rarely = not (isinstance(fact, Contact) and fact.kind in ("chat", "social"))
        service = say("Signal, Mastodon, …")
        return [
            self._kind_field(new=key is None),
            Field("value", say("Number or address"), share=0.65),
            replace(self._label_field(), share=1.0 if rarely else 0.5),
            Field("service", say("Service"), placeholder=service, share=0.5, more=rarely),
            Field("preferred", say("The best way to reach them"), "check", more=True),
            *fields.softly(self.desk),
        ]

    def _kind_field(self, *, new: bool) -> Field:
        offered = [
            (kind, word) for kind, word in kinds.choices(kinds.CONTACTS) if new or kind != "address"
        ]
        return Field("kind", say("Kind"), "choice", choices=offered, share=0.35)

    def _label_field(self) -> Field:
        offered = kinds.choices(kinds.LABELS)
        return Field("label", say("Label"), "label", choices=offered, share=0.5)

    def _address_fields(self, *, new: bool) -> Sequence[Field]:
        return [
            *([self._kind_field(new=True)] if new else []),
            Field("street", say("Street"), share=0.65 if new else 1.0),
            Field("code", say("Postal code"), share=0.35),
            Field("locality", say("Town"), share=0.65),
            Field("country", say("Country"), share=0.5),
            replace(self._label_field(), share=0.5),
            Field("region", say("Region"), share=0.5, more=True),
            Field("po_box", say("Post box"), share=0.5, more=True),
            Field("extended", say("Building, floor"), more=True),
            Field("lines", say("As written on a letter"), "long", more=True),
            Field("preferred", say("The best address"), "check", more=True),
            *fields.softly(self.desk),
        ]

    def values(self, key: Hashable | None) -> dict[str, Any]:
        if key is None:
            return {"kind": "phone"}
        fact = self._facts[key]
        shown = {
            name: getattr(fact, name)
            for name in fact.__dataclass_fields__
            if not name.startswith("told_by")
        }
        return shown | fields.softly_values(self.desk.book, fact)

    def make_form(self, key: Hashable | None) -> Form:
        form = super().make_form(key)
        if key is None:
            self._let_kind_change(form)
        return form

    def first(self, key: Hashable | None) -> str:
        is_address = key is not None and isinstance(self._facts[key], Address)
        return "street" if is_address else "value"

    def _let_kind_change(self, form: Form) -> None:
        """While it is new: the kind follows what is typed, until it is chosen."""
        self._guessing, self._asks_address = True, False
        self._follow_kind(form)
        cast(TextInput, form.input("value")).textEdited.connect(self._guess)

    def _follow_kind(self, form: Form) -> None:
        _kind_input(form).activated.connect(self._stop_guessing)
        _kind_input(form).settled.connect(self._kind_settled)

    def _guess(self, typed: str) -> None:
        if self._guessing and self.form is not None and (kind := guessed(typed)):
            _kind_input(self.form).set_value(kind)

    def _stop_guessing(self, _at: int) -> None:
        self._guessing = False

    def _kind_settled(self) -> None:
        # Not while the focus is on its way, nor under a pressed pointer.
        QTimer.singleShot(0, self, partial(self._host.when_still, self._suit_kind))

    def _suit_kind(self) -> None:
        if self.form is not None and self._edited is None and self._unsuited(self.form):
            focused = QApplication.focusWidget()
            chosen = focused is _kind_input(self.form)
            self._swap_kind(self.form, None if chosen else focused)

    def _unsuited(self, form: Form) -> bool:
        """Whether the kind chosen is asked for in other words than the form has."""
        return (_kind_input(form).value() == "address") != self._asks_address

    def _swap_kind(self, form: Form, focused: QWidget | None = None) -> None:
        """An address is asked for in other words than a number; what was typed goes along.

        The focus stays in the field it is in, `focused`, or begins with the words.
        """
        kind, old = _kind_input(form).value(), self._first_word
        self._asks_address = kind == "address"
        asked = self._address_fields(new=True) if self._asks_address else self.fields(None)
        other = Form(self.desk.theme, form.objectName(), asked)
        other.set_values({"kind": kind})
        for was, name in ((old, self._first_word), ("label", "label")):
            if words := cast(TextInput, form.input(was)).value():
                cast(TextInput, other.input(name)).set_value(words)
        self.swap_form(other)
        self._follow_kind(other)
        same = None if focused is None else other.findChild(QWidget, focused.objectName())
        if same is not None and same.isVisibleTo(other):
            same.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            other.start(self._first_word)

    @property
    def _first_word(self) -> str:
        return "street" if self._asks_address else "value"

    def _save(self, values: dict[str, Any]) -> None:
        form = self.form
        if form is None or self._edited is not None or not self._unsuited(form):
            super()._save(values)
            return
        # Chosen by key and kept at once: there is more to ask, so nothing is kept yet.
        form.go_on()
        self._swap_kind(form)

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        kept, book = fields.as_columns(values), self.desk.book
        if key is not None:
            fact = self._facts[key]
            if fields.differing(fact, kept):
                with self.desk.edit(self._called(CHANGED, _kind(fact))):
                    facts.change(book, type(fact), fact.id, **kept)
            return key
        kind = kept["kind"]
        if kind == "address":
            del kept["kind"]
        about: type[Fact] = Address if kind == "address" else Contact
        with self.desk.edit(self._called(ADDED, kind)):
            return about, facts.add(book, about, self.person.id, **kept)

    def drop(self, key: Hashable) -> None:
        fact = self._facts[key]
        with self.desk.edit(self._called(REMOVED, _kind(fact))):
            facts.remove(self.desk.book, type(fact), fact.id)

    def _called(self, messages: dict[str, Sentence], kind: str) -> Sentence:
        return naming(messages.get(kind, messages["social"]), self.person.name)


def _kind_input(form: Form) -> ChoiceInput:
    return cast(ChoiceInput, form.input("kind"))


def _kind(fact: Contact | Address) -> str:
    return fact.kind if isinstance(fact, Contact) else "address"


def _value(fact: Contact | Address) -> str:
    return fact.value if isinstance(fact, Contact) else fact.written()
