"""What must hold before an AIS, a movement or a correction."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import FAR
from kairos.path.enrolments import exits, rules
from kairos.path.enrolments.models import Enrolment, Interruption
from kairos.path.enrolments.rules import Plan
from kairos.path.enrolments.stays import Stay
from kairos.path.enrolments.training import deadlines, overlaps, reading, settings
from kairos.path.enrolments.training.messages import day

Details = Mapping[str, Any]
RUNNING = (TrainingSession.State.PUBLISHED, TrainingSession.State.STARTED)
PLANNABLE = (*RUNNING, TrainingSession.State.ENDED)
says_why = given("reason", "Dites pourquoi : la personne et son conseiller le liront.")
says_what_was_learnt = given("comment", "Dites ce que vous avez appris de ses absences.")


# The plan


def _plan(details: Details) -> Plan:
    return Plan(details.get("hours") or 0, tuple(details.get("modules") or ()))


def session_runs(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """Published, under way or over: an AIS may be written late; not suspended, not cancelled."""
    if reading.session_of(row).state not in PLANNABLE:
        yield Reason("Cette session n’est pas publiée, ou elle est suspendue ou annulée.")


def plan_is_possible(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    session = reading.session_of(row)
    for message, field in rules.faults(_plan(details), session.starts_on, session.ends_on):
        yield Reason(message, field=field)


def has_a_place(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """Counted with the session's row held: the last place goes to one person."""
    session = reading.session_of(row)
    if session.capacity is not None and reading.places_taken(row) >= session.capacity:
        yield Reason(f"Les {session.capacity} places de la session sont prises : il en faut une de libre.")


