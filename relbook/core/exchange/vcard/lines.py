"""From the bytes of one card to its properties."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from relbook.core.exchange.vcard.charsets import (
    WESTERN,
    codec,
    decode,
    is_certain,
    named_in,
)
from relbook.core.exchange.vcard.property import (
    BASE64,
    QUOTED_PRINTABLE,
    Head,
    Property,
    split_line,
)
from relbook.core.words import say

MAX_PROPERTIES = 200_000
MAX_LINES = 3_000_000  # a photo of 64 MB has a third of that

_NAME_LINES = 20
_TASTE = 100_000  # bytes, to find a name in

_LOGICAL = re.compile(r"\n(?![ \t])")
_LOGICAL_BYTES = re.compile(rb"\n(?![ \t])")
_FOLD = re.compile(r"\n[ \t]?")
_FOLD_BYTES = re.compile(rb"\n[ \t]?")
_CHARSET = re.compile(rb"[^:\"]{0,400}?;[ \t]*charset[ \t]*=[ \t]*\"?([\w.-]+)", re.IGNORECASE)
_HIGH = re.compile(r"=[89A-Fa-f][0-9A-Fa-f]")
_BARE_EQUALS = re.compile(r"=(?![0-9A-Fa-f]{2})")  # which should be =3D
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_FRAME = frozenset({"BEGIN", "END", "VERSION"})
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
# Old and careless writers break these over lines with no sign of it.
_RUNS_ON = frozenset({"NOTE", "LABEL", "ADR"})
_HEAD_ALONE = re.compile(r"[A-Za-z][\w.-]*;[\w-]+=")  # a field that lost its colon
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


class TooManyError(ValueError):
    """The card has more than MAX_PROPERTIES properties or MAX_LINES lines; `content` has the first of them."""

    def __init__(self, content: "Content") -> None:
        super().__init__()
        self.content = content


@dataclass(slots=True)
class Content:
    """What a card holds, and in `repaired` what had to be guessed or mended to read it.

    `charset` is that of encoded values that name none, "" for the Western one. `unread` are the
    lines that are no part of any property, counted as `Property.line` is; `ended` is false if the
    last of all lines is one of them, as where a file breaks off.
    """

    version: str = ""
    properties: list[Property] = field(default_factory=list)
    repaired: dict[str, None] = field(default_factory=dict)
    charset: str = ""
    unread: list[int] = field(default_factory=list)
    ended: bool = True

    def note(self, sentence: str) -> None:
        """Keep `sentence` in `repaired`, once."""
        self.repaired[sentence] = None


def read_content(raw: bytes, fallback: str = WESTERN) -> Content:
    """The properties between BEGIN and END of `raw`; raises TooManyError."""
    content = Content()
    if b"=" in raw and fallback == WESTERN:
        fallback = named_in(raw) or fallback
    content.charset = "" if fallback == WESTERN else fallback
    if raw.count(b"\n") + raw.count(b"\r") > MAX_LINES:
        _Reading(content, _logical_lines(raw[:_TASTE], content, fallback)).run()
        raise TooManyError(content)
    lines = _logical_lines(raw, content, fallback)
    while lines and "".join(lines[-1].split()).upper() in {"", "END:VCARD"}:
        lines.pop()  # so that no value broken off can swallow the end
    _Reading(content, lines).run()
    return content


def escape(text: str) -> str:
    """`text` as a value of a card."""
    return text.translate(_ESCAPES)


def _logical_lines(raw: bytes, content: Content, fallback: str) -> list[str]:
    """The lines of a card, ended by a newline alone; a folded one still has its folds in it."""
    indent = raw[: len(raw) - len(raw.lstrip(b" \t"))]
    if indent:  # a card pasted from somewhere: all its lines are indented
        raw = raw[len(indent) :].replace(b"\n" + indent, b"\n").replace(b"\r" + indent, b"\r")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return _decoded_lines(raw, content, fallback)
    if content.charset and not is_certain(raw, content.charset):
        return _decoded_lines(raw, content, fallback)
    if "\r" in text:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if "\n " not in text and "\n\t" not in text:
        return text.split("\n")
    return _LOGICAL.split(text)


def _decoded_lines(raw: bytes, content: Content, fallback: str) -> list[str]:
    """The same where the whole is not UTF-8: a fold within a character, or other charsets."""
    raw = raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    parts = _LOGICAL_BYTES.split(raw)
    lines = []
    for number, part in enumerate(parts, 1):
        named = _CHARSET.match(_FOLD_BYTES.sub(b"", part[:800]) if b"\n" in part else part)
        if named is None or part.partition(b":")[2].isascii():  # a charset is that of the value
            try:
                lines.append(part.decode())
                continue
            except UnicodeDecodeError as error:
                if number == len(parts) and error.reason == "unexpected end of data":
                    lines.append(part.decode(errors="ignore"))  # the file ends within a character
                    continue
        folds = part.count(b"\n")
        whole = _FOLD_BYTES.sub(b"", part) if folds and b"=\n" not in part else part
        text, guessed = decode(whole, named[1].decode("latin-1") if named else "", fallback)
        if guessed:
            content.note(guessed_letters())
        if whole is not part:  # keep count of the lines
            text += "\n " * folds
        lines.append(text)
    return lines


def _unpadded(line: str) -> str:
    """`line` without the blanks that some mail put after a soft break."""
    bare = line.rstrip(" \t")
    return bare if bare.endswith("=") else line


def _all_encoded(value: str, charset: str) -> str:
    """`value`, which should be all quoted-printable, with the signs made so that are not."""
    value = _BARE_EQUALS.sub("=3D", value)
    if value.isascii():
        return value
    name = codec(charset) or "utf-8"
    return _FOREIGN.sub(
        lambda match: "".join(f"={byte:02X}" for byte in match[0].encode(name, "replace")), value
    )


def _run_on() -> str:
    return say("A line with no field's name was kept with the field before it.")


def guessed_letters() -> str:
    """What is told of a card with letters in a code page that nobody names."""
    return say("Some letters were in an unnamed encoding; they have been guessed.")


class _Reading:
    """One walk over the lines of a card."""

    def __init__(self, content: Content, lines: list[str]) -> None:
        self._content = content
        self._lines: Iterator[str] = iter(lines)
        self._next = 0  # the physical line to come
        self._marks: list[tuple[str, int, int]] = []  # open components, other than the card
        self._stray: list[str] = []  # lines that belong to the property before them
        self._of_names: list[tuple[int, int, str]] = []  # lines after a FN that may be of it
        self._begun = False

    def run(self) -> None:
        """Fill the content."""
        properties = self._content.properties
        for text in self._lines:
            line = self._next
            self._next += 1
            if not text:
                continue
            plain = text
            if "\n" in text:
                self._next += text.count("\n")
                plain = _FOLD.sub("", text)
            parted = split_line(plain)
            if parted is None:
                self._keep_stray(plain, line)
                continue
            self._content.ended = True
            if self._stray:
                self._attach()
            head, value = parted
            if head.key in _FRAME:
                self._frame(head.key, value)
                continue
            if head.encoding == QUOTED_PRINTABLE:
                properties.append(self._encoded(head, value, text, line))
            else:
                properties.append(self._plain(head, value, line))
            if len(properties) > MAX_PROPERTIES:
                raise TooManyError(self._content)
        if self._stray:
            self._attach()
        if self._of_names:
            self._mend_names()

    def _mend_names(self) -> None:
        """A full name broken over lines, as Google does it: what follows is in its N too."""
        content = self._content
        known = "".join(prop.value for prop in content.properties if prop.key == "N")
        for number, line, text in self._of_names:
            prop = content.properties[number] if number < len(content.properties) else None
            if prop is None or prop.head.encoding:
                continue
            if prop.key == "FN" and text.strip() in known:
                value = f"{prop.value}\n{text}"
                content.properties[number] = Property(prop.head, value, prop.line, prop.charset)
                content.ended = content.ended or content.unread[-1] == line
                content.unread.remove(line)
                content.note(_run_on())

    def _frame(self, key: str, value: str) -> None:
        """BEGIN, END or VERSION."""
        content = self._content
        value = value.strip()
        if key == "VERSION":
            content.version = content.version or value
        elif key == "BEGIN":
            if value.upper() != "VCARD":
                self._marks.append((value.upper(), len(content.properties), len(content.unread)))
            elif not self._begun:
                self._begun = True
            else:
                nested = self._nested("BEGIN:VCARD")
                last = content.properties[-1] if content.properties else None
                if last is not None and last.key == "AGENT" and not last.value.strip():
                    content.properties[-1] = Property(last.head, nested, last.line)
                else:
                    content.note(say("It holds something that is no card; that was not read."))
        elif self._marks and self._marks[-1][0] == value.upper():
            _, start, unread = self._marks.pop()
            del content.properties[start:]
            del content.unread[unread:]
            content.note(say("It holds something that is no card; that was not read."))

    def _nested(self, first: str) -> str:
        """The card within the card that `first` opened, whole, as one escaped value."""
        depth = 1
        lines = [first]
        for text in self._lines:
            self._next += 1 + text.count("\n")
            line = _FOLD.sub("", text)
            lines.append(line)
            if line[-40:].rstrip()[-5:].upper() == "VCARD":
                upper = "".join(line[-400:].split()).upper()
                if upper == "END:VCARD":
                    depth -= 1
                elif upper == "BEGIN:VCARD" or upper.endswith(":BEGIN:VCARD"):
                    depth += 1
                if depth == 0:
                    break
        return escape("\n".join(lines)) if len(lines) > 1 else ""

    def _plain(self, head: Head, value: str, line: int) -> Property:
        """The property of a value that stands there as it is."""
        if head.charset and "\x1b" in value:
            value = _shifted(value, head.charset)
        elif head.key == "AGENT" and value.strip().upper() == "BEGIN:VCARD":
            value = self._nested(value.strip())
        return Property(head, value, line)

    def _encoded(self, head: Head, value: str, text: str, line: int) -> Property:
        """The quoted-printable property that `text`, folds and all, begins."""
        if value.rstrip(" \t").endswith("=") or "=\n" in text:
            value = self._soft_broken(text).rstrip("= \t")
        charset = "" if head.charset else self._content.charset
        value = _all_encoded(value, head.charset or charset)
        if not head.charset and _HIGH.search(value):
            data = binascii.a2b_qp(value.encode())
            if decode(data, "", charset or WESTERN)[1]:
                self._content.note(guessed_letters())
        return Property(head, value, line, charset)

    def _soft_broken(self, text: str) -> str:
        """The value of a quoted-printable property whose lines end in "="."""
        lines = [_unpadded(line) for line in text.split("\n")]
        while lines[-1].endswith("="):
            more = next(self._lines, None)
            if more is None:
                break
            self._next += 1 + more.count("\n")
            lines += [_unpadded(line) for line in more.split("\n")]
        # Some writers indent what follows a soft break and some do not: all lines tell together.
        indented = all(line[:1] in {" ", "\t"} for line in lines[1:] if line)
        pieces: list[str] = []
        soft = False
        for line in lines:
            blank = pieces and line[:1] in {" ", "\t"} and (indented or not soft)
            soft = line.endswith("=")
            pieces.append(line[1 if blank else 0 : -1 if soft else None])
        parted = split_line("".join(pieces))
        return parted[1] if parted else ""

    def _keep_stray(self, text: str, line: int) -> None:
        """Keep a line for the property before it, if that may run over lines; else it is unread."""
        if not text.strip():
            return
        properties = self._content.properties
        if properties and _may_follow(properties[-1], text):
            self._stray.append(text)
            self._content.ended = True
        else:
            few = len(self._of_names) < _NAME_LINES
            if few and properties and properties[-1].key == "FN":
                self._of_names.append((len(properties) - 1, line, text))
            self._content.unread.append(line)
            self._content.ended = False

    def _attach(self) -> None:
        """Give the last property the lines after it that are none of their own."""
        last = self._content.properties[-1]
        encoded = last.head.encoding == QUOTED_PRINTABLE
        if last.head.charset and not encoded:
            name = last.head.charset
            self._stray = [_shifted(t, name) if "\x1b" in t else t for t in self._stray]
        if encoded:
            name = last.head.charset or last.charset
            self._stray = [_all_encoded(text.rstrip("= \t"), name) for text in self._stray]
        if _is_binary(last.head, last.value):
            value = "".join([last.value, *self._stray])
        else:
            value = ("=0A" if encoded else "\n").join([last.value, *self._stray])
            self._content.note(_run_on())
        self._stray = []
        self._content.properties[-1] = Property(last.head, value, last.line, last.charset)


def _may_follow(prop: Property, text: str) -> bool:
    """Whether `text`, a line that is no property, can be more of the value of `prop`."""
    if _HEAD_ALONE.match(text):
        return False
    if _is_binary(prop.head, prop.value):
        return len(text.split(None, 1)) == 1
    return prop.key in _RUNS_ON


def _is_binary(head: Head, value: str) -> bool:
    return head.encoding == BASE64 or head.key in _BINARY or value.startswith("data:")


def _shifted(value: str, charset: str) -> str:
    """A value in ISO-2022-JP or the like, which is ASCII to look at."""
    name = codec(charset)
    if not name.startswith(("iso2022", "hz")) or not value.isascii():
        return value
    return value.encode("ascii").decode(name, "replace")
