"""« Mon organisme »: the membership and the file. Read only."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation import clock, journal
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.identity.memberships import queries as memberships
from kairos.identity.memberships.life import queries as life
from kairos.identity.memberships.life.waiting import waiting
from kairos.identity.memberships.models import ChangeRequest, StampedTerms
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.models import Organisation
from kairos.identity.quality import queries as quality
from kairos.identity.quality.rules import Standing
from kairos.spaces.provider.portal import chrome

LATEST = 5


@dataclass(frozen=True, slots=True)
class Page:
    """stamp: the terms as accepted, if their paper is known; changes: the latest asked, the newest first."""

    sheet: ProviderSheet
    membership: Any
    stamp: StampedTerms | None
    changes: list[ChangeRequest]
    quality: Standing

    @property
    def waits(self) -> bool:
        """Something is asked of the organisation, or is decided about it."""
        return bool(self.membership and (waiting(self.membership, clock.today()) or self.membership.renewal_asked_at))


def organisation(request: HttpRequest, subject: Organisation) -> HttpResponse:
    journal.reading(request.actor, "provider_file.read", [subject.pk], "organisations.organisation")
    return render(request, "portal/organisation.html", chrome.of(request), page=read(request.actor, subject))


def read(actor: Actor, subject: Organisation) -> Page:
    membership = life.latest(actor)
    return Page(
        sheet=files.sheet(subject),
        membership=membership,
        stamp=_stamp.first(actor, membership and membership.application_id),
        changes=_changes(actor),
        quality=quality.standing(subject.pk, clock.today()),
    )


@prepared
def _stamp(actor: Actor, application: UUID | None) -> QuerySet[StampedTerms]:
    return memberships.stamps_visible_to(actor).filter(application=application).order_by("-version")[:1]


@prepared
def _changes(actor: Actor) -> QuerySet[ChangeRequest]:
    return memberships.changes_visible_to(actor).order_by("-asked_at")[:LATEST]
