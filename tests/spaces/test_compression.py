"""A large page travels compressed, whole, and only to whoever reads that."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kairos.spaces.compression import CompressionMiddleware

PAGE = b"<td>C S V</td>" * 10_000


def answered(content: bytes, accepted: str, **headers: str) -> HttpResponse:
    request = RequestFactory(headers={"Accept-Encoding": accepted}).get("/")
    return CompressionMiddleware(lambda _: HttpResponse(content, headers=headers))(request)


@pytest.mark.parametrize("content", [PAGE, PAGE[:50_000]])
def test_it_reads_back_the_same(content):
    answer = answered(content, "br, gzip")
    assert (answer["Content-Encoding"], answer["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(answer.content) == content
    assert int(answer["Content-Length"]) == len(answer.content) < len(content) / 10


def test_its_length_says_nothing_of_its_content():
    assert len({len(answered(PAGE, "gzip").content) for _ in range(40)}) > 5


def test_it_is_left_as_it_is_for_others_and_when_packed_already():
    assert answered(PAGE, "identity").content == PAGE
    assert answered(PAGE, "gzip", **{"Content-Encoding": "br"}).content == PAGE
