"""Documents to send: small, whole, made by hand, so that a test says exactly what is wrong with the one it spoils."""

import io
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile


def pdf(*objects: bytes, trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """A PDF of one empty page, with more objects."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out, places = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(body, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(body) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + xref + b"trailer << /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))


def object_stream(content: bytes, name: bytes = b"/ObjStm") -> bytes:
    """An object stream that holds `content`, deflated."""
    deflated = zlib.compress(content)
    head = b"<< /Type %b /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % (name, len(deflated))
    return head + b"\nstream\n" + deflated + b"\nendstream"


def png(width: int = 3, height: int = 2) -> bytes:
    """A grey picture; a huge one declares its size and holds one line."""
    lines = b"".join(b"\0" + b"\x80" * min(width, 64) for _ in range(min(height, 64)))
    header = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 0, 0, 0, 0))
    chunks = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def jpeg(width: int = 3, height: int = 2, segments: bytes = b"") -> bytes:
    """The segments of a picture and a little data: enough for its header to be read."""
    jfif = _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    frame = _segment(0xC0, b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\1\1\x11\0")
    scan = _segment(0xDA, b"\1\1\0\0\x3f\0")
    return b"\xff\xd8" + jfif + segments + frame + scan + b"\x12\x34\xff\x00\x56" + b"\xff\xd9"


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def archive() -> bytes:
    """A ZIP with a file in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        written.writestr("page.html", "<script>alert(1)</script>")
    return buffer.getvalue()


def sent(content: bytes, name: str = "certificat.pdf", claimed: str = "application/pdf") -> SimpleUploadedFile:
    """As a browser sends it: `claimed` is what it says of the type, which nobody believes."""
    return SimpleUploadedFile(name, content, claimed)
