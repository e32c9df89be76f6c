"""Answers as they travel: a large page is compressed quickly rather than tightly (500 kB: 3 ms rather than 7)."""

import gzip
import secrets

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LARGE = 100_000
QUICKLY = 3
NAMED = 8
"""The flag of a header that carries a name: one of a length drawn by chance hides how well a page compresses (BREACH),
as Django's own does."""


class CompressionMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or len(response.content) < LARGE or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            response.content = _compressed(response.content, self.max_random_bytes)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
        return response


def _compressed(content: bytes, most: int) -> bytes:
    packed = gzip.compress(content, compresslevel=QUICKLY, mtime=0)
    header = bytearray(packed[:10])
    header[3] = NAMED
    return bytes(header) + b"a" * secrets.randbelow(most) + b"\0" + packed[10:]
