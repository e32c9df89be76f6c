"""Documents in forms, and documents given back as files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from kairos.foundation.uploads import examining, storing
from kairos.foundation.uploads.examining import ACCEPT, Document, Refused
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.settings import LARGEST
from kairos.spaces import headers

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of a document: whatever it holds, nothing of it runs, loads or is framed here."""


class Files(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT})
        del self.attrs["multiple"]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class DocumentsField(forms.Field):
    """Files of one kind. `documents`: those that may be kept, even when others beside them are refused."""

    widget = Files

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, **kwargs)
        self.documents: list[Document] = []

    def clean(self, value: list[UploadedFile]) -> list[Document]:
        refusals = []
        self.documents = []
        for file in value:
            try:
                self.documents.append(examining.examine(file))
            except Refused as refused:
                refusals.append(f"« {_short(file.name)} » : {refused.reason}")
        if refusals:
            raise forms.ValidationError(refusals)
        return self.documents


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}…"


def what_is_taken() -> str:
    """For the hint of a file field."""
    return f"PDF, PNG ou JPEG, {LARGEST.value()} Mo au plus par fichier."


def attachment(upload: Upload) -> HttpResponse:
    """The document, to be saved rather than shown. Raises storing.Lost."""
    told = headers.file(upload.name, saved=True) | {"Content-Security-Policy": SANDBOX}
    return HttpResponse(storing.read(upload), content_type=upload.media_type, headers=told)
