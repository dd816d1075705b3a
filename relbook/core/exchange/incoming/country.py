"""Where the owner is at home: what a phone number without its country's code is taken for."""

import re
import sys
from pathlib import Path

from relbook.core import names
from relbook.core.store.book import Book

SETTING = "country"

# ISO 3166 codes by the names that the owner's own address may have, folded.
_NAMES = {
    "AT": "austria osterreich autriche",
    "AU": "australia australien australie",
    "BE": "belgium belgie belgique belgien",
    "BR": "brazil brasil brasilien",
    "CA": "canada kanada",
    "CH": "switzerland schweiz suisse svizzera",
    "CN": "china 中国",
    "CZ": "czechia cesko tschechien",
    "DE": "germany deutschland allemagne alemania germania",
    "DK": "denmark danmark danemark",
    "ES": "spain espana spanien espagne",
    "FI": "finland suomi finnland",
    "FR": "france frankreich francia",
    "GB": "england scotland wales britain uk grossbritannien",
    "GR": "greece ελλαδα griechenland",
    "HU": "hungary magyarorszag ungarn",
    "IE": "ireland eire irland",
    "IL": "israel ישראל",
    "IN": "india भारत indien",
    "IS": "iceland island",
    "IT": "italy italia italien italie",
    "JP": "japan 日本",
    "KR": "korea 대한민국",
    "MX": "mexico mexiko",
    "NL": "netherlands nederland niederlande holland",
    "NO": "norway norge norwegen",
    "NZ": "zealand neuseeland",
    "PL": "poland polska polen",
    "PT": "portugal",
    "RU": "russia россия russland",
    "SE": "sweden sverige schweden",
    "TR": "turkiye turkey turkei",
    "UA": "ukraine украіна україна",
    "US": "america usa",
    "ZA": "africa sudafrika",
}
_WHOLE = {
    "united kingdom": "GB",
    "great britain": "GB",
    "united states": "US",
    "northern ireland": "GB",
}
_BY_NAME = {name: code for code, listed in _NAMES.items() for name in listed.split()} | _WHOLE


def country(book: Book, place: str = "") -> str:
    """The ISO 3166 code of the owner's country ("DE"), or "" where nothing tells.

    The book's setting comes first, then the owner's own address and phones, then `place`: a locale as
    the system has it ("de_DE.UTF-8").
    """
    kept = book.setting(SETTING)
    if kept:
        return kept.upper()
    me = book.value("SELECT id FROM person WHERE me = 1")
    if me is not None:
        found = _of_address(book, me) or _of_phone(book, me)
        if found:
            return found
    match = re.match(r"[A-Za-z]{2,3}[_-](?:[A-Za-z]{4}[_-])?([A-Za-z]{2})(?![A-Za-z])", place)
    return match[1].upper() if match else ""


def place_of_system() -> str:
    """The locale of the user's surroundings."""
    import locale

    if sys.platform == "win32":  # whose C library says "English_United States"
        import ctypes

        name = ctypes.create_unicode_buffer(85)  # LOCALE_NAME_MAX_LENGTH
        ctypes.windll.kernel32.GetUserDefaultLocaleName(name, len(name))
        return name.value
    if sys.platform == "darwin" and (chosen := _place_in_preferences()):
        return chosen
    try:
        return locale.getlocale()[0] or ""
    except ValueError:  # a locale that Python has no name for
        return ""


def _place_in_preferences() -> str:
    """The user's region as macOS keeps it: what is not started from a terminal has no LANG."""
    import plistlib

    try:
        kept = Path("~/Library/Preferences/.GlobalPreferences.plist").expanduser().read_bytes()
        return str(plistlib.loads(kept).get("AppleLocale", ""))
    except (OSError, RuntimeError, ValueError, AttributeError, plistlib.InvalidFileException):
        return ""


def _of_address(book: Book, person: int) -> str:
    for (written,) in book.rows(
        "SELECT country FROM address WHERE person_id = ? AND country <> ''"
        " ORDER BY preferred DESC, id",
        person,
    ):
        name = written.strip()
        if len(name) == 2 and name.isascii() and name.isalpha():
            return "GB" if name.upper() == "UK" else name.upper()
        folded = names.fold(name)
        words = [_BY_NAME.get(folded), *map(_BY_NAME.get, folded.split())]
        code = next((word for word in words if word), "")
        if code:
            return code
    return ""


def _of_phone(book: Book, person: int) -> str:
    for (value,) in book.rows(
        "SELECT value FROM contact_point WHERE person_id = ? AND kind = 'phone'"
        " ORDER BY preferred DESC, id",
        person,
    ):
        if value.strip().startswith(("+", "00")):
            import phonenumbers

            try:
                number = phonenumbers.parse(re.sub(r"^\s*00", "+", value), None)
            except phonenumbers.NumberParseException:
                continue
            code = phonenumbers.region_code_for_number(number)
            if code:
                return str(code)
    return ""
