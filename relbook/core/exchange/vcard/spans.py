"""Where in a card's bytes each property stands, and other lines put there with the rest untouched."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relbook.core.exchange.vcard.card import Card
from relbook.core.exchange.vcard.charsets import WESTERN, decode, is_certain, named_in
from relbook.core.exchange.vcard.property import (
    BASE64,
    QUOTED_PRINTABLE,
    Property,
    parse_head,
    split_line,
)
from relbook.core.exchange.vcard.writing import fold, head_text

# As `lines` counts them: what ends a line is one sign, however many bytes.
_LINE = re.compile(rb"[^\r\n]*(?:\r{1,3}\n|\r|\n|\Z)")
_LOGICAL = re.compile(rb"[^\r\n]*(?:(?:\r{1,3}\n|\r|\n)[ \t][^\r\n]*)*(?:\r{1,3}\n|\r|\n|\Z)")
_UNFOLD = re.compile(rb"(?:\r{1,3}\n|\r|\n)[ \t]")
_END_OF_LINE = re.compile(rb"\r{1,3}\n|\r|\n")
_CHARSET = re.compile(
    rb"([^:]{0,400}?;[ \t]*charset[ \t]*=[ \t]*\"?)([\w.-]+)(\"?[;:])", re.IGNORECASE
)
_FRAME = frozenset({"BEGIN", "END", "VERSION"})
_RUNS_ON = frozenset({"NOTE", "LABEL", "ADR"})
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})


@dataclass(frozen=True, slots=True)
class Patch:
    """What is to differ in a card: properties in place of some, by number, and more after some.

    An empty list drops a property. What comes after -1 stands before the end of the card.
    """

    instead: Mapping[int, Sequence[Property]]
    after: Mapping[int, Sequence[Property]]


def whole(raw: bytes) -> bytes:
    """`raw` with an END and a line end, if it lacks them; nothing if that cannot be mended so."""
    end = line_end(raw)
    lines = raw.rstrip()
    last = lines[max(lines.rfind(b"\n"), lines.rfind(b"\r")) + 1 :]
    if b"".join(last.upper().split()) == b"END:VCARD":
        return raw if raw[-1:] in {b"\n", b"\r"} else raw + end
    if last.endswith(b"="):
        return b""
    return lines + end + b"END:VCARD" + end


def line_end(raw: bytes) -> bytes:
    """What ends the first line of `raw`."""
    found = _END_OF_LINE.search(raw)
    return found[0] if found else b"\r\n"


def utf8(raw: bytes, fallback: str = WESTERN) -> bytes:
    """`raw` in UTF-8: only lines that were not are written anew."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        pass
    else:
        if not (other := named_in(raw)) or is_certain(raw, other):
            return raw
    if fallback == WESTERN:  # as when it was read
        fallback = named_in(raw) or fallback
    pieces = []
    lines = _LOGICAL.findall(raw)
    for number, line in enumerate(lines):
        reason = ""
        try:
            line.decode()
        except UnicodeDecodeError as error:
            reason = error.reason
        else:
            named = None if line.isascii() else _CHARSET.match(_UNFOLD.sub(b"", line[:800]))
            if named is None or is_certain(line, named[2].decode("latin-1")):
                pieces.append(line)
                continue
        ends = _END_OF_LINE.search(line)
        end = ends[0] if ends else b""
        last = not any(rest.strip() for rest in lines[number + 1 :])
        body = line.rstrip(b"\r\n")
        if last and reason == "unexpected end of data":
            pieces.append(body.decode(errors="ignore").encode() + end)
        else:
            pieces.append(_recoded(body, end, fallback) + end)
    return b"".join(pieces)


def _recoded(body: bytes, end: bytes, fallback: str) -> bytes:
    soft = re.search(rb"=(?:\r{1,3}\n|\r|\n)", body) is not None
    line = body if soft else _UNFOLD.sub(b"", body)
    named = _CHARSET.match(line)
    text, _ = decode(line, named[2].decode("latin-1") if named else "", fallback)
    data = text.encode()
    if named is not None:
        data = _CHARSET.sub(rb"\1UTF-8\3", data, count=1)
    if soft or (len(data) <= len(line) + 8 and b"\n" not in body and b"\r" not in body):
        return data
    return fold(data).replace(b"\r\n", end or b"\r\n")


