"""What tells people apart beside their names: whether two numbers, mails, firms or birthdays are one."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.names import fold

TAIL = 7  # digits at its end that a number has however it is written
SAME, PART, TURNED, OTHER = "same", "part", "turned", "other"  # what `birthdays` tells
OFFICES = frozenset(
    """info office mail contact kontakt hello hallo sales support admin post buero service team
    welcome reception secretary sekretariat webmaster postmaster bonjour contacto contato
    enquiries inquiries noreply no-reply jobs press presse booking reservations shop""".split()
)
_LEGAL = re.compile(
    r"(?i)[\s,.]+(?:gmbh(?: & co\.? kg)?|ag|kg|ohg|ug|e ?\.?v\.?|ltd\.?|limited|llc|inc\.?|plc|corp\.?"
    r"|co\.?|s\.?a\.?(?:r\.?l\.?|s\.?)?|s\.?r\.?l\.?|s\.?p\.?a\.?|b\.?v\.?|n\.?v\.?|oy|ab|as|a/s|aps)$"
)


_NOT_DIGITS = re.compile(r"\D+")
_EXTENSION = re.compile(r"(?i);?\s*(?:ext|x|ext\.|extension|durchwahl|dw|#)\s*[.=:]?\s*\d+\s*$")


@lru_cache(maxsize=1 << 14)
def firm(name: str) -> str:
    """An organisation without its legal form."""
    bare = _LEGAL.sub("", name.strip())
    return fold(bare or name)


def tail(number: str) -> str:
    """The digits that end a number however it is written; empty for a short one."""
    digits = _NOT_DIGITS.sub("", _EXTENSION.sub("", number) if not number.isdigit() else number)
    return digits[-TAIL:] if len(digits) >= TAIL else ""


def same_phone(a: str, b: str, country: str = "") -> bool:
    """Whether two ways of writing are one number; `country` ("DE") is where short ones are dialled.

    A number and an extension behind it are two.
    """
    end = tail(a)
    if not end or end != tail(b):
        return False
    if a == b:
        return True
    one, other = _e164(a, country), _e164(b, country)
    if one and other:
        return one == other
    # Not dialled from a country we know: the one without its code, less the nought before it.
    first, second = (_NOT_DIGITS.sub("", text).lstrip("0") for text in (a, b))
    long, short = max(first, second, key=len), min(first, second, key=len)
    return long == short or (
        len(short) >= TAIL + 2 and long.endswith(short) and not (one and other)
    )


@lru_cache(maxsize=1 << 14)
def _e164(number: str, country: str) -> str:
    """The number with its country's code, and its extension; empty where that cannot be told."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    whole = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{whole};{parsed.extension or ''}"


def country_of(numbers: Iterable[str]) -> str:
    """The country ("DE") that most of `numbers` name with their code; empty when none does."""
    import phonenumbers

    found: Counter[str] = Counter()
    for number in numbers:
        text = number.strip()
        text = "+" + text[2:] if text.startswith("00") else text
        if text.startswith("+"):
            try:
                parsed = phonenumbers.parse(text)
            except phonenumbers.NumberParseException:
                continue
            found[phonenumbers.region_code_for_number(parsed) or ""] += 1
    found.pop("", None)
    return found.most_common(1)[0][0] if found else ""


def mail_root(mail: str) -> str:
    """A folded mail address without what its host passes over: "+news", and Gmail's dots."""
    user, at, host = mail.rpartition("@")
    if not at:
        return mail
    user = user.split("+", maxsplit=1)[0] or user
    if host in {"gmail.com", "googlemail.com"}:
        return f"{user.replace('.', '')}@gmail.com"
    return f"{user}@{host}"


@lru_cache(maxsize=1 << 12)
def birthdays(a: str, b: str) -> str:
    """Whether two partial dates are the same day, agree in part, have day and month turned, or
    cannot be one; empty when one is unknown.
    """
    if not a or not b:
        return ""
    try:
        one, other = PartialDate.from_iso(a), PartialDate.from_iso(b)
    except Refused:
        return ""
    about = 2 if one.about or other.about else 0
    if one.year and other.year and abs(one.year - other.year) > about:
        return OTHER
    if about and one.year:
        return PART
    days = (one.month, one.day), (other.month, other.day)
    if any(x and y and x != y for x, y in zip(*days, strict=True)):
        turned = one.year == other.year and days[0] == days[1][::-1]
        return TURNED if turned and one.year else OTHER
    return SAME if one.month and one.day and other.month and other.day else PART
