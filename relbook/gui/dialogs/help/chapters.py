"""The chapters of the guide, as they are written: plain text files of ours, a folder a language.

A file is Markdown of the plainest kind. ``# `` begins its title; the first paragraph is what leads
in; ``![what is seen](name)`` is its picture; ``- `` begins an item of a list. Within a line, backticks
are around keys, one star around an item of a menu (``*Book › Backups…*``), two stars around a word
that is seen in the window.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CHAPTERS = (
    "someone-new",
    "what-you-share",
    "give-and-receive",
    "before-an-event",
    "finding-anything",
    "in-and-out",
    "nothing-is-lost",
    "who-may-read-it",
)
ENGLISH = "en"  # in which each chapter is there

Kind = Literal["", "keys", "menu", "seen"]
_MARKED = re.compile(r"`(?P<keys>[^`]+)`|\*\*(?P<seen>[^*]+)\*\*|\*(?P<menu>[^*]+)\*")
_PICTURE = re.compile(r"!\[(.+)\]\((.+)\)")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an item of a list."""

    item: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One screen of the guide; `picture` is the name of the one it has, `caption` what it shows."""

    name: str
    title: str
    lead: Block
    picture: str
    caption: str
    blocks: tuple[Block, ...]

    def named(self, kind: Kind) -> Iterator[str]:
        """What it names of a kind: the keys, the items of menus, the words in the window."""
        for block in (self.lead, *self.blocks):
            yield from (run.text for run in block.runs if run.kind == kind)


def read(folder: Path, name: str, language: str = ENGLISH) -> Chapter:
    """The chapter called `name`, in `language` ("de_AT") or the nearest there is, else in English.

    `folder` holds a folder for each language. Raises `ValueError` for a file that is no chapter.
    """
    nearest = (language, language.partition("_")[0], ENGLISH)
    file = next(filter(Path.is_file, (folder / one / f"{name}.md" for one in nearest)))
    return parse(name, file.read_text("utf-8"))


def parse(name: str, text: str) -> Chapter:
    """The chapter that `text` is. Raises `ValueError` where something of one is missing."""
    title = picture = caption = ""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("# "):
            title = part.removeprefix("# ").strip()
        elif found := _PICTURE.fullmatch(part.strip()):
            caption, picture = found.groups()
        elif part.startswith("- "):
            items = re.split(r"^- ", part, flags=re.MULTILINE)[1:]
            blocks += [Block(True, _runs(item)) for item in items]
        else:
            blocks.append(Block(False, _runs(part)))
    if not (title and picture and len(blocks) > 1):
        raise ValueError(f"{name} lacks a title, a picture or its text")
    return Chapter(name, title, blocks[0], picture, caption, tuple(blocks[1:]))


def _runs(text: str) -> tuple[Run, ...]:
    text = " ".join(text.split())
    runs: list[Run] = []
    at = 0
    for found in _MARKED.finditer(text):
        runs.append(Run("", text[at : found.start()]))
        kind = found.lastgroup
        runs.append(Run(kind, found[kind or 0]))  # type: ignore[arg-type]
        at = found.end()
    runs.append(Run("", text[at:]))
    return tuple(run for run in runs if run.text)
