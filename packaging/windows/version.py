"""What Windows is told of the program's files: names, and the resource with their version."""

import re

PUBLISHER = "Relbook contributors"
COPYRIGHT = "© Relbook contributors, MIT licence"
# One without a black window, for the icon and what is opened by a double click, and one for the
# command line. Windows tells no case apart, so one name will not do.
WINDOW = "relbook-window.exe"
COMMAND = "relbook.exe"

_INFO = """\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1,
    subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', {publisher!r}),
      StringStruct('FileDescription', {description!r}),
      StringStruct('FileVersion', {version!r}),
      StringStruct('InternalName', {stem!r}),
      StringStruct('LegalCopyright', {copyright!r}),
      StringStruct('OriginalFilename', {name!r}),
      StringStruct('ProductName', 'Relbook'),
      StringStruct('ProductVersion', {version!r})])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ])
"""


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers of `version`: "0.2.0rc1" is (0, 2, 0, 0)."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    if not found:
        raise ValueError(f"{version!r} is no version")
    first, second, third, fourth = ([int(n) for n in found[0].split(".")] + [0] * 4)[:4]
    return first, second, third, fourth


def info(version: str, name: str) -> str:
    """The text that PyInstaller makes the version resource of the file `name` from.

    `FileDescription` is what Windows shows under "Open with" and in the Task Manager.
    """
    return _INFO.format(
        numbers=numbers(version),
        version=version,
        name=name,
        stem=name.removesuffix(".exe"),
        description="Relbook" if name == WINDOW else "Relbook on the command line",
        publisher=PUBLISHER,
        copyright=COPYRIGHT,
    )
