"""PNG and JPEG read by their headers alone: size in pixels, and whether the file begins and ends as it should.

Nothing is decoded: a picture of a few bytes that would fill the memory costs nothing here.
"""

import zlib
from dataclasses import dataclass

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, b"\xff\xd9"


class Broken(ValueError):
    """Not a whole picture, or one with something else in it."""


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def png(content: bytes) -> Size:
    """The size a PNG declares. Raises Broken unless its chunks follow one another, each with its checksum, from IHDR to
    IEND, with data between and nothing after. Source: PNG specification (W3C, third edition), § 5."""
    position, chunks = len(PNG_SIGNATURE), []
    while not chunks or chunks[-1] != b"IEND":
        kind, position = _chunk(content, position)
        chunks.append(kind)
    if chunks[0] != b"IHDR" or b"IDAT" not in chunks or position != len(content):
        raise Broken
    return _size(content[16:20], content[20:24])


def _chunk(content: bytes, start: int) -> tuple[bytes, int]:
    """The kind of the chunk that begins at `start`, and where the next one begins."""
    end = start + 12 + int.from_bytes(content[start : start + 4])
    if end > len(content):
        raise Broken
    if zlib.crc32(memoryview(content)[start + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
        raise Broken
    return content[start + 4 : start + 8], end


def jpeg(content: bytes) -> Size:
    """The size a JPEG declares. Raises Broken unless its segments lead to picture data and the file ends as one does
    (zeros may follow). Source: ITU-T T.81, annex B."""
    size, position = None, 2
    while True:
        marker, position = _marker(content, position)
        if marker in _ALONE:
            continue
        length = int.from_bytes(content[position : position + 2])
        if length < 2 or position + length > len(content):
            raise Broken
        if marker in _FRAMES:
            size = _size(content[position + 5 : position + 7], content[position + 3 : position + 5])
        if marker == _SCAN:
            break
        position += length
    if size is None or not content.rstrip(b"\0").endswith(_END):
        raise Broken
    return size


def _marker(content: bytes, position: int) -> tuple[int, int]:
    """The marker at `position` (any number of FF may precede it), and where what it announces begins."""
    start = position
    while content[position : position + 1] == b"\xff":
        position += 1
    if position == start or position >= len(content) or content[position] in (0x00, 0xD8, 0xD9):
        raise Broken
    return content[position], position + 1


def _size(width: bytes, height: bytes) -> Size:
    size = Size(int.from_bytes(width), int.from_bytes(height))
    if not size.pixels:
        raise Broken
    return size
