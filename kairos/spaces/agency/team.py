"""The team of an agency: inviting, rights, portfolios handed on, departures; covers."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.people.access import queries as access
from kairos.people.access.covers.lifecycle import CoverOfColleague
from kairos.people.access.models import Cover
from kairos.people.agencies import inviting, queries, rights
from kairos.people.agencies.lifecycle import AgencyMember
from kairos.people.agencies.models import Adviser
from kairos.people.jobseekers import portfolios
from kairos.people.jobseekers import queries as files
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.agency.forms import CoverForm, HandOnForm, InviteForm, RightsForm
from kairos.spaces.forms import Form
from kairos.spaces.persons.forms import WhyForm

State = Adviser.State
BADGES = {State.INVITED: ("info", "Invité"), State.ACTIVE: ("ok", "Actif"), State.LEFT: ("idle", "Parti")}


def adviser(actor: Actor, key: UUID) -> Adviser:
    return queries.visible_to(actor).get(pk=key)


def cover_of(actor: Actor, key: UUID) -> Cover:
    return access.covers_visible_to(actor).get(pk=key)


def team(request: HttpRequest) -> HttpResponse:
    rows = list(queries.visible_to(request.actor).filter(ended_at__isnull=True))
    sizes = files.sizes(request.actor.agency)
    return PLACE.render(
        request, "agency/team.html", rows=rows, sizes=sizes, badges=BADGES, labels=rights.LABELS,
        nobody=sizes.get(None, 0),
    )  # fmt: skip


def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm.of(request)
    if form.is_bound and form.is_valid():
        typed = dict(form.cleaned_data)
        key = typed.pop("token")
        try:
            inviting.invite(key, request.actor, agency=request.actor.agency, **typed)
        except AlreadyDone:
            return HttpResponseRedirect(PLACE.url("adviser", key))
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(PLACE.url("adviser", key))
    return _form(request, "agency/invite.html", form)


def one(request: HttpRequest, subject: Adviser, form: Form | None = None) -> HttpResponse:
    """What is known of a colleague, and the acts on them; each button is a form of its own."""
    heirs = queries.followers_in(subject.agency_id).exclude(pk=subject.pk)
    choices = [(str(row.pk), row.shown_name) for row in heirs]
    forms = {name: FORMS[name].unsent(request, *([choices] if name == "portefeuille" else [])) for name in FORMS}
    forms["droits"].initial = {"rights": subject.rights}
    if form is not None:
        forms[form.name] = form
    return PLACE.render(
        request,
        "agency/adviser.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK,
        row=subject,
        badge=BADGES[State(subject.state)],
        size=files.sizes(subject.agency_id).get(subject.pk, 0),
        labels=[rights.LABELS[right] for right in subject.rights],
        forms_of=forms,
        sent=form,
        heirs=bool(choices),
    )


FORMS = {"droits": RightsForm, "portefeuille": HandOnForm, "depart": WhyForm}


def act(request: HttpRequest, subject: Adviser, what: str) -> HttpResponse:
    """One of the acts of the page. Raises Adviser.DoesNotExist for another word."""
    if what in PLAIN:
        return _plain(request, subject, PLAIN[what])
    if what not in FORMS:
        raise Adviser.DoesNotExist
    form = _sent(request, subject, what)
    if form.is_valid():
        try:
            DONE[what](subject, form, request.actor)
        except AlreadyDone:
            return HttpResponseRedirect(PLACE.url("adviser", subject.pk))
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(PLACE.url("adviser", subject.pk))
    form.name = what
    return one(request, subject, form)


def _sent(request: HttpRequest, subject: Adviser, what: str) -> Form:
    if what != "portefeuille":
        return FORMS[what](request.POST)
    heirs = queries.followers_in(subject.agency_id).exclude(pk=subject.pk)
    return HandOnForm([(str(row.pk), row.shown_name) for row in heirs], request.POST)


def _plain(request: HttpRequest, subject: Adviser, act: engine.Act) -> HttpResponse:
    engine.run(act, subject.pk, request.actor)
    return HttpResponseRedirect(PLACE.url("adviser", subject.pk))


def _set_rights(row: Adviser, form: RightsForm, actor: Actor) -> None:
    engine.run(AgencyMember.set_rights, row.pk, actor, rights=form.cleaned_data["rights"])


def _hand_on(row: Adviser, form: HandOnForm, actor: Actor) -> None:
    heirs = list(queries.followers_in(row.agency_id).filter(pk__in=form.cleaned_data["heirs"]))
    portfolios.hand_on(form.cleaned_data["token"], row, heirs, form.cleaned_data["reason"], actor)


def _leave(row: Adviser, form: WhyForm, actor: Actor) -> None:
    engine.run(AgencyMember.leave, row.pk, actor, reason=form.cleaned_data["reason"])


DONE = {"droits": _set_rights, "portefeuille": _hand_on, "depart": _leave}
PLAIN = {"relancer": AgencyMember.invite_again, "annuler": AgencyMember.cancel}


def covers(request: HttpRequest) -> HttpResponse:
    followers = list(queries.followers_in(request.actor.agency))
    heads = rights.MANAGE in request.actor.rights
    absents = [row for row in followers if heads or row.user_id == request.actor.user]
    form = CoverForm.of(request, absents, followers)
    if form.is_bound and form.is_valid() and _granted(request, form):
        return HttpResponseRedirect(PLACE.url("covers"))
    rows = list(access.covers_visible_to(request.actor)[:100])
    return _form(request, "agency/covers.html", form, rows=rows, may=bool(absents), alone=len(followers) < 2)


def _granted(request: HttpRequest, form: CoverForm) -> bool:
    typed = form.cleaned_data
    row = Cover(
        id=typed["token"], agency_id=request.actor.agency, absent_id=UUID(typed["absent"]), by_id=UUID(typed["by"])
    )
    dates = {"starts_on": typed["starts_on"], "ends_on": typed["ends_on"]}
    return form.does(CoverOfColleague.grant, row, request.actor, reason=typed["reason"], **dates)


def end_cover(request: HttpRequest, subject: Cover) -> HttpResponse:
    engine.run(CoverOfColleague.end, subject.pk, request.actor)
    return HttpResponseRedirect(PLACE.url("covers"))


def _form(request: HttpRequest, template: str, form: Form, **more: object) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return PLACE.render(request, template, status=status, form=form, **more)
