"""People out as CSV, and back."""

import csv
import io
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange.person import (
    CardPerson,
    Contact,
    Day,
    Kin,
    Liking,
    Name,
    OwnValue,
    Photo,
    Position,
    PostalAddress,
    Remark,
    Text,
)
from relbook.core.exchange.table import examine, write
from relbook.core.exchange.table.people import name_of_parts
from tests.core.exchange.table.told import found_in

# Words that begin as formulas do, and hold whatever a cell may hold, but no blanks at their ends.
LETTERS = st.characters(exclude_categories=["C", "Z"], include_characters=" ,;\"'\n")
WORD = st.text(LETTERS, min_size=1, max_size=8).map(str.strip).filter(bool)
TRICKY = st.sampled_from(
    ["=1+1", "+44 20 7946 0001", "-x", "@home", "'=x", "''+", "a, b", "O'Hara"]
)
ANY = WORD | TRICKY
NAMED = st.sampled_from(
    ["Lovelace", "=Ada", "O'Hara", "刘秀英", "-Zoë", "van der Berg", "@x", '"Q"']
)
LABEL = st.sampled_from(["", "home", "work", "mobile", "home fax", "other", "Boat", "iPhone"])
DATE = st.sampled_from(["1980", "1980-03", "1980-03-22", "--03-22", "--03", "1980~"])
OPTIONAL = st.just("") | ANY
SERVICE = st.sampled_from(["Skype", "XMPP", "Matrix"])


def contacts() -> st.SearchStrategy[tuple[Contact, ...]]:
    """Mails, phones, pages, social accounts and chats, in the order in which they stand in a row."""
    kinds = [
        st.builds(Contact, st.just("mail"), ANY, LABEL),
        st.builds(Contact, st.just("phone"), ANY, LABEL),
        st.builds(Contact, st.just("web"), ANY, LABEL)
        | st.builds(Contact, st.just("social"), ANY, service=st.just("LinkedIn")),
        st.builds(Contact, st.just("chat"), ANY, LABEL, service=SERVICE),
        st.builds(Contact, st.just("social"), ANY, st.just("work"), service=st.just("Mastodon")),
    ]
    lists = st.tuples(*(st.lists(kind, max_size=4) for kind in kinds))
    return lists.map(lambda found: tuple(one for part in found for one in part))


ADDRESS = st.builds(PostalAddress, *([OPTIONAL] * 8), label=LABEL).filter(bool)
POSITION = st.builds(Position, ANY, OPTIONAL, OPTIONAL, OPTIONAL)
DAY = st.builds(Day, st.sampled_from(["anniversary", "deathday"]), DATE) | st.builds(
    Day, st.just("other"), DATE, ANY.filter(lambda label: label[0] != "*")
)
KIND = st.sampled_from(["spouse", "child", "introduced-by", "co-worker", "mother", "manager"])
LIKING = st.builds(
    Liking,
    st.sampled_from(["hobby", "interest", "expertise"]),
    ANY,
    st.sampled_from(["", "high", "expert"]),
    st.booleans(),
)
OWN = st.builds(OwnValue, st.sampled_from(["Shoe size", "=Locker", "+", "Table"]), ANY)
CIRCLES = st.lists(st.sampled_from(["Friends", "=A", "a; b", "@work", "Chor, alt"]), unique=True)


@st.composite
def people(draw: st.DrawFn) -> CardPerson:
    """Someone of whom the header can hold everything."""
    parts = draw(
        st.builds(Name, NAMED, NAMED, st.just("") | NAMED, st.sampled_from(["", "Dr", "Mrs"]))
    )
    birthday = draw(st.lists(st.builds(Day, st.just("birthday"), DATE), max_size=1))
    return CardPerson(
        uid=draw(st.sampled_from(["", "4fbe89710bc3424c9c2636c3e1eff6b1"])),
        name=draw(st.just(name_of_parts(parts)) | NAMED),
        parts=parts,
        sort_as=draw(st.just("") | NAMED),
        nicknames=tuple(map(Text, draw(st.lists(st.sampled_from(["Addie", "=A"]), max_size=2)))),
        say_it=draw(st.builds(Name, st.just("") | NAMED, st.just("") | NAMED)),
        pronouns=Text(draw(st.sampled_from(["", "she/her"]))),
        positions=tuple(draw(st.lists(POSITION, max_size=3))),
        contacts=draw(contacts()),
        addresses=tuple(draw(st.lists(ADDRESS, max_size=3))),
        days=(*birthday, *draw(st.lists(DAY, max_size=3))),
        categories=tuple(map(Text, draw(CIRCLES))),
        remarks=tuple(draw(st.lists(st.builds(Remark, ANY), max_size=1))),
        photo=draw(st.none() | st.just(Photo(url="https://example.org/ada.png"))),
        kin=tuple(draw(st.lists(st.builds(Kin, KIND, ANY), max_size=4))),
        likings=tuple(draw(st.lists(LIKING, max_size=3))),
        own=tuple(draw(st.lists(OWN, max_size=3))),
    )


