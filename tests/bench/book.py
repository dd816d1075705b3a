"""The benchmark's book: as many made-up people as asked for, the same ones for the same seed.

Each has 40 words or more over name, contact values, notes, moments, threads and ledger. Words come
from a made-up vocabulary by Zipf's law, names from many scripts, and the interests that one, a
hundred and three in ten people have are called `Lute making`, `Sundials` and `Gardening`.
"""

import hashlib
import itertools
import random
import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from relbook.core import names
from relbook.core.store import migrations, schema
from relbook.core.store.book import Book, hash_of

PEOPLE = 100_000
VOCABULARY = 30_000
PHOTOS = 250
LONG_TIMELINE = 2_000
MADE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 1)
RARE, SOME, MANY = "Lute making", "Sundials", "Gardening"
LONG_LIVED = "Runa Langlíf"  # whose timeline has 2,000 entries
BALL, DANCERS = "Midsummer ball", 300  # an event yet to come, and how many are asked to it

# Given names and family names of one script or language, parted by a bar; the weight before them.
_NAMES = (
    (22, "James Mary John Emma William Olivia George Alice Henry Grace Arthur Rose Samuel Hannah"
         " Daniel Lucy Thomas Ruth Edward Clara | Smith Jones Taylor Brown Wilson Evans Walker"
         " Wright Green Hall Wood Clarke Hughes Turner Hill Moore Cooper Ward Morris King O'Brien"),
    (12, "Anna Lena Jürgen Käthe Björn Günther Hannah Lukas Sophie Friedrich Greta Matthias Jörg"
         " Änne | Müller Schmidt Groß Weiß Schäfer Köhler Krüger Böhm Voß Jäger Möller Fuchs"),
    (8, "Élodie François Zoé Hélène Jérôme Benoît Chloé Maël Noémie Jean-Luc | Lefèvre Dupré"
        " Gauthier Béranger Mérimée Lacroix Noël Prévost Durand d'Aubigné"),
    (8, "María José Lucía Íñigo Sofía Andrés Begoña Joaquín Núria | García Muñoz Pérez Ibáñez"
        " Núñez Gómez Ramírez Álvarez Peña López"),
    (7, "Łukasz Zofia Michał Małgorzata Świętosława Grażyna Wojciech Agnieszka | Wiśniewski"
        " Kowalczyk Dąbrowska Wójcik Zieliński Łuczak Górska Żak"),
    (6, "Sigrún Þórdís Guðrún Jón Ólafur Åse Øyvind Søren Maja Vigdís | Jónsdóttir Ólafsson"
        " Bjørnstad Ødegård Sørensen Lindström Åkesson Þorsteinsson"),
    (5, "Işıl Ömer Çağla Yiğit Gülşen Şebnem Emre | Yılmaz Öztürk Çelik Şahin Doğan Aydın"),
    (4, "Đức Thảo Phương Hằng Tuấn Lan | Nguyễn Trần Phạm Đặng Võ Huỳnh"),
    (6, "Анна Сергей Ольга Фёдор Алёна Дмитрий Юлия | Иванова Щербаков Королёв Ёлкина Соколов"
        " Лебедева"),
    (3, "Ελένη Γιώργος Μαρία Νίκος Χαρά | Παπαδόπουλος Νικολάου Γεωργίου Ιωάννου"),
    (4, "أحمد فاطمة يوسف ليلى إبراهيم | الحسن المصري حداد النجار"),
    (2, "דוד שרה יעל אברהם נועה | כהן לוי מזרחי פרץ"),
    (3, "प्रिया राहुल अनीता संजय कविता | शर्मा वर्मा गुप्ता मिश्रा"),
    (5, "秀英 伟 芳 娜 静 敏 磊 洋 | 王 李 张 刘 陈 杨 赵 黄"),
    (3, "ケンジ さくら ハルト ゆい 美咲 | 佐藤 鈴木 高橋 田中 渡辺"),
    (2, "민준 서연 지우 하은 도윤 | 김 이 박 최 정"),
    (1, "สมชาย สุดา มาลี อนันต์ | ใจดี ศรีสุข ทองดี"),
)  # fmt: skip
_ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sh sk st t th tr v w z".split()
_VOWELS = "a e i o u ai ea ee io oa ou".split()
_CODAS = ("", "", "", "l", "m", "n", "nd", "ng", "r", "rt", "s", "ss", "st", "t", "x")
_PLACES = (
    "Bristol Malmö Lyon Łódź Kraków Bergen Reykjavík Sevilla Köln İzmir Αθήνα Москва 東京 القاهرة"
)
_KINDS = ("introduction", "advice", "news", "time", "praise", "help", "gift", "loan", "hospitality")


