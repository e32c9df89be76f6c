"""What an uploaded file is called on the screen and when it is given back."""

import re
import unicodedata

LONGEST = 120
_ENDINGS = {
    "pdf": ("pdf",),
    "png": ("png",),
    "jpg": ("jpg", "jpeg", "jpe", "jfif"),
    "csv": ("csv", "txt", "tsv"),
    "xlsx": ("xlsx", "xlsm"),
    "xml": ("xml",),
}
#: What a file system or a shell reads as something else than a letter.
_RESERVED = re.compile(r'[<>:"|?*%$`]')


def shown(raw: str, ending: str) -> str:
    """The name without folders, without what does not show or turns the text round, with the ending of the true type.

    `C:\\fakepath\\Certificat.PDF` → `Certificat.pdf`; `facture.pdf.exe` that is a PDF → `facture.pdf.exe.pdf`;
    nothing left → `document.pdf`. At most 120 characters, ending included; applied twice it changes nothing.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    name = _RESERVED.sub(" ", "".join(character if _shows(character) else " " for character in name))
    stem = _without_ending(" ".join(name.split()), ending).strip(". ")
    stem = stem[: LONGEST - len(ending) - 1].strip(". ")
    return f"{stem or 'document'}.{ending}"


def _shows(character: str) -> bool:
    """Letters, marks, figures, punctuation, symbols and plain spaces: not controls, formats, surrogates."""
    return unicodedata.category(character)[0] in "LMNPS"


def _without_ending(name: str, ending: str) -> str:
    stem, dot, last = name.rpartition(".")
    return stem.rstrip(". ") if dot and last.lower() in _ENDINGS[ending] else name