@given(st.lists(people(), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_what_is_written_comes_back_equal(some: list[CardPerson]) -> None:
    out = io.BytesIO()
    assert write(iter(some), out) == len(some)
    found, problems = found_in(out.getvalue())
    assert found == some
    assert problems == []
    for row in csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))):
        assert not [cell for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    again = io.BytesIO()
    write(found, again)
    assert again.getvalue() == out.getvalue()


def one(**told: object) -> dict[str, str]:
    """The row of someone, by header."""
    out = io.BytesIO()
    write([CardPerson(name="Ada Lovelace", parts=Name("Lovelace", "Ada"), **told)], out)  # type: ignore[arg-type]
    return next(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


def test_google_and_outlook_each_find_their_own_columns() -> None:
    row = one(
        contacts=(
            Contact("phone", "020 7946 0001", "work"),
            Contact("mail", "ada@example.org", "home"),
        ),
        positions=(Position("Engines", "", "Analyst"),),
        addresses=(PostalAddress(street="12 St James", locality="London", label="home"),),
        categories=(Text("Friends"), Text("Science")),
        kin=(Kin("spouse", "William"), Kin("child", "Byron"), Kin("child", "Ralph")),
        days=(Day("birthday", "--12-10"),),
    )
    google = ["First Name", "E-mail 1 - Value", "Phone 1 - Label", "Organization Title", "Labels"]
    assert [row[name] for name in google] == [
        "Ada",
        "ada@example.org",
        "Work",
        "Analyst",
        "Friends ::: Science ::: * myContacts",
    ]
    outlook = ["E-mail Address", "Business Phone", "Company", "Home City", "Categories", "Children"]
    assert [row[name] for name in outlook] == [
        "ada@example.org",
        "020 7946 0001",
        "Engines",
        "London",
        "Friends; Science",
        "Byron; Ralph",
    ]
    assert row["Birthday"] == " --12-10"


def test_what_a_spreadsheet_would_reckon_is_text() -> None:
    row = one(
        contacts=(Contact("phone", "+44 20 7946 0001"),),
        remarks=(Remark('=HYPERLINK("http://example.org")'),),
    )
    assert row["Phone 1 - Value"] == "'+44 20 7946 0001"
    assert row["Notes"].startswith("'=")


def test_a_name_known_only_whole_is_parted_and_kept_whole() -> None:
    out = io.BytesIO()
    write([CardPerson(name="Ada Lovelace"), CardPerson(kind="org", name="Engines Ltd")], out)
    (ada, engines), _ = found_in(out.getvalue())
    assert (ada.name, ada.parts) == ("Ada Lovelace", Name("Lovelace", "Ada"))
    assert (engines.kind, engines.name) == ("org", "Engines Ltd")


def test_no_temporary_file_is_told_of_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "_get_default_tempdir", lambda: "/nowhere")
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    everyone = [CardPerson(name="Ada", remarks=(Remark("tea " * 100_000),)) for _ in range(60)]
    assert write(everyone, io.BytesIO()) == 60


def test_groups_are_no_people_and_nobody_is_still_a_table() -> None:
    out = io.BytesIO()
    assert write([CardPerson(kind="group", name="Friends")], out) == 0
    assert out.getvalue().startswith(b"\xef\xbb\xbfFirst Name,")
    assert examine(out.getvalue() + b"Ada\r\n").kind == "relbook"
