"""Bytes to text: strict UTF-8, else the charset a property names, else a Western code page."""

import codecs
import re

WESTERN = "cp1252"

# Encodings of text only: Python also has "hex", "idna", "unicode_escape", which no card may name.
_TEXTUAL = re.compile(
    r"utf-?8|u?s?-?ascii|(iso-?8859|latin|windows|cp|koi8|shift|s-?jis|ms9|euc|big5|gb|hz|iso-?2022"
    r"|mac|tis|johab|ks[_c]|ibm)[a-z0-9_.:-]{0,40}"
)
_WIDER = {  # what writers mean by it
    "us-ascii": WESTERN,
    "ascii": WESTERN,
    "iso-8859-1": WESTERN,
    "iso8859-1": WESTERN,
    "latin1": WESTERN,
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
    if not _TEXTUAL.fullmatch(low):
        return ""
    try:
        return codecs.lookup(_WIDER.get(low, low)).name
    except LookupError:
        return ""


def decode(data: bytes, charset: str = "", fallback: str = WESTERN) -> tuple[str, bool]:
    """`data` as text, and whether that was a guess."""
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        pass
    name = codec(charset)
    if name and name != "utf-8":
        return data.decode(name, "replace"), False
    mended = data.decode("utf-8", "replace")
    lost = mended.count("\ufffd")
    foreign = len(mended) - len(mended.encode("ascii", "ignore"))
    if name or foreign > 2 * lost:  # it is UTF-8, with a few broken bytes
        return mended, True
    try:
        return data.decode(fallback), True
    except (UnicodeDecodeError, LookupError):
        return data.decode("latin-1"), True
