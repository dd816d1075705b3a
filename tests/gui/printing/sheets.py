"""Sheets to print, made up: guests of many scripts, and what to know of them."""

from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from relbook.core.briefing import Line, Sheet, SheetCard

FOOT = "For my eyes. Private and tender notes are left out."


def _card(name: str, *lines: Line, **more: object) -> SheetCard:
    plain = SheetCard(1, f"uid of {name}", name, lines=lines)
    return replace(plain, **more)  # type: ignore[arg-type]


SOFIA = _card(
    "Sofía Ibáñez",
    Line("how we met", "Choir in Bergen, May 2019, through Åse Lund"),
    Line("last talk", "A walk, 3 weeks ago: her brother opens a bakery in the old customs house"),
    Line("share", "choral music, rye bread, flat-bottomed boats"),
    Line("congratulate", "passed the exam (since 2024-11)"),
    Line("settle", "the score of the Requiem, by end of November", box=True),
    Line("settle", "her umbrella, with me since May", box=True),
    Line("introduce to", "Farid Nasser: both love rye bread", box=True),
    say_it="so-FEE-a",
    pronouns="she/her",
    does="Baker, Bergen",
)
FARID = _card(
    "Farid Nasser",
    Line("how we met", "Night train to Lyon, 2018"),
    Line("ask", "where he lives now"),
    does="Novartis, Basel",
    does_age="as of 2023: ask",
)
TOVE = _card("Tove Lindqvist", new=True)
SCRIPTS = (
    _card(
        "ليلى حداد",
        Line(
            "last talk", "مكالمة قبل ثلاثة أسابيع: البيت الجديد على البحر جاهز وتبحث عن أثاث قديم"
        ),
        Line("settle", "وعدتها بكتاب عن العمارة", box=True),
        does="مهندسة معمارية، بيروت",
        does_age="as of 2022: ask",
    ),
    _card(
        "יעל מזרחי",
        Line("how we met", "בחתונה של דוד, אביב 2020"),
        Line("last talk", "ארוחת ערב לפני חודש: היא מתחילה ללמוד נגרות ורוצה לבנות סירה קטנה"),
    ),
    _card(
        "प्रिया शर्मा",
        Line("last talk", "फ़ोन पर, दो महीने पहले: नई किताब पूरी हो गई है और प्रकाशक ढूँढ रही हैं"),
    ),
    _card(
        "高橋さくら",
        Line(
            "last talk",
            "手紙、三週間前：新しい家の庭に小さな茶室を建てる計画があり、古い木材を探している",
        ),
    ),
    _card("สุดา ศรีสุข", Line("last talk", "จดหมายเมื่อสองเดือนก่อน เธอกำลังปลูกกล้วยไม้ป่าพันธุ์ใหม่ที่บ้านริมแม่น้ำ")),
    _card("Оксана Щербак", Line("ask", "как прошла выставка керамики в порту")),
    _card("Δήμητρα Παππά", Line("share", "ιστιοπλοΐα, ρεμπέτικα")),
)
LONG = _card(
    "Wolfgang-Maximilian von und zu Hohenlohe-Waldenburg-Schillingsfürst",
    Line("how we met", "<b>bold</b> & <script>alert(1)</script> &amp; [link](x)"),
    Line("Herzlichen Glückwunsch zum", "Rindfleischetikettierungsüberwachungsaufgabengesetz" * 3),
    Line("ask", "one line\nanother line\r\n\tand a third"),
    does="Stellvertretender Vorsitzender der Donaudampfschifffahrtsgesellschaft, Regensburg",
)
TALL = _card(
    "Amara Okonkwo",
    Line("how we met", "On the ferry"),
    Line("last talk", "She told of the boat, the harbour and the long winter. " * 150),
    *(Line("ask", f"question {n}: " + "what came of it " * (n % 5), box=n % 2 == 0) for n in range(40)),
)  # fmt: skip
MANY = (SOFIA, FARID, TOVE, *SCRIPTS, LONG)


def sheet(*cards: SheetCard) -> Sheet:
    """A sheet for `cards`."""
    return Sheet(
        "Midwinter supper",
        "28 November 2026, from seven",
        "Old boathouse, Rua do Cais 4",
        "A few guests. Begin with Sofía Ibáñez.",
        cards,
        FOOT,
    )


def guests(n: int) -> Sheet:
    """A sheet for `n` guests."""
    return sheet(*(MANY[at % len(MANY)] for at in range(n)))


def picture(colour: str, kind: str = "JPG") -> bytes:
    """A photo that is all of one colour, as a file."""
    image = QImage(400, 300, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(held.data())
