"""What the typed line may say and does say: the names the book knows, and how it is understood."""

from collections.abc import Sequence
from dataclasses import dataclass

from relbook.core import dates, events, interests, ledger, ledger_line, people
from relbook.core.dates import PartialDate
from relbook.core.ledger_line import DEEDS, Draft, Place
from relbook.core.names import fold
from relbook.core.words import listed, say
from relbook.gui.desk import Desk
from relbook.gui.models.ledger import DOT, direction_word, kind_word
from relbook.gui.panels.ledger.line_box import Offer

MOST = 12  # offers in a list
AHEAD = 6  # months, before and behind, that are offered


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line comes to: with whom, in whose words, and why it cannot be kept as it is."""

    draft: Draft
    people: tuple[tuple[int, str], ...]
    words: str
    fault: str = ""
    strange: str = ""  # the name in it that is nobody's, or could be several people's


class Wording:
    """Reads lines on `desk`; names and words are asked of the book anew after `forget`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._interests: list[str] | None = None
        self._events: list[tuple[int, str]] | None = None
        self._chosen: dict[str, tuple[int, str]] = {}

    def forget(self) -> None:
        """The vocabulary or the events have changed."""
        self._interests = self._events = None

    def start_over(self) -> None:
        """A new line begins: who was chosen by name before is not meant any more."""
        self._chosen.clear()

    def choose(self, offer: Offer) -> None:
        """By this name, this person is meant."""
        if offer.person is not None:
            self._chosen[fold(offer.text)] = offer.person, offer.text

    # What may stand where

    def offers(self, place: Place, text: str) -> Sequence[Offer]:
        """What may be put in a place of `text`, the likeliest first."""
        match place.slot:
            case "deed":
                return _beginning(list(DEEDS), place.text) if place.text.strip() else []
            case "kind":
                return self._kinds(place, text)
            case "person":
                return self._people(place.text)
            case "interest":
                return _matching(self._interest_names(), place.text)
            case "event":
                return _matching([name for _, name in self._known_events()], place.text)
            case "date":
                return self._days(place, text)
        return []

    def _kinds(self, place: Place, text: str) -> Sequence[Offer]:
        typed = place.text
        if typed[:1].isupper() or not typed.isascii():
            return self._people(typed)
        deed = text[: place.start].strip().lower()
        if not typed and DEEDS.get(deed, ("", "", "-"))[2]:
            return []
        return _beginning(ledger.KINDS, typed)

    def _people(self, typed: str) -> Sequence[Offer]:
        if not typed.strip():
            return []
        found = self._desk.complete(typed.strip(), MOST)
        shared = [fold(name) for _, name in found]
        twins = [one for one, name in found if shared.count(fold(name)) > 1]
        rows = people.rows(self._desk.book, twins) if twins else {}
        return [
            Offer(name, _told_apart(name, rows[one].does()) if one in rows else name, one)
            for one, name in found
        ]

    def _days(self, place: Place, text: str) -> Sequence[Offer]:
        today = self._desk.today()
        ahead = text[: place.start].rstrip().lower().endswith("by")
        months = range(AHEAD) if ahead else range(0, -AHEAD, -1)
        named = [dates.month_name((today.month - 1 + step) % 12 + 1) for step in months]
        if ahead:
            words = [say("tomorrow"), *(say("end of {month}", month=month) for month in named)]
        else:
            words = [say("today"), say("yesterday"), *named]
        return _matching(words, place.text)

    # What it says

    def understand(self, text: str, meant: Sequence[int]) -> Understood:
        """What `text` says; without a name the only one of `meant` is meant."""
        draft = ledger_line.read(
            text,
            lambda name: self._who(name, meant),
            self._desk.today(),
            interests=self._interest_names(),
            events=self._known_events(),
        )
        whom = draft.people
        if not whom and not draft.unknown and len(meant) == 1:
            whom = ((meant[0], people.name(self._desk.book, meant[0])),)
        fault, strange = "", ""
        if draft.unknown:
            strange = draft.unknown[0]
            fault = self._why_strange(strange)
        elif not whom:
            fault = say("Say with whom, as in “to Jonas”; nothing is kept yet.")
        return Understood(draft, whom, self._words(draft, whom), fault, strange)

    def _who(self, name: str, meant: Sequence[int]) -> Sequence[tuple[int, str]]:
        key = fold(name)
        if key in self._chosen:
            return [self._chosen[key]]
        found = self._desk.complete(name)
        same = [one for one in found if fold(one[1]) == key]
        if len(same) > 1:
            # Nobody is guessed: of two with one name, the one who is chosen in the list, or none.
            those = [one for one in same if one[0] in meant]
            return those if len(those) == 1 else [(one, "") for one, _ in same]
        return found

    def _why_strange(self, name: str) -> str:
        if self._desk.complete(name, 2):
            return say(
                "“{name}” could be more than one person; choose from the list, nothing is kept yet.",
                name=name,
            )
        return say(
            "Nobody in the book is called “{name}”; nothing is kept yet, correct it or add them.",
            name=name,
        )

    def _words(self, draft: Draft, whom: Sequence[tuple[int, str]]) -> str:
        what = kind_word(draft.kind)
        if draft.what:
            what = say("{kind}: {what}", kind=what, what=draft.what)
        names = [name for _, name in whom]
        names += [say("“{name}”?", name=name) for name in draft.unknown]
        event = next((name for one, name in self._known_events() if one == draft.event), "")
        parts = [
            _deed(draft),
            what,
            listed(names) or say("with whom?"),
            say("about {interest}", interest=draft.interest) if draft.interest else "",
            say("at {event}", event=event) if event else "",
            PartialDate.from_iso(draft.date).words() if draft.date else say("today"),
            say("by {day}", day=PartialDate.from_iso(draft.due).words()) if draft.due else "",
        ]
        return DOT.join(part for part in parts if part)

    def _interest_names(self) -> list[str]:
        if self._interests is None:
            self._interests = [word.name for word in interests.vocabulary(self._desk.book)]
        return self._interests

    def _known_events(self) -> list[tuple[int, str]]:
        if self._events is None:
            self._events = [(event.id, event.name) for event in events.every(self._desk.book)]
        return self._events


def _deed(draft: Draft) -> str:
    mine = draft.direction == ledger.GAVE
    if draft.state == ledger.PROMISED:
        return say("promised") if mine else say("was promised")
    if draft.state == ledger.LENT:
        return say("lent") if mine else say("borrowed")
    return direction_word(draft.direction)


def _told_apart(name: str, does: str) -> str:
    return say("{name}, {does}", name=name, does=does) if does else name


def _beginning(words: Sequence[str], typed: str) -> list[Offer]:
    typed = fold(typed)
    return [Offer(word) for word in words if fold(word).startswith(typed)][:MOST]


def _matching(words: Sequence[str], typed: str) -> list[Offer]:
    """Those of `words` of which a part begins with each word typed; those that begin so first."""
    small, _, rest = typed.partition(" ")
    if small.lower() in {"the", "our", "my"}:
        typed = rest
    asked = fold(typed).split()
    found = [
        word
        for word in words
        if all(any(part.startswith(one) for part in fold(word).split()) for one in asked)
    ]
    found.sort(key=lambda word: not fold(word).startswith(fold(typed)))
    return [Offer(word) for word in found[:MOST]]
