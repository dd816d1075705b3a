"""What each kind of fact is called, and the icon that stands before it."""

from collections.abc import Mapping, Sequence

from relbook.core.words import Sentence, sentence

CONTACTS: Mapping[str, tuple[Sentence, str]] = {
    "mail": (sentence("Mail"), "mail"),
    "phone": (sentence("Phone"), "phone"),
    "web": (sentence("Web page"), "globe"),
    "chat": (sentence("Chat"), "message-circle"),
    "social": (sentence("Social"), "at-sign"),
    "address": (sentence("Address"), "map-pin"),
}
LABELS: Mapping[str, Sentence] = {
    "home": sentence("home"),
    "work": sentence("work"),
    "mobile": sentence("mobile"),
    "other": sentence("other"),
}
STATES: Mapping[str, Sentence] = {
    "active": sentence("active"),
    "resting": sentence("resting"),
    "archived": sentence("archived"),
    "estranged": sentence("estranged"),
    "deceased": sentence("has died"),
}
DAYS: Mapping[str, tuple[Sentence, str]] = {
    "birthday": (sentence("birthday"), "cake"),
    "anniversary": (sentence("anniversary"), "heart"),
    "deathday": (sentence("day of death"), "leaf"),
    "other": (sentence("another day"), "calendar-days"),
}
MOMENTS: Mapping[str, tuple[Sentence, str]] = {
    "talk": (sentence("Talk"), "message-circle"),
    "meal": (sentence("Meal"), "utensils"),
    "call": (sentence("Call"), "phone"),
    "message": (sentence("Message"), "at-sign"),
    "letter": (sentence("Letter"), "mail"),
    "walk": (sentence("Walk"), "footprints"),
    "visit": (sentence("Visit"), "coffee"),
    "trip": (sentence("Trip"), "sailboat"),
    "event": (sentence("Event"), "calendar-days"),
    "other": (sentence("Moment"), "clock"),
}
MOMENTS_WITH: Mapping[str, Sentence] = {
    "talk": sentence("Talk with {people}"),
    "meal": sentence("Meal with {people}"),
    "call": sentence("Call with {people}"),
    "message": sentence("Message with {people}"),
    "letter": sentence("Letter with {people}"),
    "walk": sentence("Walk with {people}"),
    "visit": sentence("Visit with {people}"),
    "trip": sentence("Trip with {people}"),
    "event": sentence("Event with {people}"),
    "other": sentence("Moment with {people}"),
}
THREADS: Mapping[str, tuple[Sentence, str]] = {
    "hope": (sentence("Hope"), "sprout"),
    "work": (sentence("Work"), "briefcase"),
    "study": (sentence("Study"), "graduation-cap"),
    "family": (sentence("Family"), "users"),
    "health": (sentence("Health"), "leaf"),
    "move": (sentence("Move"), "compass"),
    "project": (sentence("Project"), "book-open"),
    "other": (sentence("Something else"), "circle-dot"),
}
OWN: Mapping[str, tuple[Sentence, str]] = {
    "text": (sentence("Text"), "tag"),
    "number": (sentence("Number"), "tag"),
    "date": (sentence("Date"), "calendar"),
    "link": (sentence("Link"), "link"),
}
RELATIONS: Mapping[str, Sentence] = {
    "partner": sentence("partner"),
    "spouse": sentence("spouse"),
    "wife": sentence("wife"),
    "husband": sentence("husband"),
    "former partner": sentence("former partner"),
    "child": sentence("child"),
    "daughter": sentence("daughter"),
    "son": sentence("son"),
    "parent": sentence("parent"),
    "mother": sentence("mother"),
    "father": sentence("father"),
    "sibling": sentence("sibling"),
    "sister": sentence("sister"),
    "brother": sentence("brother"),
    "grandchild": sentence("grandchild"),
    "grandparent": sentence("grandparent"),
    "aunt or uncle": sentence("aunt or uncle"),
    "niece or nephew": sentence("niece or nephew"),
    "cousin": sentence("cousin"),
    "in-law": sentence("in-law"),
    "relative": sentence("relative"),
    "godparent": sentence("godparent"),
    "godchild": sentence("godchild"),
    "friend": sentence("friend"),
    "neighbour": sentence("neighbour"),
    "flatmate": sentence("flatmate"),
    "colleague": sentence("colleague"),
    "manager": sentence("manager"),
    "works for them": sentence("works for them"),
    "assistant": sentence("assistant"),
    "assists them": sentence("assists them"),
    "teacher": sentence("teacher"),
    "student": sentence("student"),
    "mentor": sentence("mentor"),
    "mentee": sentence("mentee"),
}


def word(kinds: Mapping[str, Sentence | tuple[Sentence, str]], kind: str) -> str:
    """What `kind` is called; one that is not among `kinds` is the owner's own word."""
    found = kinds.get(kind)
    if found is None:
        return kind
    return str(found[0] if isinstance(found, tuple) else found)


def icon(kinds: Mapping[str, tuple[Sentence, str]], kind: str) -> str:
    """The icon of `kind`; that of the last of `kinds` for one that is not among them."""
    return (kinds.get(kind) or kinds[list(kinds)[-1]])[1]


def choices(
    kinds: Mapping[str, Sentence | tuple[Sentence, str]],
) -> Sequence[tuple[str, str]]:
    """`kinds` as a form offers them."""
    return [(kind, word(kinds, kind)) for kind in kinds]
