"""What a request claims of a certificate, as plain values: typed in a form, kept with each sending, compared."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from kairos.identity.memberships.rules import Piece, differences
from kairos.identity.quality.models import QualityCertificate, QualityRequest, labels

LABELS = {
    "certificate_number": "Numéro du certificat",
    "certifier": "Organisme certificateur",
    "categories": "Catégories d’actions",
    "valid_from": "Valable du",
    "valid_until": "Jusqu’au",
    "comment": "Précisions",
    "documents": "Documents",
}
"""Field of a request → what it is called, in the order of the screen."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty while not known: a draft may lack any of them."""

    certificate_number: str = ""
    certifier: str = ""
    categories: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    comment: str = ""

    def write_on(self, request: QualityRequest) -> None:
        for field in fields(self):
            setattr(request, field.name, getattr(self, field.name))
        request.categories = list(self.categories)


def of_certificate(certificate: QualityCertificate) -> Facts:
    return Facts(
        certificate.number,
        certificate.certifier,
        tuple(certificate.categories),
        certificate.valid_from,
        certificate.valid_until,
    )


def is_recorded(request: QualityRequest, certificate: QualityCertificate) -> bool:
    """Whether the operator recorded this very claim before."""
    claimed = (request.certificate_number, request.certifier, request.valid_from, request.valid_until)
    known = (certificate.number, certificate.certifier, certificate.valid_from, certificate.valid_until)
    return claimed == known and set(request.categories) == set(certificate.categories)


def content_of(request: QualityRequest, documents: list[str]) -> dict[str, str]:
    """The claim as words, for the version that is sent; `documents`: the names of those joined."""
    return {
        "certificate_number": request.certificate_number,
        "certifier": request.certifier,
        "categories": ", ".join(labels(request.categories)),
        "valid_from": _day(request.valid_from),
        "valid_until": _day(request.valid_until),
        "comment": request.comment,
        "documents": ", ".join(documents),
    }


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two sendings."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Between the contents of two sendings."""
    found = differences(dict(said(before)), dict(said(after)))
    return [Change(LABELS[one.field], one.before, one.after) for one in found]


def said(content: Mapping[str, str]) -> list[tuple[str, str]]:
    """The fields of a sending that say something, in the order of the screen."""
    return [(field, content[field]) for field in LABELS if content.get(field)]


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""
