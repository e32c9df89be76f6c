"""What must hold before something is written."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.guards import Reason
from kairos.foundation.text import NIR_REFUSED, Unacceptable, clean, contains_nir
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import queries as access
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads import queries
from kairos.service.threads.models import LONGEST, Thread, ThreadMessage
from kairos.service.threads.settings import MESSAGES_PER_DAY, PER_DAY

Details = Mapping[str, Any]
CLOSED = "Cette conversation est fermée : la formation n’est plus en cours. Ce qui s’y est écrit reste lisible."
UNREAD_THERE = "L’organisme ne lit plus ce dossier : votre message n’y serait lu par personne. Écrivez à l’agence."
NOBODY_FOLLOWS = "Personne ne suit ce dossier à l’agence pour l’instant : appelez-la."
NOT_FOLLOWED = "Vous ne suivez pas cette personne : seul son conseiller, ou qui le remplace, lui écrit."


def is_plain_text(row: Thread, actor: Actor, details: Details) -> Iterator[Reason]:
    text = details["text"]
    try:
        empty = not clean(text, LONGEST, multiline=True)
    except Unacceptable as error:
        yield Reason(error.reason, field="text")
        return
    if empty:
        yield Reason("Écrivez votre message.", field="text")
    if contains_nir(text):
        yield Reason(NIR_REFUSED, field="text")


def is_open(row: Thread, actor: Actor, details: Details) -> Iterator[Reason]:
    """The training goes on, or ended lately, and its provider reads the person; or somebody follows them."""
    if row.enrolment_id:
        if not queries.until(Enrolment.objects.get(pk=row.enrolment_id)).open:
            yield Reason(CLOSED)
        elif not queries.provider_reads(row.person_id, row.organisation_id):
            yield Reason(UNREAD_THERE)
    elif actor.audience == Audience.AGENCY:
        if not access.followed(actor, clock.now()).filter(person=row.person_id).exists():
            yield Reason(NOT_FOLLOWED)
    elif not JobSeeker.objects.filter(pk=row.person_id, adviser__isnull=False).exists():
        yield Reason(NOBODY_FOLLOWS)


def is_within_the_day(row: Thread, actor: Actor, details: Details) -> Iterator[Reason]:
    """Counted one request of an account after the other: together they pass no ceiling."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"threads {actor.user}"])
    sent = ThreadMessage.objects.filter(author=actor.user, sent_at__gt=clock.now() - timedelta(days=1))
    threads = list(sent.values_list("thread", flat=True))
    if len(threads) >= MESSAGES_PER_DAY.value():
        yield Reason(
            f"Vous avez envoyé {MESSAGES_PER_DAY.value()} messages en un jour, le plus que Kairos permet. Reprenez "
            "demain, ou appelez."
        )
    elif len({*threads, row.pk}) > PER_DAY.value():
        yield Reason(
            f"Vous avez écrit dans {PER_DAY.value()} conversations différentes en un jour, le plus que Kairos permet : "
            "un message s’écrit à une personne, pas à toutes. Reprenez demain."
        )
