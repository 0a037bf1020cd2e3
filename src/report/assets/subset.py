"""Makes the two font files of the charts from Inter: python3 subset.py <folder with Inter-*.otf>

Needs fonttools. Besides leaving out what the charts do not write, it does two things for plotters 0.3:
 - the line height becomes 1.24 em, the ratio by which plotters turns heights into sizes, so that PNG and SVG agree;
 - every glyph gets an empty contour on its origin, because plotters places glyphs by the left edge of their outline
   and would drop the space on their left.
"""
import sys
from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

REGULAR = (
    "U+20-7E,U+A0-17F,U+384-3CE,U+2009,U+2010-2015,U+2018-201A,U+201C-201E,U+2022,U+2026,U+202F,U+2030,"
    "U+20AC,U+2190-2193,U+2212,U+221E,U+2248,U+2260,U+2264,U+2265"
)
BOLD = "U+20-7E,U+A0,U+B7,U+D7,U+2013,U+2014,U+2018,U+2019,U+2026,U+2030,U+2264,U+2265"


def anchored(font):
    glyphs = font.getGlyphSet()
    top = font["CFF "].cff.topDictIndex[0]
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        if pen._commands:
            pen.moveTo((0, 0))
            pen.lineTo((0, 1))
            pen.closePath()
        old = top.CharStrings[name]
        new = pen.getCharString(private=old.private, globalSubrs=old.globalSubrs)
        top.CharStrings[name].setProgram(new.program)


def make(source, unicodes, target):
    options = subset.Options(drop_tables=["GDEF", "GPOS", "GSUB", "DSIG"], 
        layout_features=[], hinting=False, desubroutinize=True, name_IDs=[0, 1, 2, 5, 7, 13, 14], notdef_outline=True
    )
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
    subsetter.subset(font)
    units = font["head"].unitsPerEm
    font["hhea"].ascent = round(0.98 * units)
    font["hhea"].descent = font["hhea"].ascent - round(1.24 * units)
    font["hhea"].lineGap = 0
    font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender = font["hhea"].ascent, font["hhea"].descent
    font["OS/2"].sTypoLineGap = 0
    anchored(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


make(f"{sys.argv[1]}/Inter-Regular.otf", REGULAR, "inter-regular-subset.otf")
make(f"{sys.argv[1]}/Inter-SemiBold.otf", BOLD, "inter-semibold-subset.otf")
