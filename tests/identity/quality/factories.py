"""Quality requests and certificates in each of their states."""

from kairos.identity.quality.lifecycle import Request
from kairos.identity.quality.models import QualityCertificate, QualityRequest
from tests.support import quality as stories
from tests.support.factories import factory
from tests.support.people import People

State, Held = QualityRequest.State, QualityCertificate.State


@factory("quality_request", State.DRAFT)
def draft(people: People) -> QualityRequest:
    return stories.filled(people.owner_a)


@factory("quality_request", State.SUBMITTED)
def submitted(people: People) -> QualityRequest:
    return stories.sent(people.owner_a)


@factory("quality_request", State.IN_REVIEW)
def in_review(people: People) -> QualityRequest:
    return stories.in_review(people.owner_a, people.instructor)


@factory("quality_request", State.COMPLEMENT)
def complement(people: People) -> QualityRequest:
    return stories.awaiting(people.owner_a, people.instructor)


@factory("quality_request", State.ACCEPTED)
def accepted(people: People) -> QualityRequest:
    return stories.accepted(people.owner_a, people.instructor)


@factory("quality_request", State.REFUSED)
def refused(people: People) -> QualityRequest:
    return stories.refused(people.owner_a, people.instructor)


@factory("quality_request", State.WITHDRAWN)
def withdrawn(people: People) -> QualityRequest:
    return stories.do(Request.withdraw, submitted(people), people.owner_a)


@factory("quality_certificate", Held.ACTIVE)
def recorded(people: People) -> QualityCertificate:
    return stories.recorded(people.owner_a, people.instructor)


@factory("quality_certificate", Held.REPLACED)
def replaced(people: People) -> QualityCertificate:
    former = recorded(people)
    stories.accepted(people.owner_a, people.instructor, categories=("training", "experience"))
    return stories.fresh(former, people.instructor)


@factory("quality_certificate", Held.REVOKED)
def revoked(people: People) -> QualityCertificate:
    return stories.revoked(people.owner_a, people.instructor)
