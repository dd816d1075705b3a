"""The values of properties as text, parts, dates and bytes.

`old` is true for vCard 2.1, where a backslash escapes only a semicolon.
"""

import binascii
import re
from calendar import monthrange
from urllib.parse import unquote, unquote_to_bytes

from relbook.core.exchange.vcard.charsets import WESTERN, decode
from relbook.core.exchange.vcard.property import BASE64, QUOTED_PRINTABLE, Property

_ESCAPE = re.compile(r"\\(r\\n|[nN,;:\"\\])")
_ESCAPED = {"r\\n": "\n", "n": "\n", "N": "\n", ",": ",", ";": ";", ":": ":", '"': '"', "\\": "\\"}
_CONTROLS = dict.fromkeys(
    [code for code in range(32) if code not in {9, 10}] + list(range(0x7F, 0xA0))
)
_LINE_END = re.compile(r"\r\n?")
_HIDDEN, _HIDDEN_MARK = "\x00", "\x01"

_DAY = re.compile(
    r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ].*|Z|[-+]\d\d:\d\d)?", re.ASCII | re.DOTALL
)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:--?)?", re.ASCII)
_NO_YEAR = re.compile(r"--(\d\d?)-(\d\d?)(?:T.*)?|--(\d\d)(\d\d)(?:T.*)?", re.ASCII | re.DOTALL)
_MONTH = re.compile(r"--(\d{2})-?", re.ASCII)
_ABOUT = re.compile(
    r"(?:about|around|circa|ca\.?|c\.|~)\s*(-?[-0-9/.]+)|(-?[-0-9/.]+)\s*~", re.IGNORECASE
)
_NO_SUCH_YEAR = frozenset({"1604", "0000"})  # how Apple and others write a year nobody knows

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_BRANDS = dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "image/heic"
)
_BRANDS |= dict.fromkeys((b"avif", b"avis"), "image/avif")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}")
_BASE64_TEXT = re.compile(r"[A-Za-z0-9+/\s]{64,}={0,3}\s*")


def raw_text(prop: Property) -> str:
    """The value with its encoding undone, still escaped."""
    if prop.head.encoding != QUOTED_PRINTABLE:
        return prop.value
    data = binascii.a2b_qp(prop.value.encode())
    plain = decode(data, prop.head.charset, prop.charset or WESTERN)[0]
    return _clean(_LINE_END.sub("\n", plain) if "\r" in plain else plain)


def text(prop: Property, *, old: bool) -> str:
    """The whole value as one text, its ends stripped."""
    return unescape(raw_text(prop), old=old)


def parts(prop: Property, *, old: bool) -> list[str]:
    """The parts of a value that semicolons divide, each unescaped and stripped."""
    return [unescape(part, old=old) for part in split(raw_text(prop), ";")]


def listed(value: str, *, old: bool) -> list[str]:
    """The items of a list that commas divide, each unescaped and stripped; empty ones left out."""
    if "," not in value:
        item = unescape(value, old=old) if value else ""
        return [item] if item else []
    items = (unescape(item, old=old) for item in split(value, ","))
    return [item for item in items if item]


def split(value: str, mark: str) -> list[str]:
    """`value` cut at each `mark` that no backslash escapes; the pieces are still escaped."""
    if mark not in value:
        return [value]
    if "\\" not in value:
        return value.split(mark)
    value = _clean(value).replace("\\\\", _HIDDEN).replace("\\" + mark, _HIDDEN_MARK)
    return [
        piece.replace(_HIDDEN_MARK, "\\" + mark).replace(_HIDDEN, "\\\\")
        for piece in value.split(mark)
    ]


def unescape(value: str, *, old: bool) -> str:
    """`value` as it is meant, without control characters, its ends stripped."""
    if "\\" in value:
        if old:
            value = value.replace("\\;", ";")
        else:
            value = _ESCAPE.sub(lambda match: _ESCAPED[match[1]], value)
    return (value if value.isprintable() else _clean(value.replace("\r\n", "\n"))).strip()


def _clean(value: str) -> str:
    return value if value.isprintable() else value.translate(_CONTROLS)


