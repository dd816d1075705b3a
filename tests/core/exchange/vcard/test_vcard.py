"""Reading and writing cards, as a file of any size and any kind comes."""

import io
from collections.abc import Iterator

import pytest

from relbook.core.errors import FileUnreadable
from relbook.core.exchange import vcard
from relbook.core.exchange.vcard import lines, stretches
from relbook.core.exchange.vcard.property import Property

ADA = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nTEL;TYPE=CELL:+44 20\r\nEND:VCARD\r\n"


def read(data: bytes) -> list[vcard.Card | vcard.Problem]:
    return list(vcard.read(io.BytesIO(data)))


class Slow(io.BytesIO):
    """A stream that hands out piece by piece, and cannot tell how long it is."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    def read(self, size: int | None = -1, /) -> bytes:
        return next(self._pieces, b"")

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise OSError


def test_a_card_keeps_its_bytes_and_its_place() -> None:
    first, second = read(b"\xef\xbb\xbf\r\n" + ADA + b"\r\n" + ADA)
    assert isinstance(first, vcard.Card)
    assert isinstance(second, vcard.Card)
    assert (first.raw, first.line, second.line) == (ADA, 2, 8)
    assert [prop.line for prop in first.properties] == [2, 3]
    assert vcard.parse(first.raw) == first == second


def test_properties_are_found_by_name() -> None:
    card = vcard.parse(ADA.replace(b"TEL;", b"tel:1\r\nitem1.Tel;"))
    assert card.places("TEL") == [1, 2]
    assert [prop.name for prop in card.every("TEL")] == ["tel", "Tel"]
    assert card.first("NOTE") is None


def test_values_know_the_property_they_came_from() -> None:
    person = vcard.parse(ADA).person()
    assert (person.name_at, person.contacts[0].at) == (0, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n \r\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF" * 99,
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    ],
    ids=["empty", "blank", "a picture", "a calendar"],
)
def test_what_is_no_file_of_cards_is_refused(data: bytes) -> None:
    with pytest.raises(FileUnreadable, match="BEGIN:VCARD" if data.strip() else "is empty"):
        read(data)


def test_a_file_that_ends_in_an_error_of_the_disk_is_refused() -> None:
    def pieces() -> Iterator[bytes]:
        yield ADA
        raise OSError

    with pytest.raises(FileUnreadable):
        list(vcard.read(Slow(pieces())))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_blocks_may_end_anywhere(size: int) -> None:
    data = (
        b"x\r\n" * 300 + ADA + ADA.replace(b"\r\n", b"\r") + ADA.replace(b"\r\n", b"\n") + ADA[:60]
    )
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    assert list(vcard.read(Slow(pieces))) == read(data)


def test_progress_is_told_and_may_stop_the_reading() -> None:
    told: list[tuple[int, int]] = []
    data = ADA * 10_000
    list(vcard.read(io.BytesIO(data), report=lambda done, total: told.append((done, total))))
    assert told[-1] == (len(data), len(data))
    assert len(told) > 1

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(vcard.read(io.BytesIO(data), report=stop))


def test_a_card_too_large_is_left_out_and_the_rest_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "MAX_CARD", 1 << 20)
    large = ADA.replace(b"+44 20", b"4" * (3 << 20))
    found = read(ADA + large + ADA)
    assert [type(one).__name__ for one in found] == ["Card", "Problem", "Card"]
    assert [one.line for one in found] == [1, 6, 11]


def test_a_line_without_end_is_never_held() -> None:
    splitter = stretches.Splitter()
    for _ in range(100):
        assert list(splitter.feed(b"vcard begin:" * 1000)) == []
    assert len(splitter._buffer) < 50_000


def test_a_card_of_too_many_fields_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_PROPERTIES", 1000)
    found = read(ADA.replace(b"FN", b"X:1\r\n" * 2000 + b"FN") + ADA)
    assert [type(one).__name__ for one in found] == ["Problem", "Card"]


def test_cards_in_cards_as_deep_as_you_like() -> None:
    deep = b"AGENT:\r\nBEGIN:VCARD\r\n" * 20_000 + b"END:VCARD\r\n" * 20_000
    (card,) = read(ADA.replace(b"END", deep + b"END"))
    assert isinstance(card, vcard.Card)
    assert card.properties[-1].value.count("BEGIN:VCARD") == 20_000


@pytest.mark.parametrize(
    "odd",
    [
        b"NOTE:" + b"\\" * 300_000,
        b"NOTE;X=" + b'"' * 300_001 + b":1",
        b"NOTE" + b";X" * 150_000 + b":1",
        b"TEL" + b"".join(b";x%d" % number for number in range(40_000)) + b":1",
        b"NOTE;X=" + b'"a:b"' * 60_000 + b":1",
        b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\r\n" * 100_000 + b"\r\n",
        b"NOTE:1" + b"\r\n x" * 100_000,
        b"PHOTO;ENCODING=b:" + b"\r\nAAAA" * 50_000 + b"\r\n",
        b"X\r\n" * 100_000,
        b"CATEGORIES:" + b"a,\\;" * 75_000,
        b"ORG:" + b";" * 300_000,
        b"TITLE:a\r\nORG:b\r\n" * 10_000,
        b"ADR:;;a\r\nLABEL:b\r\n" * 10_000,
        b"BDAY:" + b"1" * 300_000,
        b"TEL;PREF=" + b"9" * 300_000 + b":1",
        b"NOTE;CHARSET=idna:" + b"\xe9." * 100_000,
        b"BEGIN:X\r\n" * 30_000 + b"END:X\r\n" * 30_000,
        b"\r\n" * 150_000,
        b"AGENT:BEGIN:VCARD\r\n" * 20_000,
        b"END:VCARD" + b" " * 300_000 + b"x",
    ],
    ids=lambda odd: odd[:24],
)
def test_what_means_harm_takes_no_long_time(odd: bytes) -> None:
    """Each would take minutes if any step were quadratic; the test run itself would tell."""
    found = read(ADA.replace(b"END", odd + b"\r\nEND"))
    for one in found:
        if isinstance(one, vcard.Card):
            one.person()
            vcard.to_bytes(one)
    assert found


def test_folds_leave_pairs_and_colons_alone() -> None:
    for shift in range(80):
        card = vcard.Card("4.0", (Property.of("NOTE", "x" * shift + "\\,:é\\\\^n" * 40),))
        for line in vcard.to_bytes(card).split(b"\r\n ")[1:]:
            assert line[:1] not in {b":", b","}
            assert not line.startswith(b"n")
        assert vcard.parse(vcard.to_bytes(card)) == card


def test_an_old_card_is_written_as_4_with_nothing_encoded() -> None:
    old = vcard.parse(
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB\r\n"
        b"PHOTO;JPEG;BASE64:/9j/\r\n\r\nEND:VCARD\r\n"
    )
    new = vcard.to_bytes(vcard.Card("4.0", old.properties)).decode()
    assert "FN:Zoë\r\nPHOTO:data:image/jpeg;base64,/9j/\r\n" in new
