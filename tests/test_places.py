"""Every file that the program writes lies in a place that `relbook paths` names."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from relbook import paths, places
from relbook.places import Place

# What somebody does on a first day: looks at the sample, begins a book, writes, imports, backs up,
# locks, prints, lets something go wrong, and leaves.
DAY = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from relbook import handing, paths
from relbook.app import Program, keep_log
from relbook.app.paper import write_sheet
from relbook.core import briefing, people
from relbook.gui.instance import Instance
from relbook.gui.settings import Settings
from relbook.gui.window import Window

WORDS = "open sesame"
claim = handing.come_first(paths.lock(), handing.Wish())
keep_log(paths.log())
app = QApplication(["relbook"])
program = Program(app, Settings(paths.window_choices()))
instance = Instance(claim, paths.lock(), app)
instance.listen()
sys.excepthook = sys.__excepthook__

def wait(for_what):
    for _ in range(2_000):
        if answer := for_what():
            return answer
        QTest.qWait(5)
    raise SystemExit("waited in vain")

def shown(name):
    found = [w for w in app.topLevelWidgets() if w.objectName() == name and w.isVisible()]
    return found[0] if found else None

def press(dialog, name):
    dialog.findChild(QPushButton, name).click()

program.start(None, [])
shown("welcome").look_requested.emit()
wait(lambda: shown("window")).findChild(QPushButton, "noticeBar.action").click()
shown("welcome").start_requested.emit()
window = wait(lambda: shown("window"))
wait(lambda: shown("newPerson")).findChild(QLineEdit, "newPerson.name").setText("Ada Abel")
press(shown("newPerson"), "newPerson.add")
window.furnish()
card = Path(sys.argv[1])
window.exchange.bring([card])
press(wait(lambda: shown("bring")), "bring.go")
wait(lambda: people.count(window.desk.book) == 2)
window.exchange.drag_data(frozenset({1}))
window.desk.alerts.tell(ValueError("odd"))
wait(lambda: shown("broken")).close()
window.keeping.back_up()
wait(lambda: not window.desk.jobs.running)
window.helping.show_guide()
window.helping.show_about()
shown("about").close()
window.locking.set_passphrase()
for name in ("now", "again"):
    shown("passphrase").findChild(QLineEdit, f"passphrase.{name}").setText(WORDS)
was = window
press(shown("passphrase"), "passphrase.go")
window = wait(lambda: shown("window") if shown("window") is not was else None)
assert window.desk.book.key is not None
print("socket", Path(handing.where_it_hears(paths.lock())).exists())
print(*[f for f in Path(sys.argv[2]).rglob("*") if not f.is_dir()], sep="\\n")
window.close()
wait(lambda: not shown("window"))
QTest.qWait(50)
instance.close()
claim.release()
program.end()
print("done")
"""
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Grace Hopper\nEND:VCARD\n"


@pytest.mark.parametrize("one_folder", [True, False], ids=["one folder", "usual folders"])
def test_no_file_lies_where_it_is_not_told(tmp_path: Path, one_folder: bool) -> None:
    home = tmp_path / "home"
    plain = {name: value for name, value in os.environ.items() if name != "RELBOOK_HOME"}
    folders = {
        name: str(home / name.lower())
        for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                     "XDG_STATE_HOME", "XDG_RUNTIME_DIR", *(["RELBOOK_HOME"] * one_folder))
    }  # fmt: skip
    for folder in folders.values():
        Path(folder).mkdir(parents=True, mode=0o700)
    environment = plain | folders | {"QT_QPA_PLATFORM": "offscreen"}
    card = tmp_path / "grace.vcf"
    card.write_text(CARD)

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            [sys.executable, *map(str, command)],
            env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    lines = run("-c", DAY, card, home).splitlines()
    assert lines[0] == "socket True"
    assert lines[-1] == "done"
    during = [Path(line) for line in lines[1:-1]]
    after = [file for file in home.rglob("*") if not file.is_dir()]
    told = json.loads(run("-m", "relbook", "paths", "--json"))
    known = [
        Place(
            one["name"], one["what"], Path(one["path"]),
            folder=one["name"] in ("backups", "temporary", "resources"),
        )
        for one in told
    ]  # fmt: skip
    assert {"people.relbook", "window.ini", "relbook.log", "seen.json", "relbook.lock"} <= {
        file.name for file in after
    }
    lost = {f for f in (*during, *after) if not any(place.holds(f) for place in known)}
    assert lost == set()
    there = {one["name"] for one in told if one["exists"]}
    assert {"book", "settings", "log", "seen", "resources"} <= there
    assert "sample" not in there


def test_looking_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELBOOK_HOME", str(tmp_path / "none"))
    assert all(tmp_path in place.path.parents for place in places.every()[:9])
    assert not (tmp_path / "none").exists()
    assert paths.whereabouts()["log"] == paths.log()


def test_what_it_makes_beside_a_book_belongs_to_the_book() -> None:
    book = Place("book", "", Path("/a/people.relbook"))
    for name in (
        "people.relbook", "people.relbook-wal", ".people.relbook.x.new", "people.relbook.former",
        "people (before update, schema 3).relbook",
    ):  # fmt: skip
        assert book.holds(Path("/a", name)), name
    for name in ("/a/others.relbook", "/b/people.relbook", "/a/peoples.relbook"):
        assert not book.holds(Path(name)), name
