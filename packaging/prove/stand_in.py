"""Makes two installers for Windows of a stand-in for Relbook, an older and a newer: stand_in.py OUT.

The program in them only sleeps; what is proved with them (`wine.sh`) is the installer. They have 64
bits, as Wine has where it cannot have 32. Needs NSIS as Debian has it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from windows import installer, version

TARGET = "amd64-unicode"
PROGRAM = """\
Target amd64-unicode
Unicode true
RequestExecutionLevel user
SilentInstall silent
OutFile "{out}"
Section
  Sleep {seconds}000
SectionEnd
"""
PROPERTIES = """\
Target amd64-unicode
Unicode true
RequestExecutionLevel user
SilentInstall silent
OutFile "{out}"
!include "{shortcut}"
Section
  System::Call 'propsys::PSCreateMemoryPropertyStore(g "${{IID_IPropertyStore}}", *p .r2)'
  !insertmacro PUT_APP_ID $2 "io.github.relbook.Relbook"
  System::Call '*${{SYSSTRUCT_PROPERTYKEY}}(${{PKEY_AppUserModel_ID}})p.r4'
  System::Call '*(i 0, i 0, p 0, p 0)p.r5'
  ${{IPropertyStore::GetValue}} $2 '($4,$5)'
  System::Call '*$5(&i2 .r7, &i6, w .r8)'
  FileOpen $9 "$EXEDIR\\id.txt" w
  FileWrite $9 "$7 $8"
  FileClose $9
SectionEnd
"""


def main() -> None:
    """Make them, and a program that writes our id into properties and reads it back."""
    out = Path(sys.argv[1]).resolve()
    shortcut = Path(installer.__file__).with_name("shortcut.nsh")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _compile(work, PROPERTIES.format(out=out / "properties.exe", shortcut=shortcut))
        for age in ("older", "newer"):
            tree = work / age
            (tree / "_internal/folder").mkdir(parents=True)
            _compile(work, PROGRAM.format(out=tree / version.WINDOW, seconds=60))
            _compile(work, PROGRAM.format(out=tree / version.COMMAND, seconds=0))
            (tree / "_internal/folder/both.txt").write_text(age, "utf-8")
            (tree / f"_internal/only in the $ {age}.txt").write_text(age, "utf-8")
            made = installer.compile_installer(tree, work / "out", TARGET=TARGET)
            made.replace(out / f"{age}.exe")


def _compile(work: Path, source: str) -> None:
    script = work / "program.nsi"
    script.write_text(source, "utf-8")
    subprocess.run(["makensis", "-V2", "-WX", str(script)], check=True)


if __name__ == "__main__":
    main()
