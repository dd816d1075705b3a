"""A property as vCard 2.1 writes it, in the common ways of 3.0 and 4.0.

Quoted-printable and charsets become plain text, bare parameters have been named by the reader, and
values get the backslashes they lacked: in 2.1 one escapes only a semicolon. Base64 stays as it is.
"""

from relbook.core.exchange.vcard import values
from relbook.core.exchange.vcard.lines import escape
from relbook.core.exchange.vcard.property import BASE64, Head, Params, Property
from relbook.core.exchange.vcard.vocabulary import CHATS, KIN, KIN_PREFIXES, SOCIALS

_PARTED = frozenset({"N", "ADR", "ORG"})
_LISTED = frozenset({"CATEGORIES", "NICKNAME", "X-NICKNAME", "X-EPOCSECONDNAME"})
_WHOLE = frozenset(
    "FN TITLE ROLE NOTE TEL EMAIL UID MAILER TZ GEO REV BDAY PRODID SORT-STRING CLASS NAME".split()
)
# Read with all escapes whatever the version, because writers put them there.
_ESCAPED_ALREADY = frozenset(
    "URL IMPP SOCIALPROFILE X-SOCIALPROFILE X-ABLABEL AGENT PHOTO LOGO SOUND KEY SOURCE FBURL"
    " CALURI CALADRURI".split()
) | frozenset((*CHATS, *SOCIALS))
_KIN = frozenset(prefix + word for prefix in KIN_PREFIXES for word in KIN)
_VALUES = {"URL": "uri", "CONTENT-ID": "uri", "CID": "uri"}


def modern(prop: Property, *, old: bool) -> Property:
    """`prop` with no encoding but base64 and no charset; `old` says that it is of vCard 2.1."""
    head = _group(_head(prop.head))
    if prop.head.encoding == BASE64 and prop.head.key != "AGENT":
        return Property(head, "".join(prop.value.split()), prop.line)
    value = values.raw_text(prop).replace("\r", "")
    key = head.key
    if old and key == "LABEL":
        value = escape(values.unescape(value, old=False))
    elif old and key in _ESCAPED_ALREADY:
        value = value.replace("\\:", ":")
    elif old:
        if key in _PARTED:
            value = ";".join(_whole(part) for part in values.split(value, ";"))
        elif key in _LISTED:
            marks = ";" if key == "CATEGORIES" else ""
            pieces = values.split(value, marks) if marks else [value]
            items = [item for piece in pieces for item in values.listed(piece, old=True)]
            value = ",".join(map(escape, items))
        elif key in _WHOLE or key in _KIN:
            value = _whole(value)
        else:
            value = _gently(value)
    if (len(value) - len(value.rstrip("\\"))) % 2:  # the last escapes nothing
        value += "\\"
    return Property(head, value.replace("\n", "\\n"), prop.line)


def _whole(value: str) -> str:
    """A text that has no parts."""
    return escape(value.replace("\\;", ";"))


def _gently(value: str) -> str:
    """A value that nobody knows the parts of: its semicolons and commas stay what they are."""
    pieces = (piece.replace("\\", "\\\\") for piece in value.split("\\;"))
    return "\\;".join(pieces)


def _head(head: Head) -> Head:
    """`head` with nothing that only an encoded value has, its other parameters in their order."""
    if not head.params:
        return head
    kept: list[tuple[str, str]] = []
    for name, value in head.params:
        upper = name.upper()
        if upper == "CHARSET" or (upper == "ENCODING" and head.encoding != BASE64):
            continue
        if upper == "ENCODING":
            kept.append((name, "b"))
        elif upper == "TYPE" and "," in value:  # RFC 6350's own examples quote a list
            kept += [(name, kind.strip()) for kind in value.split(",") if kind.strip()]
        elif upper == "VALUE" and value.upper() == "INLINE":
            continue
        elif upper == "VALUE" and value.upper() in _VALUES:
            kept.append((name, _VALUES[value.upper()]))
        else:
            kept.append((name, value))
    params: Params = tuple(kept)
    return head if params == head.params else Head(head.group, head.name, params)


def _group(head: Head) -> Head:
    """`head` with a group that 3.0 and 4.0 can have: of letters, digits and hyphens."""
    if "." not in head.group:
        return head
    return Head(head.group.replace(".", "-"), head.name, head.params)