def patched(card: Card, patch: Patch) -> bytes:
    """The bytes of `card` with `patch` made, all other bytes as they were."""
    raw = card.raw
    ends = [match.end() for match in _LINE.finditer(raw)]
    starts = [0, *ends]
    end = line_end(raw)
    indent = raw[: len(raw) - len(raw.lstrip(b" \t"))]
    pieces: list[bytes] = []
    done = 0
    for number in sorted({*patch.instead, *patch.after} - {-1}):
        prop = card.properties[number]
        following = (
            card.properties[number + 1].line if number + 1 < len(card.properties) else len(ends)
        )
        last = _last_line(card, number, following, raw, starts)
        begin, stop = starts[prop.line], starts[last + 1]
        if number in patch.instead:
            pieces.append(raw[done:begin])
            said = _unfolded(raw[begin:stop])
            pieces += [_written(one, prop, said, indent, end) for one in patch.instead[number]]
        else:
            pieces.append(raw[done:stop])
        done = stop
        for one in patch.after.get(number, ()):
            if pieces and pieces[-1] and pieces[-1][-1:] not in {b"\n", b"\r"}:
                pieces.append(end)
            pieces.append(_written(one, None, "", indent, end))
    more = patch.after.get(-1, ())
    if more:
        closing = _closing(raw, starts)
        pieces.append(raw[done:closing])
        pieces += [_written(one, None, "", indent, end) for one in more]
        done = closing
    pieces.append(raw[done:])
    return b"".join(pieces)


def _closing(raw: bytes, starts: list[int]) -> int:
    """Where the line that ends the card begins."""
    for number in range(len(starts) - 2, -1, -1):
        line = raw[starts[number] : starts[number + 1]]
        if b"".join(line.upper().split()) == b"END:VCARD":
            return starts[number]
    return len(raw)


def _last_line(card: Card, number: int, following: int, raw: bytes, starts: list[int]) -> int:
    """The last physical line of a property: nothing of another, of the frame or of no field is in it."""
    prop = card.properties[number]
    first = last = prop.line
    binary = prop.head.encoding == BASE64 or prop.key in _BINARY or prop.value.startswith("data:")
    quoted = prop.head.encoding == QUOTED_PRINTABLE
    if prop.key == "AGENT" and (end := _end_of_nested(raw, starts, first, following)) >= 0:
        return end
    for at in range(first + 1, min(following, len(starts) - 1)):
        line = raw[starts[at] : starts[at + 1]]
        bare = line.strip()
        before = raw[starts[at - 1] : starts[at]].rstrip(b"\r\n")
        folded = line[:1] in {b" ", b"\t"} and bool(bare)
        if last == at - 1 and (folded or (quoted and before.endswith(b"="))):
            last = at
        elif not bare:
            continue
        elif _is_frame(line):
            break
        elif binary:
            if len(bare.split(None, 1)) > 1:
                break
            last = at
        elif prop.key in _RUNS_ON and "\n" in prop.value:
            last = at
        else:
            break
    return last


def _end_of_nested(raw: bytes, starts: list[int], first: int, following: int) -> int:
    """The line that ends the card within a card from line `first` on, or -1 if there is none."""
    depth = 0
    for at in range(first, min(following, len(starts) - 1)):
        upper = b"".join(raw[starts[at] : starts[at + 1]].upper().split())
        if upper.endswith(b"BEGIN:VCARD"):
            depth += 1
        elif upper == b"END:VCARD":
            depth -= 1
            if depth == 0:
                return at
    return -1


def _is_frame(line: bytes) -> bool:
    parted = split_line(line.decode(errors="replace").strip())
    return parted is not None and parted[0].key in _FRAME


def _unfolded(raw: bytes) -> str:
    return _UNFOLD.sub(b"", raw).decode(errors="replace")


def _written(
    prop: Property, instead: Property | None, said: str, indent: bytes, end: bytes
) -> bytes:
    """`prop` as a line; with the very head that stood there, if it says the same."""
    head = head_text(prop.head)
    if instead is not None and instead.head == prop.head:
        at = said.find(":")
        while at >= 0:
            if parse_head(said[:at]) == prop.head:
                head = said[:at].strip()
                break
            at = said.find(":", at + 1)
    value = prop.value.replace("\r", "").replace("\n", "\\n")
    data = f"{head}:{value}".encode("utf-8", "replace")
    folded = fold(data).replace(b"\r\n", end + indent)
    return indent + folded + end
