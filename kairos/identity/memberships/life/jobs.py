"""What time makes due in a membership's life. Each act refuses what is not due: a sweep only says where to look."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.foundation.jobs import sweep
from kairos.identity.memberships.life import registered, settings
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.members.models import LIVE, Membership
from kairos.identity.memberships.models import AccessLetter
from kairos.identity.memberships.terms import publishing
from kairos.identity.registers.port import RegisterSilent

State = Membership.State
AT_ONCE = 50
"""Members compared with the registers in one minute."""


@sweep("memberships.ends")
def end(actor: Actor, now: datetime) -> None:
    """Last days that are behind: those asked for first, then those of the term, then the time to renew.

    A day is over later in the Pacific than in Paris: the act asks of the place, here one looks a day wider.
    """
    tomorrow = now.date() + timedelta(days=1)
    live = Membership.objects.filter(LIVE)
    do_each(MembershipLife.leave, live.filter(leaves_on__lt=tomorrow), actor)
    do_each(MembershipLife.expire, live.filter(ends_on__lt=tomorrow), actor)
    do_each(MembershipLife.suspend_irregular, live.filter(state=State.ACTIVE, regularise_by__lt=now), actor)
    grace = tomorrow - timedelta(days=settings.RENEWAL_GRACE_DAYS.value())
    do_each(MembershipLife.close, Membership.objects.filter(state=State.EXPIRED, ends_on__lt=grace), actor)


@sweep("memberships.renewals")
def remind_renewals(actor: Actor, now: datetime) -> None:
    soon = now.date() + timedelta(days=settings.RENEWAL_NOTICE_DAYS.value() + 1)
    last = now - timedelta(days=settings.RENEWAL_REMINDER_DAYS.value())
    due = Q(renewal_reminded_at__isnull=True) | Q(renewal_reminded_at__lte=last)
    rows = Membership.objects.filter(due, state=State.ACTIVE, ends_on__lte=soon)
    do_each(MembershipLife.remind_renewal, rows.filter(renewal_asked_at__isnull=True, leaves_on__isnull=True), actor)


@sweep("memberships.terms_to_accept")
def remind_terms(actor: Actor, now: datetime) -> None:
    """As soon as a version is published, then again and again until it is accepted. A member of before Kairos has its
    first version to accept once a letter opened the portal to its RGC."""
    last = now - timedelta(days=settings.TERMS_REMINDER_DAYS.value())
    due = Q(terms_reminded_at__isnull=True) | Q(terms_reminded_at__lte=last)
    rows = Membership.objects.filter(due, state=State.ACTIVE)
    if rows.exists():
        reachable = Q(terms__isnull=False) | Exists(
            AccessLetter.objects.filter(membership=OuterRef("pk"), state="posted")
        )
        do_each(MembershipLife.remind_terms, rows.filter(reachable).exclude(terms=publishing.newest()), actor)


@sweep("memberships.registers")
def recheck(actor: Actor, now: datetime) -> None:
    """The longest not compared first. A silent register is asked again a minute later."""
    before = now - timedelta(days=settings.RECHECK_DAYS.value())
    due = Q(rechecked_at__isnull=True) | Q(rechecked_at__lte=before)
    rows = Membership.objects.filter(LIVE, due).order_by(F("rechecked_at").asc(nulls_first=True))
    for membership in rows.select_related("organisation")[:AT_ONCE]:
        try:
            findings = registered.look(membership)
        except RegisterSilent:
            return
        engine.run(MembershipLife.note_recheck, membership, actor, findings=findings)


def do_each(act: Act, rows: QuerySet, actor: Actor) -> None:
    """One that is refused was not due after all, or not any more."""
    keys: list[UUID] = list(rows.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        try:
            engine.run(act, key, actor)
        except Refused:
            continue
