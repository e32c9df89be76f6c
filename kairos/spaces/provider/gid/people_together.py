"""What the account manager does about several people of the list at once: read again, then one act."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, journal
from kairos.foundation.guards import Refused
from kairos.identity.habilitations import catalogue, queries, rules
from kairos.identity.habilitations.catalogue import PROFILES, Profile
from kairos.identity.habilitations.lifecycle import TeamPolicy
from kairos.identity.habilitations.models import OPEN, AccessGrant, Affiliation
from kairos.identity.habilitations.rules import Wanted
from kairos.identity.organisations.models import Organisation
from kairos.spaces.forms import whole_number
from kairos.spaces.provider.gid import chrome

KIND = "habilitations.affiliation"
MOST = 500
SUSPEND, PROFILE = "suspendre", "profil"
NOBODY = "Cochez au moins une personne de la liste."
NOTHING = "Choisissez ce qui est à faire : donner un profil, ou suspendre."


@dataclass(frozen=True, slots=True)
class Chosen:
    """version: of the rights, as the page showed them. held: what they have or wait for. given: what is added."""

    row: Affiliation
    version: int
    held: list[Wanted]
    given: list[str]

    def wanted(self) -> list[Wanted]:
        return [*self.held, *(Wanted(right) for right in self.given)]


def page(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Without people or anything to do it says so; then what would change, to be confirmed."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("gid:people"))
    sent = request.POST
    doing = sent.get("faire", "")
    profile = next((one for one in PROFILES if one.key == sent.get("profil")), None) if doing == PROFILE else None
    chosen = list(_chosen(subject, sent.getlist("personne"), sent.getlist("vu"), profile))
    reasons = [] if chosen else [NOBODY]
    reasons += [] if profile or doing == SUSPEND else [NOTHING]
    if not reasons and "confirme" in sent:
        try:
            _do(request, subject, chosen, profile)
        except Refused as refused:
            reasons = [reason.message for reason in refused.reasons]
        else:
            return HttpResponseRedirect(f"{reverse('gid:people')}?fait={len(chosen)}")
    journal.reading(request.actor, "habilitations.grid", [one.row.pk for one in chosen], KIND)
    return render(
        request,
        "gid/people_together.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        chosen=chosen,
        profile=profile,
        doing=doing,
        reasons=[(reason, None) for reason in reasons],
        why=sent.get("reason", "")[:300],
        label_of=catalogue.label_of,
        own=request.actor.user,
    )


def _do(request: HttpRequest, subject: Organisation, chosen: list[Chosen], profile: Profile | None) -> None:
    if profile is None:
        people, reason = [one.row.pk for one in chosen], request.POST.get("reason", "")[:300]
        engine.run(TeamPolicy.suspend_many, subject.pk, request.actor, people=people, reason=reason)
    elif changes := {one.row.pk: (one.version, one.wanted()) for one in chosen if one.given}:
        engine.run(TeamPolicy.set_rights, subject.pk, request.actor, changes=changes)


def _chosen(
    subject: Organisation, keys: Iterable[str], seen: Iterable[str], profile: Profile | None
) -> Iterator[Chosen]:
    """By name; whoever has left meanwhile is not there. Two statements."""
    known = set(_keys(keys))
    rows = list(queries.people_of(subject.pk).filter(pk__in=known).select_related("user").order_by("sort_key", "pk"))
    grants = AccessGrant.objects.filter(OPEN, affiliation__in=rows).order_by("-state")
    held: dict[UUID, dict[str, Wanted]] = {row.pk: {} for row in rows}
    for grant in grants if rows else ():
        if rules.lasts(grant, clock.today()):
            held[grant.affiliation_id][grant.right] = rules.as_it_is(grant)
    shown = dict(one.split(".", 1) for one in seen if one.count(".") == 1)
    for row in rows:
        version = shown.get(row.pk.hex, "")
        has = held[row.pk]
        given = catalogue.in_order(profile.rights - has.keys()) if profile else []
        seen = whole_number(version)
        yield Chosen(row, row.rights_version if seen is None else seen, list(has.values()), given)


def _keys(typed: Iterable[str]) -> Iterator[UUID]:
    for one in list(typed)[:MOST]:
        try:
            yield UUID(one)
        except ValueError:
            continue
