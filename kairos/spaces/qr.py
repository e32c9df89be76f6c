"""A QR code as a picture of its own, which no browser keeps."""

import io

import segno
from django.http import HttpResponse


def picture(text: str, title: str) -> HttpResponse:
    """`title`: said to those who do not see it."""
    drawn = io.BytesIO()
    made = segno.make(text, error="m")
    made.save(drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, svgns=True, title=title)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
