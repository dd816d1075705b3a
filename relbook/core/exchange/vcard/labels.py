"""What a value is called, in plain words: from TYPE parameters and Apple's labels, and back."""

import re
from collections.abc import Iterable

_SILENT = frozenset("pref internet voice intl dom postal parcel msg b base64 uri text x400".split())
_WORDS = {
    "cell": "mobile",
    "telex": "telex",
    "tlx": "telex",
    "iphone": "iPhone",
    "main-number": "main",
    "company_main": "company main",
    "company-main": "company main",
    "home_fax": "home fax",
    "work_fax": "work fax",
    "homepage": "home page",
    "workmobile": "work mobile",
    "ttytdd": "TTY",
    "assistant-phone": "assistant",
}
_FIRST = {"home": 0, "work": 0, "school": 0, "other": 0, "main": 1}
_APPLE = re.compile(r"_\$!<(.*?)>!\$_", re.DOTALL)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APPLE_WORDS = {"iPhone": "iPhone", "HomePage": "home page", "AppleWatch": "Apple Watch"}

# The words that a TYPE parameter of vCard 4.0 has, where the word differs or stands for several.
_TYPES = {
    "mobile": "cell",
    "home": "home",
    "work": "work",
    "fax": "fax",
    "pager": "pager",
    "video": "video",
    "text": "text",
    "textphone": "textphone",
}
# Google writes its own labels bare.
_BARE = frozenset(
    "PROFILE BLOG HOME_PAGE HOME WORK OTHER MOBILE MAIN HOME_FAX WORK_FAX PAGER GRAND_CENTRAL RELATIVE"
    " REFERRED_BY DOMESTIC_PARTNER RESERVATIONS FTP".split()
)


def plain_label(types: Iterable[str]) -> str:
    """``["WORK", "FAX"]`` as "work fax"; what says nothing to a reader (VOICE, PREF) is left out."""
    found: dict[str, None] = {}
    for kind in types:
        low = kind.lower()
        if low in _SILENT:
            continue
        if low.startswith("x-"):
            word = _own_word(kind)
        else:
            word = _WORDS.get(low, low)
        if word:
            found[word] = None
    if len(found) < 2:
        return "".join(found)
    return " ".join(sorted(found, key=lambda word: _FIRST.get(word, 2)))


def _own_word(kind: str) -> str:
    """What a TYPE that begins with X- says; Evolution's and Microsoft's are known to be theirs."""
    low = kind.lower()
    if low in {"x-pref", "x-voice"}:
        return ""
    for maker in ("x-evolution-", "x-ms-"):
        if low.startswith(maker):
            word = low.removeprefix(maker)
            return _WORDS.get(word, word.replace("_", " "))
    return kind[2:].replace("_", " ")


def apple_label(text: str) -> str:
    """``_$!<HomeFAX>!$_`` as "home fax", ``HOME_PAGE`` too; one of the owner's own as it is."""
    text = text.strip()
    match = _APPLE.fullmatch(text)
    if match is None:
        return text.lower().replace("_", " ") if text in _BARE else text
    word = match[1].strip()
    return _APPLE_WORDS.get(word) or _CAMEL.sub(" ", word).lower()


def types_of(label: str, *, phone: bool) -> list[str] | None:
    """The TYPE values that say `label`, or None if only a label of its own can.

    Only a phone may be a fax or the like; all other values know home and work.
    """
    known = _TYPES if phone else {"home": "home", "work": "work"}
    words = label.split()
    if not all(word in known for word in words) or len(set(words)) < len(words):
        return None
    types = [known[word] for word in words]
    return types if plain_label(types) == label else None
