"""What must hold before an act in a membership's life."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.memberships.life import people, queries, rules, settings
from kairos.identity.memberships.members.models import Membership, Procedure
from kairos.identity.memberships.terms import publishing

Details = Mapping[str, Any]
State = Membership.State
WHY_LEAVE = "Dites pourquoi vous partez."
WHY = "Dites pourquoi : l’organisme le lira tel quel."
PROOF = "Dites sur quelle preuve."


# --- Renewal and end ------------------------------------------------------------------------------------


def renewal_is_open(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    notice, grace = settings.RENEWAL_NOTICE_DAYS.value(), settings.RENEWAL_GRACE_DAYS.value()
    today = people.day_there(membership, clock.now())
    if today < (opens := rules.renewal_opens_on(membership.ends_on, notice)):
        yield Reason(f"Le renouvellement s’ouvre le {opens:%d/%m/%Y}, {notice} jours avant la fin de l’adhésion.")
    elif today > (closed := rules.renewal_closes_on(membership.ends_on, grace)):
        yield Reason(
            f"Le renouvellement n’est plus possible depuis le {closed:%d/%m/%Y} : demandez à adhérer de nouveau."
        )


def renewal_not_asked(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if membership.renewal_asked_at:
        yield Reason("Le renouvellement est déjà demandé : l’opérateur va décider.")


def renewal_was_asked(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if not membership.renewal_asked_at:
        yield Reason("L’organisme n’a pas demandé le renouvellement.")


def renewal_reminder_due(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    """So that the same reminder never leaves twice."""
    now, days = clock.now(), settings.RENEWAL_REMINDER_DAYS.value()
    opens = rules.renewal_opens_on(membership.ends_on, settings.RENEWAL_NOTICE_DAYS.value())
    waits = membership.renewal_asked_at is None and membership.leaves_on is None
    if not waits or clock.today() < opens or not rules.is_due(membership.renewal_reminded_at, now, days):
        yield Reason("Aucun rappel n’est dû.")


def staying(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if membership.leaves_on:
        yield Reason(f"L’organisme quitte Kairos après le {membership.leaves_on:%d/%m/%Y}. Renoncez d’abord au départ.")


def leaving(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if not membership.leaves_on:
        yield Reason("Aucun départ n’est demandé.")


def last_day_is_possible(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    on = details.get("on")
    if on is None:
        yield Reason("Écrivez le dernier jour.", field="on")
    elif on < people.day_there(membership, clock.now()):
        yield Reason("Ce jour est passé : choisissez aujourd’hui ou plus tard.", field="on")
    elif on > membership.ends_on:
        yield Reason(f"L’adhésion s’achève d’elle-même le {membership.ends_on:%d/%m/%Y}.", field="on")


def last_day_is_past(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if not rules.is_past(membership.leaves_on, people.day_there(membership, clock.now())):
        yield Reason("Le dernier jour n’est pas passé.")


def another_last_day(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    on = details.get("on")
    if on is None:
        yield Reason("Écrivez le dernier jour.", field="on")
    elif on < people.day_there(membership, clock.now()) or on <= membership.starts_on:
        yield Reason("Choisissez un jour à venir, après le début de l’adhésion.", field="on")
    elif on == membership.ends_on:
        yield Reason("C’est déjà le dernier jour.", field="on")


def term_is_over(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if not rules.is_past(membership.ends_on, people.day_there(membership, clock.now())):
        yield Reason("L’adhésion n’est pas à son terme.")


def term_is_not_over(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if rules.is_past(membership.ends_on, people.day_there(membership, clock.now())):
        yield Reason("L’adhésion est arrivée à son terme entre-temps : l’organisme demande à adhérer de nouveau.")


def nothing_waits(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    """Neither a renewal to decide nor a procedure; and the time to renew is gone."""
    grace = rules.renewal_closes_on(membership.ends_on, settings.RENEWAL_GRACE_DAYS.value())
    if membership.renewal_asked_at or not rules.is_past(grace, people.day_there(membership, clock.now())):
        yield Reason("Le renouvellement est encore possible.")
    yield from no_procedure(membership, actor, details)


# --- Terms ----------------------------------------------------------------------------------------------


def newest_terms_are_accepted(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    """`accepted`: the box is ticked; `terms`: the version that was read."""
    if details.get("terms") != publishing.newest().version:
        yield Reason("Les conditions ont changé depuis que vous avez ouvert la page. Relisez-les.", field="accepted")
    elif not details.get("accepted"):
        yield Reason("Cochez la case si vous acceptez les conditions.", field="accepted")


def terms_are_new(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if queries.terms_to_accept(membership) is None:
        yield Reason("Ces conditions sont déjà acceptées pour votre organisme.")


def terms_reminder_due(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    days = settings.TERMS_REMINDER_DAYS.value()
    due = rules.is_due(membership.terms_reminded_at, clock.now(), days)
    if not due or queries.terms_to_accept(membership) is None:
        yield Reason("Aucun rappel n’est dû.")


# --- Declaration of activity ----------------------------------------------------------------------------


def in_order(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if membership.irregular_since:
        yield Reason("La déclaration d’activité est déjà dite perdue ; l’échéance court.")


def out_of_order(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if not membership.irregular_since:
        yield Reason("Rien n’est à régulariser.")


def regularisation_is_late(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if membership.regularise_by is None or clock.now() <= membership.regularise_by:
        yield Reason("Le délai de régularisation n’est pas passé.")


# --- Suspension and withdrawal --------------------------------------------------------------------------


def no_procedure(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    """Said to the operator and to the provider alike: both know of it."""
    if queries.running(membership):
        yield Reason("Une procédure de retrait d’accès est en cours : attendez la décision.")


def a_procedure_runs(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    if queries.running(membership) is None:
        yield Reason("Ouvrez d’abord une procédure : l’organisme doit savoir ce qui lui est reproché.")


def provider_was_heard(membership: Membership, actor: Actor, details: Details) -> Iterator[Reason]:
    procedure = queries.running(membership)
    if procedure is None:
        yield Reason("Aucune procédure n’est en cours : l’accès ne se retire pas sans elle.")
    else:
        yield from heard(procedure, actor, details)


def heard(procedure: Procedure, actor: Actor, details: Details) -> Iterator[Reason]:
    """It answered, or its time to answer is gone."""
    if procedure.answered_at is None and clock.now() <= procedure.answer_due_at:
        yield Reason(
            f"L’organisme peut répondre jusqu’au {procedure.answer_due_at:%d/%m/%Y} : attendez sa réponse ou la fin "
            "du délai. S’il y a urgence, suspendez."
        )


def against_a_live_membership(procedure: Procedure, actor: Actor, details: Details) -> Iterator[Reason]:
    if procedure.membership.state not in (State.ACTIVE, State.SUSPENDED):
        yield Reason("Cette adhésion n’est plus en cours.")


def urgency_is_said(procedure: Procedure, actor: Actor, details: Details) -> Iterator[Reason]:
    if details.get("urgent") and not details.get("urgent_reason"):
        yield Reason("Dites pourquoi il faut suspendre sans attendre.", field="urgent_reason")


def answer_reminder_due(procedure: Procedure, actor: Actor, details: Details) -> Iterator[Reason]:
    left = procedure.answer_due_at - clock.now()
    if procedure.reminded_at or left.days >= settings.ANSWER_REMINDER_DAYS.value() or left.total_seconds() <= 0:
        yield Reason("Aucun rappel n’est dû.")


def decision_is_late(procedure: Procedure, actor: Actor, details: Details) -> Iterator[Reason]:
    if procedure.alarmed_at or clock.now() <= procedure.decision_due_at:
        yield Reason("La décision n’est pas en retard, ou l’alarme a sonné.")
