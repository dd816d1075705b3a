"""Pictures of few colours, which take a third of the room, and whether two of them look alike."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

COLOURS = 255
ALIKE = 6  # how far a colour may be off (of 255) and still be taken for the same
FEW = 0.002  # of all bytes may be off


def with_few_colours(image: QImage) -> QImage:
    """`image` with a palette of its own: a third of the bytes, and hardly to be told from it.

    The palette is cut by the median (Heckbert 1982), each colour counted by how often it comes.
    """
    counted = Counter(memoryview(image.constBits()).cast("B").cast("I"))  # type: ignore[arg-type]
    boxes = [list(counted.items())]
    while len(boxes) < COLOURS:
        spans = [(_widest(box), at) for at, box in enumerate(boxes)]
        (span, channel), at = max(spans)
        if not span:
            break
        box = sorted(boxes.pop(at), key=lambda one: one[0] >> channel & 255)
        half, so_far, cut = sum(n for _, n in box) / 2, 0, 1
        for place, (_, n) in enumerate(box[:-1], 1):
            so_far += n
            cut = place
            if so_far >= half:
                break
        boxes += [box[:cut], box[cut:]]
    palette = sorted({_mean(box) for box in boxes})
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, palette, flags)


def _widest(box: list[tuple[int, int]]) -> tuple[float, int]:
    """How far the colours of `box` lie apart in the channel where they do so most, and which."""
    if len(box) < 2:
        return 0.0, 0
    weight = sum(n for _, n in box) ** 0.35
    found = []
    for channel in (0, 8, 16):
        values = [colour >> channel & 255 for colour, _ in box]
        found.append(((max(values) - min(values)) * weight, channel))
    return max(found)


def _mean(box: list[tuple[int, int]]) -> int:
    weight = sum(n for _, n in box)
    colour = 0xFF000000
    for channel in (0, 8, 16):
        colour |= round(sum((one >> channel & 255) * n for one, n in box) / weight) << channel
    return colour


def differs(drawn: QImage, file: Path) -> bool:
    """Whether the picture in `file` is not the one that was `drawn`."""
    there = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    drawn = drawn.convertToFormat(QImage.Format.Format_RGB32)
    if there.size() != drawn.size():
        return True
    old, new = bytes(there.constBits()), bytes(drawn.constBits())
    if old == new:
        return False
    off = sum(abs(a - b) > ALIKE for a, b in zip(old, new, strict=True))
    return off > FEW * len(new)
