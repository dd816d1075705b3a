"""The program's icon in the containers that Windows (.ico) and macOS (.icns) want, from its SVG."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 256)  # pixels: at 100 to 200 % of the usual scale
# Apple's names for a PNG of so many pixels; some stand for the same at twice the scale.
ICNS_KINDS = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
SMALL = 24  # up to this a plainer drawing is used, of fewer and larger forms


def draw(svg: Path, size: int) -> QImage:
    """A square picture of `size` pixels; of a small one that has it, "NAME-small.svg" is drawn.

    Raises `ValueError` if `svg` is not one that can be drawn.
    """
    plainer = svg.with_stem(f"{svg.stem}-small")
    if size <= SMALL and plainer.exists():
        svg = plainer
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"{svg} cannot be drawn")
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return image


def draw_ico(svg: Path, out: Path) -> None:
    """Write the icon for Windows: bitmaps, and a PNG for the largest."""
    bodies = [_body(draw(svg, size)) for size in ICO_SIZES]
    at = 6 + 16 * len(bodies)
    entries = bytearray(struct.pack("<HHH", 0, 1, len(bodies)))
    for size, body in zip(ICO_SIZES, bodies, strict=True):
        side = size % 256  # 0 says 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(body), at)
        at += len(body)
    out.write_bytes(bytes(entries) + b"".join(bodies))


def draw_icns(svg: Path, out: Path) -> None:
    """Write the icon for macOS, which wants a tenth free on each side: so `svg` is drawn."""
    pngs = {size: png(draw(svg, size)) for size in set(ICNS_KINDS.values())}
    parts = b"".join(
        kind + struct.pack(">I", 8 + len(pngs[size])) + pngs[size]
        for kind, size in ICNS_KINDS.items()
    )
    out.write_bytes(b"icns" + struct.pack(">I", 8 + len(parts)) + parts)


def _body(image: QImage) -> bytes:
    """A picture within an .ico: a PNG, or a device-independent bitmap, from the bottom upwards."""
    side = image.width()
    if side >= 256:
        return png(image)
    bits, line = bytes(image.constBits()), image.bytesPerLine()  # BGRA
    pixels = b"".join(bits[at : at + line] for at in range(len(bits) - line, -1, -line))
    mask = bytes(((side + 31) // 32) * 4 * side)  # all of it counts: the pixels have an alpha
    head = struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, 32, 0, len(pixels), 0, 0, 0, 0)
    return head + pixels + mask


def png(image: QImage) -> bytes:
    """The bytes of `image` as a PNG. Raises `ValueError` where Qt cannot write one."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise ValueError("Qt cannot write a PNG here")
    return bytes(data.data())
