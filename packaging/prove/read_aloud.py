"""Uses the window as somebody does who hears it: through AT-SPI, by role and name alone.

    /usr/bin/python3 read_aloud.py FOLDER COMMAND…

Run by Debian's own Python, which has pyatspi; read_aloud.sh makes the screen and the buses. COMMAND
opens Relbook. It gets `--book` a sample book, and a file of cards, both of which FOLDER holds
(sample.relbook, one.vcf). Each step is told in a line, "heard: …". What is missing, or has no name,
is told in one sentence, and the exit status is 1.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi

PATIENCE = 40  # seconds for anything to come
BEGINNING = 60  # rows of a list that are looked at
SOMEBODY, GIVEN = "Ada Tommasini", "a jar of thyme honey"
FROM_OUTSIDE, BY_HAND = "Orla Quayside", "Wim Hollander"
Node = Any  # of pyatspi, which tells no types


class UnheardError(Exception):
    """What a reader would look for in vain, in a sentence."""


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    """What `look` finds, as soon as it finds it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = look()
        except UnheardError:
            raise
        except Exception:  # noqa: BLE001  (what is being taken away may answer anything)
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise UnheardError(f"There is no {what}.")


def has(node: Node, *states: Any) -> bool:
    """Whether `node` is in all of `states`."""
    now = node.getState()
    return all(now.contains(state) for state in states)


def on_show(node: Node) -> Iterator[Node]:
    """What is on the screen of `node` and within it."""
    yield node
    for at in range(min(node.childCount, BEGINNING)):
        child = node.getChildAtIndex(at)
        if child is not None and has(child, pyatspi.STATE_SHOWING):
            yield from on_show(child)


