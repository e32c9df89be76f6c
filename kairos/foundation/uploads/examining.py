"""What a file is, from its bytes alone: neither its name nor what the browser says of it counts."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.core.files.uploadedfile import UploadedFile

from kairos.foundation.text import contains_nir
from kairos.foundation.uploads import images, names, pdf
from kairos.foundation.uploads.images import Broken, Size
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.settings import LARGEST, MEGA, MEGAPIXELS, largest_bytes

Type, Remark = Upload.Type, Upload.Remark
ENDINGS = {Type.PDF: "pdf", Type.PNG: "png", Type.JPEG: "jpg"}
ACCEPT = "application/pdf,image/png,image/jpeg"
"""For the `accept` of a file field: a help to whoever chooses, never a check."""

TAKEN = "Kairos prend les PDF et les images PNG ou JPEG."
_OTHERS = {
    b"PK\x03\x04": "C’est un document de bureautique ou une archive. Enregistrez-le en PDF, puis joignez le PDF.",
    b"\xd0\xcf\x11\xe0": "C’est un document de bureautique. Enregistrez-le en PDF, puis joignez le PDF.",
    b"GIF8": f"C’est une image GIF. {TAKEN}",
    b"RIFF": f"C’est une image WebP, un son ou une vidéo. {TAKEN}",
    b"II*\0": f"C’est une image TIFF. {TAKEN}",
    b"MM\0*": f"C’est une image TIFF. {TAKEN}",
    b"MZ": f"C’est un programme. {TAKEN}",
    b"\x7fELF": f"C’est un programme. {TAKEN}",
}
_IMAGES = (
    (Type.PNG, images.PNG_SIGNATURE, images.png),
    (Type.JPEG, images.JPEG_SIGNATURE, images.jpeg),
)
_HEIC = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif"})
_TAIL_OF_ARCHIVE = 66_000


class Refused(ValueError):
    """A file that is not taken; `reason` is the French sentence to show beside its field."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Document:
    """A file that may be kept. name: as shown; size in bytes; remarks: what the examination could not see.

    The bytes stay where they were received: several documents of one form are never in memory together.
    """

    name: str
    media_type: str
    sha256: str
    size: int
    file: IO[bytes]
    remarks: tuple[str, ...] = ()

    def read(self) -> bytes:
        self.file.seek(0)
        return self.file.read()


def examine(file: UploadedFile) -> Document:
    """The document a request brought. Raises Refused."""
    if file.size > largest_bytes():
        raise Refused(f"Ce fichier pèse {_mega(file.size)} Mo. Le maximum est {LARGEST.value()} Mo.")
    return examine_content(file.name or "", file.file, MEGAPIXELS.value())


def examine_content(name: str, file: IO[bytes], megapixels: int) -> Document:
    """The same for a file within the largest size; `megapixels`: the largest image. Raises Refused."""
    content = file.read()
    if not content:
        raise Refused("Ce fichier est vide. Vérifiez-le, puis joignez-le de nouveau.")
    media_type, remarks = _type_of(content, megapixels)
    if _hides_an_archive(content):
        raise Refused("Ce fichier en cache un autre. Ouvrez-le et enregistrez-le de nouveau, puis joignez le résultat.")
    if contains_nir(name):
        raise Refused("Le nom de ce fichier contient un numéro de sécurité sociale : renommez-le, puis joignez-le.")
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(names.shown(name, ENDINGS[media_type]), media_type, sha256, len(content), file, remarks)


def _type_of(content: bytes, megapixels: int) -> tuple[Type, tuple[str, ...]]:
    if content.startswith(pdf.SIGNATURE):
        return Type.PDF, _examine_pdf(content)
    for media_type, signature, size_of in _IMAGES:
        if content.startswith(signature):
            _examine_image(size_of, content, megapixels)
            return media_type, ()
    raise Refused(_what_else(content))


def _what_else(content: bytes) -> str:
    """Why bytes that are neither are refused, as precisely as their first ones tell."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return f"C’est une photo au format HEIC ou AVIF. {TAKEN} Sur un téléphone, une capture d’écran convient."
    for signature, sentence in _OTHERS.items():
        if content.startswith(signature):
            return sentence
    return f"Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, quel que soit son nom. {TAKEN}"


def _examine_pdf(content: bytes) -> tuple[str, ...]:
    if not pdf.is_whole(content):
        raise Refused("Ce PDF est incomplet ou abîmé. Ouvrez-le, enregistrez-le de nouveau, puis joignez le résultat.")
    seen = pdf.scan(content)
    if seen.active:
        raise Refused(
            f"Ce PDF contient {' et '.join(seen.active)}. Imprimez-le en PDF (sans rien d’actif), puis joignez le "
            "résultat."
        )
    if seen.protected:
        return (Remark.PROTECTED,)
    return (Remark.UNEXAMINED,) if seen.partial else ()


def _examine_image(size_of: Callable[[bytes], Size], content: bytes, megapixels: int) -> None:
    try:
        pixels = size_of(content).pixels
    except Broken:
        raise Refused(
            "Cette image est incomplète, abîmée, ou contient autre chose qu’une image. Ouvrez-la, enregistrez-la de "
            "nouveau, puis joignez le résultat."
        ) from None
    if pixels > megapixels * MEGA:
        raise Refused(
            f"Cette image compte {_mega(pixels)} millions de pixels. Le maximum est {megapixels} : réduisez-la."
        )


def _hides_an_archive(content: bytes) -> bool:
    """A ZIP is read from its end: whatever comes before, a file that ends as one opens as one."""
    return b"PK\x05\x06" in content[-_TAIL_OF_ARCHIVE:] and b"PK\x01\x02" in content


def _mega(number: int) -> str:
    """Rounded up: what is over a limit never reads as the limit itself."""
    return f"{math.ceil(10 * number / MEGA) / 10:.1f}".replace(".", ",")
