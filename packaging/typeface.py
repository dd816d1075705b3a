"""Gives letters that share a drawing in the typeface a drawing each, in resources/fonts.

Qt finds the text of a PDF again by its glyphs: of two letters with one glyph it takes the lower code
point, and a Greek word with an iota, or an English one with an apostrophe, is not found. Run after
another release of Inter was put there; it needs fonttools, which nothing else does.
"""

from collections import defaultdict
from copy import deepcopy
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
USUAL = "ι’”ΔΩ"  # these keep the glyph, and with it what kerning knows of it


def part(file: Path) -> list[str]:
    """Rewrite the font in `file`; returns the letters that have a glyph of their own now."""
    font = TTFont(file, recalcTimestamp=False)
    letters = defaultdict(list)
    for code, glyph in font.getBestCmap().items():
        letters[glyph].append(code)
    shared = {glyph: codes for glyph, codes in letters.items() if len(codes) > 1}
    parted = []
    for glyph, codes in shared.items():
        kept = next((code for code in codes if chr(code) in USUAL), codes[0])
        for code in codes:
            if code != kept:
                _copy(font, glyph, code)
                parted.append(chr(code))
    if parted:
        font.save(file)
    return parted


def _copy(font: TTFont, glyph: str, code: int) -> None:
    name = f"{glyph}.u{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = deepcopy(font["glyf"].glyphs[glyph])
    font["hmtx"].metrics[name] = font["hmtx"].metrics[glyph]
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    if glyph in classes:
        classes[name] = classes[glyph]
    for table in font["cmap"].tables:
        if code in table.cmap:
            table.cmap[code] = name


if __name__ == "__main__":
    for one in sorted(FONTS.glob("*.ttf")):
        print(f"{one.name}: {' '.join(part(one)) or 'every letter has a glyph of its own'}")
