"""What may be printed of somebody's trainings: for their own page, and for their adviser's."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse

from kairos.foundation.actor import Actor
from kairos.path.completion import certifying
from kairos.path.completion import queries as completion
from kairos.path.completion.models import IssuedCertificate
from kairos.path.enrolments import attesting, queries
from kairos.path.enrolments.models import Enrolment, Movement
from kairos.spaces import headers


@dataclass(frozen=True, slots=True)
class Training:
    """A training; what was declared of it that still holds, in order; its certificate, once issued."""

    row: Enrolment
    movements: Sequence[Movement]
    certificate: IssuedCertificate | None


def trainings(actor: Actor, person: UUID) -> list[Training]:
    """Those of which something may be printed. Two statements."""
    groups = groupby(queries.attested_of(actor, person), key=lambda one: one.enrolment)
    issued = {one.enrolment_id: one for one in completion.certificates(actor).filter(person=person)}
    return [Training(row, list(found), issued.get(row.pk)) for row, found in groups]


def attestation(row: Movement) -> HttpResponse:
    return _pdf(attesting.pdf(row), attesting.WORDS[Movement.Kind(row.kind)].file)


def certificate(row: IssuedCertificate) -> HttpResponse:
    return _pdf(certifying.pdf(row), "certificat-de-realisation")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf", headers=headers.file(f"{name}.pdf"))
