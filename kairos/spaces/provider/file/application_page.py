"""What the page of a membership application shows, read at once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.foundation.working_days import place_of
from kairos.identity.memberships import queries, rules, settings
from kairos.identity.memberships.letters import queries as letters
from kairos.identity.memberships.letters.queries import Progress
from kairos.identity.memberships.letters.settings import posting_hours
from kairos.identity.memberships.models import Exchange, Membership, MembershipApplication, StampedTerms
from kairos.identity.memberships.stamping import CIVILITIES
from kairos.identity.memberships.terms import Terms, publishing
from kairos.identity.organisations import completeness
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.models import Organisation, Person

State = MembershipApplication.State
TO_VALIDATE = (State.DRAFT, State.COMPLEMENT)


@dataclass(frozen=True)
class Message:
    author: str
    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class Page:
    """One application as its organisation sees it; `application` None before the first one."""

    sheet: ProviderSheet
    application: MembershipApplication | None
    terms: Terms | None
    stamp: StampedTerms | None
    messages: tuple[Message, ...]
    membership: Membership | None
    letters: tuple[Progress, ...]

    @cached_property
    def missing(self) -> list[Reason]:
        return completeness.gaps(self.sheet.content())

    @property
    def state(self) -> str:
        return self.application.state if self.application else ""

    @property
    def open(self) -> bool:
        """The operator's turn."""
        return self.state in queries.OPEN

    @property
    def to_validate(self) -> bool:
        return _to_validate(self.application)

    @property
    def modified_at(self) -> datetime:
        """The last step: while it is not frozen, a change of the file is one."""
        last = self.application.modified_at
        return max(last, self.sheet.organisation.modified_at) if self.to_validate else last

    @property
    def expected_on(self) -> datetime:
        """When a decision would be due, were the request validated now."""
        place = place_of(self.sheet.main.postcode)
        if self.state == State.COMPLEMENT:
            least = settings.DAYS_LEFT_AFTER_COMPLEMENT.value()
            return rules.resumed_due(clock.now(), self.application.paused_at, self.application.due_at, least, place)
        return rules.decision_due(clock.now(), settings.DECISION_DAYS.value(), place)

    @property
    def decision_days(self) -> int:
        return settings.DECISION_DAYS.value()

    @property
    def posting_hours(self) -> int:
        return posting_hours()

    @property
    def mark(self) -> str:
        """See `mark`."""
        row, last = self.application, self.messages[-1].at if self.messages else None
        return _mark(row.state, row.version, row.modified_at, last, self.stamp.sha256 if self.stamp else None)

    @property
    def changing(self) -> bool:
        """What may change without the reader's doing: the operator's decision, a paper in the making."""
        return self.open or (not self.to_validate and self.stamp is not None and not self.stamp.sha256)


def read(organisation: Organisation, application: MembershipApplication | None, actor: Actor) -> Page:
    sent = application is not None and application.version > 0
    terms = publishing.as_published(publishing.current()) if _to_validate(application) else None
    return Page(
        sheet=files.sheet(organisation),
        application=application,
        terms=terms,
        stamp=queries.last_stamp_of(application) if sent else None,
        messages=_messages(application) if sent else (),
        membership=getattr(application, "membership", None),
        letters=tuple(letters.progress(actor, application.membership)) if hasattr(application, "membership") else (),
    )


def _to_validate(application: MembershipApplication | None) -> bool:
    return application is not None and application.state in TO_VALIDATE


def _messages(application: MembershipApplication) -> tuple[Message, ...]:
    """The operator's people are told by their service, not by their names."""
    return tuple(
        Message("" if operator else f"{first} {last}".strip(), not operator, text, at)
        for _, operator, first, last, text, at in queries.exchanges_of(application)
    )


def mark(key: UUID, actor: Actor) -> str:
    """What the reader's page stands for: another mark, another page. One statement."""
    last = Exchange.objects.filter(application=OuterRef("pk")).order_by("-written_at").values("written_at")[:1]
    paper = StampedTerms.objects.filter(application=OuterRef("pk")).order_by("-version").values("sha256")[:1]
    rows = queries.visible_to(actor).filter(pk=key).annotate(last=Subquery(last), paper=Subquery(paper))
    return _mark(*rows.values_list("state", "version", "modified_at", "last", "paper").get())


def _mark(*values: Any) -> str:
    return sha256(repr(values).encode()).hexdigest()[:16]


def titled(person: Person | None) -> str:
    """« Mme Solène Le Goff, directrice », empty when the file does not name them."""
    if person is None or not person.last_name:
        return ""
    name = f"{CIVILITIES.get(person.civility, '')} {person.full_name}".strip()
    return f"{name}, {person.title[:1].lower()}{person.title[1:]}" if person.title else name
