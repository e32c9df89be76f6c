"""What is done after an act on an application, and what time makes due."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job, sweep
from kairos.identity.memberships import settings, stamping
from kairos.identity.memberships.checks import examine
from kairos.identity.memberships.models import UNFINISHED, MembershipApplication, StampedTerms, TermsVersion


@job("memberships.check")
def check(key: str, version: int) -> None:
    """Look first, without a lock; then note what was found, unless the request moved on meanwhile."""
    who = system("memberships.check")
    with scope(who):
        findings = examine(UUID(key))
    with scope(who):
        note = act_named("membership_application.note_checks")
        try:
            engine.run(note, UUID(key), who, findings=findings, version=version)
        except Refused:
            return


@job("memberships.stamp")
def stamp(key: str) -> None:
    with scope(system("memberships.stamp")):
        row = StampedTerms.objects.select_for_update().get(pk=key)
        if stamping.paper(row.sha256) is None:
            stamping.make(row)


@job("memberships.terms")
def print_terms(version: str) -> None:
    """The PDF of a version without a stamp."""
    with scope(system("memberships.terms")):
        stamping.make_bare(TermsVersion.objects.select_for_update().get(pk=version))


@sweep("memberships.reminders")
def remind(actor: Actor, now: datetime) -> None:
    """What the provider left unfinished, at most so many times a state."""
    before = now - timedelta(days=settings.REMINDER_DAYS.value())
    rows = MembershipApplication.objects.filter(UNFINISHED, modified_at__lte=before)
    for key in rows.filter(reminders__lt=settings.REMINDERS.value()).values_list("pk", flat=True):
        try:
            engine.run(act_named("membership_application.remind"), key, actor)
        except Refused:
            continue


def ask_once(task: Task, name: str, **ids: str) -> None:
    """Defer a job of which one waiting is enough: a page that refreshes itself asks again and again."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.configure(queueing_lock=f"{task.name} {name}").defer(**ids)