def holds_what_happened(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """A new plan, for who is in training: their entry is within, their interruptions and the day they came back."""
    plan = _plan(details)
    if not plan.modules or row.entered_on is None:
        return
    last = reading.last_interruption(row)
    days = [row.entered_on, *filter(None, [reading.first_interruption(row), last and _after(last)])]
    if not all(plan.starts_on <= one <= plan.ends_on for one in days):
        yield Reason(f"L’entrée, le {day(row.entered_on)}, ou une interruption serait hors de ce plan.", "modules")


def plan_is_free(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    plan = _plan(details)
    if not plan.modules:
        return
    before = reading.stay_of(row) if row.state != Enrolment.State.RETAINED else None
    after = replace(before or reading.new_stay(row), plan=(plan.starts_on, plan.ends_on), modules=plan.periods)
    yield from _two_at_once(row, before, after, actor, details)


def registration_is_free(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    yield from _two_at_once(row, None, reading.stay_of(row), actor, details)


def rest_is_free(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """They were declared out, and are not."""
    stay = reading.stay_of(row)
    yield from _two_at_once(row, stay, replace(stay, left_on=None), actor, details)


def return_is_free(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    stay = reading.stay_of(row)
    *former, (since, _) = stay.interruptions
    out = (*former, (since, details["on"] - rules.ONE_DAY))
    yield from _two_at_once(row, stay, replace(stay, interruptions=out), actor, details)


def earlier_entry_is_free(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """Or none: who has not entered holds the whole plan."""
    stay = reading.stay_of(row)
    yield from _two_at_once(row, stay, replace(stay, entered_on=details.get("on")), actor, details)


def later_exit_is_free(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    stay, on, last = reading.stay_of(row), details["on"], reading.left_while_out(row)
    out = tuple((since, on if last and since == last.starts_on else until) for since, until in stay.interruptions)
    yield from _two_at_once(row, stay, replace(stay, left_on=on, interruptions=out), actor, details)


def shorter_interruption_is_free(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    one = Interruption.objects.filter(enrolment=row.pk, pk=details["interruption"]).first()
    if one is None:
        return
    stay = reading.stay_of(row)
    others = [period for period in stay.interruptions if period[0] != one.starts_on]
    out = (*others, (details["on"], details.get("until") or FAR))
    yield from _two_at_once(row, stay, replace(stay, interruptions=out), actor, details)


def _two_at_once(row: Enrolment, before: Stay | None, after: Stay, actor: Actor, details: Details) -> Iterator[Reason]:
    others = list(overlaps.found(row, before, after, actor))
    if others and not str(details.get("maintained") or "").strip():
        yield Reason(
            f"Cette personne suit déjà, ou va suivre, {' ; '.join(others)}. "
            "Si c’est voulu, dites pourquoi ; le conseiller le lira.",
            field="maintained",
        )


# Movements


def is_not_to_come(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    if details["on"] > deadlines.today_at(row):
        yield Reason("Cette date est à venir : un mouvement se déclare quand il a eu lieu.", field="on")


def enters_within_the_plan(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.plan_starts_on and not row.plan_starts_on <= details["on"] <= row.plan_ends_on:
        yield Reason(
            f"L’entrée est prévue du {day(row.plan_starts_on)} au {day(row.plan_ends_on)} : vérifiez la date, "
            "ou corrigez d’abord le plan.",
            field="on",
        )


def says_why_late(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    due_on, _ = deadlines.of(row, details["on"])
    if deadlines.today_at(row) > due_on and not str(details.get("late_reason") or "").strip():
        yield Reason(f"C’était à déclarer le {day(due_on)} au plus tard : dites pourquoi c’est tard.", "late_reason")


def should_have_come(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.plan_starts_on and deadlines.today_at(row) < row.plan_starts_on:
        yield Reason(f"La formation commence le {day(row.plan_starts_on)} : personne n’est encore attendu.")


def is_within_the_stay(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """After the entry and what was declared since, before the end of the plan."""
    last = reading.last_interruption(row)
    since = max(filter(None, [row.entered_on, last and _after(last)]))
    if not since <= details["on"] <= row.plan_ends_on:
        yield Reason(f"Choisissez un jour du {day(since)} au {day(row.plan_ends_on)}.", field="on")


def _after(last: Interruption) -> date:
    """The first day of what comes next: back, or still out."""
    return last.ends_on + rules.ONE_DAY if last.ends_on else last.starts_on


def comes_back_after(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    last = reading.last_interruption(row)
    if last and not last.starts_on < details["on"] <= row.plan_ends_on:
        yield Reason(
            f"Le retour vient après le {day(last.starts_on)}, au plus tard le {day(row.plan_ends_on)}.", field="on"
        )


def exit_is_listed(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    reason = details.get("reason")
    if reason not in settings.EXIT_REASONS.value():
        yield Reason("Choisissez dans la liste pourquoi la personne sort.", field="reason")
    elif len(reason) > exits.LONGEST:
        yield Reason(f"Ce motif dépasse {exits.LONGEST} signes : choisissez-en un autre.", field="reason")


def exit_is_said_shortly(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    yield from _too_long(details, " : ", "comment")


def correction_is_said_shortly(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    yield from _too_long(details, " ", "maintained")


def _too_long(details: Details, between: str, field: str) -> Iterator[Reason]:
    said = rules.with_more(details.get("reason") or "", between, details.get(field) or "")
    if len(said) > rules.LONGEST:
        yield Reason(f"Le motif et ce que vous ajoutez font {len(said)} signes : {rules.LONGEST} au plus.", field=field)


# Corrections


def entry_stays_first(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    limits = [limit for limit in (reading.first_interruption(row), row.left_on) if limit]
    if any(details["on"] > limit for limit in limits):
        yield Reason(f"L’entrée vient avant le {day(min(limits))}, déjà déclaré.", field="on")


def exit_stays_last(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    last, out = reading.last_interruption(row), reading.left_while_out(row)
    since = max(filter(None, [row.entered_on, out.starts_on if out else last and _after(last)]))
    if not since <= details["on"] <= row.plan_ends_on:
        yield Reason(f"Choisissez un jour du {day(since)} au {day(row.plan_ends_on)}.", field="on")


def was_not_interrupted(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    if reading.first_interruption(row):
        yield Reason("Une interruption est déclarée : cette personne était donc entrée.")


def left_while_interrupted(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    if reading.left_while_out(row) is None:
        yield Reason("Cette personne n’était pas interrompue à sa sortie : annulez la sortie seule.")


def left_from_training(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    if reading.left_while_out(row):
        yield Reason("Cette personne était interrompue à sa sortie : annulez la sortie, et l’interruption reprend.")


def interruption_fits(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """It stays of this person, open or closed as it was, between what comes before and after: the day they came back,
    when they did, is one of their training."""
    rows = {one.pk: one for one in Interruption.objects.filter(enrolment=row.pk)}
    one = rows.pop(details["interruption"], None)
    on, until = details["on"], details.get("until")
    if one is None:
        yield Reason("Cette interruption n’est pas de ce dossier.")
        return
    if (one.ends_on is None) != (until is None):
        yield Reason("Une interruption close garde une fin ; pour la clore, déclarez la reprise.", field="until")
    if until and until < on:
        yield Reason("L’interruption finit avant d’avoir commencé : vérifiez ses dates.", field="until")
    first, last = row.entered_on, min(row.left_on or row.plan_ends_on, deadlines.today_at(row))
    if until and not (until == row.left_on and one == reading.left_while_out(row)):
        last -= rules.ONE_DAY
    if not first <= on <= (until or on) <= last:
        yield Reason(f"Choisissez des jours passés, du {day(first)} au {day(last)}.", field="on")
    if any(on <= (other.ends_on or FAR) and other.starts_on <= (until or FAR) for other in rows.values()):
        yield Reason("Une autre interruption est déclarée ces jours-là.", field="on")
