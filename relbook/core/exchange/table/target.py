"""What the columns of a table can mean."""

from dataclasses import dataclass
from enum import StrEnum

from relbook.core.words import Sentence, sentence


class What(StrEnum):
    """What a column holds. Its value is what a saved mapping calls it."""

    NAME = "name"
    GIVEN = "given"
    ADDITIONAL = "additional"
    FAMILY = "family"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    NICKNAME = "nickname"
    SAY_GIVEN = "say given"
    SAY_ADDITIONAL = "say additional"
    SAY_FAMILY = "say family"
    FILE_AS = "file as"
    PRONOUNS = "pronouns"
    ORGANISATION = "organisation"
    DEPARTMENT = "department"
    TITLE = "title"
    ROLE = "role"
    PHONE = "phone"
    MAIL = "mail"
    WEB = "web"
    CHAT = "chat"
    SOCIAL = "social"
    LABEL = "label"
    SERVICE = "service"
    ADDRESS = "address"
    STREET = "street"
    PO_BOX = "po box"
    EXTENDED = "extended"
    LOCALITY = "locality"
    REGION = "region"
    CODE = "code"
    COUNTRY = "country"
    BIRTHDAY = "birthday"
    BIRTH_YEAR = "birth year"
    BIRTH_MONTH = "birth month"
    BIRTH_DAY = "birth day"
    ANNIVERSARY = "anniversary"
    DEATHDAY = "deathday"
    DAY = "day"
    CIRCLE = "circle"
    INTEREST = "interest"
    HOBBY = "hobby"
    EXPERTISE = "expertise"
    INDUSTRY = "industry"
    KIN = "kin"
    NOTE = "note"
    PHOTO = "photo"
    UID = "uid"
    OWN = "own"
    LEAVE = "leave"


WORDS: dict[What, Sentence] = {
    What.NAME: sentence("Whole name"),
    What.GIVEN: sentence("First name"),
    What.ADDITIONAL: sentence("Middle name"),
    What.FAMILY: sentence("Last name"),
    What.PREFIX: sentence("Title before the name"),
    What.SUFFIX: sentence("Suffix"),
    What.NICKNAME: sentence("Nickname"),
    What.SAY_GIVEN: sentence("How the first name is said"),
    What.SAY_ADDITIONAL: sentence("How the middle name is said"),
    What.SAY_FAMILY: sentence("How the last name is said"),
    What.FILE_AS: sentence("Sorted as"),
    What.PRONOUNS: sentence("Pronouns"),
    What.ORGANISATION: sentence("Organisation"),
    What.DEPARTMENT: sentence("Department"),
    What.TITLE: sentence("Job title"),
    What.ROLE: sentence("Profession"),
    What.PHONE: sentence("Phone"),
    What.MAIL: sentence("Mail"),
    What.WEB: sentence("Website"),
    What.CHAT: sentence("Chat"),
    What.SOCIAL: sentence("Social network"),
    What.LABEL: sentence("Label of the next"),
    What.SERVICE: sentence("Service of the next"),
    What.ADDRESS: sentence("Whole address"),
    What.STREET: sentence("Street"),
    What.PO_BOX: sentence("PO box"),
    What.EXTENDED: sentence("More of the address"),
    What.LOCALITY: sentence("Town"),
    What.REGION: sentence("Region"),
    What.CODE: sentence("Postcode"),
    What.COUNTRY: sentence("Country"),
    What.BIRTHDAY: sentence("Birthday"),
    What.BIRTH_YEAR: sentence("Year of birth"),
    What.BIRTH_MONTH: sentence("Month of birth"),
    What.BIRTH_DAY: sentence("Day of birth"),
    What.ANNIVERSARY: sentence("Anniversary"),
    What.DEATHDAY: sentence("Day of death"),
    What.DAY: sentence("Another day"),
    What.CIRCLE: sentence("Circles"),
    What.INTEREST: sentence("Interests"),
    What.HOBBY: sentence("Hobbies"),
    What.EXPERTISE: sentence("What they know about"),
    What.INDUSTRY: sentence("Line of work"),
    What.KIN: sentence("Someone close to them"),
    What.NOTE: sentence("Note"),
    What.PHOTO: sentence("Address of a photo"),
    What.UID: sentence("Id"),
    What.OWN: sentence("A field of its own"),
    What.LEAVE: sentence("Leave it out"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What one column means.

    `label` is the label of a value ("home"), the kind of a relation ("spouse") or the name of a
    field. Columns of one `group` make one value together: the street and the town of an address, a
    number and its label. An `echo` counts only if no other column has said the same.
    """

    what: What
    label: str = ""
    group: str = ""
    echo: bool = False

    def words(self) -> str:
        """For a person to read: "Phone (home)"."""
        name = str(WORDS[self.what])
        return f"{name} ({self.label})" if self.label and self.what is not What.OWN else name


GROUPED = frozenset(
    {
        What.ADDRESS,
        What.STREET,
        What.PO_BOX,
        What.EXTENDED,
        What.LOCALITY,
        What.REGION,
        What.CODE,
        What.COUNTRY,
    }
)
POSITION = frozenset({What.ORGANISATION, What.DEPARTMENT, What.TITLE, What.ROLE})


def choices() -> list[Target]:
    """What a person may choose for a column, in the order it is offered."""
    found = []
    for what in What:
        labels: tuple[str, ...] = ("",)
        if what in {What.LABEL, What.SERVICE}:
            continue
        if what in {What.PHONE, What.MAIL, What.WEB} or what in GROUPED:
            labels = ("", "home", "work", "other")
        if what is What.PHONE:
            labels += ("mobile", "home fax", "work fax", "pager")
        elif what is What.KIN:
            labels = ("spouse", "partner", "child", "parent", "friend", "manager", "assistant")
            labels += ("introduced-by",)
        group = what in GROUPED
        found += [Target(what, label, (label or "address") if group else "") for label in labels]
    return found
