"""The file of rights: one right of one person a line, for people who are in the organisation already."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Verdict, declare
from kairos.identity.habilitations import catalogue, rules
from kairos.identity.habilitations.models import OPEN, AccessGrant, Affiliation
from kairos.identity.habilitations.rules import Wanted
from kairos.identity.habilitations.takeover.columns import RIGHTS_COLUMNS
from kairos.identity.habilitations.takeover.finding import NO_MEMBER, found
from kairos.identity.memberships.members.models import HELD
from kairos.identity.memberships.models import Membership
from kairos.identity.organisations.models import Establishment

NOBODY_THERE = "Cette adresse n’est celle de personne dans l’organisme : reprenez d’abord les personnes."
OTHERWISE = "Cette personne a déjà ce droit, avec d’autres dates ou d’autres lieux : c’est à son RGC de les changer."
Sites = Mapping[tuple[UUID, str], UUID]


def judge(lines: Sequence[Line], context: Context) -> None:
    """Five statements a batch, however long it is."""
    there = found(lines)
    sites = _sites(there.members.values())
    here = {line.number: place for line in lines if (place := there.place(line)) and place.ended_at is None}
    held = _held({place.pk for place in here.values()})
    for line in lines:
        if there.organisation(line) is None:
            line.refuse(NO_MEMBER, "member")
        elif line.number not in here:
            line.refuse(NOBODY_THERE, "email")
        else:
            _judge(line, here[line.number], sites, held)


def _judge(line: Line, place: Affiliation, sites: Sites, held: Mapping[tuple[UUID, str], AccessGrant]) -> None:
    values, today = line.values, clock.today()
    missing = [siret for siret in values["places"] or () if (place.organisation_id, siret) not in sites]
    if missing:
        line.refuse(f"L’organisme n’a pas d’établissement {', '.join(missing)}.", "places")
        return
    if values["ends_on"] and values["ends_on"] < (values["starts_on"] or today):
        line.refuse("La fin vient avant le début.", "ends_on")
    elif values["ends_on"] and values["ends_on"] < today:
        line.refuse("Ce droit est terminé : seuls ceux qui durent encore se reprennent.", "ends_on")
    elif grant := held.get((place.pk, values["right"])):
        if rules.is_same(grant, _wanted(line, place, sites), today):
            line.verdict = Verdict.UNCHANGED
        else:
            line.refuse(OTHERWISE, "right")


def _wanted(line: Line, place: Affiliation, sites: Sites) -> Wanted:
    values = line.values
    establishments = frozenset(sites[place.organisation_id, siret] for siret in values["places"] or ())
    return Wanted(values["right"], establishments, values["starts_on"], values["ends_on"])


def _sites(organisations: Any) -> Sites:
    rows = Establishment.objects.filter(organisation__in=set(organisations))
    return {(organisation, siret): key for organisation, siret, key in rows.values_list("organisation", "siret", "pk")}


def _held(places: set[UUID]) -> dict[tuple[UUID, str], AccessGrant]:
    """What is open and not over; LIVE has the last word."""
    rows = AccessGrant.objects.filter(OPEN, affiliation__in=places).order_by("-state")
    today = clock.today()
    return {(row.affiliation_id, row.right): row for row in rows if rules.lasts(row, today)}


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    """All the rights of a person in one act, beside those they have; told to them once."""
    there = found(lines)
    sites = _sites(there.members.values())
    together: dict[UUID, list[Line]] = defaultdict(list)
    places: dict[UUID, Affiliation] = {}
    for line in lines:
        place = there.place(line)
        places[place.pk] = place
        together[place.pk].append(line)
    held = _held(set(places))
    for key, several in together.items():
        has = [rules.as_it_is(grant) for (whose, _), grant in held.items() if whose == key]
        given = {line.values["right"]: _wanted(line, places[key], sites) for line in several}
        try:
            run.perform(act_named("affiliation.set_rights"), places[key], wanted=[*has, *given.values()])
        except Refused as refused:
            said = " ".join(reason.message for reason in refused.reasons)
            raise Refused(f"Ligne {several[0].number} : {said} Rien n’a été pris en compte.") from refused


def export(context: Context) -> Iterator[dict[str, Any]]:
    """Every right in force or to come, as a file says it."""
    today = clock.today()
    members = dict(Membership.objects.filter(HELD).values_list("organisation_id", "siret"))
    rows = AccessGrant.objects.filter(state=AccessGrant.State.LIVE, affiliation__ended_at__isnull=True)
    sirets = dict(Establishment.objects.filter(organisation__in=list(members)).values_list("pk", "siret"))
    for row in rows.select_related("affiliation__user").order_by("organisation_id", "pk").iterator(chunk_size=1000):
        if row.organisation_id in members and rules.lasts(row, today):
            yield {
                "member": members[row.organisation_id],
                "email": row.affiliation.user.email,
                "right": catalogue.label_of(row.right),
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "places": ", ".join(sorted(sirets[place] for place in row.establishments if place in sirets)),
            }


KIND = declare(
    ImportKind(
        name="existing-rights",
        title="Droits des personnes",
        permission="memberships.take_over",
        columns=RIGHTS_COLUMNS,
        judge=judge,
        take=take,
        export=export,
        identity=("member", "email", "right"),
        whole=False,
        explanation="Un droit par ligne, pour une personne déjà reprise. Un droit qu’elle a déjà n’est jamais modifié.",
        at_once=200,
    )
)
