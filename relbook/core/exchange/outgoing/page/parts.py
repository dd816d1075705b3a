"""What the page is made of, as plain data, and the one place where it becomes HTML.

Nothing but `html` writes a tag, and it escapes whatever it is given.
"""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")  # no HTML may hold them
_SAFE = ":/?#[]@!$&'()*+,;=%~-._"
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_BARE = re.compile(r"[^\s/:?#@]+\.[^\s/:?#@.]{2,}(:\d+)?([/?#]\S*)?")


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere: within the page (``#p1``), or to what `way` says is harmless."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line: a label before it, what it says, and what is said more quietly behind."""

    said: tuple[str | Link, ...]
    label: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines under a heading, if it has one, shown as lines, as chips or as prose."""

    heading: str
    items: tuple[Item, ...]
    look: str = ""  # "chips" or "prose"


def way(kind: str, value: str) -> str:
    """The address that opens a value of a contact's `kind`; empty if it leads nowhere harmless."""
    value = value.strip()
    if kind == "mail":
        return f"mailto:{quote(value, safe='@+.')}" if "@" in value else ""
    if kind == "phone":
        number = re.sub(r"[^\d+*#]", "", value.split(";", maxsplit=1)[0])
        return f"tel:{quote(number, safe='+*')}" if re.search(r"\d", number) else ""
    if _WEB.match(value):
        return quote(value, safe=_SAFE)
    return f"https://{quote(value, safe=_SAFE)}" if _BARE.fullmatch(value) else ""


def text(value: str) -> str:
    """`value` as it stands in HTML, in quotes too."""
    return escape(_NO_TEXT.sub(" ", value.encode("utf-8", "replace").decode()))


def html(part: Part) -> str:
    """A part as a section."""
    wide = " wide" if part.look == "prose" else ""
    items = "".join(f"<li>{_item(item, part.look)}</li>" for item in part.items)
    look = f' class="{part.look}"' if part.look else ""
    listed = f'<ul{look} role="list">{items}</ul>'
    if not part.heading:
        return f"{listed}\n"
    return f'<section class="part{wide}"><h4>{text(part.heading)}</h4>{listed}</section>\n'


def linked(said: str | Link) -> str:
    """A text or a link, each of its own direction."""
    if isinstance(said, str):
        return f"<bdi>{text(said)}</bdi>"
    rel = "" if said.to.startswith("#") else ' rel="noopener noreferrer"'
    return f'<a href="{text(said.to)}"{rel}><bdi>{text(said.text)}</bdi></a>'


def _item(item: Item, look: str) -> str:
    label = f'<span class="label">{text(item.label)}</span> ' if item.label else ""
    said = "".join(linked(one) for one in item.said if one)
    if look == "prose":
        said = f'<div class="text" dir="auto">{said}</div>'
    aside = f' <span class="aside">{text(item.aside)}</span>' if item.aside else ""
    return f"{label}{said}{aside}"
