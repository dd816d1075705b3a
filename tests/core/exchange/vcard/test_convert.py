"""Cards of one version as cards of another, with nothing lost."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange import vcard
from relbook.core.exchange.person import CardPerson, Name
from relbook.core.exchange.vcard.convert import convert
from relbook.core.exchange.vcard.property import Property

FILES = sorted((Path(__file__).parents[3] / "files" / "vcard").glob("*.vcf"))


def same(before: CardPerson, after: CardPerson) -> list[str]:
    """The names of what differs, but for what the newer version demands and how it writes times."""
    return [
        one.name
        for one in fields(before)
        if one.compare
        and one.name != "revised"
        and getattr(before, one.name) != getattr(after, one.name)
        and not (one.name == "parts" and before.parts == Name())
    ]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_every_file_tells_the_same_in_either_version(version: str) -> None:
    for file in FILES:
        with file.open("rb") as stream:
            cards = [card for card in vcard.read(stream) if isinstance(card, vcard.Card)]
        for card in cards:
            other = vcard.parse(vcard.to_bytes(convert(card, version)))
            assert other.version == version
            assert same(card.person(), other.person()) == [], file.name


def lines(version: str, *before: str, to: str) -> list[str]:
    """What lines of a card become, FN and N apart."""
    text = "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", "FN:x", "N:y;;;;", *before))
    raw = vcard.to_bytes(convert(vcard.parse(f"{text}\r\nEND:VCARD\r\n".encode()), to))
    unfolded = raw.decode().replace("\r\n ", "").split("\r\n")
    return [line for line in unfolded[4:-2] if line != "N:y;;;;"]


@pytest.mark.parametrize(
    ("before", "three", "four"),
    [
        ("TEL;HOME;PREF:1", "TEL;TYPE=HOME,PREF:1", "TEL;TYPE=HOME;PREF=1:1"),
        ("NOTE;QUOTED-PRINTABLE:a=3Bb=0D=0Ac", "NOTE:a\\;b\\nc", "NOTE:a\\;b\\nc"),
        ("TITLE:C:\\new, yes", "TITLE:C:\\\\new\\, yes", "TITLE:C:\\\\new\\, yes"),
        ("X-ODD:a;b\\c", "X-ODD:a;b\\\\c", "X-ODD:a;b\\\\c"),
        ("BDAY:1980-03-22", "BDAY:1980-03-22", "BDAY:19800322"),
        ("GEO:37.2,-17.8", "GEO:37.2;-17.8", "GEO:geo:37.2,-17.8"),
        ("CATEGORIES:a;b", "CATEGORIES:a,b", "CATEGORIES:a,b"),
        ("MAILER:Old", "MAILER:Old", "MAILER:Old"),
        ("KEY;X509;BASE64:QUJD", "KEY;ENCODING=b;TYPE=X509:QUJD",
         "KEY:data:application/pkix-cert;base64,QUJD"),
        ("LOGO;VALUE=URL:http://a.example/b", "LOGO;VALUE=uri:http://a.example/b",
         "LOGO;VALUE=uri:http://a.example/b"),
        ("TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=C3=96l):1", "TEL;TYPE=X-Öl:1",
         "TEL;TYPE=X-Öl:1"),
        ("Grp.A.TEL;HOME:1", "Grp-A.TEL;TYPE=HOME:1", "Grp-A.TEL;TYPE=HOME:1"),
        ("SOUND;X-IRMC-N:a;b;;;", "SOUND;TYPE=X-IRMC-N:a;b;;;",
         "SOUND;TYPE=X-IRMC-N;VALUE=text:a;b;;;"),
    ],
)  # fmt: skip
def test_the_oldest_is_written_in_newer_ways(before: str, three: str, four: str) -> None:
    assert lines("2.1", before, to="3.0") == [three]
    assert lines("2.1", before, to="4.0") == [four]


@pytest.mark.parametrize(
    ("four", "three"),
    [
        ("BDAY:--0412", ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12"]),
        ("BDAY:1980-03", ["BDAY:1980-03"]),
        ("BDAY;VALUE=text:long ago", ["BDAY;VALUE=text:long ago"]),
        ("BDAY:19531015T231000Z", ["BDAY;VALUE=date-time:1953-10-15T23:10:00Z"]),
        ("TEL;VALUE=uri;TYPE=home;PREF=1:tel:+1-5;ext=2", ["TEL;TYPE=home,pref:+1-5 ext. 2"]),
        ("TEL;VALUE=uri:tel:5;phone-context=a.example", ["TEL;VALUE=uri:tel:5;phone-context=a.example"]),
        ("PHOTO:file:///a/b.png", ["PHOTO;VALUE=uri:file:///a/b.png"]),
        ("EMAIL;PREF=2:a@b.example", ["EMAIL;PREF=2:a@b.example"]),
        ('ADR;TYPE=home;LABEL="1 St, L^nUK":;;1 St;;;;',
         ["ADR;TYPE=home:;;1 St;;;;", "LABEL;TYPE=home:1 St\\, L\\nUK"]),
        ("ANNIVERSARY:20090808", ["item1.X-ABDATE:2009-08-08",
                                  "item1.X-ABLabel:_$!<Anniversary>!$_"]),
        ("RELATED;TYPE=friend;VALUE=text:Bo", ["item1.X-ABRELATEDNAMES:Bo",
                                               "item1.X-ABLabel:_$!<Friend>!$_"]),
        ("RELATED;TYPE=friend:urn:uuid:x", ["RELATED;TYPE=friend:urn:uuid:x"]),
        ("SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://a.example/@b",
         ["X-SOCIALPROFILE;TYPE=Mastodon:https://a.example/@b"]),
        ("GEO:geo:37.2,-17.8", ["GEO:37.2;-17.8"]),
        ("TZ:-0500", ["TZ:-05:00"]),
        ("PHOTO:data:image/png;base64,iVBORw0KGgo=", ["PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo="]),
        ("HOBBY;LEVEL=high;INDEX=1:reading", ["HOBBY;LEVEL=high;INDEX=1:reading"]),
    ],
)  # fmt: skip
def test_what_3_0_has_another_way_for_goes_that_way(four: str, three: list[str]) -> None:
    assert lines("4.0", four, to="3.0") == three


@pytest.mark.parametrize(
    ("three", "four"),
    [
        ("REV:2009-12-09T22:35:54.5+01:00", "REV:20091209T223554.5+0100"),
        ("REV;VALUE=date-time:2009-12-09T22:35Z", "REV:20091209T223500Z"),
        ("REV:2009-12-09", "REV:20091209"),
        ("REV:last week", "REV:last week"),
        ("KEY;TYPE=PGP:-----BEGIN\\nabc", "KEY;TYPE=PGP;VALUE=text:-----BEGIN\\nabc"),
    ],
)
def test_what_4_0_has_another_way_for_goes_that_way(three: str, four: str) -> None:
    assert lines("3.0", three, to="4.0") == [four]


def test_what_4_0_allows_but_once_is_said_once() -> None:
    assert lines("3.0", "UID:a", "UID:a", "PRODID:b", "PRODID:c", to="4.0") == [
        "UID:a",
        "PRODID:b",
        "PRODID:c",
    ]


def test_a_backslash_at_the_end_escapes_nothing() -> None:
    assert lines("3.0", "NOTE:C:\\\\a\\", to="4.0") == ["NOTE:C:\\\\a\\\\"]


def test_a_sound_becomes_what_older_programs_know() -> None:
    assert lines("4.0", "N;ALTID=1;PHONETIC=ipa:a;b;;;", to="3.0") == [
        "X-PHONETIC-LAST-NAME;ALTID=1;PHONETIC=ipa:a",
        "X-PHONETIC-FIRST-NAME;ALTID=1;PHONETIC=ipa:b",
    ]


def test_groups_have_other_names_in_3_0_and_their_own_again_in_4_0() -> None:
    three = lines("4.0", "KIND:group", "MEMBER:urn:uuid:a", to="3.0")
    assert three == ["X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a"]
    assert lines("3.0", *three, to="4.0") == ["KIND:group", "MEMBER:urn:uuid:a"]


def test_a_card_within_a_card_is_kept_whole() -> None:
    nested = ("AGENT:", "BEGIN:VCARD", "VERSION:2.1", "N:Sec;Mary", "END:VCARD")
    (line,) = lines("2.1", *nested, "TEL:1", to="4.0")[:1]
    assert line == "AGENT:BEGIN:VCARD\\nVERSION:2.1\\nN:Sec\\;Mary\\nEND:VCARD"


def test_a_name_that_the_version_demands_is_found() -> None:
    card = vcard.parse(b"BEGIN:VCARD\nVERSION:2.1\nEMAIL:ada@example.org\nEND:VCARD\n")
    assert convert(card, "4.0").person().name == "ada@example.org"
    assert convert(card, "3.0").first("N") is not None


text = st.text(
    st.one_of(st.characters(categories=["L", "N"]), st.sampled_from(" ,;:\\\"'^\n-=")), max_size=40
)
TYPES = st.lists(st.sampled_from(["home", "work", "cell", "pref", "x-odd"]), max_size=2)


@st.composite
def properties(draw: st.DrawFn) -> Property:
    """A property that any version may have, its value as raw as it comes."""
    name = draw(st.sampled_from(
        ["TEL", "EMAIL", "ADR", "ORG", "TITLE", "NOTE", "NICKNAME", "URL", "BDAY", "X-ODD", "X-AIM",
         "CATEGORIES", "X-ABDATE", "HOBBY", "PHOTO", "LABEL", "SORT-STRING", "GEO", "TZ"]
    ))  # fmt: skip
    params = [("TYPE", kind) for kind in draw(TYPES)]
    return Property.of(name, draw(text).replace("\n", "\\n"), params)


@settings(max_examples=300)
@given(
    st.sampled_from(["2.1", "3.0", "4.0"]),
    st.lists(properties(), max_size=5),
    st.sampled_from(["3.0", "4.0"]),
)
def test_any_card_tells_the_same_in_another_version(
    version: str, found: list[Property], to: str
) -> None:
    name = [Property.of("FN", "Ada"), Property.of("N", "Lovelace;Ada;;;")]
    card = vcard.Card(version, (*name, *found))
    after = vcard.parse(vcard.to_bytes(convert(card, to))).person()
    assert same(card.person(), after) == []
