"""What is handed over in the hope of contacts, and is something else that one knows by its beginning."""

import re
from pathlib import Path

from relbook.core.errors import FileUnreadable
from relbook.core.exchange.vcard.values import media_type
from relbook.core.store.file import MAGIC
from relbook.core.words import say

_MARK = b"\xef\xbb\xbf"  # of UTF-8
_JSON = re.compile(rb"[\[{]\s*[\"\[{\]}]")
_NUMBERS = re.compile(rb"\[\s*-?\d+(?:\.\d+)?\s*[,\]]")  # of which a table may begin, too
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_CALENDAR = re.compile(rb"begin[ \t]*:[ \t]*vcalendar", re.IGNORECASE)
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!")
_OF_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"_rels/")


def refuse(file: Path, start: bytes) -> None:
    """Raise `FileUnreadable`, saying what it is, for a `file` that begins so and is no contacts.

    What begins in another way may be a table, or nothing at all.
    """
    if start.startswith(MAGIC):
        raise FileUnreadable(
            say(
                "“{name}” is a book, or another database, and holds no contacts to bring. Nothing "
                "was changed; open a book as one.",
                name=file.name,
            )
        )
    if start.startswith(_PACKED) and not any(mark in start[:200] for mark in _OF_OFFICE):
        raise FileUnreadable(
            say(
                "“{name}” is a packed file. Nothing was changed; unpack it, and bring what is in it.",
                name=file.name,
            )
        )
    if what := _written_here(file, start):
        raise FileUnreadable(
            say(
                "“{name}” is {what}, which Relbook writes and does not read. Nothing was changed; "
                "bring cards (.vcf) or a table (.csv).",
                name=file.name,
                what=what,
            )
        )
    if media_type(start):
        raise FileUnreadable(
            say(
                "“{name}” is a picture, in which Relbook does not look for contacts. Nothing was "
                "changed; bring cards (.vcf) or a table (.csv).",
                name=file.name,
            )
        )


def _written_here(file: Path, start: bytes) -> str:
    """What it is of all that Relbook writes for others to read; "" for none of it."""
    text = start.removeprefix(_MARK).lstrip()
    by_name = file.suffix.lower() == ".json" and _NUMBERS.match(text)
    if _JSON.match(text) or by_name:
        return say("JSON")
    if _CALENDAR.match(text):
        return say("a calendar")
    if _PAGE.match(text):
        return say("a web page")
    if text.startswith(b"%PDF"):
        return say("a PDF")
    return ""
