"""What a request may bring: files on the few pages that take some, within bounds, read piece by piece."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from kairos.foundation.uploads.settings import FILES_AT_ONCE, largest_bytes

View = Callable[..., HttpResponse]


def takes_files(view: View) -> View:
    """Marks a view whose form brings documents, sent by someone signed in. Elsewhere files are read and dropped."""
    return takes_files_up_to(largest_bytes)(view)


def takes_files_up_to(largest: Callable[[], int]) -> Callable[[View], View]:
    """The same for files of another kind, so many bytes each at most."""

    def mark(view: View) -> View:
        view.takes_files = largest
        return view

    return mark


class Receiver(FileUploadHandler):
    """Django's upload handler for the whole site (`FILE_UPLOAD_HANDLERS`).

    A file beyond the largest size is read to its end but not kept: the form says so, with its true size, and loses
    nothing else. A sending beyond all bounds is refused before it is read (400).
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:
        largest = _taken_by(self.request)
        self.taken = largest is not None
        self.largest = largest() if largest else 0
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE + FILES_AT_ONCE * self.largest:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= self.largest:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.taken:
            self.file.close()
            return None
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        self.file.close()


def _taken_by(request: HttpRequest) -> Callable[[], int] | None:
    """The largest size the page takes; None when it takes no file."""
    match = request.resolver_match
    known = request.actor.user is not None and match is not None
    return getattr(match.func, "takes_files", None) if known else None
