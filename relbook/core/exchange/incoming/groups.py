"""Cards of groups (KIND:group, RFC 6350 §6.1.4) as circles: kept to the letter, told more of once."""

from relbook.core import names
from relbook.core.exchange.incoming.before import Incoming, Rereader
from relbook.core.exchange.incoming.named import Named
from relbook.core.exchange.incoming.ties import Ties
from relbook.core.exchange.person import CardPerson
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import say


class Groups:
    """Takes cards of groups; their members are tied when everyone is in."""

    def __init__(self, book: Book, named: Named, ties: Ties) -> None:
        self._book, self._named, self._ties = book, named, ties
        self._read = Rereader(book)
        self._bytes: dict[str, int] = {}
        self._uids: dict[str, int] = {}
        for circle, blob, uid in book.rows("SELECT circle_id, blob, card_uid FROM circle_card"):
            self._bytes[blob] = circle
            if uid:
                self._uids[uid] = circle
        self._came: set[str] = set()

    def take(self, came: Incoming, card: CardPerson, blob: str, file: str) -> bool:
        """Make or find the circle of a card; whether it told of anything new. Needs an open edit."""
        members = [member.value for member in card.members]
        if blob in self._bytes:
            self._ties.belong(self._bytes[blob], iter(members), only_new=True)
            return False
        title = " ".join(card.name.split()) or say("(no name)")
        circle = self._uids.get(card.uid) if card.uid else None
        again = card.uid in self._came
        if again and circle is not None and not self._is_called(circle, title):
            circle = None  # one UID for all, as some programs have it
        if circle is None:
            circle = self._named.circle(title)
        if circle is None:
            return False
        before = None if again else self._before(circle, card.uid)
        self._tell(circle, title, card, before)
        known = {member.value for member in before.members} if before else set()
        self._ties.belong(circle, iter(uid for uid in members if uid not in known))
        self._ties.belong(circle, iter(known.intersection(members)), only_new=True)
        self._keep(circle, came, card, blob, file)
        return True

    def _is_called(self, circle: int, title: str) -> bool:
        folded = self._book.value("SELECT folded FROM circle WHERE id = ?", circle)
        return bool(folded == names.fold(title))

    def _before(self, circle: int, uid: str) -> CardPerson | None:
        found = self._book.row(
            "SELECT id, blob FROM circle_card WHERE circle_id = ? AND card_uid = ?"
            " ORDER BY id DESC",
            circle,
            uid,
        )
        raw = self._book.bytes_of(found[1]) if found and uid else None
        return self._read("vcard", raw) if raw else None

    def _tell(self, circle: int, title: str, card: CardPerson, before: CardPerson | None) -> None:
        """A name or note that the owner left alone follows the card."""
        name, note = self._book.row("SELECT name, note FROM circle WHERE id = ?", circle) or (
            "",
            "",
        )
        text = "\n\n".join(remark.text for remark in card.remarks if remark.text.strip())
        was = "\n\n".join(r.text for r in before.remarks if r.text.strip()) if before else ""
        if text and text != note and note == was:
            self._book.update(schema.Circle, circle, note=text)
        folded = names.fold(title)
        called = " ".join(before.name.split()) if before else name
        taken = self._book.value("SELECT 1 FROM circle WHERE folded = ?", folded)
        if before and name == called != title and folded and not taken:
            self._book.update(schema.Circle, circle, name=title, folded=folded)
            self._named.read()

    def _keep(self, circle: int, came: Incoming, card: CardPerson, blob: str, file: str) -> None:
        if card.uid and card.uid not in self._came:
            self._book.sql(
                "DELETE FROM circle_card WHERE circle_id = ? AND card_uid = ?", (circle, card.uid)
            )
        self._book.keep_many_bytes([(blob, came.raw)])
        self._book.insert(
            schema.CircleCard,
            circle_id=circle,
            blob=blob,
            kind=came.kind,
            version=came.version,
            card_uid=card.uid,
            file=file,
            imported=self._book.stamp[:10],
        )
        self._bytes[blob] = circle
        if card.uid:
            self._uids[card.uid] = circle
            self._came.add(card.uid)
