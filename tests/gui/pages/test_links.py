from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QWidget

from relbook.gui.pages.person.leaving import LeavingDialog, open_link
from relbook.gui.pages.person.links import SCHEMES, leads_elsewhere, link
from relbook.gui.theme import Theme


@pytest.mark.parametrize(
    ("kind", "value", "address"),
    [
        ("mail", "ada@moss.example", "mailto:ada@moss.example"),
        ("mail", "a?b&c@moss.example", "mailto:a%3Fb%26c@moss.example"),
        ("phone", "+44 (0)20 7946-0018", "tel:+4402079460018"),
        ("phone", "+1 555 0100;ext=12", "tel:+15550100"),
        ("web", "moss.example/pots", "https://moss.example/pots"),
        ("web", "http://moss.example", "http://moss.example"),
        ("chat", "https://chat.example/@ada", "https://chat.example/@ada"),
        ("address", "1 Quay, Leith", "geo:0,0?q=1%20Quay%2C%20Leith"),
    ],
)
def test_values_open_where_they_lead(kind: str, value: str, address: str) -> None:
    found = link(kind, value)
    assert found is not None
    assert bytes(found.toEncoded().data()).decode() == address


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "smb://host/share",
        "@ada",
        "ada on the blue network",
        "https://",
        "",
    ],
)
def test_what_is_harmful_or_nowhere_is_not_opened(value: str) -> None:
    assert link("web", value) is None
    assert link("social", value) is None


@given(st.sampled_from(["mail", "phone", "web", "chat", "social", "address"]), st.text())
def test_no_value_opens_another_kind_of_place(kind: str, value: str) -> None:
    found = link(kind, value)
    assert found is None or found.scheme() in SCHEMES


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("web", "moss.example/pots"),
        ("web", "https://moss.example/a%20b?c=d#e"),
        ("web", "HTTPS://Moss.Example/"),
        ("mail", "ada@moss.example"),
        ("mail", "mailto:ada@moss.example"),
        ("phone", "+44 (0)20 7946-0018"),
        ("phone", "+1 555 0100;ext=12"),
        ("address", "1 Quay, Leith"),
    ],
)
def test_what_leads_where_it_says_is_opened_at_once(kind: str, value: str) -> None:
    url = link(kind, value)
    assert url is not None
    assert leads_elsewhere(value, url) == ""


@pytest.mark.parametrize(
    ("kind", "value", "there"),
    [
        ("web", "https://bank.example@evil.example/", "evil.example"),
        ("web", "https://b\u0430nk.example/", "xn--"),
        ("web", "https://moss.example/\u202egpj.exe", "moss.example"),
        ("web", "https://moss\u200b.example/", ""),
        ("phone", "call Ada: 0900 123", "tel:0900123"),
        ("mail", "\u0430da@moss.example", "mailto:"),
    ],
)
def test_what_leads_elsewhere_is_shown_first(kind: str, value: str, there: str) -> None:
    url = link(kind, value)
    if url is not None:  # else it is not opened at all
        assert there in leads_elsewhere(value, url)
        assert leads_elsewhere(value, url)


def test_it_opens_only_what_was_agreed(
    theme: Theme, show: Callable[[QWidget], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_(url: QUrl) -> bool:
        opened.append(url.host())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_)
    window = QWidget()
    show(window)
    for value in ("moss.example", "https://bank.example@evil.example/"):
        url = link("web", value)
        assert url is not None
        assert open_link(theme, value, url, window) == ""
    assert opened == ["moss.example"]
    (dialog,) = window.findChildren(LeavingDialog)
    there = dialog.findChild(QPlainTextEdit, "leaving.there")
    assert there is not None
    assert "evil.example" in there.toPlainText()
    for name, after in (("leaving.stay", 1), ("leaving.open", 2)):
        button = dialog.findChild(QAbstractButton, name)
        assert button is not None
        if after == 2:
            dialog.open()
        button.click()
        assert len(opened) == after
