"""Cards made of plain data, and read again."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange import vcard
from relbook.core.exchange.person import (
    CardPerson,
    Contact,
    Day,
    Kin,
    Liking,
    Name,
    Photo,
    Position,
    PostalAddress,
    Remark,
    Text,
)

ADA = CardPerson(
    uid="4fbe89710bc3424c9c2636c3e1eff6b1",
    name="Ada Lovelace",
    parts=Name("King; Countess", "Ada", "Augusta Byron", "Lady", "FRS"),
    sort_as="Lovelace",
    nicknames=(Text("Addie, of course"), Text("A.")),
    say_it=Name("LUV-lace", "AY-da"),
    pronouns=Text("she/her"),
    positions=(
        Position("Engines, Ltd", "Cards", "Analyst", "Author"),
        Position("Court"),
        Position(title="Poet"),
    ),
    contacts=(
        Contact("phone", "+44 20 7946 0001", "home fax", preferred=True),
        Contact("phone", "+44 20 7946 0002", "Boat; below"),
        Contact("mail", "ada@example.org", "work"),
        Contact("web", "https://example.org/?a=1;b=2", "blog"),
        Contact("chat", "ada.l", "home", service="Skype"),
        Contact("chat", "ada", service="Carrier pigeon"),
        Contact("social", "https://example.social/@ada", service="Mastodon"),
        Contact("social", "ada", service="Twitter"),
    ),
    addresses=(
        PostalAddress("Box 1", "", "12 St James; rear", "London", "", "SW1", "UK", label="home"),
        PostalAddress(lines='The "Boat"\nThames, London', label="In summer", preferred=True),
    ),
    days=(
        Day("birthday", "--12-10"),
        Day("anniversary", "1835-07-08"),
        Day("deathday", "1852-11"),
        Day("other", "1833~", "First met"),
        Day("other", "--06-05", "Party"),
        Day("other", "", "Ball", "one night in May"),
    ),
    categories=(Text("Friends"), Text("Science, old")),
    remarks=(Remark("one\ntwo; three, \\n four"), Remark("dated", "2025-01-01")),
    photo=Photo(b"\x89PNG\r\n\x1a\n" + bytes(300), media_type="image/png"),
    kin=(
        Kin("mother", name="Annabella"),
        Kin("spouse", uid="0123456789abcdef0123456789abcdef"),
        Kin("introduced-by", uid="someone@elsewhere"),
    ),
    likings=(Liking("interest", "mathematics", "high"), Liking("expertise", "wool", "", True)),
    revised="20260131T120000Z",
)


def test_a_person_is_the_same_after_the_journey() -> None:
    card = vcard.build(ADA)
    assert vcard.parse(vcard.to_bytes(card)).person() == ADA


def test_ids_are_urns_and_the_photo_comes_last() -> None:
    card = vcard.build(ADA, revised="20260201T000000Z")
    assert [prop.name for prop in card.properties[:3]] == ["PRODID", "UID", "FN"]
    assert card.properties[-1].name == "PHOTO"
    uid, revised = card.first("UID"), card.first("REV")
    assert uid is not None
    assert revised is not None
    assert uid.value == "urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert revised.value == "20260201T000000Z"


def test_a_circle_is_a_group_card() -> None:
    circle = CardPerson(
        uid="x", kind="group", name="Choir", members=(Text("0123456789abcdef0123456789abcdef"),)
    )
    assert vcard.parse(vcard.to_bytes(vcard.build(circle))).person() == circle


words = st.text(
    st.one_of(st.characters(categories=["L", "N"]), st.sampled_from(" ,;:\\\"'^=\n-")), max_size=60
).map(str.strip)
filled = words.filter(bool)
# A number or an address is read without the scheme that some programs write before it.
reached = filled.filter(lambda value: not value.lower().startswith(("mailto:", "tel:")))
labels = st.sampled_from(["", "home", "work", "home fax", "mobile", "Boat; below, deck"])


@settings(max_examples=100)
@given(
    st.builds(
        CardPerson,
        name=st.text(string.ascii_letters + "é秀", min_size=1),
        nicknames=st.lists(st.builds(Text, filled), max_size=2).map(tuple),
        positions=st.lists(
            st.builds(Position, words, words, words, words).filter(
                lambda one: any((one.organisation, one.department, one.title, one.role))
            ),
            max_size=3,
        ).map(tuple),
        contacts=st.lists(
            st.builds(Contact, st.sampled_from(["phone", "mail"]), reached, labels), max_size=3
        ).map(tuple),
        remarks=st.lists(st.builds(Remark, filled), max_size=2).map(tuple),
        likings=st.lists(
            st.builds(Liking, st.sampled_from(["interest", "hobby", "expertise"]), filled),
            max_size=2,
        ).map(tuple),
    )
)
def test_any_person_is_the_same_after_the_journey(person: CardPerson) -> None:
    assert vcard.parse(vcard.to_bytes(vcard.build(person))).person() == person