def partial_date(value: str, no_year: str = "") -> str:
    """A date known in part, from any of the ways that cards write one; "" if it is none.

    `no_year` is the year that stands for none (X-APPLE-OMIT-YEAR). Of a time the written date is
    taken, whatever its zone. A day without its month says too little and is none.
    """
    value = value.strip()
    year = month = day = ""
    if (match := _DAY.fullmatch(value)) is not None:
        year, month, day = match[1], match[3], match[4]
        if not match[2] and len(value.partition("T")[0].strip()) < 8:
            return ""
    elif (match := _NO_YEAR.fullmatch(value)) is not None:
        month, day = match[1] or match[3], match[2] or match[4]
    elif (match := _DAY_FIRST.fullmatch(value)) is not None:
        day, month, year = match.groups()
    elif (match := _YEAR_MONTH.fullmatch(value)) is not None:
        year, month = match[1], match[2]
    elif (match := _YEAR.fullmatch(value)) is not None:
        year = match[1]
    elif (match := _MONTH.fullmatch(value)) is not None:
        month = match[1]
    elif (match := _ABOUT.fullmatch(value)) is not None:
        date = partial_date(match[1] or match[2])
        return f"{date}~" if date else ""
    if year in _NO_SUCH_YEAR or (no_year and year == no_year):
        year = ""
    return _date_text(year, month.zfill(2) if month else "", day.zfill(2) if day else "")


def _date_text(year: str, month: str, day: str) -> str:
    if year and day == "00":  # a day, or a month too, that nobody knows
        day = ""
        month = "" if month == "00" else month
    if month and not 1 <= int(month) <= 12:
        return ""
    if day and not 1 <= int(day) <= monthrange(int(year or 2000), int(month))[1]:
        return ""
    if not year:
        return "--" + "-".join(filter(None, (month, day))) if month else ""
    return "-".join(filter(None, (year, month, day)))


def binary(prop: Property) -> tuple[bytes, str, str]:
    """Bytes, address and media type of a photo or the like: bytes, or only an address, or neither.

    The bytes' own beginning tells their type before any parameter does.
    """
    head = prop.head
    value = raw_text(prop) if head.encoding == QUOTED_PRINTABLE else prop.value
    named = head.param("MEDIATYPE").lower()
    start = value[:64].lstrip().lower()
    if start.startswith("data:"):
        described, _, body = value.lstrip().partition(",")
        described = described[5:].replace("\\", "").lower()
        said, _, rest = described.partition(";")
        data = _from_base64(body) if "base64" in rest else unquote_to_bytes(body)
        return data, "", media_type(data) or said or named
    if start.startswith(("http:", "https:", "http\\:", "https\\:")):
        return b"", unescape(value, old=False), named
    if head.encoding == BASE64 or (":" not in start and _BASE64_TEXT.fullmatch(value)):
        data = _from_base64(value)
        types = [kind for kind in head.types if kind not in {"pref", "b", "base64"}]
        kind = types[0].removeprefix("image/") if types else ""
        return data, "", media_type(data) or named or (f"image/{kind}" if kind else "")
    return b"", "", ""


def _from_base64(body: str) -> bytes:
    """What `body` encodes, as far as it does."""
    data = body.encode("ascii", "ignore")
    for ending in (b"", b"=", b"==", b"==="):
        try:
            return binascii.a2b_base64(data + ending)
        except binascii.Error:
            continue
    # One letter too many: the file was cut, or something was added.
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def media_type(data: bytes) -> str:
    """The type of the picture that `data` begins as, "" if it is none."""
    for magic, known in _MAGIC:
        if data.startswith(magic):
            return known
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "")
    return ""


def bare_id(value: str) -> str:
    """An id without ``urn:uuid:``; a UUID as the book writes its own, 32 small hex digits."""
    value = without_scheme(value.strip(), "urn:uuid:")
    return value.replace("-", "").lower() if is_uuid(value) else value


def is_uuid(value: str) -> bool:
    """Whether `value` is a UUID, with its hyphens or without."""
    return _UUID.fullmatch(value) is not None


def phone_number(value: str) -> str:
    """A number as people write it: no ``tel:``, an extension in words."""
    if value[:4].lower() != "tel:":
        return value
    number, *rest = unquote(value[4:]).split(";")
    for part in rest:
        if part.lower().startswith("ext="):
            number += f" ext. {part[4:]}"
    return number


def without_scheme(value: str, scheme: str) -> str:
    """`value` without `scheme` (``mailto:``) before it, in whatever case."""
    return value[len(scheme) :] if value[: len(scheme)].lower() == scheme else value


_TOGETHER = re.compile(  # Han, kana and Hangul: the family name comes first, with no space
    r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    r"\U00020000-\U0003ffff]+"
)


def written_name(family: str, given: str, additional: str, prefixes: str, suffixes: str) -> str:
    """A name of those parts as one writes it."""
    if family and given and _TOGETHER.fullmatch(family + given):
        return family + given
    name = " ".join(filter(None, (prefixes, given, additional, family)))
    return f"{name}, {suffixes}" if name and suffixes else name or suffixes
