"""Draws the page's icon: icon.svg, and the same as icon-192.png and icon-512.png. Run it in this folder; it needs Python 3 only.

Three circles, as in the brand beside the rail, on a plain ground. They lie within the middle 80 %, which remains when a
launcher cuts the icon to a shape of its own ("maskable").
"""

import math
import struct
import zlib
from pathlib import Path

GROUND = (0xF7, 0xF7, 0xF5)
# Middle and radius in the 22 units of the brand, and the first three colours of segments on a light ground (styles/tokens.css).
CIRCLES = [(8, 8, 6, (0x1E, 0x41, 0x77)), (15.5, 11, 4.5, (0x03, 0x92, 0x83)), (8.5, 17, 3, (0xCB, 0x6C, 0x11))]
SIDE = 28
# The circles fill 2..20 by 2..20 of their 22 units.
SHIFT = (SIDE - 22) / 2


def colour(rgb):
    return "#%02x%02x%02x" % rgb


def svg():
    circle = '<circle cx="{:g}" cy="{:g}" r="{:g}" fill="{}"/>'
    circles = "".join(circle.format(x + SHIFT, y + SHIFT, r, colour(rgb)) for x, y, r, rgb in CIRCLES)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
    return f'{head}<rect width="{SIDE}" height="{SIDE}" fill="{colour(GROUND)}"/>{circles}</svg>\n'


def pixel(x, y, unit):
    """A pixel's colour: each circle covers it by as much as its edge lies beyond the pixel's middle."""
    now = GROUND
    for cx, cy, r, rgb in CIRCLES:
        beyond = (r - math.hypot(x - cx - SHIFT, y - cy - SHIFT)) * unit + 0.5
        share = min(1.0, max(0.0, beyond))
        now = tuple(a + (b - a) * share for a, b in zip(now, rgb))
    return bytes(round(c) for c in now)


def png(size):
    unit = size / SIDE
    rows = []
    for y in range(size):
        rows.append(b"\0" + b"".join(pixel((x + 0.5) / unit, (y + 0.5) / unit, unit) for x in range(size)))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b"")


here = Path(__file__).parent
(here / "icon.svg").write_text(svg())
for size in (192, 512):
    (here / f"icon-{size}.png").write_bytes(png(size))