def cached(folder: Path | None = None, people: int = PEOPLE, seed: int = 1) -> Path:
    """A file with the book of `people`, made if `folder` (else a temporary one) lacks it.

    It is named for what it is made from, so a book of yesterday's generator is not taken for
    today's. Work on a copy: it is kept.
    """
    folder = folder or Path(tempfile.gettempdir()) / "relbook-bench"
    folder.mkdir(parents=True, exist_ok=True)
    source = Path(__file__).read_bytes() + repr(migrations.DIGESTS).encode()
    mark = hashlib.blake2b(source, digest_size=4).hexdigest()
    path = folder / f"{people}-{seed}-{mark}.relbook"
    if not path.exists():
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with make(draft, people, seed):
            pass
        draft.rename(path)
    return path


def make(path: Path, people: int = PEOPLE, seed: int = 1) -> Book:
    """Write the book of `people` to a new file at `path` in one edit; returns it, open."""
    book = Book.create(path, now=lambda: MADE)
    with book.edit("Import"):
        _Maker(book, people, seed).run()
    return book


def vocabulary(seed: int = 1, size: int = VOCABULARY) -> list[str]:
    """The made-up words, the most frequent first."""
    chance = random.Random(f"words {seed}")
    found: dict[str, None] = {}
    while len(found) < size:
        syllables = 1 + (len(found) > 60) + (chance.random() < 0.35)
        found["".join(_syllable(chance) for _ in range(syllables))] = None
    return list(found)


def _syllable(chance: random.Random) -> str:
    return chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)


def _zipf(size: int, power: float = 1.0) -> list[float]:
    """Weights that add up, for `random.choices`."""
    return list(itertools.accumulate(1 / (rank + 2.7) ** power for rank in range(size)))


