"""What a card keeps in several properties, put together: positions, and addresses with their labels.

Both take the properties in the order of the card and need time in proportion to their number.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace

from relbook.core.exchange.person import Position, PostalAddress
from relbook.core.exchange.vcard.property import NO_PREFERENCE, Head

_Key = tuple[str, str | frozenset[str]] | None
_SENSES = ("group", "types", "places")  # the ways for a LABEL to be an ADR's, the nearest first
_DELIVERY = frozenset("pref dom intl postal parcel".split())


def _keys(head: Head) -> tuple[_Key, ...]:
    """By what an address and its label may know each other, in the order of `_SENSES`."""
    types = frozenset(head.types)
    return (
        ("group", head.group.lower()) if head.group else None,
        ("types", types - {"pref"}),
        ("places", types - _DELIVERY),
    )


@dataclass(slots=True)
class _Place:
    """A position in the making."""

    at: int
    organisation: str = ""
    department: str = ""
    title: str = ""
    title_at: int = -1
    role: str = ""
    role_at: int = -1


@dataclass(slots=True)
class _Group:
    """The properties of one group, or of none."""

    place: _Place | None = None  # the last organisation
    titles: deque[tuple[str, int]] = field(default_factory=deque)  # that wait for the next
    roles: deque[tuple[str, int]] = field(default_factory=deque)

    def organisation(self, place: _Place) -> None:
        self.place = place
        if self.titles:
            place.title, place.title_at = self.titles.popleft()
        if self.roles:
            place.role, place.role_at = self.roles.popleft()

    def title(self, title: str, at: int) -> None:
        if self.place is not None and self.place.title_at < 0:
            self.place.title, self.place.title_at = title, at
        else:
            self.titles.append((title, at))

    def role(self, role: str, at: int) -> None:
        if self.place is not None and self.place.role_at < 0:
            self.place.role, self.place.role_at = role, at
        else:
            self.roles.append((role, at))

    def without_organisation(self) -> list[_Place]:
        """Positions of the titles and roles still waiting, paired in order."""
        places = [_Place(at, title=title, title_at=at) for title, at in self.titles]
        for number, (role, at) in enumerate(self.roles):
            if number < len(places):
                places[number].role, places[number].role_at = role, at
            else:
                places.append(_Place(at, role=role, role_at=at))
        return places


class Positions:
    """Organisations, titles and roles as what someone does where.

    A title or role goes with the last organisation before it in its group that has none yet, else
    with the next. With one organisation only, the groups do not matter.
    """

    def __init__(self) -> None:
        self._parts: list[tuple[str, str, str, str, int]] = []
        self._organisations = 0

    def organisation(self, name: str, department: str, group: str, at: int) -> None:
        """An ORG."""
        self._parts.append(("ORG", name, department, group.lower(), at))
        self._organisations += 1

    def title(self, title: str, group: str, at: int) -> None:
        """A TITLE."""
        self._parts.append(("TITLE", title, "", group.lower(), at))

    def role(self, role: str, group: str, at: int) -> None:
        """A ROLE."""
        self._parts.append(("ROLE", role, "", group.lower(), at))

    def put_together(self) -> tuple[Position, ...]:
        """All positions, in the order of their organisations, those without one last."""
        if not self._parts:
            return ()
        groups: defaultdict[str, _Group] = defaultdict(_Group)
        places: list[_Place] = []
        for key, value, department, name, at in self._parts:
            group = groups[name if self._organisations > 1 else ""]
            if key == "ORG":
                place = _Place(at, value, department)
                places.append(place)
                group.organisation(place)
            elif key == "TITLE":
                group.title(value, at)
            else:
                group.role(value, at)
        for group in groups.values():
            places += group.without_organisation()
        return tuple(
            Position(
                place.organisation,
                place.department,
                place.title,
                place.role,
                place.at,
                place.title_at,
                place.role_at,
            )
            for place in places
            if place.organisation or place.department or place.title or place.role
        )


class Addresses:
    """Addresses in parts, each with the LABEL (2.1, 3.0) of the same types as its lines.

    A group that both are in counts before types; of these, how mail goes there counts for little.
    A LABEL that finds no address is one of its own.
    """

    def __init__(self) -> None:
        self._addresses: list[tuple[Head, PostalAddress]] = []
        self._envelopes: list[tuple[Head, PostalAddress]] = []

    def address(self, address: PostalAddress, head: Head) -> None:
        """An ADR; one that says nothing counts only if an envelope does."""
        self._addresses.append((head, address))

    def envelope(self, address: PostalAddress, head: Head) -> None:
        """A LABEL."""
        self._envelopes.append((head, address))

    def put_together(self) -> tuple[PostalAddress, ...]:
        """All addresses, the preferred one marked, those without anything left out."""
        if not self._addresses and not self._envelopes:
            return ()
        found = [(head.preference, address) for head, address in self._addresses]
        if self._envelopes:
            self._join(found)
        found = [one for one in found if one[1]]
        best = min((preference for preference, _ in found), default=NO_PREFERENCE)
        if best == NO_PREFERENCE:
            return tuple(address for _, address in found)
        marked = next(number for number, (preference, _) in enumerate(found) if preference == best)
        return tuple(
            replace(address, preferred=True) if number == marked else address
            for number, (_, address) in enumerate(found)
        )

    def _join(self, found: list[tuple[int, PostalAddress]]) -> None:
        """Give each LABEL to the address in `found` that it is of, or add it to them."""
        waiting: defaultdict[_Key, deque[int]] = defaultdict(deque)
        free = {number for number, (_, address) in enumerate(found) if not address.lines}
        for number in sorted(free):
            for key in _keys(self._addresses[number][0]):
                waiting[key].append(number)
        alone = {
            number: (_keys(head), head.preference, envelope)
            for number, (head, envelope) in enumerate(self._envelopes)
        }
        for closeness in range(len(_SENSES)):
            for name, (keys, _, envelope) in list(alone.items()):
                line = waiting[keys[closeness]] if keys[closeness] else deque()
                while line and line[0] not in free:
                    line.popleft()
                if line:
                    number = line.popleft()
                    free.remove(number)
                    found[number] = (
                        found[number][0],
                        replace(found[number][1], lines=envelope.lines, lines_at=envelope.at),
                    )
                    del alone[name]
        found += [(preference, envelope) for _, preference, envelope in alone.values()]
