"""What must hold before an act on an enrolment."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.offer.catalogue.models import PublishedSession, TrainingSession
from kairos.path.enrolments import settings
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers.models import JobSeeker

Details = Mapping[str, Any]
OPEN = (TrainingSession.State.PUBLISHED, TrainingSession.State.STARTED)
says_why = given("reason", "Dites pourquoi : la personne et son conseiller le liront.")


def session_is_open(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """Published, or started: who may still enter is the provider's to decide."""
    if not PublishedSession.objects.filter(pk=row.session_id, shown=True, state__in=OPEN).exists():
        yield Reason("Cette session n’est pas, ou n’est plus, ouverte aux inscriptions.", field="session")


def person_is_followed(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    if not JobSeeker.objects.filter(pk=row.person_id).exclude(state=JobSeeker.State.LEFT).exists():
        yield Reason("Cette personne n’est pas, ou n’est plus, dans votre portefeuille.", field="person")


def reason_is_listed(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """One of the dated list in force today."""
    if details.get("reason") not in settings.NOT_RETAINED_REASONS.value():
        yield Reason("Choisissez dans la liste pourquoi la personne n’est pas retenue.", field="reason")