def picture(shade: int, size: int = 96) -> bytes:
    """A PNG of a `size` square: one colour that runs into another."""
    rows = b"".join(
        b"\x00" + b"".join(bytes((shade * 37 & 255, x * 2, y * 2)) for x in range(size))
        for y in range(size)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


class _Maker:
    """Rows for every table, drawn from one source of chance."""

    def __init__(self, book: Book, people: int, seed: int) -> None:
        self.book = book
        self.n = people
        self.chance = random.Random(f"book {seed}")
        self.words = vocabulary(seed)
        self.by_frequency = _zipf(len(self.words))
        self.families = [
            _syllable(self.chance).capitalize() + _syllable(self.chance) for _ in range(4_000)
        ]
        self.by_family = _zipf(len(self.families), 0.7)
        self.scripts = [[half.split() for half in listed.split("|")] for _, listed in _NAMES]
        self.by_script = list(itertools.accumulate(weight for weight, _ in _NAMES))
        self.places = _PLACES.split()

    def run(self) -> None:
        self.people()
        self.contacts()
        self.facts()
        self.interests()
        self.circles()
        self.told()
        self.ledger()
        self.events()

    def add(self, model: type[schema.Row], columns: str, rows: Iterator[tuple] | list) -> None:
        """Insert `rows`, each with a uid of its own."""
        draw = self.chance.getrandbits
        self.book.insert_many(
            model, ["uid", *columns.split()], ((f"{draw(128):032x}", *row) for row in rows)
        )

    def text(self, least: int, most: int) -> str:
        drawn = self.chance.choices(
            self.words, cum_weights=self.by_frequency, k=self.chance.randint(least, most)
        )
        return " ".join(drawn).capitalize()

    def day(self) -> str:
        return (TODAY - timedelta(days=int(self.chance.random() ** 2 * 4_000))).isoformat()

    def some(self, share: float) -> Iterator[int]:
        """The ids of about `share` of the people."""
        return (i for i in range(1, self.n + 1) if self.chance.random() < share)

    def people(self) -> None:
        chance = self.chance
        photos = [picture(shade) for shade in range(min(PHOTOS, self.n // 4))]
        hashes = [hash_of(photo) for photo in photos]
        self.book.keep_many_bytes(zip(hashes, photos, strict=True))
        self.display: list[str] = []

        def rows() -> Iterator[tuple]:
            for i in range(1, self.n + 1):
                given_names, family_names = chance.choices(
                    self.scripts, cum_weights=self.by_script
                )[0]
                given, family = chance.choice(given_names), chance.choice(family_names)
                if family.isascii() or chance.random() < 0.3:
                    family = chance.choices(self.families, cum_weights=self.by_family)[0]
                east = "\u3000" < family[0] < "\ud7ff"
                name = family + given if east else f"{given} {family}"
                if i == self.n // 2:
                    name, given, family = LONG_LIVED, *LONG_LIVED.split()
                self.display.append(name)
                yield (
                    i, name, names.sort_key(family, given, name), family, given,
                    self.words[chance.randrange(9_000)].capitalize() if chance.random() < 0.1 else "",
                    hashes[i % len(hashes)] if hashes and i % (self.n // len(hashes)) == 0 else None,
                    self.text(5, 9) if chance.random() < 0.3 else "",
                )  # fmt: skip

        self.add(schema.Person, "id name sort_key family given nickname photo met_how", rows())
        me = self.display.index(LONG_LIVED) if self.n == 1 else 0
        self.book.update(schema.Person, me + 1, me=1)

    def contacts(self) -> None:
        chance = self.chance
        domains = [f"{word}.example" for word in self.words[200:1_400]]

        def points() -> Iterator[tuple]:
            for i, name in enumerate(self.display, 1):
                handle = names.fold(name).replace(" ", ".").replace("'", "")
                mail = f"{handle if handle.isascii() else f'p{i}'}@{chance.choice(domains)}"
                yield i, "mail", mail, "home", mail
                phone = (
                    f"+{chance.choice((1, 33, 44, 46, 48, 49, 81))} {chance.randrange(100, 999)}"
                )
                phone += f" {chance.randrange(1000, 9999)} {chance.randrange(10, 99)}"
                yield i, "phone", phone, "mobile", phone.replace(" ", "").replace("+", "")
                if i % 5 == 0:
                    web = f"https://{self.words[i % 20_000]}.example/{handle}"
                    yield i, "web", web, "", web

        self.add(schema.ContactPoint, "person_id kind value label match_key", points())
        addresses = (
            (i, f"{chance.randrange(1, 200)} {chance.choice(self.words).capitalize()} Street",
             chance.choice(self.places), f"{chance.randrange(10_000, 99_999)}")
            for i in self.some(0.4)
        )  # fmt: skip
        self.add(schema.Address, "person_id street locality code", addresses)

    def facts(self) -> None:
        chance = self.chance
        firms = [f"{self.words[2_000 + i].capitalize()} {tail}" for i, tail in
                 enumerate(("Press", "Works", "& Daughters", "Institute", "GmbH") * 500)]  # fmt: skip
        jobs = [f"{self.words[300 + i].capitalize()} {tail}" for i, tail in
                enumerate(("editor", "engineer", "teacher", "director", "nurse") * 80)]  # fmt: skip
        by_firm = _zipf(len(firms))
        self.add(schema.Position, "person_id organisation title", (
            (i, chance.choices(firms, cum_weights=by_firm)[0], chance.choice(jobs))
            for i in self.some(0.8)
        ))  # fmt: skip
        self.add(schema.KeyDate, "person_id kind date", (
            (i, "birthday", f"{chance.randrange(1930, 2010)}-{chance.randrange(1, 13):02}"
                            f"-{chance.randrange(1, 29):02}")
            for i in self.some(0.4)
        ))  # fmt: skip
        self.add(schema.Relation, "person_id other_id kind", (
            (i, other, chance.choice(("friend", "colleague", "sibling", "parent")))
            for i in self.some(0.1)
            if (other := chance.randrange(1, self.n + 1)) != i
        ))  # fmt: skip
        self.add(schema.OwnField, "person_id name value", (
            (i, chance.choice(("Allergies", "Coffee", "Team", "Boat")), self.text(1, 3))
            for i in self.some(0.1)
        ))  # fmt: skip

    def interests(self) -> None:
        """The three that are named, and 400 more that ever fewer people have."""
        chance = self.chance
        listed = [MANY, SOME, RARE, *(
            f"{self.words[500 + i].capitalize()} {self.words[5_000 + i]}" for i in range(400)
        )]  # fmt: skip
        self.add(schema.Interest, "id kind name folded parent_id", (
            (i, "industry" if i % 4 == 0 else "interest", name, names.fold(name),
             i // 10 if i >= 40 and i % 3 else None)
            for i, name in enumerate(listed, 1)
        ))  # fmt: skip
        everyone = range(1, self.n + 1)
        had: set[tuple[int, int]] = {(i, 1) for i in chance.sample(everyone, self.n * 3 // 10)}
        had |= {(i, 2) for i in chance.sample(everyone, min(100, self.n))}
        had.add((chance.choice(everyone), 3))
        by_interest = _zipf(400)
        for _ in range(self.n * 3 // 2):
            which = chance.choices(range(4, 404), cum_weights=by_interest)[0]
            had.add((chance.randrange(1, self.n + 1), which))
        hows = ("enjoys", "practises", "works in", "seeks", "offers", "")
        self.add(schema.Tagging, "person_id interest_id how", (
            (*pair, chance.choice(hows)) for pair in sorted(had)
        ))  # fmt: skip

    def circles(self) -> None:
        chance = self.chance
        listed = ["Family", "Choir", "Neighbours", "Rowing club", "Book club", "School", "Work",
                  *(f"{self.words[900 + i].capitalize()} circle" for i in range(33))]  # fmt: skip
        self.add(schema.Circle, "id name folded", (
            (i, name, names.fold(name)) for i, name in enumerate(listed, 1)
        ))  # fmt: skip
        weights = _zipf(len(listed))
        self.add(schema.Membership, "person_id circle_id", (
            (i, chance.choices(range(1, len(listed) + 1), cum_weights=weights)[0])
            for i in self.some(0.7)
        ))  # fmt: skip

    def told(self) -> None:
        """Notes, moments and threads."""
        chance, busy = self.chance, max(1, self.n // 2)
        notes = itertools.chain(range(1, self.n + 1), [busy] * (LONG_TIMELINE // 5))
        self.add(
            schema.Note, "person_id date text", ((i, self.day(), self.text(31, 40)) for i in notes)
        )
        moments = [i for i in range(1, self.n + 1) if chance.random() < 0.7]
        moments += [busy] * (LONG_TIMELINE * 3 // 5)
        kinds = ("talk", "meal", "call", "letter", "meeting")
        self.add(schema.Moment, "id kind date place line", (
            (i, chance.choice(kinds), self.day(), chance.choice(self.places), self.text(8, 14))
            for i, _ in enumerate(moments, 1)
        ))  # fmt: skip
        self.add(schema.MomentPerson, "moment_id person_id", self.several(moments, 0.3))
        threads = list(self.some(0.3))
        self.add(schema.Thread, "id title line opened", (
            (i, self.text(2, 4), self.text(5, 10), self.day()) for i, _ in enumerate(threads, 1)
        ))  # fmt: skip
        self.add(schema.ThreadPerson, "thread_id person_id", self.several(threads, 0.1))

    def several(self, people: Sequence[int], share: float) -> Iterator[tuple[int, int]]:
        """Of each row its person, and for a `share` of them someone else too."""
        for i, person in enumerate(people, 1):
            yield i, person
            if self.chance.random() < share:
                other = self.chance.randrange(1, self.n + 1)
                if other != person:
                    yield i, other

    def ledger(self) -> None:
        """Two entries for each of the people; of five entries, one is about an interest."""
        chance, apart = self.chance, random.Random(f"about {self.n}")
        busy = max(1, self.n // 2)
        entries = [chance.randrange(1, self.n + 1) for _ in range(2 * self.n)]
        entries[: LONG_TIMELINE // 5] = [busy] * min(len(entries), LONG_TIMELINE // 5)

        def rows() -> Iterator[tuple]:
            for i, _ in enumerate(entries, 1):
                kind, state, due = chance.choice(_KINDS), "done", None
                if chance.random() < 0.03:
                    state, due = ("lent" if kind == "loan" else "promised"), "2026-05"
                yield (
                    i,
                    chance.choice(("gave", "received")),
                    kind,
                    self.text(4, 8),
                    self.day(),
                    state,
                    due,
                    apart.choice((1, 1, 2, 3, 44, 55, 66)) if apart.random() < 0.2 else None,
                )

        self.add(schema.LedgerEntry, "id direction kind what date state due interest_id", rows())
        self.add(schema.EntryPerson, "entry_id person_id", self.several(entries, 0.05))

    def events(self) -> None:
        chance = self.chance
        n = min(200, self.n)
        self.add(schema.Event, "id name starts place", (
            (i, f"{self.text(1, 2)} dinner", self.day(), chance.choice(self.places))
            for i in range(1, n + 1)
        ))  # fmt: skip
        self.add(schema.Guest, "event_id person_id state", (
            (event, person, chance.choice(("expected", "met", "missed")))
            for event in range(1, n + 1)
            for person in sorted(chance.sample(range(1, self.n + 1), min(25, self.n)))
        ))  # fmt: skip
        self.ball(n + 1)

    def ball(self, event: int) -> None:
        """The large event: some of the guests owe something, or are to meet, or were told of."""
        chance = self.chance
        dancers = sorted(chance.sample(range(1, self.n + 1), min(DANCERS, self.n)))
        self.add(schema.Event, "id name kind starts place note", [
            (event, BALL, "party", "2031-06-21", chance.choice(self.places), self.text(20, 30))
        ])  # fmt: skip
        self.add(schema.Guest, "event_id person_id state", [
            (event, person, "expected") for person in dancers
        ])  # fmt: skip
        first = 2 * self.n + 1
        busy = dancers[::4]
        self.add(schema.LedgerEntry, "id direction kind what date state due event_id", [
            (entry, chance.choice(("gave", "received")), chance.choice(_KINDS), self.text(4, 8),
             self.day(), *chance.choice((("done", None), ("promised", "2031-06"))), event)
            for entry, _ in enumerate(busy, first)
        ])  # fmt: skip
        self.add(schema.EntryPerson, "entry_id person_id", list(enumerate(busy, first)))
