"""A landscape with people along a path: hills, a river and a bridge, by day and by night."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)

from relbook.gui.widgets.portrait import Portrait, paint_portrait
from relbook.gui.widgets.shape import shape

WIDE, HIGH = 860, 270  # the frame that all shapes below lie in


@dataclass(frozen=True, slots=True)
class Hour:
    """The colours of the land at one time of the day."""

    sky: tuple[str, str, str]
    orb: str
    far: str
    far_side: str
    ridge: str
    wood: str
    bank: str
    bank_low: str
    front: str
    water: tuple[str, str]
    glint: str
    stone: str
    stone_deep: str
    way: str
    tree: str
    tree_lit: str
    trunk: str
    wall: str
    roof: str
    window: str
    cloud: str
    ring: str


MORNING = Hour(
    sky=("#D5E6E6", "#E8EDE6", "#F7EEDD"),
    orb="#F8E2B4",
    far="#C3D9D8",
    far_side="#B3CECC",
    ridge="#A3C6BF",
    wood="#86B3AA",
    bank="#86B5A9",
    bank_low="#69A094",
    front="#4C867A",
    water=("#DCE9E6", "#B9D7D8"),
    glint="#F4F8F4",
    stone="#E4D8C4",
    stone_deep="#C9BBA4",
    way="#F3E8D2",
    tree="#4B8C7F",
    tree_lit="#5E9D8F",
    trunk="#4A5F55",
    wall="#FBF6EC",
    roof="#C08F73",
    window="#8FB6B4",
    cloud="#FBFAF4",
    ring="#FFFFFF",
)
NIGHT = Hour(
    sky=("#16242B", "#1E343B", "#2C4A4D"),
    orb="#EFE7CF",
    far="#27424A",
    far_side="#213A42",
    ridge="#24464A",
    wood="#1C393C",
    bank="#23504E",
    bank_low="#1C4341",
    front="#143331",
    water=("#355C60", "#203F46"),
    glint="#6F9A98",
    stone="#5C635F",
    stone_deep="#454C4A",
    way="#6F7B70",
    tree="#173B39",
    tree_lit="#1D4744",
    trunk="#122B2A",
    wall="#4A5652",
    roof="#5B4A44",
    window="#F4CF86",
    cloud="#33505A",
    ring="#E9E9E5",
)

FAR = (
    "M-20 290 L-20 140 L44 108 L78 122 L132 82 L186 118 L222 104 L286 138 L344 118 L404 142 L470 126 "
    "L544 146 L600 124 L660 136 L738 90 L790 120 L830 102 L880 126 L880 290 Z"
)
FAR_SIDES = (
    "M132 82 L186 118 L222 104 L286 138 L200 160 L150 132 L140 110 Z "
    "M738 90 L790 120 L780 150 L744 128 Z M44 108 L78 122 L70 150 L50 130 Z "
    "M830 102 L880 126 L880 150 L842 130 Z"
)
RIDGE = (
    "M0 270 L0 164 C56 140 128 138 190 156 C250 172 300 160 360 158 C420 154 470 168 520 166 "
    "C600 160 640 142 710 140 C780 140 830 150 860 158 L860 270 Z"
)
WATER = (
    "M396 184 C430 173 540 171 604 180 C640 192 580 206 604 224 C640 244 700 256 726 270 "
    "L236 270 C290 252 350 240 352 222 C354 210 372 194 396 184 Z"
)
LEFT_BANK = (
    "M0 270 L0 200 C60 178 140 176 214 186 C280 195 336 194 386 206 C388 214 352 232 328 246 "
    "C310 258 300 264 294 270 Z"
)
RIGHT_BANK = (
    "M860 270 L860 160 C800 156 744 172 690 186 C650 196 610 200 570 206 C566 216 612 236 642 248 "
    "C668 258 682 264 688 270 Z"
)
LEFT_FRONT = "M0 270 L0 254 C60 244 130 252 190 262 C206 265 214 268 220 270 Z"
RIGHT_FRONT = "M860 270 L860 232 C810 226 770 240 736 254 C720 262 708 268 700 270 Z"
BRIDGE = "M362 216 C424 174 532 174 594 216 L594 238 L362 238 Z"
ARCHES = "O 478 240 43 39 O 404 240 21 21 O 552 240 21 21"
# What of the banks lies before the bridge, and its ends.
LEFT_END = "M318 212 L366 211 C382 218 392 228 395 238 C372 244 346 252 328 262 L300 270 L220 270 Z"
RIGHT_END = (
    "M640 214 L590 211 C574 218 564 228 561 238 C590 246 612 254 636 262 L660 270 L740 270 Z"
)
FLOWERS = (
    (18, 262), (34, 257), (52, 264), (84, 259), (108, 265), (140, 262), (166, 267), (744, 264),
    (762, 256), (784, 262), (806, 250), (826, 258), (846, 246), (196, 254), (276, 246), (40, 228),
    (148, 214), (648, 236), (770, 226), (700, 238),
)  # fmt: skip
WAY = (
    "M-16 250 C50 206 118 250 196 232 C262 216 306 214 366 209 C424 173 532 173 590 209 "
    "C634 222 690 236 736 214 C772 198 768 180 813 172"
)
BALLOON = (
    "M190 30 C176 30 166.4 40 166.4 52 C166.4 62 176 68 181 74 L199 74 "
    "C204 68 213.6 62 213.6 52 C213.6 40 204 30 190 30 Z"
)
CLOUDS = "O 298 50 32 7 O 318 45 20 8 O 280 53 22 5.4 O 486 30 26 7 O 508 26 18 8 O 466 33 18 6"
BIRDS = "M356 74 Q361 69 365 74 Q369 69 374 74 M384 62 Q388 58 391 62 Q394 58 398 62"
STARS = (
    (40, 34), (88, 62), (150, 26), (206, 58), (262, 22), (322, 48), (388, 20), (436, 66), (508, 36),
    (560, 14), (612, 74), (676, 24), (806, 22), (838, 62), (12, 78), (474, 92), (288, 88),
)  # fmt: skip
# Where each stands along the way (in parts of its length), how large, and who it is.
PEOPLE: tuple[tuple[float, int, Portrait], ...] = (
    (0.075, 66, Portrait("peach", "bun", "silver", "#D3CFE0", "#5F8078", head="round",
                         glasses="round", age="old")),
    (0.195, 56, Portrait("ebony", "fade", "black", "#E9DDBF", "#C98F3C", "roll", head="square",
                         beard="short", laughs=True)),
    (0.315, 60, Portrait("honey", "none", "black", "#E3ECE2", "#7C6A8E", headwear="hijab",
                         headwear_colour="#3F837A")),
    (0.445, 50, Portrait("porcelain", "crop", "auburn", "#D5E2E8", "#3E6B8A", headwear="beanie",
                         headwear_colour="#55795F", beard="full", freckles=True)),
    (0.560, 56, Portrait("umber", "afro", "black", "#E6DCE6", "#2F7A72", "vee", earrings=True,
                         laughs=True)),
    (0.680, 52, Portrait("bronze", "none", "black", "#E6DACB", "#4F6784", "shirt", head="long",
                         headwear="turban", headwear_colour="#C0703F", beard="full",
                         glasses="square")),
    (0.785, 58, Portrait("sand", "bob", "black", "#EBD8D0", "#A65B5B", "vee")),
    (0.900, 44, Portrait("honey", "curls", "black", "#EADFCB", "#3C8076", age="child",
                         laughs=True)),
)  # fmt: skip


class Land:
    """The landscape being drawn in a frame of `WIDE` by `HIGH`; of its sky, `lost` is cut off."""

    def __init__(self, painter: QPainter, hour: Hour, lost: float) -> None:
        self._painter, self._hour, self._lost = painter, hour, lost
        self._night = hour is NIGHT
        self._way = shape(WAY)

    def paint(self) -> None:
        """Draw it all."""
        self._paint_sky()
        hour = self._hour
        self._fill(FAR, hour.far)
        self._fill(FAR_SIDES, hour.far_side)
        self._paint_ridge()
        self._paint_water()
        self._bank(LEFT_BANK)
        self._bank(RIGHT_BANK)
        self._paint_house()
        self._paint_trees()
        self._paint_bridge()
        self._bank(LEFT_END)
        self._bank(RIGHT_END)
        self._paint_way()
        self._fill(LEFT_FRONT, hour.front)
        self._fill(RIGHT_FRONT, hour.front)
        self._paint_plants()
        self._paint_people()

    def _paint_sky(self) -> None:
        hour, painter = self._hour, self._painter
        sky = QLinearGradient(0, self._lost, 0, 190)
        for at, colour in zip((0, 0.55, 1), hour.sky, strict=True):
            sky.setColorAt(at, QColor(colour))
        painter.fillRect(QRectF(0, 0, WIDE, HIGH), sky)
        # The sun comes down with the edge of the sky.
        middle = QPointF(652, 66 + self._lost * 0.62)
        glow = QRadialGradient(middle, 120)
        halo = QColor(hour.orb)
        for at, alpha in ((0, 0.5), (0.2, 0.34), (0.42, 0.15), (0.7, 0.04), (1, 0)):
            halo.setAlphaF(alpha * (0.5 if self._night else 1))
            glow.setColorAt(at, halo)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawEllipse(middle, 120, 120)
        disc = QPainterPath()
        radius = 24 if self._night else 34
        disc.addEllipse(middle, radius, radius)
        if self._night:
            bite = QPainterPath()
            bite.addEllipse(middle + QPointF(11, -7), 21, 21)
            disc = disc.subtracted(bite)
            for i, (x, y) in enumerate(STARS):
                star = QColor("#E8EDE6")
                star.setAlphaF(0.45 + 0.45 * (i % 3) / 2)
                painter.setBrush(star)
                size = (0.8, 1.15, 1.5)[i % 3]
                painter.drawEllipse(QPointF(x, y + self._lost * 0.6), size, size)
        painter.fillPath(disc, QColor(hour.orb))
        drift = self._lost * 0.85
        painter.save()
        painter.translate(0, drift)
        painter.setOpacity(0.8)
        self._fill(CLOUDS, hour.cloud)
        painter.setOpacity(1)
        if self._lost < 24:
            self._paint_balloon()
        if not self._night:
            painter.setOpacity(0.55)
            self._stroke(BIRDS, hour.trunk, 1.5)
        painter.restore()

    def _paint_balloon(self) -> None:
        hour = self._hour
        self._stroke("M181 70 L186.4 86 M199 70 L193.6 86", hour.trunk, 0.8)
        self._fill(BALLOON, hour.roof)
        self._fill(
            "M190 30 C182 32 174.4 42 174.4 53 C174.4 62 180 68 183.4 74 L196.6 74 "
            "C200 68 205.6 62 205.6 53 C205.6 42 198 32 190 30 Z",
            hour.way,
        )
        self._fill(
            "M190 30 C186 34 183.4 44 183.4 54 C183.4 63 186 69 187.4 74 L192.6 74 "
            "C194 69 196.6 63 196.6 54 C196.6 44 194 34 190 30 Z",
            hour.bank,
        )
        self._fill("M185.4 85 L194.6 85 L193.6 92 L186.4 92 Z", hour.stone_deep)
        if self._night:
            fire = QRadialGradient(QPointF(190, 70), 30)
            fire.setColorAt(0, QColor(244, 207, 134, 150))
            fire.setColorAt(1, QColor(244, 207, 134, 0))
            self._painter.fillPath(shape(BALLOON), fire)

    def _paint_ridge(self) -> None:
        hour = self._hour
        # Woods: a row of firs whose feet the ridge hides.
        for x, y, size in (
            (74, 149, 19), (86, 147, 25), (99, 147, 18), (236, 168, 18), (248, 170, 24), (262, 170, 18),
            (664, 150, 18), (678, 147, 25), (692, 146, 19), (776, 147, 22), (790, 149, 17),
        ):  # fmt: skip
            self._fir(x, y + 4, size, hour.wood)
        self._fill(RIDGE, hour.ridge)

    def _paint_water(self) -> None:
        light = QLinearGradient(0, 172, 0, HIGH)
        light.setColorAt(0, QColor(self._hour.water[0]))
        light.setColorAt(1, QColor(self._hour.water[1]))
        self._painter.fillPath(shape(WATER), light)

    def _bank(self, text: str) -> None:
        slope = QLinearGradient(0, 178, 0, HIGH)
        slope.setColorAt(0, QColor(self._hour.bank))
        slope.setColorAt(1, QColor(self._hour.bank_low))
        self._painter.fillPath(shape(text), slope)

    def _paint_house(self) -> None:
        hour = self._hour
        self._fill("M792 144 L834 144 L834 172 L792 172 Z", hour.wall)
        self._fill("M786 146 L802 126 L840 126 L842 146 Z", hour.roof)
        self._fill("M822 120 L830 120 L830 130 L822 130 Z", hour.roof)
        self._fill(
            "M798 152 L806 152 L806 160 L798 160 Z M820 152 L828 152 L828 160 L820 160 Z",
            hour.window,
        )
        self._fill("M809 172 L809 158 C809 154 817 154 817 158 L817 172 Z", hour.trunk)

    def _paint_trees(self) -> None:
        for x, y, size in (
            (108, 184, 38),
            (124, 187, 27),
            (848, 172, 44),
            (536, 178, 15),
            (428, 182, 16),
        ):
            self._round_tree(x, y, size)
        for x, y, size in (
            (222, 192, 46),
            (236, 194, 36),
            (302, 198, 34),
            (722, 184, 44),
            (738, 180, 32),
        ):
            self._fir(x, y, size, self._hour.tree)

    def _round_tree(self, x: float, y: float, size: float) -> None:
        hour = self._hour
        self._stroke(f"M{x} {y} L{x} {y - size * 0.5}", hour.trunk, max(1.6, size * 0.06))
        self._fill(f"O {x} {y - size * 0.64} {size * 0.31} {size * 0.37}", hour.tree)
        self._fill(
            f"O {x - size * 0.07} {y - size * 0.7} {size * 0.19} {size * 0.25}", hour.tree_lit
        )

    def _fir(self, x: float, y: float, size: float, colour: str) -> None:
        half = size * 0.24
        self._fill(
            f"M{x} {y - size} L{x + half * 0.72} {y - size * 0.48} L{x + half * 0.4} {y - size * 0.48} "
            f"L{x + half} {y - size * 0.08} L{x - half} {y - size * 0.08} L{x - half * 0.4} {y - size * 0.48} "
            f"L{x - half * 0.72} {y - size * 0.48} Z",
            colour,
        )
        self._stroke(f"M{x} {y - size * 0.1} L{x} {y}", self._hour.trunk, max(1.2, size * 0.05))

    def _paint_bridge(self) -> None:
        hour, painter = self._hour, self._painter
        body = shape(BRIDGE).subtracted(shape(ARCHES))
        # In the water it stands once more, upside down and pale.
        painter.save()
        painter.setClipPath(
            shape("M392 238 L564 238 L540 274 L416 274 Z"), Qt.ClipOperation.IntersectClip
        )
        painter.translate(0, 2 * 238)
        painter.scale(1, -1)
        painter.setOpacity(0.35)
        painter.fillPath(body, QColor(hour.stone_deep))
        painter.restore()
        inner = shape(ARCHES).subtracted(shape(ARCHES).translated(4, 3)).intersected(shape(BRIDGE))
        painter.fillPath(inner, QColor(hour.stone_deep))
        painter.fillPath(body, QColor(hour.stone))
        self._stroke("M362 216 C424 174 532 174 594 216", hour.stone_deep, 1.2)
        for x, y in (
            (430, 214),
            (444, 203),
            (478, 194),
            (512, 203),
            (526, 214),
            (460, 197),
            (496, 197),
        ):
            self._stroke(f"M{x - 4} {y} L{x + 4} {y}", hour.stone_deep, 1.1)
        for x, y, long in (
            (452, 250, 34),
            (500, 258, 46),
            (430, 262, 22),
            (560, 262, 26),
            (478, 182, 40),
            (540, 178, 22),
        ):
            self._stroke(f"M{x - long / 2} {y} L{x + long / 2} {y}", hour.glint, 1.4)

    def _paint_way(self) -> None:
        ribbon = QPolygonF()
        back: list[QPointF] = []
        steps = 120
        for i in range(steps + 1):
            part = i / steps
            point = self._way.pointAtPercent(part)
            before, after = (
                self._way.pointAtPercent(min(1.0, max(0.0, part + by))) for by in (-0.004, 0.004)
            )
            along = after - before
            length = max(1e-6, (along.x() ** 2 + along.y() ** 2) ** 0.5)
            half = 7.2 - 4.6 * part
            normal = QPointF(-along.y(), along.x()) * (half / length)
            # Lying on the ground, it looks flatter across than along.
            normal.setX(normal.x() * 0.9)
            ribbon.append(point + normal)
            back.append(point - normal)
        for point in reversed(back):
            ribbon.append(point)
        path = QPainterPath()
        path.addPolygon(ribbon)
        path.closeSubpath()
        self._painter.fillPath(path, QColor(self._hour.way))

    def _paint_plants(self) -> None:
        for x, y, lean in (
            (300, 266, -3),
            (307, 268, 2),
            (314, 267, 5),
            (668, 264, -4),
            (676, 266, 1),
            (684, 267, 4),
        ):
            self._stroke(f"M{x} {y + 4} Q{x} {y - 10} {x + lean} {y - 18}", self._hour.front, 1.6)
            self._fill(f"O {x + lean} {y - 20} 1.5 4", self._hour.trunk)
        for i, (x, y) in enumerate(FLOWERS):
            self._fill(
                f"O {x} {y} 1.7 1.7", (self._hour.way, self._hour.roof, self._hour.glint)[i % 3]
            )

    def _paint_people(self) -> None:
        hour, painter = self._hour, self._painter
        for part, size, portrait in PEOPLE:
            foot = self._way.pointAtPercent(part)
            radius = size / 2
            middle = foot - QPointF(0, radius + 11)
            shadow = QColor(0, 30, 28, 60 if not self._night else 110)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shadow)
            painter.drawEllipse(foot, 8, 2.8)
            x, y = middle.x(), middle.y()
            ring = QPainterPath()
            ring.addEllipse(middle, radius + 3, radius + 3)
            ring = ring.united(
                shape(
                    f"M{x - 11} {y + radius - 1} Q{x - 2} {y + radius + 5} {x} {foot.y()} "
                    f"Q{x + 2} {y + radius + 5} {x + 11} {y + radius - 1} Z"
                )
            )
            painter.fillPath(ring.translated(0, 2), QColor(0, 30, 28, 26))
            painter.fillPath(ring, QColor(hour.ring))
            painter.save()
            disc = QPainterPath()
            disc.addEllipse(middle, radius, radius)
            painter.setClipPath(disc, Qt.ClipOperation.IntersectClip)
            square = QRectF(x - radius, y - radius, size, size)
            paint_portrait(painter, square, portrait)
            if self._night:
                painter.fillRect(square, QColor(0, 0, 0, round(0.17 * 255)))
            painter.restore()

    def _fill(self, text: str, colour: str) -> None:
        self._painter.fillPath(shape(text), QColor(colour))

    def _stroke(self, text: str, colour: str, width: float) -> None:
        pen = QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._painter.strokePath(shape(text), pen)
