"""One person's rights in detail: each with its places and days, ready profiles, a colleague's to copy, the past."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.identity.habilitations import catalogue, queries, rules
from kairos.identity.habilitations.catalogue import AREAS, PROFILES, Area, Grade
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import AccessGrant, Affiliation
from kairos.identity.habilitations.rules import Wanted
from kairos.identity.organisations.models import Organisation
from kairos.spaces.forms import parse_day, whole_number
from kairos.spaces.provider.gid import chrome, own_rights, places
from kairos.spaces.provider.gid.places import Site

PERSON = "habilitations.affiliation"
HISTORY = 40
NO_DAY = "Écrivez une date qui existe, par exemple 3/9/2026."


def person(actor: Actor, key: UUID) -> Affiliation:
    """Somebody of the organisation acted for, or who was."""
    return queries.visible_to(actor).select_related("user", "organisation").get(pk=key)


# --- The form -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Field:
    """One right on the form, as it is typed. wrong: what is said beside it. sought: an establishment looked for among
    many; sites: those shown, chosen or found; more: how many others were found."""

    key: str
    label: str
    allows: str
    on: bool = False
    places: frozenset[UUID] = frozenset()
    starts: str = ""
    ends: str = ""
    wrong: list[str] = field(default_factory=list)
    sought: str = ""
    sites: list[Site] = field(default_factory=list)
    more: int = 0

    @property
    def limited(self) -> bool:
        return bool(self.places or self.starts or self.ends or self.wrong or self.sought)

    def show(self, sites: list[Site]) -> None:
        """Few are all shown; of many, those that are chosen and those that were looked for."""
        if len(sites) <= places.FEW:
            self.sites = sites
            return
        found = places.among(sites, self.sought)
        kept = {site.id for site in found[: places.MOST]} | self.places
        self.sites = [site for site in sites if site.id in kept]
        self.more = max(0, len(found) - places.MOST)
        if self.sought and not found:
            self.wrong.append(f"Aucun établissement ne répond à « {self.sought} ».")


def _field(area: Area, grade: Grade, wanted: Wanted | None) -> Field:
    blank = Field(area.right(grade), f"{area.label}, {grade.label}", area.allows[grade])
    if wanted is None:
        return blank
    today = clock.today()
    blank.on, blank.places = True, wanted.establishments
    blank.starts = f"{wanted.starts_on:%d/%m/%Y}" if wanted.starts_on and wanted.starts_on > today else ""
    blank.ends = f"{wanted.ends_on:%d/%m/%Y}" if wanted.ends_on else ""
    return blank


def fields_of(held: dict[str, Wanted]) -> list[tuple[Area, list[Field]]]:
    return [(area, [_field(area, grade, held.get(area.right(grade))) for grade in area.grades]) for area in AREAS]


def typed(sent: QueryDict, held: dict[str, Wanted]) -> tuple[list[tuple[Area, list[Field]]], list[Wanted]]:
    """What was typed, and what it asks for. A start left empty is today's, or the one the right has already."""
    shown, wanted = fields_of({}), []
    checked = set(sent.getlist("droit"))
    for one in (one for _, fields in shown for one in fields):
        one.on = one.key in checked
        one.places = frozenset(_keys(sent.getlist(f"{one.key}.lieu")))
        one.starts, one.ends = (sent.get(f"{one.key}.{end}", "").strip()[:20] for end in ("du", "au"))
        one.sought = sent.get(f"{one.key}.cherche", "").replace("\x00", "").strip()[:100]
        starts, ends = parse_day(one.starts), parse_day(one.ends)
        one.wrong = [NO_DAY] if (one.starts and not starts) or (one.ends and not ends) else []
        if one.on:
            before = held.get(one.key)
            wanted.append(Wanted(one.key, one.places, starts or (before and _begun(before)), ends))
    return shown, wanted


def _begun(before: Wanted) -> date | None:
    return before.starts_on if before.starts_on and before.starts_on <= clock.today() else None


def _keys(texts: list[str]) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue


# --- The page -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """A line of the history, in words."""

    grant: AccessGrant
    label: str
    where: str
    by: str
    ended_by: str


def page(request: HttpRequest, subject: Affiliation) -> HttpResponse:
    held = held_by(subject)
    if request.method == "POST":
        return _save(request, subject, held)
    started, said = _from(request, held)
    return _show(request, subject, fields_of(started), held, said=said)


def held_by(who: Affiliation) -> dict[str, Wanted]:
    today = clock.today()
    lasting = [one for one in queries.open_grants(who).order_by("-state") if rules.lasts(one, today)]
    return {one.right: rules.as_it_is(one) for one in lasting}  # PROPOSED first: LIVE has the last word


def _from(request: HttpRequest, held: dict[str, Wanted]) -> tuple[dict[str, Wanted], str]:
    """What the form starts from: what is held, a profile, or what a colleague holds."""
    if profile := next((one for one in PROFILES if one.key == request.GET.get("profil")), None):
        rights = {right: held.get(right) or Wanted(right) for right in profile.rights}
        return rights, f"Profil « {profile.label} »"
    for key in _keys([request.GET.get("copier", "")]):
        colleague = person(request.actor, key)
        return held_by(colleague), f"Droits de {colleague.shown_name}"
    return held, ""


