"""Answers as they travel, compressed by zlib-ng: as tightly as zlib in a third of its time (decision 28).

A header of a length drawn by chance hides how well a page compresses (BREACH), as Django's own does.
"""

import secrets

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers
from zlib_ng import zlib_ng

SMALL = 200
LEVEL = 4
"""A quarter less time than 6, for a page some 3 % heavier."""
GZIP = 16 + zlib_ng.MAX_WBITS
HEADER = 10
NAMED = 8
"""The flag of a header that carries a name."""


class CompressionMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming:
            return super().process_response(request, response)
        if len(response.content) < SMALL or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            self._compress(response)
        return response

    def _compress(self, response: HttpResponseBase) -> None:
        packed = compressed(response.content, secrets.randbelow(self.max_random_bytes))
        if len(packed) < len(response.content):
            response.content = packed
            response.headers["Content-Length"] = str(len(packed))
            response.headers["Content-Encoding"] = "gzip"


def compressed(content: bytes, name: int) -> bytes:
    """In gzip's form, with a name of so many letters."""
    packer = zlib_ng.compressobj(LEVEL, zlib_ng.DEFLATED, GZIP)
    packed = packer.compress(content) + packer.flush()
    header = bytearray(packed[:HEADER])
    header[3] |= NAMED
    return bytes(header) + b"a" * name + b"\0" + packed[HEADER:]
