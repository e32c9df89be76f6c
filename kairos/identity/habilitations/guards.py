"""What must hold before somebody's place in an organisation, or their rights, change."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Guard, Reason
from kairos.identity.habilitations import catalogue, queries
from kairos.identity.habilitations.models import AccessGrant, Affiliation, Team
from kairos.identity.habilitations.queries import MANAGE

Details = Mapping[str, Any]
LAST = "C’est le seul responsable de gestion des comptes (RGC) : nommez-en d’abord un autre."


def given(name: str, message: str) -> Guard:
    def is_given(subject: Any, actor: Actor, details: Details) -> Iterator[Reason]:
        if not str(details.get(name) or "").strip():
            yield Reason(message, field=name)

    return is_given


has_a_reason = given("reason", "Dites pourquoi : la personne le lira.")


def not_oneself(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    if affiliation.user_id == actor.user:
        yield Reason("C’est vous-même : demandez-le à un autre responsable, ou à l’opérateur.")


def not_the_last_manager(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    """Somebody must be able to give rights. The operator may still close everything: see the kill switch."""
    if MANAGE in affiliation.rights and affiliation.state == Affiliation.State.ACTIVE:
        others = [one for one in queries.managers_of(affiliation.organisation_id) if one != affiliation.user_id]
        if not others:
            yield Reason(LAST)


def rights_are_known(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    unknown = {one.right for one in details["wanted"]} - catalogue.known_rights()
    if unknown:
        yield Reason(f"Ce droit n’existe pas : {', '.join(sorted(unknown))}.", field="rights")


def dates_are_in_order(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    today = clock.today()
    for one in details["wanted"]:
        if one.ends_on and one.ends_on < (one.starts_on or today):
            label = catalogue.label_of(one.right)
            yield Reason(f"« {label} » finirait avant d’avoir commencé : corrigez sa fin.", field="ends_on")


def places_are_ours(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    asked = {place for one in details["wanted"] for place in one.establishments}
    if asked - queries.establishments_of(affiliation.organisation_id, asked):
        yield Reason("Un de ces établissements n’est pas, ou n’est plus, de l’organisme.", field="establishments")


def unchanged(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    """`seen`: the version of the rights that the page showed; None when nothing was shown."""
    if details.get("seen") not in (None, affiliation.rights_version):
        name = affiliation.user.full_name
        yield Reason(f"Les droits de {name} ont changé pendant que vous les modifiiez. Relisez-les.", field="rights")


def by_another(grant: AccessGrant, actor: Actor, details: Details) -> Iterator[Reason]:
    if actor.user in (grant.given_by, grant.affiliation.user_id):
        yield Reason("Il faut l’accord d’une autre personne que celle qui reçoit ou qui donne ce droit.")


def by_its_author(grant: AccessGrant, actor: Actor, details: Details) -> Iterator[Reason]:
    if actor.user not in (grant.given_by, grant.affiliation.user_id):
        yield Reason("Seule la personne qui l’a demandé peut retirer cette demande.")


def has_one_person(team: Team, actor: Actor, details: Details) -> Iterator[Reason]:
    if len(queries.members_of(team.organisation_id)) > 1:
        yield Reason("L’organisme a plusieurs personnes : chacune peut approuver les droits d’une autre.")


def people_are_here(team: Team, actor: Actor, details: Details) -> Iterator[Reason]:
    """Of many people changed at once, one may have left meanwhile."""
    changes = details["changes"]
    if queries.people_of(team.organisation_id).filter(pk__in=changes).count() != len(changes):
        yield Reason("Une de ces personnes n’est pas, ou n’est plus, de l’organisme.", field="rights")
