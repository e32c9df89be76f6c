"""What a paper bears so that whoever is shown it can ask whether it is genuine: a code, in letters and as a QR."""

import io
from dataclasses import dataclass

import segno

from kairos.foundation import verifying


@dataclass(frozen=True, slots=True)
class Proof:
    """code: in groups of four. site: where it is typed. picture: the QR of the address that asks by itself, an SVG."""

    code: str
    site: str
    picture: bytes


def proof(code: str) -> Proof:
    return Proof(verifying.spelled(code), verifying.address(""), _qr(verifying.address(code)))


def _qr(text: str) -> bytes:
    """One pattern for all: choosing the best of eight takes most of the time of a whole paper."""
    drawn = io.BytesIO()
    made = segno.make_qr(text, error="m", mask=0, boost_error=False)
    made.save(drawn, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawn.getvalue()
