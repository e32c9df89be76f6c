"""What « Mon adhésion » shows, read at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.working_days import METROPOLITAN, working_days_between
from kairos.identity.memberships.life import queries, rules, settings
from kairos.identity.memberships.life.waiting import Waiting, may_renew, terms_wait, waiting
from kairos.identity.memberships.models import Exchange, Membership, Procedure
from kairos.identity.memberships.terms import Terms, publishing

State = Membership.State


@dataclass(frozen=True)
class Message:
    author: str
    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """For the clock component."""

    state: str
    label: str
    total: int
    elapsed: int


@dataclass(frozen=True)
class Page:
    """procedure: the running one, else the last; terms: the text to accept now, if any; membership: see `latest`."""

    membership: Any
    procedure: Procedure | None
    terms: Terms | None
    messages: tuple[Message, ...]

    @property
    def badge(self) -> tuple[str, str]:
        return badge(self.membership)

    @property
    def waiting(self) -> list[Waiting]:
        return waiting(self.membership, clock.today())

    @property
    def renewing(self) -> bool:
        """The terms on the page are accepted with the renewal."""
        return may_renew(self.membership, clock.today())

    @property
    def running(self) -> bool:
        return self.procedure is not None and self.procedure.decided_at is None

    @property
    def term(self) -> Due:
        """The days left; a ruler once it may be renewed."""
        left, notice = (self.membership.ends_on - clock.today()).days, settings.RENEWAL_NOTICE_DAYS.value()
        if left > notice:
            return Due("ok", french.plural(left, "jour"), 0, 0)
        return Due("warn", french.countdown(left), notice, min(notice, notice - left))

    @property
    def grace_until(self) -> Any:
        return rules.renewal_closes_on(self.membership.ends_on, settings.RENEWAL_GRACE_DAYS.value())

    def due(self, at: datetime, total: int) -> Due:
        """In working days."""
        left = working_days_between(clock.today(), at.date(), METROPOLITAN)
        state = "bad" if left < 0 else "warn" if left <= 5 else "info"
        label = "Délai passé" if left < 0 else french.countdown(left, working=True)
        return Due(state, label, total, max(0, total - max(0, left)))

    @property
    def answer_days(self) -> int:
        return settings.ANSWER_DAYS.value()

    @property
    def renewal_days(self) -> int:
        return settings.RENEWAL_DECISION_DAYS.value()

    @property
    def regularisation_days(self) -> int:
        return settings.REGULARISATION_DAYS.value()

    @property
    def may_leave(self) -> bool:
        return self.membership.state in (State.ACTIVE, State.SUSPENDED)


BADGES = {
    State.ACTIVE: ("ok", "Active"),
    State.SUSPENDED: ("bad", "Suspendue"),
    State.EXPIRED: ("warn", "Échue"),
    State.LEFT: ("idle", "Quittée"),
    State.WITHDRAWN: ("bad", "Accès retiré"),
    State.ENDED: ("idle", "Terminée"),
}


def badge(membership: Membership) -> tuple[str, str]:
    if membership.state == State.ACTIVE and membership.leaves_on:
        return "warn", "Départ demandé"
    return BADGES[membership.state]


def read(membership: Any, actor: Actor) -> Page:
    """`membership` comes through `queries.latest`."""
    asked = terms_wait(membership) or may_renew(membership, clock.today())
    procedures = queries.procedures_visible_to(actor).filter(membership=membership)
    return Page(
        membership,
        procedures.order_by("-opened_at").first(),
        publishing.as_published(publishing.newest()) if asked else None,
        _messages(membership),
    )


def _messages(membership: Membership) -> tuple[Message, ...]:
    """The operator's people are told by their service, not by their names."""
    rows = Exchange.objects.filter(application=membership.application_id).order_by("written_at")
    values = rows.values_list("from_operator", "author__first_name", "author__last_name", "text", "written_at")
    return tuple(
        Message("" if operator else f"{first} {last}".strip(), not operator, text, at)
        for operator, first, last, text, at in values
    )
