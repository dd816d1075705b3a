"""Nothing of a locked book lies open in any file that the program writes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CANARIES = ("Zanzibarry", "quokkaspot", "half-a-pangolin")

# Fills a locked book, looks at everything, half types something, and lets things go wrong.
SESSION = """
import os, signal, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from relbook import paths
from relbook.app import Program, keep_log
from relbook.core import circles, people
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.store.key import Key
from relbook.gui.settings import Settings
from relbook.gui.window import Window

NAME, FACT, HALF, WORDS = sys.argv[2:]
path = Path(sys.argv[1])
with Book.create(path) as book, book.edit("Add"):  # open at first, as most are
    for n in range(40):
        people.add(book, f"{NAME} {n}")

keep_log(paths.state_folder() / "relbook.log")
app = QApplication(["relbook"])
program = Program(app, Settings(paths.config_folder() / "window.ini"))

def wait(for_what):
    for _ in range(2_000):
        if for_what():
            return
        QTest.qWait(5)
    raise SystemExit("waited in vain")

def shown():
    return [w for w in app.topLevelWidgets() if isinstance(w, Window) and w.isVisible()]

def asked():
    return [w for w in app.topLevelWidgets() if w.objectName() == "unlock" and w.isVisible()]

def named(name):
    return [w for w in app.topLevelWidgets() if w.objectName() == name and w.isVisible()]

def let_in():
    wait(asked)
    asked()[0].findChild(QLineEdit, "unlock.passphrase").setText(WORDS)
    asked()[0].findChild(QPushButton, "unlock.open").click()
    wait(shown)
    return shown()[0]

program.start(path, [])
window = shown()[0]
window.locking.set_passphrase()
dialog = window.findChild(object, "passphrase") or next(
    w for w in app.topLevelWidgets() if w.objectName() == "passphrase")
for name in ("now", "again"):
    dialog.findChild(QLineEdit, f"passphrase.{name}").setText(WORDS)
dialog.findChild(QPushButton, "passphrase.go").click()
was = window
wait(lambda: shown() and shown()[0] is not was)
window = shown()[0]
window.furnish()
book = window.desk.book
assert book.key is not None
with book.edit(f"Write about {FACT}"):
    person = people.add(book, NAME)
    book.update(schema.Person, person, note=FACT)
    circles.join(book, circles.find_or_add(book, FACT), [person])
window.desk.focus.set(search=NAME)
window.desk.focus.show_person(person)
index = window.desk.index
index.adopt(index.build())
index.save()
assert index.find(FACT).count
window.deeds.undo()
window.deeds.redo()
window.exchange.copy_cards()
app.clipboard().clear()  # what Python made, Qt takes down too late here
window.exchange.drag_data(frozenset({person}))
book.copy(path.with_name("copy.relbook"))
window.desk.alerts.tell(ValueError(f"{NAME} {FACT}"))
wait(lambda: named("broken"))
for w in named("broken"):
    w.close()
try:
    raise KeyError(NAME)
except KeyError as fault:
    window.desk.alerts.tell(fault)
window.deeds.new_person()
dialog = next(w for w in app.topLevelWidgets() if w.objectName() == "newPerson")
QTest.keyClicks(dialog.findChild(QLineEdit, "newPerson.name"), HALF)
window.locking.lock_now()
window = let_in()
wait(lambda: named("left"))
if "kill" in path.name:
    book = window.desk.book
    with book.edit("Half done"):
        people.add(book, NAME)
    os.kill(os.getpid(), signal.SIGKILL)
for w in named("left"):
    w.close()
book = window.desk.book
window.close()
wait(lambda: book.is_closed)
program.end()
print("done")
"""


@pytest.mark.posix
@pytest.mark.parametrize("name", ["own.relbook", "kill.relbook"])
def test_no_file_holds_a_word_of_it(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    places = {
        place: str(home / place.lower())
        for place in ("RELBOOK_HOME", "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
                      "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    }  # fmt: skip
    for folder in [*map(Path, places.values()), home / "books"]:
        folder.mkdir(parents=True, mode=0o700)
    done = subprocess.run(
        [sys.executable, "-c", SESSION, home / "books" / name, *CANARIES, "open sesame"],
        env=os.environ | places | {"QT_QPA_PLATFORM": "offscreen", "SQLITE_TMPDIR": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    killed = name.startswith("kill")
    log = home / "relbook_home" / "relbook.log"
    assert killed or done.stdout == "done\n", done.stderr + log.read_text()
    assert done.returncode == (-9 if killed else 0), done.stderr
    files = [file for file in home.rglob("*") if file.is_file()]
    named = {file.name for file in files}
    assert {name, "copy.relbook", "window.ini", "relbook.log"} <= named
    for file in files:
        data = file.read_bytes()
        for word in (*CANARIES, "open sesame"):
            for coding in ("utf-8", "utf-16-le"):
                for text in (word, word.casefold(), word.upper()):
                    assert text.encode(coding) not in data, f"{word} in {file}"
        assert not file.stat().st_mode & 0o077, f"{file} is for others too"
    for folder in (one for one in home.rglob("*") if one.is_dir()):
        assert not folder.stat().st_mode & 0o077, f"{folder} is for others too"
    for word in (*CANARIES, "open sesame"):
        assert word not in done.stdout + done.stderr
