"""From a card to its bytes: escaping, folding, quoting (RFC 6350 §3, RFC 6868)."""

import re

from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.property import BASE64, QUOTED_PRINTABLE, Head, Property
from relbook.core.exchange.vcard.values import binary, raw_text

_WIDTH = 75
_NEEDS_QUOTES = re.compile(r"[,;:]|^\s|\s$")
_NEEDS_CARET = re.compile(r"[\n\"^]")
_CARETS = {"\n": "^n", '"': "^'", "^": "^^"}
_LINE_END = re.compile(r"\r\n?|\n")
_FRAME = frozenset({"BEGIN", "END", "VERSION"})


def card_bytes(card: Card) -> bytes:
    """`card` in UTF-8 with CR LF, VERSION first and the properties in their order.

    In 4.0 nothing is encoded: quoted-printable and base64 of older cards become text and data: URIs.
    """
    lines = [b"BEGIN:VCARD", b"VERSION:" + card.version.encode()]
    for prop in card.properties:
        if prop.head.key in _FRAME:
            continue
        plain = prop
        if prop.head.encoding or prop.head.charset:
            plain = _plain(prop) if card.version == "4.0" else _in_utf8(prop)
        line = f"{head_text(plain.head)}:{plain.value}"
        if "\n" in line or "\r" in line:
            line = _LINE_END.sub(r"\\n", line)
        data = line.encode("utf-8", "replace")
        lines.append(data if len(data) <= _WIDTH else fold(data))
    lines.append(b"END:VCARD\r\n")
    return b"\r\n".join(lines)


def head_text(head: Head) -> str:
    """What stands before the colon. A parameter's values in a row make one list."""
    name = f"{head.group}.{head.name}" if head.group else head.name
    if not head.params:
        return name
    pieces = [name]
    last = ""
    for key, value in head.params:
        pieces += [",", _quoted(value)] if key == last else [";", key, "=", _quoted(value)]
        last = key
    return "".join(pieces)


def _quoted(value: str) -> str:
    if _NEEDS_CARET.search(value) or "\r" in value:
        value = _LINE_END.sub("\n", value)
        value = _NEEDS_CARET.sub(lambda match: _CARETS[match[0]], value)
    return f'"{value}"' if _NEEDS_QUOTES.search(value) else value


def _plain(prop: Property) -> Property:
    """`prop` as 4.0 has it, where there are no encodings and no charsets."""
    head = prop.head
    params = [pair for pair in head.params if pair[0].upper() not in {"ENCODING", "CHARSET"}]
    value = prop.value
    if head.encoding == QUOTED_PRINTABLE:
        value = raw_text(prop).replace("\r", "")
    elif head.encoding == BASE64:
        _, _, media_type = binary(prop)
        packed = re.sub(r"[^A-Za-z0-9+/=]", "", value)
        value = f"data:{media_type or 'application/octet-stream'};base64,{packed}"
        params = [pair for pair in params if pair[0].upper() not in {"TYPE", "VALUE"}]
    return Property.of(head.name, value, params, head.group)


def _in_utf8(prop: Property) -> Property:
    """`prop` as 2.1 and 3.0 have it: letters that stand there as they are, and were in another charset,
    are in UTF-8 now.
    """
    head = prop.head
    if not head.charset or head.encoding == QUOTED_PRINTABLE:
        return prop
    if prop.value.isascii() and head_text(head).isascii():
        return prop
    params = [
        (name, "UTF-8" if name.upper() == "CHARSET" else value) for name, value in head.params
    ]
    return Property.of(head.name, prop.value, params, head.group)


def fold(line: bytes) -> bytes:
    """`line` in pieces of at most 75 octets, all but the first after a space.

    None begins within a UTF-8 character or a pair that a backslash or caret makes, nor with a colon,
    at which old readers have stumbled.
    """
    pieces = []
    start, width = 0, _WIDTH
    while len(line) - start > width:
        end = _cut(line, start, start + width)
        pieces.append(line[start:end])
        start, width = end, _WIDTH - 1
    pieces.append(line[start:])
    return b"\r\n ".join(pieces)


def _cut(line: bytes, start: int, end: int) -> int:
    """The last place up to `end` where a piece from `start` may end."""
    latest = end
    while end > start + 1 and not _may_cut(line, start, end):
        end -= 1
    if end > start + 1:
        return end
    while line[latest] & 0xC0 == 0x80:  # nothing but colons and the like: keep characters whole
        latest -= 1
    return latest


def _may_cut(line: bytes, start: int, end: int) -> bool:
    following = line[end]
    if following & 0xC0 == 0x80 or following == 0x3A:
        return False
    before = line[end - 1]
    if before == 0x3D:  # in quoted-printable that is a soft break
        return False
    if before not in b"\\^":
        return True
    run = 1
    while end - 1 - run >= start and line[end - 1 - run] == before:
        run += 1
    return run % 2 == 0
