"""What must hold before an act on a slot or a place in it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Reason
from kairos.foundation.isolation import scope
from kairos.foundation.working_days import place_of
from kairos.identity.habilitations.guards import given
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.appointments import queries, rules, wording
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.queries import LIVE

Details = Mapping[str, Any]
Session = TrainingSession.State
says_why = given("reason", "Dites pourquoi : les personnes concernées le liront tel quel.")
RESULTS = ("retain", "not_retain", "wait", "miss", "attend")
ALREADY_THERE = "Cette personne a déjà une place à ce rendez-vous, ou l’attend."
CAME = "attend"
"""Decides nothing."""


# Slots


def session_is_ours(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """Published or started, of the organisation, as the scope shows it; not over yet on that day."""
    rows = TrainingSession.objects.filter(pk=slot.session_id, organisation=slot.organisation_id)
    found = rows.filter(state__in=(Session.PUBLISHED, Session.STARTED)).values_list("ends_on", flat=True)[:1]
    if not found:
        yield Reason("Choisissez une session publiée de votre organisme.", field="session")
        return
    yield from _within(slot, [first for first, _ in details.get("hours", ())] or [slot.starts_at], found[0])


def is_within_the_session(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """On its new day."""
    last = TrainingSession.objects.filter(pk=slot.session_id).values_list("ends_on", flat=True).first()
    yield from _within(slot, [details["starts_at"]], last)


def _within(slot: Slot, begins: list[datetime], last: date | None) -> Iterator[Reason]:
    if last and max(begins).astimezone(slot.place.zone).date() > last:
        yield Reason(f"La session finit le {wording.day(last)}, ce rendez-vous vient après : vérifiez la date.", "day")


def is_to_come(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """The new hours, when the act gives some."""
    if details.get("starts_at", slot.starts_at) <= clock.now():
        yield Reason("Ce rendez-vous commence dans le passé : vérifiez la date et l’heure.", field="day")


def are_to_come(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """All those of a rule."""
    if min(first for first, _ in details["hours"]) <= clock.now():
        yield Reason("Cette règle commence dans le passé : choisissez un premier jour à venir.", field="day")


def ends_after(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    if details.get("ends_at", slot.ends_at) <= details.get("starts_at", slot.starts_at):
        yield Reason("Un rendez-vous finit après avoir commencé : vérifiez les heures.", field="ends")


def is_reachable(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """One knows where to go: what the act writes, or what the row says."""
    said = (details.get(name, getattr(slot, name)) for name in ("where", "postcode"))
    if slot.mode == Slot.Mode.ON_SITE and not all(said):
        yield Reason("Écrivez l’adresse et le code postal : c’est là qu’on viendra.", field="where")


def keeps_its_hour(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """Nine o’clock at the new place is another instant: those who hold or await a place would not come then."""
    new = place_of(details.get("postcode", slot.postcode))
    if rules.same_clock(slot.starts_at, slot.place, new) == slot.starts_at:
        return
    if Booking.objects.filter(slot=slot.pk, state__in=queries.LIVE).exists():
        yield Reason(
            "À ce code postal, il n’est pas la même heure, et des personnes sont inscrites : annulez ce rendez-vous, "
            "puis ouvrez-en un autre là-bas.",
            field="postcode",
        )


def unchanged(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """`seen`: the version that the page knew, when it says one."""
    if details.get("seen") not in (None, "", slot.version):
        yield Reason(
            "Un collègue a changé ce rendez-vous pendant que vous écriviez. Ouvrez-le à côté, puis enregistrez de "
            "nouveau : ce que vous avez écrit le remplacera."
        )


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
        who = f"{count} personnes inscrites ont" if count > 1 else "une personne inscrite a"
        yield Reason(f"À ces nouvelles heures, {who} un autre rendez-vous : choisissez-en d’autres.", "begins")


def has_begun(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    if clock.now() < slot.starts_at:
        yield Reason("Les résultats se notent à partir du début du rendez-vous.")


def everyone_has_a_result(slot: Slot, actor: Actor, details: Details) -> Iterator[Reason]:
    """`results`: booking → (result, reason). All of those who were expected, and they alone."""
    results = details["results"]
    expected = set(queries.expected([slot.pk]).values_list("pk", flat=True))
    if missing := expected - {key for key, (result, _) in results.items() if result in RESULTS}:
        whose = f"de {len(missing)} personnes" if len(missing) > 1 else "d’une personne"
        yield Reason(f"Il manque le résultat {whose}.", field="results")
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
        own = actor.audience == Audience.JOBSEEKER
        said = "Vous n’êtes pas orienté" if own else "Cette personne n’est pas orientée"
        yield Reason(f"{said} vers cette session.", field="person")
    elif enrolment.state not in LIVE:
        whose = "Votre dossier" if actor.audience == Audience.JOBSEEKER else "Le dossier de cette personne"
        yield Reason(f"{whose} sur cette session est fermé.", field="person")


def is_not_there_yet(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    if Booking.objects.filter(slot=row.slot_id, person=row.person_id, state__in=queries.LIVE).exists():
        own = actor.audience == Audience.JOBSEEKER
        said = "Vous avez déjà une place à ce rendez-vous, ou l’attendez." if own else ALREADY_THERE
        yield Reason(said, field="person")


def is_free_then(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """The other appointment is named to whom it is shown; to others it is only said that there is one."""
    other = queries.busy(row.person_id, row.slot)
    if other is None and not _busy_elsewhere(row, actor):
        return
    named = f" : {other.slot.get_kind_display().lower()}, {wording.when(other.slot)}" if other else ""
    near = wording.others(queries.nearest_free(row.slot, clock.now(), row.person_id))
    yield Reason(f"Il y a déjà un rendez-vous à cette heure{named}.{near}", field="slot")


def _busy_elsewhere(row: Booking, actor: Actor) -> bool:
    with scope(system("appointments", actor.request_id)):
        return queries.busy(row.person_id, row.slot) is not None


def has_a_place(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """The database has the last word: see `Slot`."""
    if row.slot.full:
        near = wording.others(queries.nearest_free(row.slot, clock.now(), row.person_id))
        wait = " Inscrivez-vous sur sa liste d’attente." if actor.audience == Audience.JOBSEEKER else ""
        yield Reason(f"Toutes les places de ce rendez-vous sont prises.{wait}{near}", field="slot")


def is_full(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    """Asked with the slot held, so that nobody waits beside a place that has just been freed."""
    with scope(system("appointments", actor.request_id)):
        slot = Slot.objects.select_for_update().get(pk=row.slot_id)
    if not slot.full:
        yield Reason("Une place est libre : prenez-la plutôt que d’attendre.", field="slot")


def is_before_it(row: Booking, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.slot.starts_at <= clock.now():
        yield Reason("Ce rendez-vous a déjà commencé.")
