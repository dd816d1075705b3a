"""Faces that nobody has: drawn from a few words, for pictures and made-up people."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from relbook.gui.widgets.shape import shape

Head = Literal["oval", "round", "square", "long"]
Skin = Literal["porcelain", "peach", "sand", "honey", "bronze", "umber", "ebony"]
HairColour = Literal["black", "brown", "chestnut", "auburn", "blond", "grey", "silver", "white"]
Hair = Literal[
    "none", "bald", "fade", "crop", "side", "tousled", "curls", "afro", "locs",
    "bob", "long", "wavy", "bun", "plait",
]  # fmt: skip
Headwear = Literal["", "hijab", "turban", "beanie", "headwrap", "kippah", "straw"]
Beard = Literal["", "full", "short", "long", "goatee", "moustache"]
Glasses = Literal["", "round", "square"]
Clothes = Literal["crew", "vee", "shirt", "roll", "band"]
Age = Literal["child", "grown", "old"]

SKINS: dict[Skin, str] = {
    "porcelain": "#F4D6C4",
    "peach": "#EEC3A4",
    "sand": "#DFAF8A",
    "honey": "#CB9468",
    "bronze": "#AB7550",
    "umber": "#84553A",
    "ebony": "#61402F",
}
HAIRS: dict[HairColour, str] = {
    "black": "#2B2827",
    "brown": "#4A352A",
    "chestnut": "#704932",
    "auburn": "#9A5836",
    "blond": "#CFA76D",
    "grey": "#8F9092",
    "silver": "#C9CBCE",
    "white": "#EAE9E6",
}


@dataclass(frozen=True, slots=True)
class Portrait:
    """What one face looks like. Colours of cloth and ground are ``"#rrggbb"``."""

    skin: Skin
    hair: Hair
    hair_colour: HairColour
    ground: str
    cloth: str
    clothes: Clothes = "crew"
    head: Head = "oval"
    headwear: Headwear = ""
    headwear_colour: str = "#2F6F68"
    beard: Beard = ""
    glasses: Glasses = ""
    age: Age = "grown"
    laughs: bool = False
    earrings: bool = False
    freckles: bool = False


# All shapes lie on a square of 100: the face is 38 wide, its eyes at 47, its chin about 71.
HEADS: dict[Head, str] = {
    "oval": "M50 22 C62 22 69 31 69 43 C69 57 61.5 71 50 71 C38.5 71 31 57 31 43 C31 31 38 22 50 22 Z",
    "round": "M50 23 C63 23 70 32 70 45 C70 60 61 70.5 50 70.5 C39 70.5 30 60 30 45 "
    "C30 32 37 23 50 23 Z",
    "square": "M50 22 C62 22 69 30 69 43 C69 53 68 60 63.5 65.4 C60 69.6 55 71.6 50 71.6 "
    "C45 71.6 40 69.6 36.5 65.4 C32 60 31 53 31 43 C31 30 38 22 50 22 Z",
    "long": "M50 21 C61.5 21 68.4 30 68.4 43 C68.4 57 61 73 50 73 C39 73 31.6 57 31.6 43 "
    "C31.6 30 38.5 21 50 21 Z",
}
# What hangs behind the head, and what lies on it.
BACK_HAIR: dict[Hair, str] = {
    "afro": "O 50 39 29 28 O 31 50 11 13 O 69 50 11 13",
    "curls": "O 30 48 8 9 O 70 48 8 9 O 29 36 9 9 O 71 36 9 9 O 31 58 6.5 7 O 69 58 6.5 7",
    "locs": "M27 40 C23 58 24 72 22 84 C22 88 30 88 30.5 84 L33 50 Z "
    "M73 40 C77 58 76 72 78 84 C78 88 70 88 69.5 84 L67 50 Z "
    "M31 44 C29 60 32 76 30 89 C30 92 37 92 37.5 89 L39 52 Z "
    "M69 44 C71 60 68 76 70 89 C70 92 63 92 62.5 89 L61 52 Z",
    "bob": "M27 44 C25 22 38 12.6 50 12.6 C62 12.6 75 22 73 44 C74 56 75.5 63 73 70 "
    "C66 74.5 34 74.5 27 70 C24.5 63 26 56 27 44 Z",
    "long": "M26.6 46 C24.6 22 37 12.4 50 12.4 C63 12.4 75.4 22 73.4 46 C74 62 76 80 79 94 "
    "L21 94 C24 80 26 62 26.6 46 Z",
    "wavy": "M25.4 48 C22 24 35 11.6 51 11.6 C66 11.6 78 24 75 46 C79.5 54 74.5 60 77.5 68 "
    "C80.5 76 78 85 72 89 L28 89 C21 85 19.5 77 23.5 70 C20.5 63 27 56 25.4 48 Z",
    "bun": "O 50 14.4 10 8.6",
    "plait": "O 69 66 5.4 5.6 O 70.4 74 5.4 5.6 O 70.6 82 5 5.6 O 69.6 90 4.4 5.8",
}
HAIR: dict[Hair, str] = {
    "bald": "M31 51 C28.4 43 28.8 37 31.8 33 C33 38 32.4 43 33 48.6 Z "
    "M69 51 C71.6 43 71.2 37 68.2 33 C67 38 67.6 43 67 48.6 Z",
    "fade": "M31 44 C29.6 28 38.6 19 50 19 C61.4 19 70.4 28 69 44 C68.6 39.4 67.4 36 65.6 33.2 "
    "C60 30.4 40 30.4 34.4 33.2 C32.6 36 31.4 39.4 31 44 Z",
    "crop": "M30.6 47 C28 27 37 15 50 15 C63 15 72 27 69.4 47 C69 41.4 67.6 37 65 34 "
    "C56 31 44 31 35 34 C32.4 37 31 41.4 30.6 47 Z",
    "side": "M30.4 47 C27 30 33 17.6 44.6 15.4 C50.4 11.6 64.6 12 69.4 22 C72 28 71 39 69.8 47 "
    "C69.4 41.4 68.4 37.4 66.4 33.8 C58 34.2 48.4 32.2 42.4 27 C40.4 31.4 36.4 34.4 33.6 35.8 "
    "C31.6 38.8 30.8 42.4 30.4 47 Z",
    "tousled": "M30.4 48 C25.6 40 27 30 30 25 C31 19 37 18 39.6 17 C43 11.6 49.6 14.6 52 13.6 "
    "C57 11.4 62 15.4 63.6 18 C69 19 70.6 24.6 70.4 27.6 C73.4 33 72.4 42 69.6 48 "
    "C69.4 42 68.8 38.4 66.6 35 C63 36 60.4 33.6 58.4 31.4 C55 35.4 50 35 46.6 32 "
    "C43.6 36 38.6 35.6 36.6 34 C33.4 37.4 31 41 30.4 48 Z",
    "curls": "O 36 28 8.4 8.2 O 44 21.6 8.6 8.2 O 54 20.4 9 8.4 O 63 25.4 8.6 8.4 O 68 33 6.4 7 "
    "O 32 35 6.2 7 O 43 29.6 6.6 5.4 O 56 29 7 5.6 O 64 32.6 5 5",
    "afro": "M31 45 C28 28 38 18 50 18 C62 18 72 28 69 45 C68.4 40 67 36 64.6 33 "
    "C57 29.6 43 29.6 35.4 33 C33 36 31.6 40 31 45 Z",
    "locs": "M30 52 C25 32 34 14 50 14 C66 14 75 32 70 52 C68.6 45 67.6 40 64 35 "
    "C60 33.4 57 29 55 25.6 C50 31 42 33.6 36 35 C32.4 40 31.4 45 30 52 Z",
    "bob": "M29 52 C25.6 27 37 14 50 14 C63 14 74.4 27 71 52 C69.4 48 68.4 43 67.6 38.8 "
    "C56 41.4 44 41.4 32.4 38.8 C31.6 43 30.6 48 29 52 Z",
    "long": "M50 24.4 C43.6 26 36.4 32 34.4 45 C33.4 51.4 31.4 56 29 59 C24.6 36 33 14 50 14 "
    "C67 14 75.4 36 71 59 C68.6 56 66.6 51.4 65.6 45 C63.6 32 56.4 26 50 24.4 Z",
    "wavy": "M42 18.6 C45 28 58 32 65.6 38 C68.6 41 69.4 46 70 54 C75.6 38 72 16 52 13.4 "
    "C36 11.8 26.6 28 30 55 C31 48.6 31.4 42.4 33 38 C38 34 41 27 42 18.6 Z",
    "bun": "M30.6 48 C28 27 37 16 50 16 C63 16 72 27 69.4 48 C68.6 40.6 66 34.4 60 30 "
    "C54 27 46 27 40 30 C34 34.4 31.4 40.6 30.6 48 Z",
    "plait": "M30.4 50 C27 27 37 15 50 15 C63 15 73 27 70.6 56 C70.6 60 71 62 72 64 L66.6 62 "
    "C68.4 52 66.4 40 60 34 C55 30.4 50 27 46.6 23.6 C43.6 30 36 36 33.4 40 C31.6 43 31 46 30.4 50 Z",
}
# A few strands in a deeper tone, so that hair is not one flat patch.
STRANDS: dict[Hair, str] = {
    "side": "M43 25 C46 20 54 17 62 19",
    "long": "M48.4 19.6 C40 22 33 32 31.6 47 M51.6 19.6 C60 22 67 32 68.4 47",
    "bun": "M50 18 C44 20 38 25 35 33 M50 18 C56 20 62 25 65 33 M44.4 10.6 C47 13 53 13 55.6 10.6",
    "wavy": "M45 19 C51 26 63 28 69 37",
    "bob": "M50 16 C48 24 47 31 47 39 M40 19 C38 26 37 32 37 38 M60 19 C62 26 63 32 63 38",
    "plait": "M48 20 C56 24 66 32 68 44 M65.6 70 L74 70 M65.8 78 L75 78 M65.6 86 L74.6 86",
    "locs": "M50 16 C42 20 36 27 33 38 M55 18 C62 22 67 30 68 40",
}
BEARDS: dict[Beard, str] = {
    "full": "M31.2 47 C30.6 60 35 76.4 50 77 C65 76.4 69.4 60 68.8 47 C67.4 53.4 64.4 57.4 60 57.6 "
    "C56.4 55.4 53 55.6 50 56.8 C47 55.6 43.6 55.4 40 57.6 C35.6 57.4 32.6 53.4 31.2 47 Z",
    "short": "M31.6 50 C31.6 60 37 72.6 50 72.8 C63 72.6 68.4 60 68.4 50 C67 55.4 64 58.6 60.4 59 "
    "C56.4 56.2 53 56.4 50 57.2 C47 56.4 43.6 56.2 39.6 59 C36 58.6 33 55.4 31.6 50 Z",
    "long": "M31.2 47 C30 62 36 92 50 93 C64 92 70 62 68.8 47 C67.4 53.4 64.4 57.4 60 57.6 "
    "C56.4 55.4 53 55.6 50 56.8 C47 55.6 43.6 55.4 40 57.6 C35.6 57.4 32.6 53.4 31.2 47 Z",
    "goatee": "M41 61 C40.4 57.6 44 55.8 50 57 C56 55.8 59.6 57.6 59 61 C60 68 56 73.4 50 73.4 "
    "C44 73.4 40 68 41 61 Z",
    "moustache": "M50 56.6 C46 54.8 41.4 56.8 40.2 60.6 C44 60 47.4 60 50 59.4 "
    "C52.6 60 56 60 59.8 60.6 C58.6 56.8 54 54.8 50 56.6 Z",
}
HEADWEAR: dict[Headwear, str] = {
    "turban": "M28.6 42 C21.6 20 36 7.4 50.6 7.4 C65 7.4 78.4 20 71.4 42 C66 36 58 31 50 26.4 "
    "C42 31 34 36 28.6 42 Z",
    "beanie": "M30 38 C28 20 38 10.4 50 10.4 C62 10.4 72 20 70 38 Z",
    "headwrap": "M28.4 39 C19.6 23 33 5 51 5.6 C69 4.6 80.4 22 71.6 39 C64 32.4 58 30.6 50 30.6 "
    "C42 30.6 36 32.4 28.4 39 Z",
    "kippah": "M37 20.6 C39 15.4 44 13.2 50 13.2 C56 13.2 61 15.4 63 20.6 C55 17.6 45 17.6 37 20.6 Z",
    "straw": "M33.6 31 C32.6 18 38 11 50 11 C62 11 67.4 18 66.4 31 Z",
}
FOLDS: dict[Headwear, str] = {
    "turban": "M50 26.4 C44 22 36 21.6 27.4 27 M50 26.4 C42 17 36 14.6 32 16 M50 26.4 C57 20 66 21 "
    "72.6 27 M50 26.4 C56 16 62 13.4 67 15",
    "headwrap": "M29 34 C36 22 52 16 70 20 M32 38 C44 28 58 26 74 31 M33 20 C42 11 54 8 64 11",
    "beanie": "M38 14 L37 31 M44 12 L43.6 31 M50 11 L50 31 M56 12 L56.4 31 M62 14 L63 31",
}
HIJAB_BACK = (
    "M50 9.6 C30 9.6 22.4 26 23.4 46 C23.6 62 19 80 12 104 L88 104 C81 80 76.4 62 76.6 46 "
    "C77.6 26 70 9.6 50 9.6 Z"
)
HIJAB_OPENING = (
    "M50 26.6 C60.6 26.6 66.4 34 66.4 44.6 C66.4 58 59.8 70.4 50 70.4 C40.2 70.4 33.6 58 33.6 44.6 "
    "C33.6 34 39.4 26.6 50 26.6 Z"
)
BODIES: dict[Age, str] = {
    "child": "M17 104 C18 91 28 84 41 80 L59 80 C72 84 82 91 83 104 Z",
    "grown": "M8 104 C9 89 21 82.4 38 78 L62 78 C79 82.4 91 89 92 104 Z",
    "old": "M9 104 C10 90 22 83.4 38 79 L62 79 C78 83.4 90 90 91 104 Z",
}
NECK = "M42.4 60 L42.4 76 C42.4 84 57.6 84 57.6 76 L57.6 60 Z"
INK = QColor("#2A2523")


def paint_portrait(painter: QPainter, square: QRectF, portrait: Portrait) -> None:
    """Fill `square` with the face of `portrait`; whoever wants it round clips."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(square, Qt.ClipOperation.IntersectClip)
    painter.fillRect(square, QColor(portrait.ground))
    painter.translate(square.topLeft())
    painter.scale(square.width() / 100, square.height() / 100)
    # A little nearer than the shapes are drawn, the crown of a turban still within.
    painter.translate(50, 104)
    painter.scale(1.09, 1.09)
    painter.translate(-50, -100)
    _Sitting(painter, portrait).paint()
    painter.restore()


