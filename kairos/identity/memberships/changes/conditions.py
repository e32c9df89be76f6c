"""What must hold before a change is asked."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.memberships.changes import rules
from kairos.identity.memberships.models import ChangeRequest
from kairos.identity.organisations import completeness
from kairos.identity.registers.facts import EstablishmentFacts
from kairos.identity.registers.port import RegisterSilent, register

SIRET = "establishment-siret"
WHY = "Dites pourquoi : l’opérateur en a besoin pour décider."
PROOF = "Dites sur quelle preuve vous acceptez."
SAY = "Dites pourquoi vous refusez : l’organisme le lira."


def of_a_member(change: ChangeRequest, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if change.organisation.member_since is None:
        yield Reason("Avant l’adhésion, ces champs se modifient dans la fiche.", link="/compte/fiche/")


def something_changes(change: ChangeRequest, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if not rules.altered(change.before, change.after):
        yield Reason("Rien ne change : écrivez ce qui est nouveau.")


def no_gap(change: ChangeRequest, actor: Actor, details: Mapping[str, Any]) -> Iterable[Reason]:
    """What a file must hold to be a member's, it must go on holding."""
    return completeness.gaps(change.after)


def another_siret(change: ChangeRequest, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """A move or a merger has a new SIRET, which the register does not know closed. The operator sees the rest."""
    if change.kind != ChangeRequest.Kind.SIRET:
        return
    if change.after[SIRET] == change.before[SIRET]:
        yield Reason("Le SIRET est le même : demandez plutôt un changement d’adresse.", SIRET)
    elif (facts := known(change.after[SIRET])) and not facts.active:
        yield Reason("Cet établissement est fermé au répertoire SIRENE. Écrivez le SIRET qui est ouvert.", SIRET)


def by_the_member(change: ChangeRequest, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if change.asked_by.staff_role:
        yield Reason("L’opérateur a commencé ce remplacement : lui seul en décide.")


def by_another_agent(change: ChangeRequest, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """What an agent begins, another one decides."""
    if change.asked_by_id == actor.user:
        yield Reason("Vous avez commencé ce remplacement : un autre agent vérifie la preuve et en décide.")


def is_of_the_account_manager(change: ChangeRequest, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if change.kind != ChangeRequest.Kind.ACCOUNT_MANAGER:
        yield Reason("Seul le RGC se remplace ainsi.")


def known(siret: str) -> EstablishmentFacts | None:
    """What the register says of it; nothing when it is silent or knows nothing."""
    with suppress(RegisterSilent):
        return register().establishment(siret)
    return None
