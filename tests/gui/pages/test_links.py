import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbook.gui.pages.person.links import SCHEMES, link


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
