"""Draws the faces of the sample book's people into resources/sample/faces.

Each is what the `face` of its person says, in the terms of `relbook.gui.widgets.portrait`.
"""

import os
import sys
import tomllib
from pathlib import Path

root = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF  # noqa: E402
from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: E402

from relbook.gui.widgets.portrait import Portrait, paint_portrait  # noqa: E402

SIZE = 256
QUALITY = 86


def draw(portrait: Portrait, file: Path) -> None:
    """Write `portrait` to `file` as a picture of `SIZE` pixels square."""
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_portrait(painter, QRectF(0, 0, SIZE, SIZE), portrait)
    painter.end()
    if not image.save(str(file), quality=QUALITY):
        raise OSError(f"{file} cannot be written")


def main() -> None:
    """Draw them all anew."""
    app = QGuiApplication(sys.argv[:1])
    sample = root / "resources" / "sample"
    folder = sample / "faces"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.jpg"):
        old.unlink()
    for file in sorted((sample / "people").glob("*.toml")):
        for key, told in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if "face" in told:
                draw(Portrait(**told["face"]), folder / f"{key}.jpg")
    sizes = [file.stat().st_size for file in folder.glob("*.jpg")]
    print(f"{len(sizes)} faces, {sum(sizes) // 1000} kB, the largest {max(sizes) / 1000:.1f} kB")
    app.quit()


if __name__ == "__main__":
    main()
