"""Whatever a card holds: what is written of it is read as the same, and is written so again."""

import binascii
import io
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange import vcard
from relbook.core.exchange.vcard.property import Head, Property

NAMES = ["N", "FN", "ADR", "TEL", "NOTE", "LABEL", "PHOTO", "KEY", "RELATED", "X-ABLabel", "x-a_b"]
FRAME = {"BEGIN", "END", "VERSION", "AGENT"}

names = st.one_of(
    st.sampled_from(NAMES),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,8}", fullmatch=True).filter(
        lambda name: name.upper() not in FRAME
    ),
)
groups = st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9-]{1,6}(\.[a-z]{1,3})?", fullmatch=True))
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=90)
values = st.one_of(
    texts,
    st.text('\\,;:^="é \t秀a', max_size=160),
    st.text("BEGINVCARD:=\\n-", max_size=80),
    texts.map(lambda text: text * 9),
)
params = st.lists(
    st.tuples(
        st.sampled_from(
            ["TYPE", "LABEL", "X-Own", "PREF", "VALUE", "ALTID", "LANGUAGE", "SORT-AS"]
        ),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20),
    ),
    max_size=4,
)


@st.composite
def plain(draw: st.DrawFn) -> Property:
    """A property of any version."""
    return Property(Head(draw(groups), draw(names), tuple(draw(params))), draw(values))


@st.composite
def quoted_printable(draw: st.DrawFn) -> Property:
    """A property of 2.1, of text in some charset."""
    charset = draw(st.sampled_from(["", "UTF-8", "ISO-8859-15", "SHIFT_JIS", "windows-1251"]))
    data = draw(texts).encode(charset or "utf-8", "replace")
    value = binascii.b2a_qp(data, istext=False).decode("ascii").replace("=\n", "")
    said = [("CHARSET", charset)] if charset else []
    pairs = (*draw(params), ("ENCODING", "QUOTED-PRINTABLE"), *said)
    return Property(Head(draw(groups), draw(names), pairs), value)


@st.composite
def base64(draw: st.DrawFn) -> Property:
    """A property of 2.1 or 3.0, of bytes."""
    name = draw(st.sampled_from(["b", "B", "BASE64"]))
    pairs = (*draw(params), ("ENCODING", name))
    value = b64encode(draw(st.binary(max_size=300))).decode("ascii")
    return Property(Head(draw(groups), draw(names), pairs), value)


OF_VERSION = {
    "2.1": st.one_of(plain(), quoted_printable(), base64()),
    "3.0": st.one_of(plain(), quoted_printable(), base64()),
    "4.0": plain(),
}
cards = st.sampled_from(sorted(OF_VERSION)).flatmap(
    lambda version: st.builds(
        vcard.Card,
        st.just(version),
        st.lists(OF_VERSION[version], min_size=1, max_size=4).map(tuple),
    )
)


def read(data: bytes) -> list[vcard.Card | vcard.Problem]:
    return list(vcard.read(io.BytesIO(data)))


@settings(max_examples=150)
@given(st.lists(cards, min_size=1, max_size=3))
def test_what_is_written_is_read_again_and_written_the_same(written: list[vcard.Card]) -> None:
    out = io.BytesIO()
    assert vcard.write(written, out) == len(written)
    found = read(out.getvalue())
    assert found == written
    again = io.BytesIO()
    vcard.write([one for one in found if isinstance(one, vcard.Card)], again)
    assert again.getvalue() == out.getvalue()


@settings(max_examples=40)
@given(cards)
def test_no_line_is_long_and_none_is_cut_within_a_letter(card: vcard.Card) -> None:
    for line in vcard.to_bytes(card).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n\r\n"])
@settings(max_examples=25)
@given(card=cards)
def test_lines_may_end_in_any_way(end: str, card: vcard.Card) -> None:
    if end == "\r\n\r\n":  # a blank line within a folded value is more than a line end
        text = vcard.to_bytes(card).decode().replace("\r\n", end).replace(f"{end} ", "\r\n ")
    else:
        text = vcard.to_bytes(card).decode().replace("\r\n", end)
    assert read(text.encode()) == [card]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@settings(max_examples=20)
@given(card=cards)
def test_a_file_may_be_in_any_unicode(encoding: str, card: vcard.Card) -> None:
    assert read(vcard.to_bytes(card).decode().encode(encoding)) == [card]


@settings(max_examples=40)
@given(st.lists(cards, min_size=1, max_size=3), st.integers(0, 400))
def test_a_file_cut_off_gives_all_cards_before_the_cut(
    written: list[vcard.Card], short: int
) -> None:
    data = b"".join(map(vcard.to_bytes, written))
    whole = data[: max(20, len(data) - short)].count(b"END:VCARD\r\n")
    found = [one for one in read(data[: max(20, len(data) - short)]) if isinstance(one, vcard.Card)]
    assert found[:whole] == written[:whole]
