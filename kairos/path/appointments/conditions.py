"""What must hold before an act on a slot or a place in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Reason
from kairos.foundation.isolation import scope
from kairos.identity.habilitations.guards import given
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.appointments import queries, wording
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.queries import LIVE

Details = Mapping[str, Any]
Session = TrainingSession.State
says_why = given("reason", "Dites pourquoi : les personnes concernées le liront tel quel.")
RESULTS = ("retain", "not_retain", "wait", "miss", "attend")
CAME = "attend"
"""Decides nothing."""


# Slots


def session_is_ours(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """Published or started, of the organisation, as the scope shows it."""
    rows = TrainingSession.objects.filter(pk=slot.session_id, organisation=slot.organisation_id)
    if not rows.filter(state__in=(Session.PUBLISHED, Session.STARTED)).exists():
        yield Reason("Choisissez une session publiée de votre organisme.", field="session")


def is_to_come(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """The new hours, when the act gives some."""
    if details.get("starts_at", slot.starts_at) <= clock.now():
        yield Reason("Ce rendez-vous commence dans le passé : vérifiez la date et l’heure.", field="starts_at")


def ends_after(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    if details.get("ends_at", slot.ends_at) <= details.get("starts_at", slot.starts_at):
        yield Reason("Un rendez-vous finit après avoir commencé : vérifiez les heures.", field="ends_at")


def is_reachable(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """One knows where to go."""
    if slot.mode == Slot.Mode.ON_SITE and not (slot.where and slot.postcode):
        yield Reason("Écrivez l’adresse et le code postal : c’est là qu’on viendra.", field="where")


def holds_who_is_booked(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    if details["capacity"] < slot.taken:
        yield Reason(
            f"{slot.taken} places sont déjà prises : annulez-en d’abord, ou gardez au moins {slot.taken} places.",
            field="capacity",
        )


def nobody_is_busy_then(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """Those who hold a place are free at the new hours. How many are not is said, not who nor where else."""
    moved = Slot(pk=slot.pk, starts_at=details["starts_at"], ends_at=details["ends_at"])
    with scope(system("appointments", actor.request_id)):
        people = list(queries.expected([slot.pk]).values_list("person_id", flat=True))
        count = sum(queries.busy(person, moved) is not None for person in people)
    if count:
        yield Reason(f"À ces nouvelles heures, {count} personne(s) inscrite(s) ont un autre rendez-vous.", "starts_at")


def has_begun(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    if clock.now() < slot.starts_at:
        yield Reason("Les résultats se notent à partir du début du rendez-vous.")


def everyone_has_a_result(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """`results`: booking → (result, reason). All of those who were expected, and they alone."""
    results = details["results"]
    expected = set(queries.expected([slot.pk]).values_list("pk", flat=True))
    if missing := expected - {key for key, (result, _) in results.items() if result in RESULTS}:
        yield Reason(f"Il manque le résultat de {len(missing)} personne(s).", field="results")
    if set(results) - expected:
        yield Reason("La liste a changé pendant que vous écriviez : relisez la page.", field="results")


def sayable(actor: Actor, slot: Slot) -> frozenset[str]:
    """The results this actor may give there: one that becomes the enrolment's state asks for the right of that act."""
    acts = {result: act_named(f"enrolment.{result}") for result in RESULTS if result != CAME}
    return frozenset({CAME} | {key for key, act in acts.items() if permissions.holds(actor, act.permission, slot)})


def may_decide_so(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    given_ = {result for result, _ in details["results"].values()} & set(RESULTS)
    if given_ - sayable(actor, slot):
        yield Reason(
            "Retenir ou non demande le droit « Candidats, valider ». Notez « Présent, décision plus tard », "
            "ou demandez ce droit à votre RGC.",
            field="results",
        )


# Places


def slot_is_open(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    slot = row.slot
    if slot.state != Slot.State.OPEN:
        yield Reason("Ce rendez-vous n’est plus ouvert.", field="slot")
    elif slot.starts_at <= clock.now():
        yield Reason("Ce rendez-vous a déjà commencé.", field="slot")
    elif queries.suspended([slot.session_id]):
        yield Reason("La session est suspendue : personne ne réserve avant qu’elle reprenne.", field="slot")


def may_book(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """Who books is the slot's to say; its own organisation always may."""
    own = actor.audience == Audience.JOBSEEKER
    if own and row.slot.who == Slot.Who.ADVISERS:
        yield Reason("Seul votre conseiller peut réserver ce rendez-vous : demandez-le-lui.")
    elif own and row.slot.who == Slot.Who.REFERRED and row.enrolment.referred_by is None:
        yield Reason("Ce rendez-vous est pour les personnes que leur conseiller oriente : parlez-en au vôtre.")


def is_enrolled(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """On the slot's session, and that is not over."""
    enrolment = row.enrolment
    if (enrolment.person_id, enrolment.session_id) != (row.person_id, row.slot.session_id):
        yield Reason("Cette personne n’est pas orientée vers cette session.", field="person")
    elif enrolment.state not in LIVE:
        yield Reason("Le dossier de cette personne sur cette session est fermé.", field="person")


def is_not_there_yet(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    if Booking.objects.filter(slot=row.slot_id, person=row.person_id, state__in=queries.LIVE).exists():
        yield Reason("Cette personne a déjà une place à ce rendez-vous, ou l’attend.", field="person")


def is_free_then(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """The other appointment is named to whom it is shown; to others it is only said that there is one."""
    other = queries.busy(row.person_id, row.slot)
    if other is None and not _busy_elsewhere(row, actor):
        return
    named = f" : {other.slot.get_kind_display().lower()}, {wording.when(other.slot)}" if other else ""
    near = wording.others(queries.nearest_free(row.slot, clock.now()))
    yield Reason(f"Il y a déjà un rendez-vous à cette heure{named}.{near}", field="slot")


def _busy_elsewhere(row: Booking, actor: Actor) -> bool:
    with scope(system("appointments", actor.request_id)):
        return queries.busy(row.person_id, row.slot) is not None


def has_a_place(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """The database has the last word: see `Slot`."""
    if row.slot.full:
        near = wording.others(queries.nearest_free(row.slot, clock.now()))
        yield Reason(f"Toutes les places de ce rendez-vous sont prises.{near}", field="slot")


def is_full(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """Asked with the slot held, so that nobody waits beside a place that has just been freed."""
    with scope(system("appointments", actor.request_id)):
        slot = Slot.objects.select_for_update().get(pk=row.slot_id)
    if not slot.full:
        yield Reason("Une place est libre : prenez-la plutôt que d’attendre.", field="slot")


def is_before_it(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.slot.starts_at <= clock.now():
        yield Reason("Ce rendez-vous a déjà commencé.")
