"""What was written about the group in training: with the organisation, two people; one of them with their adviser. A
message waits on each side, and a correction that one of them asks of their agency."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts import people
from kairos.offer.catalogue.models import TrainingSession
from kairos.operations.demonstration import attending
from kairos.operations.demonstration.meeting import COORDINATOR
from kairos.operations.demonstration.stage import Stage, do_what_is_due
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers import queries as files
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests import queries as requests
from kairos.people.requests import rules
from kairos.people.requests.lifecycle import Asking
from kairos.service.threads import sending
from kairos.service.threads.models import Thread

ROOM = (
    "Bonjour,\nl’atelier pierre est fermé jeudi matin : rendez-vous salle Écluse à 9 h.\n\n"
    "Apportez vos chaussures de sécurité, nous allons l’après-midi sur le chantier."
)
UNDERSTOOD = "Bonjour, c’est noté. Les chaussures sont dans mon casier, à l’atelier : sera-t-il ouvert à midi ?"
BUS = "Bonjour, j’ai contesté une demi-journée de mon mois : le bus avait du retard, j’ai rattrapé le groupe à 8 h 40."
FIRST = "Bonjour, comment se passent ces premières semaines ?"
WELL = "Bien, merci. Le trajet est long, une heure et quart. Existe-t-il une aide pour l’abonnement ?"
HELP = "Oui : la région en rembourse une partie. Je vous apporte le formulaire à notre rendez-vous."
THANKS = "Merci beaucoup. Je viendrai avec mon abonnement."


def talk(stage: Stage, now: datetime) -> None:
    provider = next(one for one in stage.story.providers.values() if COORDINATOR in one.team)
    human = provider.human(COORDINATOR)
    with stage.as_member(provider, human) as (_, _):
        session = TrainingSession.objects.get(delivery__course__title=attending.TITLE)
        rows = list(
            Enrolment.objects.filter(session=session.pk).select_related("person").order_by("person__identifier")[:2]
        )
    adviser = _named(attending.a_later_follower(1)[0])
    first, other = (_named(attending.oneself(row)) for row in rows)
    with clock.fixed(now - timedelta(hours=50)):
        with stage.as_member(provider, human) as (actor, _):
            _say(actor, _training(rows[0]), ROOM)
        _as(adviser, _agency(rows[0].person_id), FIRST)
        do_what_is_due()
    with clock.fixed(now - timedelta(hours=27)):
        _as(first, _agency(rows[0].person_id), WELL)
        do_what_is_due()
    with clock.fixed(now - timedelta(hours=22)):
        _as(adviser, _agency(rows[0].person_id), HELP)
        _as(first, _agency(rows[0].person_id), THANKS)
        _as(other, _training(rows[1]), BUS)
        do_what_is_due()
    with clock.fixed(now - timedelta(hours=20)):
        _ask(first)
        do_what_is_due()
    with clock.fixed(now - timedelta(hours=3)):
        _as(first, _training(rows[0]), UNDERSTOOD)
        do_what_is_due()


def _named(actor: Actor) -> Actor:
    with scope(actor):
        return replace(actor, name=people.names_of([actor.user])[actor.user])


def _ask(actor: Actor) -> None:
    with scope(actor):
        row = requests.new(files.oneself(actor))
        said = {
            "about": "email",
            "wanted": "Ma nouvelle adresse, celle que je vous ai donnée au guichet.",
            "word": "L’ancienne se ferme à la fin du mois.",
        }
        engine.run(Asking.ask, row, actor, kind=rules.CORRECTION, **said)


def _training(row: Enrolment) -> Callable[[], Thread]:
    return lambda: Thread.objects.filter(enrolment=row.pk).first() or sending.about(Enrolment.objects.get(pk=row.pk))


def _agency(person: object) -> Callable[[], Thread]:
    def found() -> Thread:
        row = JobSeeker.objects.select_related("agency").get(pk=person)
        return Thread.objects.filter(person=row.pk, agency=row.agency_id).first() or sending.with_agency(row)

    return found


def _as(actor: Actor, thread: Callable[[], Thread], text: str) -> None:
    with scope(actor):
        _say(actor, thread, text)


def _say(actor: Actor, thread: Callable[[], Thread], text: str) -> None:
    sending.send(thread(), actor, new_id(), text)
