"""The file of people of members: each enters as an invitation that waits, written to when the operator says so."""

from collections.abc import Iterator, Sequence
from typing import Any

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Option, Verdict, declare
from kairos.identity.accounts import invited
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.habilitations.takeover.columns import CIVILITY_WORDS, PEOPLE
from kairos.identity.habilitations.takeover.finding import NO_MEMBER, Found, found
from kairos.identity.memberships.members.models import HELD
from kairos.identity.memberships.models import Membership
from kairos.identity.organisations.models import Person

INVITE = "invite"
State = Affiliation.State
LEFT = "Cette personne a quitté l’organisme : c’est à son RGC de l’inviter de nouveau."
NOT_MANAGER = "Déjà dans l’organisme, sans être RGC : c’est à un RGC de la nommer, depuis sa page."
SHUT = "Cette adresse ne peut pas être invitée. Donnez-en une autre."


def judge(lines: Sequence[Line], context: Context) -> None:
    """Four statements a batch, however long it is."""
    there = found(lines)
    managers = _managers_on_file(there)
    for line in lines:
        organisation, account = there.organisation(line), there.accounts.get(line.values["email"])
        if organisation is None:
            line.refuse(NO_MEMBER, "member")
        elif account and not invited.may_be_invited(account):
            line.refuse(SHUT, "email")
        elif place := there.place(line):
            _compare(line, place, bool(context.options.get(INVITE)))
        elif (organisation, line.values["email"]) in managers:
            line.verdict = Verdict.UNCHANGED


def _managers_on_file(there: Found) -> set[tuple[Any, str]]:
    """Who is written to by the file of members: their letters open the portal to them."""
    rows = Person.objects.filter(organisation__in=set(there.members.values()), role=Person.Role.ACCOUNT_MANAGER)
    return {(organisation, email.lower()) for organisation, email in rows.values_list("organisation_id", "email")}


def _compare(line: Line, place: Affiliation, invite: bool) -> None:
    """Whoever is there is left as they are: since then their own people may have changed it."""
    if place.state == State.ENDED:
        line.refuse(LEFT, "email")
    elif line.values["manages"] and MANAGE not in place.rights:
        line.refuse(NOT_MANAGER, "manages")
    line.verdict = Verdict.CHANGED if invite and _unwritten(place) else Verdict.UNCHANGED


def _unwritten(place: Affiliation) -> bool:
    return place.state == State.INVITED and place.invited_at is None


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    there, invite, done = found(lines), bool(context.options.get(INVITE)), set()
    for line in lines:
        who = there.organisation(line), line.values["email"]
        if who in done:
            continue
        done.add(who)
        try:
            place = there.place(line) or _bring(line, there, run)
            if invite and _unwritten(place):
                run.perform(act_named("affiliation.invite_again"), place)
        except Refused as refused:
            said = " ".join(reason.message for reason in refused.reasons)
            raise Refused(f"Ligne {line.number} : {said} Rien n’a été pris en compte.") from refused


def _bring(line: Line, there: Found, run: Run) -> Affiliation:
    values = line.values
    user = there.accounts.get(values["email"]) or _open(values, run)
    there.accounts[user.email] = user
    row = Affiliation(user=user, organisation_id=there.organisation(line))
    names = {name: values[name] for name in ("first_name", "last_name", "title")}
    return run.perform(act_named("affiliation.bring"), row, manages=bool(values["manages"]), **names)


def _open(values: dict[str, Any], run: Run) -> User:
    """Their own link, later, chooses the password: nobody else ever knows one."""
    names = {name: values[name] or "" for name in ("civility", "first_name", "last_name")}
    return run.perform(act_named("account.invite"), User(email=values["email"], **names))


def export(context: Context) -> Iterator[dict[str, Any]]:
    """Everybody who is in an organisation of members, as a file says it."""
    rows = Affiliation.objects.filter(ended_at__isnull=True).order_by("organisation_id", "sort_key", "pk")
    members = dict(Membership.objects.filter(HELD).values_list("organisation_id", "siret"))
    for row in rows.select_related("user").iterator(chunk_size=1000):
        if siret := members.get(row.organisation_id):
            yield {
                "member": siret,
                "civility": CIVILITY_WORDS.get(row.user.civility, ""),
                "first_name": row.first_name or row.user.first_name,
                "last_name": row.last_name or row.user.last_name,
                "email": row.user.email,
                "title": row.title or "—",
                "manages": MANAGE in row.rights,
            }


KIND = declare(
    ImportKind(
        name="existing-people",
        title="Personnes des adhérents",
        permission="memberships.take_over",
        columns=PEOPLE,
        judge=judge,
        take=take,
        export=export,
        identity=("member", "email"),
        whole=False,
        options=(
            Option(
                INVITE,
                "Inviter maintenant",
                "Un courriel à chaque personne, avec un lien personnel : elle seule choisit son mot de passe. Sans "
                "cette case personne ne reçoit rien ; renvoyez plus tard le même fichier en la cochant.",
            ),
        ),
        explanation="Une personne par ligne, dans un organisme déjà repris. Qui y est déjà n’est jamais modifié.",
        at_once=50,
    )
)
