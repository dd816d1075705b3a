"""Small files, each odd in the one way it is named after."""

from pathlib import Path

import pytest

from relbook.core.exchange import vcard
from relbook.core.exchange.person import CardPerson
from tests.core.exchange.expected import EXPECTED

FILES = Path(__file__).parents[3] / "files" / "vcard"


def told(found: list[vcard.Card | vcard.Problem]) -> dict[str, object]:
    """What a file says, as plainly as can be: all names and problems, the rest of the first card."""
    people = [card.person() for card in found if isinstance(card, vcard.Card)]
    person = people[0] if people else CardPerson()
    photo = person.photo
    return {
        "names": [one.name for one in people],
        "problems": [one.line for one in found if isinstance(one, vcard.Problem)],
        "repaired": len(person.repaired),
        "fields": next((len(one.properties) for one in found if isinstance(one, vcard.Card)), 0),
        "uid": person.uid,
        "kind": person.kind,
        "parts": (
            person.parts.family,
            person.parts.given,
            person.parts.additional,
            person.parts.prefixes,
            person.parts.suffixes,
        ),
        "say_it": (person.say_it.family, person.say_it.given),
        "sort_as": person.sort_as,
        "pronouns": person.pronouns.value,
        "nicknames": [one.value for one in person.nicknames],
        "phones": [(one.value, one.label) for one in person.of_kind("phone")],
        "mails": [(one.value, one.label) for one in person.of_kind("mail")],
        "webs": [(one.value, one.label) for one in person.of_kind("web")],
        "chats": [(one.value, one.label, one.service) for one in person.of_kind("chat")],
        "socials": [(one.value, one.label, one.service) for one in person.of_kind("social")],
        "preferred": [one.value for one in person.contacts if one.preferred],
        "addresses": [(one.street, one.locality, one.label) for one in person.addresses],
        "lines": person.addresses[0].lines if person.addresses else "",
        "positions": [
            (one.organisation, one.department, one.title, one.role) for one in person.positions
        ],
        "days": [(one.kind, one.date, one.label) for one in person.days],
        "categories": [one.value for one in person.categories],
        "notes": [one.text for one in person.remarks],
        "kin": [(one.kind, one.name, one.uid) for one in person.kin],
        "likings": [(one.kind, one.name, one.level, one.industry) for one in person.likings],
        "members": [one.value for one in person.members],
        "photo": (photo.media_type, len(photo.data)) if photo and photo.data else None,
        "url": photo.url if photo else "",
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in FILES.glob("*.vcf")))
def test_says_what_it_should(name: str) -> None:
    with (FILES / f"{name}.vcf").open("rb") as stream:
        assert told(list(vcard.read(stream))) == told([]) | EXPECTED[name]


def test_every_expectation_has_its_file() -> None:
    assert EXPECTED.keys() == {path.stem for path in FILES.glob("*.vcf")}
