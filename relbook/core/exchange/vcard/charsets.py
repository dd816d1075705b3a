"""Bytes to text: strict UTF-8, else the charset a property names, else a Western code page."""

import codecs
import re

WESTERN = "cp1252"

# Encodings of text only: Python also has "hex", "idna", "unicode_escape", which no card may name.
_TEXTUAL = re.compile(
    r"utf-?8|u?s?-?ascii|(iso-?8859|latin|windows|cp|koi8|shift|s-?jis|ms9|euc|big5|gb|hz|iso-?2022"
    r"|mac|tis|johab|ks[_c]|ibm)[a-z0-9_.:-]{0,40}"
)
_PAGE = re.compile(
    r"(?:x-)?(?:windows|win|cp|ms|ansi|ibm)?[-_ ]?(125\d|874|93[26]|949|950|437|85\d|86\d)"
)
_SHIFTING = ("iso2022", "hz")  # ASCII to look at
_WIDE = frozenset(
    "cp932 shift_jis euc_jp gb2312 gbk gb18030 big5 big5hkscs cp949 cp950 euc_kr".split()
)
_NAMED = re.compile(
    rb"^[^:\"\r\n]{1,400}?;[ \t]*charset[ \t]*=[ \t]*\"?([\w.-]+)", re.IGNORECASE | re.MULTILINE
)
# Hiragana and katakana as Shift_JIS has them, which no Western text looks like.
_KANA = re.compile(rb"(?:\x82[\x9f-\xf1]|\x83[\x40-\x7e\x80-\x96]){2}")
_WIDER = {  # what writers mean by it
    "us-ascii": WESTERN,
    "ascii": WESTERN,
    "iso-8859-1": WESTERN,
    "iso8859-1": WESTERN,
    "latin1": WESTERN,
    "latin-1": WESTERN,
    "iso-8859-9": "cp1254",
    "8859-1": WESTERN,
    "ansi_x3.4-1968": WESTERN,
    "tis-620": "cp874",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
}


def codec(charset: str) -> str:
    """The name of Python's codec for `charset`, or "" for what is none of text."""
    low = charset.strip().strip("\"'").lower()
    low = _WIDER.get(low, low)
    if (page := _PAGE.fullmatch(low)) is not None:
        low = f"cp{page[1]}"
    if not _TEXTUAL.fullmatch(low):
        return ""
    try:
        return codecs.lookup(_WIDER.get(low, low)).name
    except LookupError:
        return ""


def decode(data: bytes, charset: str = "", fallback: str = WESTERN) -> tuple[str, bool]:
    """`data` as text, and whether that was a guess."""
    name = codec(charset) if charset else ""
    if name.startswith(_SHIFTING):
        return data.decode(name, "replace"), False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        if name in _WIDE and _is_short_of_proof(text):
            try:
                return data.decode(name), False
            except UnicodeDecodeError:
                pass
        return text, False
    if name and name != "utf-8":
        return data.decode(name, "replace"), False
    mended = data.decode("utf-8", "replace")
    lost = mended.count("\ufffd")
    foreign = len(mended) - len(mended.encode("ascii", "ignore"))
    if name or foreign > 2 * lost:  # it is UTF-8, with a few broken bytes
        return mended, True
    if fallback == WESTERN and _KANA.search(data):
        try:
            return data.decode("cp932"), True
        except UnicodeDecodeError:
            pass
    try:
        return data.decode(fallback), True
    except (UnicodeDecodeError, LookupError):
        return data.decode("latin-1"), True


def is_certain(data: bytes, charset: str) -> bool:
    """Whether `data`, which reads as UTF-8, is so for certain though `charset` is named for it.

    Two bytes that make a letter of UTF-8 may make one of Shift_JIS or GBK too; three hardly ever do.
    """
    return codec(charset) not in _WIDE or not _is_short_of_proof(data.decode())


def _is_short_of_proof(text: str) -> bool:
    return not text.isascii() and max(text) < "\u0800"


def named_in(raw: bytes) -> str:
    """The codec of the first charset other than UTF-8 that a card names, "" if it names none."""
    if b"charset" not in raw.lower():
        return ""
    for match in _NAMED.finditer(raw.replace(b"\r", b"\n") if b"\r" in raw else raw):
        name = codec(match[1].decode("latin-1"))
        if name not in {"", "utf-8", "ascii"}:
            return name
    return ""