class _Sitting:
    """One face being drawn, from the back to the front."""

    def __init__(self, painter: QPainter, portrait: Portrait) -> None:
        self._painter, self._who = painter, portrait
        self._skin = QColor(SKINS[portrait.skin])
        self._shade = _deeper(self._skin, 0.88)
        self._line = _deeper(self._skin, 0.66)
        self._hair = QColor(HAIRS[portrait.hair_colour])
        self._strand = (
            _deeper(self._hair, 0.8) if self._hair.lightness() > 60 else _lighter(self._hair, 0.11)
        )
        self._cloth = QColor(portrait.cloth)
        self._head = shape(HEADS[portrait.head])

    def paint(self) -> None:
        who = self._who
        covered = who.headwear == "hijab"
        if covered:
            self._fill(HIJAB_BACK, QColor(who.headwear_colour))
        elif who.hair in BACK_HAIR and who.hair != "plait":
            self._fill(BACK_HAIR[who.hair], _deeper(self._hair, 0.86))
        self._paint_body()
        self._paint_head()
        self._paint_features()
        if not covered and who.hair in HAIR:
            self._paint_hair()
        self._paint_headwear()
        if who.glasses:
            self._paint_glasses()

    def _paint_body(self) -> None:
        who, cloth = self._who, self._cloth
        deep = _deeper(cloth, 0.82)
        if who.headwear == "hijab":
            self._fill(BODIES[who.age], cloth)
            return
        self._fill(BODIES[who.age], cloth)
        self._fill(NECK, self._skin)
        # The chin's shadow on the neck.
        shadow = self._head.translated(0, 5).intersected(shape(NECK))
        self._painter.fillPath(shadow, self._shade)
        if who.clothes == "crew":
            self._stroke("M41.4 77.6 C43 84.6 57 84.6 58.6 77.6", deep, 2.6)
        elif who.clothes == "vee":
            self._fill("M42.4 76 L50 92 L57.6 76 Z", self._skin)
            self._stroke("M41.6 77 L50 92.4 L58.4 77", deep, 2.4)
        elif who.clothes == "shirt":
            self._fill("M42.4 76 L50 86 L57.6 76 Z", self._skin)
            light = _lighter(cloth, 0.26)
            self._fill("M41.6 74.6 L37.4 79.6 L44.6 90 L50 84.6 Z", light)
            self._fill("M58.4 74.6 L62.6 79.6 L55.4 90 L50 84.6 Z", light)
            self._stroke("M50 85 L50 102", deep, 1.2)
        elif who.clothes == "roll":
            self._fill(
                "M40.6 70.6 C46 73.6 54 73.6 59.4 70.6 L61.6 80 C54 86 46 86 38.4 80 Z", cloth
            )
            self._stroke("M39.4 79.4 C46 84.6 54 84.6 60.6 79.4", deep, 1.6)
        else:
            self._fill("M41 74.6 L50 83 L59 74.6 L61.4 79 L52 88 L48 88 L38.6 79 Z", deep)
            self._stroke("M50 86 L50 102", deep, 2)

    def _paint_head(self) -> None:
        who = self._who
        if who.headwear != "hijab":
            for x in (31.2, 68.8):
                self._oval(x, 48.4, 3.6, 5, self._skin)
                self._oval(x, 48.6, 1.6, 2.8, self._shade)
                if who.earrings:
                    self._oval(x + (-0.6 if x < 50 else 0.6), 54.8, 1.7, 1.7, QColor("#D9B25F"))
        # Light falls from the left: the face turns a little darker on its way to the right.
        light = QLinearGradient(40, 0, 72, 0)
        light.setColorAt(0, self._skin)
        light.setColorAt(1, self._shade)
        self._painter.fillPath(self._head, light)

    def _paint_features(self) -> None:
        who = self._who
        child, old = who.age == "child", who.age == "old"
        eyes = 49.0 if child else 47.2
        warm = QColor("#C8553D")
        warm.setAlphaF(0.20 if self._skin.lightness() > 130 else 0.13)
        for x in (39.2, 60.8):
            self._oval(x, eyes + 8.6, 4.6, 3, warm)
        if who.beard:
            self._paint_beard()
        brow = self._hair if who.hair_colour not in ("white", "silver") else QColor("#A7A5A1")
        if who.hair_colour == "blond":
            brow = _deeper(self._hair, 0.74)
        elif self._skin.lightness() < 95 and self._hair.lightness() < 70:
            brow = _deeper(self._hair, 0.62)
        up = -0.8 if child else 0
        self._stroke(f"M37.4 {41.6 + up} Q41.6 {38.8 + up} 45.6 {41 + up}", brow, 1.7)
        self._stroke(f"M54.4 {41 + up} Q58.4 {38.8 + up} 62.6 {41.6 + up}", brow, 1.7)
        for x in (41.8, 58.2):
            if who.laughs and not child:
                self._stroke(
                    f"M{x - 3} {eyes + 0.9} Q{x} {eyes - 2.8} {x + 3} {eyes + 0.9}", INK, 1.9
                )
            else:
                self._oval(x, eyes, 1.95, 2.45 if child else 2.25, INK)
                self._oval(x + 0.7, eyes - 0.8, 0.62, 0.62, QColor("#FFFFFF"))
        if old:
            for sign in (-1, 1):
                x = 50 + sign * 15.4
                self._stroke(f"M{x} {eyes - 0.6} L{x + sign * 2.2} {eyes - 1.8}", self._shade, 0.9)
                self._stroke(f"M{x} {eyes + 1} L{x + sign * 2.4} {eyes + 1.4}", self._shade, 0.9)
                x = 50 + sign * 8.4
                self._stroke(
                    f"M{x} 55.8 Q{x + sign * 1.8} 58 {x + sign * 1.6} 60.4", self._shade, 1
                )
        if who.freckles:
            for x, y in (
                (37.6, 54),
                (40.4, 55.4),
                (43, 53.8),
                (57, 53.8),
                (59.6, 55.4),
                (62.4, 54),
            ):
                self._oval(x, y, 0.62, 0.62, _deeper(self._skin, 0.76))
        self._stroke(
            f"M50.8 {eyes + 4} C51.8 {eyes + 6} 53 {eyes + 8.4} 49.8 {eyes + 8.6}",
            self._line,
            1.35,
        )
        self._paint_mouth()

    def _paint_mouth(self) -> None:
        bearded = self._who.beard in ("full", "long", "goatee", "short")
        if self._who.laughs:
            lips = QColor("#7A3330")
            self._fill(
                "M43.6 60.2 Q50 62.2 56.4 60.2 C56 65.8 53 67.6 50 67.6 C47 67.6 44 65.8 43.6 60.2 Z",
                lips,
            )
            self._fill(
                "M44.4 60.5 Q50 62.3 55.6 60.5 L55 62.8 Q50 64.4 45 62.8 Z", QColor("#FBF7F2")
            )
            return
        lips = QColor("#8E4A41") if self._skin.lightness() > 95 else QColor("#3C1F1B")
        if bearded:
            lips = QColor("#B9766A") if self._hair.lightness() < 130 else QColor("#8E4A41")
        self._stroke("M44.6 61.4 Q50 65.6 55.4 61.4", lips, 1.75)

    def _paint_beard(self) -> None:
        tone = QColor(self._hair)
        if self._who.beard == "short":
            tone.setAlphaF(0.78)
        self._fill(BEARDS[self._who.beard], tone)

    def _paint_hair(self) -> None:
        who = self._who
        if who.headwear in ("turban", "beanie", "headwrap", "straw"):
            # Under a hat only what frames the face is seen.
            self._fill(
                "M31 49 C29.4 44 29.4 38 30.6 34 L34.4 36 C32.8 40 32 44 31.8 48 Z "
                "M69 49 C70.6 44 70.6 38 69.4 34 L65.6 36 C67.2 40 68 44 68.2 48 Z",
                self._hair,
            )
            return
        if who.hair == "plait":
            self._fill(BACK_HAIR["plait"], self._hair)
        self._fill(HAIR[who.hair], self._hair)
        if who.hair in STRANDS:
            self._stroke(STRANDS[who.hair], self._strand, 1.1)

    def _paint_headwear(self) -> None:
        who = self._who
        if not who.headwear:
            return
        colour = QColor(who.headwear_colour)
        deep = _deeper(colour, 0.8)
        if who.headwear == "hijab":
            scarf = shape(
                "M50 10.6 C31 10.6 23.8 26 24.4 46 C24.6 64 32 79 50 82 "
                "C68 79 75.4 64 75.6 46 C76.2 26 69 10.6 50 10.6 Z"
            )
            self._painter.fillPath(scarf.subtracted(shape(HIJAB_OPENING)), colour)
            self._stroke(
                "M31.6 67 C37 78 49 82 59 81.6 M67 63 C65 71 60 76 54 79 C46 84.6 41 92 39 104",
                deep,
                1.3,
            )
            self._stroke("M30 34 C33 22 42 16.6 50 16.6", _lighter(colour, 0.14), 1.2)
            return
        self._fill(HEADWEAR[who.headwear], colour)
        if who.headwear in FOLDS:
            self._stroke(FOLDS[who.headwear], deep, 1.2)
        if who.headwear == "beanie":
            self._fill(
                "M28.6 32 C34 29.4 66 29.4 71.4 32 C72.4 35 72.4 38 71.4 41 "
                "C66 38.4 34 38.4 28.6 41 C27.6 38 27.6 35 28.6 32 Z",
                _lighter(colour, 0.16),
            )
        elif who.headwear == "headwrap":
            self._fill("O 63 10.6 9 6.6 O 71 16 6.4 6", colour)
            self._stroke("M57 13 C61 9 67 9 72 14", deep, 1.2)
        elif who.headwear == "straw":
            self._fill("O 50 31 30 5.6", _lighter(colour, 0.2))
            self._fill(
                "M33.6 26 C40 28.6 60 28.6 66.4 26 L66.6 31 C60 33.6 40 33.6 33.4 31 Z", deep
            )

    def _paint_glasses(self) -> None:
        frame = QColor("#3A3532")
        pen = QPen(frame, 1.4)
        self._painter.setPen(pen)
        glass = QColor(255, 255, 255, 40)
        self._painter.setBrush(glass)
        for x in (41.6, 58.4):
            if self._who.glasses == "round":
                self._painter.drawEllipse(QPointF(x, 47.6), 6.1, 5.9)
            else:
                self._painter.drawRoundedRect(QRectF(x - 6.6, 42.8, 13.2, 9.6), 2.6, 2.6)
        self._stroke(
            "M47.6 47 Q50 45.4 52.4 47 M35.2 46.6 L31.2 45.6 M64.8 46.6 L68.8 45.6", frame, 1.4
        )

    def _fill(self, text: str, colour: QColor) -> None:
        self._painter.fillPath(shape(text), colour)

    def _stroke(self, text: str, colour: QColor, width: float) -> None:
        pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.strokePath(shape(text), pen)

    def _oval(self, x: float, y: float, rx: float, ry: float, colour: QColor) -> None:
        path = QPainterPath()
        path.addEllipse(QPointF(x, y), rx, ry)
        self._painter.fillPath(path, colour)


def _deeper(colour: QColor, part: float) -> QColor:
    """`colour` with `part` of its light, and a little warmer."""
    red, green, blue = colour.red(), colour.green(), colour.blue()
    return QColor(round(red * min(1, part * 1.03)), round(green * part), round(blue * part * 0.98))


def _lighter(colour: QColor, part: float) -> QColor:
    """`colour` with `part` of the way to white gone."""
    return QColor(
        *(
            round(value + (255 - value) * part)
            for value in (colour.red(), colour.green(), colour.blue())
        )
    )
