"""Make the pictures of the pages that README shows: ``python -m tools.screens [FOLDER]`` (default ``docs/screens``).

The demo set is read into a ledger of its own and served on this machine; each page is opened in Debian's chromium as
wide as a laptop's window and as a phone, and what stands at its top is kept as a picture.
"""

from __future__ import annotations

import base64
import struct
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Final

import numpy as np
from playwright.sync_api import Browser

from tests.web.browser.reader import Reader, browser_at, chromium, demo_site, kinds

FOLDER: Final = Path(__file__).parent.parent / "docs" / "screens"
WIDTHS: Final = (1280, 390)
"""A laptop's window and a phone, in CSS pixels."""
COLOURS: Final = 128
"""Colours of a picture."""
_STEP: Final = 8
"""Shades that nobody tells apart are one."""
_PIXELS: Final = """async (base64) => {
  const sent = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
  const image = await createImageBitmap(new Blob([sent]));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = canvas.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < pixels.length; at += 8192) text += String.fromCharCode(...pixels.subarray(at, at + 8192));
  return [image.width, image.height, btoa(text)];
}"""
PAGES: Final = (
    "overview", "incident", "report", "party", "parties", "place", "series", "source", "sources", "method", "interface",
)  # fmt: skip


def packed(picture: bytes, browser: Browser) -> bytes:
    """Return a picture (PNG) with few colours: pages have no more, and a repository keeps each picture for good."""
    page = browser.new_page()
    width, height, pixels = page.evaluate(_PIXELS, base64.b64encode(picture).decode())
    page.close()
    whole = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)[:, :, :3].astype(np.int32)
    coarse = np.minimum((whole + _STEP // 2) // _STEP * _STEP, 255)
    found, which, counts = np.unique(coarse.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = found[np.argsort(-counts, kind="stable")[:COLOURS]]
    nearest = np.argmin(((found[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2), axis=1)
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = nearest[which.reshape(-1)].reshape(height, width)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main(arguments: list[str]) -> int:
    """Write every picture and return the exit code."""
    path = chromium()
    if path is None:
        print("no chromium: install it (apt-get install chromium) or name one in COUNTERCLAIM_CHROMIUM")
        return 1
    target = Path(arguments[0]) if arguments else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    whole = 0
    with tempfile.TemporaryDirectory() as folder, demo_site(Path(folder)) as base, browser_at(path) as browser:
        reader, paths = Reader(browser, base), kinds(base)
        for name in PAGES:
            for width in WIDTHS:
                page = reader.open(paths[name], width=width, theme="dark" if name == "place" else "light")
                picture = packed(page.screenshot(), browser)
                (target / f"{name}-{width}.png").write_bytes(picture)
                whole += len(picture)
                reader.close()
    for fault in reader.faults:
        print(fault)
    print(f"{len(PAGES) * len(WIDTHS)} pictures, {whole / 1e6:.2f} MB, in {target}")
    return 1 if reader.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
