"""What must hold before an act on an application: each answers with every reason that stands in the way."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Guard, Reason
from kairos.identity.accounts import people
from kairos.identity.memberships import queries, settings
from kairos.identity.memberships.members.models import HELD, Membership
from kairos.identity.memberships.models import MembershipApplication
from kairos.identity.memberships.rules import reminder_is_due
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations import completeness

Details = Mapping[str, Any]
Application = MembershipApplication


def file_is_complete(application: Application, actor: Actor, details: Details) -> Iterable[Reason]:
    return completeness.missing(application.organisation)


def terms_are_accepted(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    """`accepted`: the box is ticked; `terms`: the version that was read."""
    if details.get("terms") != publishing.current().version:
        yield Reason("Les conditions ont changé depuis que vous avez ouvert la page. Relisez-les.", field="accepted")
    elif not details.get("accepted"):
        yield Reason("Cochez la case si vous acceptez les conditions. Sans cet accord, la demande ne peut pas partir.",
                     field="accepted")  # fmt: skip


def no_open_application(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    rows = Application.objects.filter(organisation=application.organisation_id, state__in=queries.LIVE)
    if number := rows.exclude(pk=application.pk).values_list("number", flat=True).first():
        yield Reason(f"Une demande est déjà ouverte pour votre organisme : {number}.", link="/compte/demande/")


def no_membership_of_ours(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    """What another organisation holds is not seen here: the operator is told by the checks."""
    rows = Membership.objects.filter(organisation=application.organisation_id)
    held = rows.filter(HELD | Q(state=Membership.State.WITHDRAWN)).order_by("-starts_on").first()
    if held:
        state = held.get_state_display().lower()
        yield Reason(f"Votre organisme a déjà adhéré : adhésion {held.number}, {state}.", link="/compte/adhesion/")


def siret_is_free(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    rows = Membership.objects.filter(HELD, siret=application.siret)
    if number := rows.values_list("number", flat=True).first():
        yield Reason(
            f"L’adhésion {number} est déjà en cours pour ce SIRET : une seule est possible. "
            "Voyez avec l’organisme adhérent avant de décider."
        )


def checks_are_answered(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    """Everything green, or a reason for going on all the same."""
    if not checked(application):
        yield Reason("Les contrôles automatiques sont encore en cours. Attendez leur résultat ou relancez-les.")
    elif application.checks_bad + application.checks_warn and not details.get("reason"):
        yield Reason("Un contrôle n’est pas conforme : dites pourquoi vous passez outre.", field="reason")


def checked(application: Application) -> bool:
    return application.checks_ok + application.checks_warn + application.checks_bad > 0


def given(field: str, message: str) -> Guard:
    """The detail `field` says something."""

    def guard(subject: Any, actor: Actor, details: Details) -> Iterator[Reason]:
        if not details.get(field):
            yield Reason(message, field=field)

    guard.__name__ = f"{field}_is_given"
    return guard


def motive_is_proposed(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    """A motive of the list in force, or none and a reason of one's own."""
    motive = details.get("motive", "")
    if motive and motive not in settings.REFUSAL_MOTIVES.value():
        yield Reason("Ce motif n’est plus proposé. Choisissez-en un autre.", field="motive")
    elif not motive and not details.get("reason"):
        yield Reason("Choisissez un motif, ou écrivez-le.", field="motive")


def not_mine_already(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    if application.officer_id == actor.user:
        yield Reason("Ce dossier est déjà le vôtre.")


def to_a_colleague(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    officer = details.get("officer")
    if officer == application.officer_id:
        yield Reason("Cette personne a déjà le dossier.", field="officer")
    elif officer not in dict(people.staff()):
        yield Reason("Choisissez un agent dans la liste.", field="officer")


def of_this_version(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    if details["version"] != application.version:
        yield Reason("La demande a changé pendant les contrôles : ils sont à refaire.")


def reminder_due(application: Application, actor: Actor, details: Details) -> Iterator[Reason]:
    """So that the same reminder never leaves twice."""
    days, most = settings.REMINDER_DAYS.value(), settings.REMINDERS.value()
    since = application.reminded_at or application.modified_at
    if not reminder_is_due(since, application.reminders, clock.now(), days, most):
        yield Reason("Aucun rappel n’est dû.")
