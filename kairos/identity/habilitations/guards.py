"""What must hold before somebody's place in an organisation, or their rights, change."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Guard, Reason
from kairos.identity.accounts import invited
from kairos.identity.accounts import settings as accounts
from kairos.identity.accounts.settings import RESEND_MINUTES
from kairos.identity.habilitations import catalogue, passwords, queries, settings
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
    """Somebody must be able to give rights. The operator may still close everything: see the kill switch.

    The team's row is locked first: of two account managers who act on each other at once, the second is refused.
    """
    if MANAGE in affiliation.rights and affiliation.state == Affiliation.State.ACTIVE:
        queries.take_turns(affiliation.organisation_id)
        others = [one for one in queries.managers_of(affiliation.organisation_id) if one != affiliation.user_id]
        if not others:
            yield Reason(LAST)


def may_be_invited(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    """The same sentence for an agent of the operator and for a closed account."""
    if not invited.may_be_invited(affiliation.user):
        yield Reason("Cette adresse ne peut pas être invitée. Demandez-en une autre à la personne.", field="email")


has_a_title = given("title", "Dites sa fonction dans l’organisme.")


def not_just_invited(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    apart = timedelta(minutes=RESEND_MINUTES.value())
    if affiliation.invited_at and clock.now() < affiliation.invited_at + apart:
        yield Reason("Une invitation vient de partir : laissez-lui quelques minutes avant d’en envoyer une autre.")


def link_is_of_this_place(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    """`link`: the row of the invitation that was followed; that it still opens is asked by the account's act."""
    link = details["link"]
    if (link.user_id, link.organisation) != (affiliation.user_id, affiliation.organisation_id):
        yield Reason("Ce lien n’est pas celui de cette invitation.")


def is_a_manager(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    if MANAGE not in affiliation.rights:
        yield Reason(f"{affiliation.shown_name} n’est pas RGC de l’organisme.")


def can_become_manager(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    """Names nobody twice, and nobody who never came in."""
    if affiliation.user_id == actor.user:
        yield Reason("C’est vous-même : nommez quelqu’un d’autre.")
    elif MANAGE in affiliation.rights:
        yield Reason(f"{affiliation.shown_name} est déjà RGC de l’organisme.")
    elif affiliation.manager_asked_as:
        yield Reason(f"{affiliation.shown_name} n’a pas encore répondu à la première proposition.")
    elif affiliation.entered_at is None:
        yield Reason(f"{affiliation.shown_name} n’est pas encore entré dans le portail.")


def way_is_known(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    if details["way"] not in Affiliation.AskedAs.values:
        yield Reason("Choisissez comment.", field="way")


def is_asked(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    if not affiliation.manager_asked_as:
        yield Reason("Personne ne vous propose, ou ne vous propose plus, d’être RGC.")


def asker_still_manages(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    """Whoever lost the role meanwhile hands nothing over."""
    queries.take_turns(affiliation.organisation_id)
    if affiliation.manager_asked_by not in queries.managers_of(affiliation.organisation_id):
        yield Reason("La personne qui vous l’a proposé n’est plus RGC : demandez à un RGC de l’organisme.")


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


def not_asked_already(affiliation: Affiliation, actor: Actor, details: Details) -> Iterator[Reason]:
    if affiliation.user.password_due_at:
        yield Reason("Un nouveau mot de passe lui est déjà demandé : rien d’autre ne s’ouvre avant.")


def somebody_has_a_password(team: Team, actor: Actor, details: Details) -> Iterator[Reason]:
    if not passwords.to_ask(team.organisation_id).exists():
        yield Reason("Il est déjà demandé à tous, ou personne n’a encore de mot de passe.")


def password_days_are_allowed(team: Team, actor: Actor, details: Details) -> Iterator[Reason]:
    """None: never. Too often makes weaker passwords, too seldom protects nothing."""
    least, most, value = passwords.LEAST_DAYS.value(), passwords.MOST_DAYS.value(), details["password_days"]
    if value is not None and not least <= value <= most:
        yield Reason(f"De {least} à {most} jours, ou rien : c’est la règle de l’opérateur.", field="password_days")


def all_can_be_suspended(team: Team, actor: Actor, details: Details) -> Iterator[Reason]:
    """Of many people, each one who cannot is named."""
    rows = queries.people_of(team.organisation_id).filter(pk__in=details["people"]).select_related("user")
    found = list(rows.order_by("sort_key", "pk"))
    if len(found) != len(set(details["people"])):
        yield Reason("Une de ces personnes n’est pas, ou n’est plus, de l’organisme.")
    for row in found:
        if row.user_id == actor.user:
            yield Reason("Vous êtes parmi ces personnes : nul ne se suspend soi-même. Décochez-vous.")
        elif row.state != Affiliation.State.ACTIVE:
            yield Reason(f"{row.shown_name} n’a pas d’accès actif à suspendre.")


def limits_are_stricter(team: Team, actor: Actor, details: Details) -> Iterator[Reason]:
    """None is the operator's own; looser would undo it, too strict would stop the work."""
    for name, least, most, unit in (
        ("inactivity_days", settings.LEAST_INACTIVITY_DAYS, settings.INACTIVITY_DAYS.value(), "jours"),
        ("idle_minutes", settings.LEAST_IDLE_MINUTES, accounts.SESSION_IDLE_MINUTES.value(), "minutes"),
        ("session_hours", settings.LEAST_SESSION_HOURS, accounts.SESSION_HOURS.value(), "heures"),
    ):
        value = details[name]
        if value is not None and not least <= value <= most:
            yield Reason(f"De {least} à {most} {unit} : l’opérateur ne permet pas plus.", field=name)
