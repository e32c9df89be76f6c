"""The file of existing members: its lines compared with what is there, and taken one nested act each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kairos.foundation import clock
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.imports.checking import BATCH, batched
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Option, Verdict, declare
from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User
from kairos.identity.memberships import rules, settings
from kairos.identity.memberships.events import MembershipTakenOver
from kairos.identity.memberships.members.models import HELD
from kairos.identity.memberships.models import AccessLetter, Membership, MembershipApplication
from kairos.identity.memberships.takeover.acts import Existing
from kairos.identity.memberships.takeover.columns import COLUMNS, values_of
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation, Person
from kairos.identity.organisations.rules import siren_of

LETTERS = "letters"
OURS = "KA-"
"""How the numbers that Kairos gives begin."""
PERSON = {
    "manager_civility": "civility",
    "manager_first_name": "first_name",
    "manager_last_name": "last_name",
    "manager_title": "title",
    "manager_email": "email",
    "manager_phone": "phone",
}
PLACE = ("address", "address_more", "postcode", "town")
ENTITY = ("name", "nda", "phone", "email", "website")


@dataclass(frozen=True, slots=True)
class Present:
    """A member as it is there. written_to: access letters were made for it, or its RGC is in already."""

    membership: Membership
    manager: Person | None
    values: Mapping[str, Any]
    written_to: bool


def judge(lines: Sequence[Line], context: Context) -> None:
    """Seven statements a batch, however long it is."""
    there = present({line.values["siret"] for line in lines})
    taken = _numbers_taken({line.values["number"] for line in lines})
    shut = _shut_addresses({line.values["manager_email"] for line in lines})
    for line in lines:
        if member := there.get(line.values["siret"]):
            _compare(line, member, bool(context.options.get(LETTERS)))
        else:
            _judge_new(line, taken)
            if problem := shut.get(line.values["manager_email"]):
                line.refuse(problem, "manager_email")


def _compare(line: Line, member: Present, letters: bool) -> None:
    """What is there is never overwritten: since then it may have been changed by its own people."""
    given = {key: value for key, value in line.values.items() if value is not None}
    others = [column.heading for column in COLUMNS if _differs(column.key, given, member.values)]
    if others:
        line.refuse(
            f"Déjà adhérent ({member.membership.number}), et sa fiche dit autre chose : {', '.join(others)}. Corrigez "
            "la fiche depuis son dossier, ou retirez cette ligne."
        )
    line.verdict = Verdict.CHANGED if letters and not member.written_to else Verdict.UNCHANGED


def _differs(key: str, given: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    return key in given and given[key] != there[key]


def _judge_new(line: Line, taken: set[str]) -> None:
    number, today = line.values["number"], clock.today()
    if number and number.startswith(OURS):
        line.refuse(f"Les numéros en {OURS} sont donnés par Kairos : laissez la case vide.", "number")
    elif number in taken:
        line.refuse("Une autre adhésion porte déjà ce numéro.", "number")
    if line.values["starts_on"] > today:
        line.refuse("Cette adhésion n’a pas commencé : seules les adhésions en cours se reprennent.", "starts_on")
    elif ends_on(line.values) <= line.values["starts_on"]:
        line.refuse("La fin vient avant le début.", "ends_on")
    elif ends_on(line.values) < today:
        line.refuse("Cette adhésion est terminée : seules les adhésions en cours se reprennent.", "ends_on")


def ends_on(values: Mapping[str, Any]) -> date:
    start = values["starts_on"]
    return values["ends_on"] or rules.last_day(start, settings.TERM_YEARS.value(start))


def present(sirets: set[str]) -> dict[str, Present]:
    """The live memberships of these establishments, by SIRET."""
    live = Membership.objects.filter(HELD, siret__in=sirets).select_related("organisation")
    members = {membership.siret: membership for membership in live}
    owners = [membership.organisation_id for membership in members.values()]
    mains = {row.organisation_id: row for row in Establishment.objects.filter(organisation__in=owners, main=True)}
    rgc = Person.objects.filter(organisation__in=owners, role=Person.Role.ACCOUNT_MANAGER)
    managers = {row.organisation_id: row for row in rgc}
    written = set(AccessLetter.objects.filter(organisation__in=owners).values_list("membership_id", flat=True))
    return {
        siret: Present(
            membership,
            managers.get(membership.organisation_id),
            _values(membership, mains[membership.organisation_id], managers.get(membership.organisation_id)),
            membership.pk in written,
        )
        for siret, membership in members.items()
    }


def _values(membership: Membership, main: Establishment, manager: Person | None) -> dict[str, Any]:
    organisation = membership.organisation
    return {
        "siret": membership.siret,
        "number": membership.number,
        "starts_on": membership.starts_on,
        "ends_on": membership.ends_on,
        **{key: getattr(organisation, key) for key in ENTITY},
        **{key: getattr(main, key) for key in PLACE},
        **{key: getattr(manager, name) if manager else "" for key, name in PERSON.items()},
    }


def _numbers_taken(numbers: set[str | None]) -> set[str]:
    rows = Membership.objects.filter(number__in=numbers - {None})
    return set(rows.values_list("number", flat=True))


def _shut_addresses(emails: set[str]) -> dict[str, str]:
    """Whoever cannot become an account manager, and why."""
    rows = User.objects.filter(email__in=emails).values_list("email", "staff_role", "state")
    return {
        email: "C’est l’adresse d’un agent de l’opérateur, qui ne peut pas être RGC. Donnez celle du RGC."
        if staff_role
        else "Le compte de cette adresse est fermé. Donnez une autre adresse du RGC."
        for email, staff_role, state in rows
        if staff_role or state == User.State.CLOSED
    }


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    letters = bool(context.options.get(LETTERS))
    known = present({line.values["siret"] for line in lines if line.verdict == Verdict.CHANGED})
    for line in lines:
        try:
            if line.verdict == Verdict.CHANGED:
                member = known[line.values["siret"]]
                run.publish(MembershipTakenOver(member.membership, member.manager, member.membership.organisation))
            else:
                _take_over(line.values, run, letters=letters)
        except Refused as refused:
            said = " ".join(reason.message for reason in refused.reasons)
            raise Refused(f"Ligne {line.number} : {said} Rien n’a été pris en compte.") from refused


def _take_over(values: Mapping[str, Any], run: Run, *, letters: bool) -> None:
    organisation = Organisation(
        id=new_id(),
        siren=siren_of(values["siret"]),
        sort_key=sort_key(values["name"])[:200],
        member_since=values["starts_on"],
        **{key: values[key] or "" for key in ENTITY},
    )
    main = Establishment(siret=values["siret"], name=values["name"], **{key: values[key] or "" for key in PLACE})
    manager = Person(role=Person.Role.ACCOUNT_MANAGER, **{name: values[key] or "" for key, name in PERSON.items()})
    run.perform(ProviderFile.take_over, organisation, establishment=main, people=[manager])
    existing = Existing(
        number=values["number"] or "", starts_on=values["starts_on"], ends_on=ends_on(values), letters=letters
    )
    request = MembershipApplication(organisation=organisation)
    run.perform(act_named("membership_application.take_over"), request, existing=existing, manager=manager)


def export(context: Context) -> Iterator[dict[str, Any]]:
    """Every live member, as a file says it."""
    live = Membership.objects.filter(HELD).order_by("siret").values_list("siret", flat=True)
    for sirets in batched(live.iterator(chunk_size=BATCH), BATCH):
        there = present(set(sirets))
        yield from (values_of(there[siret].values) for siret in sirets)


KIND = declare(
    ImportKind(
        name="existing-members",
        title="Organismes déjà adhérents",
        permission="memberships.take_over",
        columns=COLUMNS,
        judge=judge,
        take=take,
        export=export,
        identity=("siret",),
        distinct=("number",),
        whole=False,
        options=(
            Option(
                LETTERS,
                "Préparer les courriers d’accès des RGC",
                "Deux courriers par RGC, à imprimer et à poster. Sans cette case, les organismes sont repris et "
                "personne ne reçoit d’accès ; renvoyez plus tard le même fichier en la cochant.",
            ),
        ),
        explanation="Un organisme par ligne, avec son RGC. Ce qui est déjà là n’est jamais modifié.",
        at_once=50,
    )
)