class Reader:
    """Somebody at the program that COMMAND started."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.program = wait_for("Relbook among the programs that can be heard", self._find_program)

    def _find_program(self) -> Node:
        if self._process.poll() is not None:
            raise SystemExit(f"It ended with {self._process.returncode} before it was heard.")
        desktop = pyatspi.Registry.getDesktop(0)
        programs = [desktop.getChildAtIndex(at) for at in range(desktop.childCount)]
        return next(one for one in programs if one.name == "Relbook" and one.childCount)

    def windows(self) -> list[Node]:
        """The windows on show, dialogs last."""
        if self._process.poll() is not None:
            raise UnheardError(f"It ended by itself, with {self._process.returncode}.")
        every = [self.program.getChildAtIndex(at) for at in range(self.program.childCount)]
        return sorted(every, key=lambda one: one.getRoleName() == "dialog")

    def find(self, role: str, name: str, within: Node | None = None) -> Node:
        """The one on show that has `role`, and `name` in its name."""

        def look() -> Node:
            where = [within] if within is not None else self.windows()[::-1]
            for one in (node for top in where for node in on_show(top)):
                if one.getRoleName() == role and name in one.name:
                    return one
            return None

        return wait_for(f"{role} “{name}”", look)

    def rows(self, table: str) -> list[str]:
        """The rows of a table, as they are read out."""
        nodes = on_show(self.find("table", table))
        return [one.name for one in nodes if one.getRoleName() == "table cell"]

    def press(self, role: str, name: str, within: Node | None = None) -> None:
        """Do what a button, a menu entry or a row does first."""

        def done() -> bool:
            if self._process.poll() is not None:  # which is what it did, perhaps
                return True
            node = self.find(role, name, within)
            # One that is greyed says yes, and does nothing.
            return has(node, pyatspi.STATE_ENABLED) and bool(node.queryAction().doAction(0))

        wait_for(f"{role} “{name}” that can be pressed", done)

    def write(self, role: str, name: str, text: str) -> Node:
        """Write into a field."""
        field = self.find(role, name)
        field.queryComponent().grabFocus()
        wait_for(f"focus in “{name}”", lambda: has(field, pyatspi.STATE_FOCUSED))
        field.queryEditableText().setTextContents(text)
        return field

    def closed(self, name: str) -> None:
        """Wait until a dialog is gone."""
        wait_for(f"end of “{name}”", lambda: all(one.name != name for one in self.windows()))

    def all_named(self, where: str) -> None:
        """See that what takes the keys says what it is."""
        for node in (node for top in self.windows()[-1:] for node in on_show(top)):
            role = node.getRoleName()
            if not has(node, pyatspi.STATE_FOCUSABLE, pyatspi.STATE_SHOWING):
                continue
            if not node.name and role != "filler":
                raise UnheardError(f"{where}, a {role} has no name.")
            # The name of one is what is chosen in it: what it is for, only its label says.
            if role == "combo box" and not node.description and not labels(node):
                raise UnheardError(f"{where}, a combo box at “{node.name}” has no label.")


def labels(node: Node) -> list[Node]:
    """What a screen reader reads out before `node`."""
    kinds = [relation.getRelationType() for relation in node.getRelationSet()]
    return [kind for kind in kinds if kind == pyatspi.RELATION_LABELLED_BY]


def tell(what: str) -> None:
    print(f"heard: {what}", flush=True)


def use(reader: Reader) -> None:
    """What is done with the window, from the first word to the last."""
    bring = f"Bring in {FROM_OUTSIDE_FILE}"
    dialog = reader.find("dialog", bring)
    if not any(FROM_OUTSIDE in row for row in reader.rows("Who is in the file")):
        raise UnheardError(f"The preview does not read out {FROM_OUTSIDE}.")
    reader.all_named("In the preview of an import")
    reader.press("push button", "Bring in", dialog)
    reader.closed(bring)
    tell("who is in a file, and they came in")

    reader.write("text", "Search", SOMEBODY.split(maxsplit=1)[0])
    wait_for(
        f"row with {SOMEBODY} at the top", lambda: reader.rows("People")[0].startswith(SOMEBODY)
    )
    reader.find("label", "people of")
    tell("what a search leaves, and how many")
    reader.press("table cell", SOMEBODY, reader.find("table", "People"))
    reader.find("label", SOMEBODY)
    tell("a person chosen, and their page")
    reader.all_named("In the window")

    line = reader.write("text", "What was given or received", f"gave {SOMEBODY} {GIVEN}")
    wait_for("word of how the line is understood", lambda: GIVEN in line.description)
    pyatspi.Registry.generateKeyboardEvent(RETURN, None, pyatspi.KEY_SYM)
    row = wait_for(
        f"entry of {GIVEN} in the ledger",
        lambda: next(row for row in reader.rows("Ledger") if GIVEN in row),
    )
    tell(f"an entry of the ledger added, and read out: {row}")

    reader.press("push button", "Give / Receive")
    wait_for("focus in the ledger's line", lambda: has(line, pyatspi.STATE_FOCUSED))
    reader.press("push button", "New person")
    reader.find("dialog", "New person")
    reader.all_named("Where a new person is named")
    reader.write("text", "Name", BY_HAND)
    reader.press("push button", "Add", reader.find("dialog", "New person"))
    reader.find("label", BY_HAND)
    tell("somebody new, and their page")

    reader.press("menu item", "Book")
    reader.press("menu item", "Lock with a passphrase")
    dialog = reader.find("dialog", "Lock with a passphrase")
    reader.find("password text", "New passphrase")
    reader.all_named("Where a passphrase is set")
    reader.press("push button", "Cancel", dialog)
    reader.closed("Lock with a passphrase")
    tell("where a passphrase is set")

    reader.press("push button", "Print")
    reader.find("dialog", "A sheet to print")
    reader.all_named("Where a sheet is printed")
    reader.press("push button", "Close")
    reader.closed("A sheet to print")
    tell("where a sheet is printed")

    reader.press("menu item", "Book")
    reader.press("menu item", "Quit")


FROM_OUTSIDE_FILE, RETURN = "one.vcf", 0xFF0D


def main(folder: str, *command: str) -> int:
    """Start the program, use it, and see it end."""
    process = subprocess.Popen(
        [*command, "--book", f"{folder}/sample.relbook", f"{folder}/{FROM_OUTSIDE_FILE}"],
        env=os.environ | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"},
    )
    try:
        use(Reader(process))
        status = process.wait(timeout=PATIENCE)
    except UnheardError as fault:
        print(f"not heard: {fault}", file=sys.stderr)
        return 1
    finally:
        if process.poll() is None:
            process.terminate()
    tell(f"that it ended, with {status}")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
