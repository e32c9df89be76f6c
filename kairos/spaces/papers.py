"""What may be printed of somebody's trainings: for their own page, and for their adviser's."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse

from kairos.foundation.actor import Actor
from kairos.path.enrolments import attesting, queries
from kairos.path.enrolments.models import Enrolment, Movement
from kairos.spaces import headers


@dataclass(frozen=True, slots=True)
class Training:
    """A training, and what was declared of it that still holds, in order."""

    row: Enrolment
    movements: Sequence[Movement]


def trainings(actor: Actor, person: UUID) -> list[Training]:
    """Those of which something may be printed. One statement."""
    groups = groupby(queries.attested_of(actor, person), key=lambda one: one.enrolment)
    return [Training(row, list(found)) for row, found in groups]


def attestation(row: Movement) -> HttpResponse:
    told = headers.file(f"{attesting.WORDS[Movement.Kind(row.kind)].file}.pdf")
    return HttpResponse(attesting.pdf(row), content_type="application/pdf", headers=told)