def _save(request: HttpRequest, subject: Affiliation, held: dict[str, Wanted]) -> HttpResponse:
    shown, wanted = typed(request.POST, held)
    if "chercher" in request.POST:
        return _show(request, subject, shown, held)
    sought = [one for _, fields in shown for one in fields if one.on and one.sought]
    reasons = _unchosen(request.actor, sought) if sought else []
    reasons += [f"{one.label} : {text}" for _, fields in shown for one in fields for text in one.wrong]
    if not reasons:
        try:
            seen = request.POST.get("vu", "")
            version = whole_number(seen)
            engine.run(TeamMember.set_rights, subject.pk, request.actor, wanted=wanted, seen=version)
            return HttpResponseRedirect(f"{reverse('gid:person_rights', args=[subject.pk])}?enregistre=1")
        except Refused as refused:
            reasons = [reason.message for reason in refused.reasons]
    again = person(request.actor, subject.pk)
    return _show(request, again, shown, held_by(again), reasons=reasons)


def _unchosen(actor: Actor, sought: list[Field]) -> list[str]:
    """A place that was typed and not ticked limits nothing: it is not let through as the whole organisation."""
    sites = places.all_of(actor)
    found = {one.key: {site.id for site in places.among(sites, one.sought)} for one in sought}
    return [
        f"{one.label} : cochez l’établissement trouvé pour « {one.sought} », ou videz cette recherche."
        for one in sought
        if not found[one.key] & one.places
    ]


def _show(
    request: HttpRequest,
    subject: Affiliation,
    shown: list[tuple[Area, list[Field]]],
    held: dict[str, Wanted],
    *,
    said: str = "",
    reasons: list[str] | None = None,
) -> HttpResponse:
    journal.reading(request.actor, "habilitations.person", [subject.pk], PERSON)
    own = subject.user_id == request.actor.user
    rows = list(
        queries.grants_visible_to(request.actor).filter(affiliation=subject).order_by("-given_at", "-pk")[:HISTORY]
    )
    wanted = {one.key for _, fields in shown for one in fields if one.on}
    sites = places.all_of(request.actor)
    for one in (one for _, fields in shown for one in fields):
        one.show(sites)
    return render(
        request,
        "gid/person_rights.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        person=subject,
        shown=shown,
        said=said,
        given=catalogue.in_order(wanted - held.keys()),
        withdrawn=catalogue.in_order(held.keys() - wanted),
        reasons=[(reason, None) for reason in reasons or []],
        several=len(sites) > 1,
        many=len(sites) > places.FEW,
        profiles=PROFILES,
        colleagues=_colleagues(request.actor, subject),
        waiting=[row for row in rows if row.state == AccessGrant.State.PROPOSED],
        history=_history(rows),
        own=own,
        alone=own and queries.is_alone(subject.organisation_id),
        saved="enregistre" in request.GET,
        label_of=catalogue.label_of,
    )


def _colleagues(actor: Actor, subject: Affiliation) -> list[tuple[UUID, str]]:
    rows = queries.people_of(subject.organisation_id).exclude(pk=subject.pk)
    found = rows.order_by("last_name", "first_name", "pk")
    return [(key, f"{first} {last}") for key, first, last in found.values_list("pk", "first_name", "last_name")]


def _history(rows: list[AccessGrant]) -> list[Past]:
    names = people.names_of(key for row in rows for key in (row.given_by, row.decided_by, row.ended_by))
    where = own_rights.places_of(rows)
    return [
        Past(
            grant=row,
            label=catalogue.label_of(row.right),
            where=own_rights.where(row, where),
            by=names.get(row.given_by, ""),
            ended_by=names.get(row.ended_by or row.decided_by, ""),
        )
        for row in rows
    ]


# --- Two questions --------------------------------------------------------------------------------------


def what(request: HttpRequest, subject: Affiliation) -> HttpResponse:
    """« Que peut faire cette personne ? », in plain words."""
    journal.reading(request.actor, "habilitations.person", [subject.pk], PERSON)
    found = own_rights.read(subject.organisation, subject)
    return render(request, "gid/what.html", chrome.of(request), found=found, person=subject)


@dataclass(frozen=True, slots=True)
class Holder:
    grant: AccessGrant
    where: str


def who(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """« Qui peut faire ceci ? »: who holds a right today, where, until when."""
    right = request.GET.get("droit", "")
    asked = right if right in catalogue.known_rights() else ""
    today = clock.today()
    rows = queries.grants_visible_to(request.actor).filter(right=asked, state=AccessGrant.State.LIVE)
    found = (
        [row for row in rows.order_by("affiliation__user__last_name", "pk") if rules.in_force(row, today)]
        if asked
        else []
    )
    told = own_rights.places_of(found)
    if found:
        journal.reading(request.actor, "habilitations.holders", [row.affiliation_id for row in found], PERSON)
    return render(
        request,
        "gid/who.html",
        chrome.of(request),
        asked=asked,
        holders=[Holder(row, own_rights.where(row, told)) for row in found],
        areas=AREAS,
        label=catalogue.label_of(asked) if asked else "",
        allows=catalogue.allows(asked) if asked else "",
    )
