"""What must hold before an act on a session: each answers with every reason that stands in the way."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Guard, Reason
from kairos.foundation.predicates import the_system
from kairos.identity.accounts import people
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue import doubts, guards, settings
from kairos.offer.catalogue.content import LABELS, PERMANENT, REMOTE, Content
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.permissions import ENTER

Details = Mapping[str, Any]


def given(field: str, message: str) -> Guard:
    """The detail `field` says something."""

    def guard(subject: Any, actor: Actor, details: Details) -> Iterator[Reason]:
        if not details.get(field):
            yield Reason(message, field=field)

    guard.__name__ = f"{field}_is_given"
    return guard


def unchanged(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    """`seen`: when the session was last changed, as the page that is saved knew it."""
    if details.get("seen") in (None, session.modified_at):
        return
    who = people.names_of([session.modified_by]).get(session.modified_by, "un fichier")
    yield Reason(
        f"La session a changé pendant que vous écriviez (par {who}). Relisez : enregistrer de nouveau la remplacera "
        "par ce que vous avez écrit."
    )


def file_fields_stay(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    """What a file gave is corrected where the file comes from."""
    now, wanted = contents.values_of(session), details["content"].values
    for name in session.imported:
        if name in wanted and wanted[name] != now[name]:
            yield Reason(
                f"« {LABELS[name]} » vient d’un fichier : corrigez-le dans le fichier, puis renvoyez-le.", name
            )


def dates_follow(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    content: Content = details["content"]
    first, last = content.values["starts_on"], content.values["ends_on"]
    if first and last and last < first:
        yield Reason("Le dernier jour vient avant le premier : vérifiez les deux dates.", field="ends_on")
    if any(module.ends_on < module.starts_on for module in content.modules):
        yield Reason("Un module finit avant d’avoir commencé : vérifiez ses dates.", field="modules")
    most = settings.MOST_MODULES.value()
    if len(content.modules) > most:
        yield Reason(f"Une session compte {most} modules au plus : réunissez-en.", field="modules")


def stays_complete(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    """A session that people find lacks nothing."""
    if session.state != TrainingSession.State.DRAFT:
        yield from lacks(details["content"])


def keeps_places_held(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    """Whoever had too many people already may correct the rest, as long as places do not become fewer still."""
    places = details["content"].values["capacity"]
    if fewer(places, session.capacity) and (said := too_few(places, guards.places_held([session.pk]), session.pk)):
        yield Reason(said, field="capacity")


def fewer(places: int | None, before: int | None) -> bool:
    return places is not None and (before is None or places < before)


def too_few(places: int, held: Mapping[UUID, int], session: UUID) -> str:
    """Why a session cannot have so few places; empty when it can."""
    count = held.get(session, 0)
    if places >= count:
        return ""
    return (
        f"{count} personnes ont déjà une place : gardez au moins {count} places, ou revenez d’abord sur des décisions "
        "dans « Candidats »."
    )


def is_complete(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    yield from lacks(contents.of(session))


def lacks(content: Content) -> Iterator[Reason]:
    values = content.values
    if not values["title"]:
        yield Reason("Écrivez l’intitulé de la formation.", field="title")
    if not values["starts_on"]:
        yield Reason("Écrivez le premier jour de la session.", field="starts_on")
    if not values["ends_on"] and values["entry"] != PERMANENT:
        yield Reason("Écrivez le dernier jour, ou dites que les entrées sont permanentes.", field="ends_on")
    if values["teaching"] != REMOTE and not (values["postcode"] and values["town"]):
        yield Reason(
            "Écrivez le code postal et la commune du lieu, ou dites que tout est à distance.", field="postcode"
        )
    if not content.hours:
        yield Reason("Écrivez les heures : en centre, en entreprise ou à distance.", field="hours_centre")


def is_not_over(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    if session.ends_on and session.ends_on < clock.today():
        yield Reason("Cette session est terminée : copiez-la à de nouvelles dates.", field="ends_on")


def doubts_are_maintained(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    """A warning is put right, or maintained with a reason."""
    found = doubts.about(contents.of(session), session.organisation_id, session.pk)
    for doubt in doubts.left(found, session.maintained):
        yield Reason(f"{doubt.message} Corrigez, ou maintenez en disant pourquoi.", field=doubt.field)


def held_at_the_place(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    """Somebody whose right is narrowed to establishments keeps the session in them."""
    if the_system(actor, session):
        return
    if not actor.may(ENTER, details["content"].establishment(session.organisation_id)):
        yield Reason(
            "Votre droit « Sessions, saisir » ne vaut pas pour cet établissement : donnez le SIRET d’un des vôtres.",
            field="delivering_siret",
        )


def has_begun(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    if session.starts_on is None or session.starts_on > clock.today():
        yield Reason("Cette session n’a pas commencé.")


def has_ended(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    if session.ends_on is None or session.ends_on >= clock.today():
        yield Reason("Cette session n’est pas terminée.")


def new_first_day(session: TrainingSession, actor: Actor, details: Details) -> Iterator[Reason]:
    first: date | None = details.get("starts_on")
    if first is None:
        yield Reason("Écrivez le premier jour de la nouvelle session.", field="starts_on")
