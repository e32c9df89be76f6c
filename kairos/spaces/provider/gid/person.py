"""One person of the team, and what the account manager does about them; what a person proposed as RGC answers."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation
from kairos.spaces.forms import Form
from kairos.spaces.provider.gid import chrome, person_page
from kairos.spaces.provider.gid.people_forms import DescribeForm, NameManagerForm, ReasonForm
from kairos.spaces.session.fresh import require_fresh

KIND = "habilitations.affiliation"
View = Callable[..., HttpResponse]


def person(request: HttpRequest, subject: Affiliation) -> HttpResponse:
    return _page(request, subject)


@dataclass(frozen=True, slots=True)
class Way:
    """A page that asks, then acts. title: may name the {person}."""

    act: Act
    title: str
    lead: str
    form: type[Form] = ReasonForm
    kind: str = "primary"


WAYS = {
    "describe": Way(
        TeamMember.describe,
        "Nom et fonction de {person}",
        "Comme l’organisme les montre. Le compte de la personne ne change pas.",
        DescribeForm,
    ),
    "suspend": Way(
        TeamMember.suspend,
        "Suspendre l’accès de {person}",
        "Dès sa prochaine page, cette personne ne peut plus rien pour l’organisme. Ses droits l’attendent.",
        kind="danger",
    ),
    "require_password": Way(
        TeamMember.require_password,
        "Demander un nouveau mot de passe à {person}",
        "Après un incident : mot de passe vu, deviné, donné, poste perdu. À sa prochaine page, rien ne s’ouvre avant "
        "qu’un nouveau soit choisi, par cette personne seule. Un message lui dit que votre organisme le demande, et "
        "pourquoi. Le mot de passe est le sien : le nouveau vaudra aussi pour ses autres organismes.",
    ),
    "remove": Way(
        TeamMember.remove,
        "Retirer {person} de l’organisme",
        "Ses droits prennent fin aussitôt. Ce que cette personne a fait reste dans le journal. Son compte reste ouvert "
        "pour ses autres organismes.",
        kind="danger",
    ),
    "ask_to_manage": Way(
        TeamMember.ask_to_manage,
        "Proposer à {person} d’être RGC",
        "Rien ne change avant sa réponse, donnée avec son second facteur. À votre place : vous perdez le rôle à "
        "l’instant où cette personne l’accepte ; l’organisme n’est jamais sans RGC.",
        NameManagerForm,
    ),
    "withdraw_manager": Way(
        TeamMember.withdraw_manager,
        "Retirer à {person} le rôle de RGC",
        "Cette personne garde ses autres droits.",
        kind="danger",
    ),
}
AT_ONCE = {
    "resume": TeamMember.resume,
    "invite_again": TeamMember.invite_again,
    "cancel": TeamMember.cancel,
    "unask_to_manage": TeamMember.unask_to_manage,
}


def asking(name: str) -> View:
    """The view of one of the ways."""
    way = WAYS[name]

    def view(request: HttpRequest, subject: Affiliation) -> HttpResponse:
        form = way.form.of(request, initial=_initial(subject))
        if form.is_bound and form.is_valid():
            try:
                done = engine.run(way.act, subject, request.actor, **form.cleaned_data)
            except Refused as refused:
                form.take(refused)
            else:
                return _after(request.actor, done)
        _noted(request.actor, subject)
        return render(
            request,
            "gid/person_act.html",
            chrome.of(request),
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
            subject=subject,
            form=form,
            way=way,
            title=way.title.format(person=subject.shown_name),
        )

    view.__name__ = view.__qualname__ = name
    return view


def at_once(name: str) -> View:
    """The view of an act that asks nothing more."""

    def view(request: HttpRequest, subject: Affiliation) -> HttpResponse:
        try:
            engine.run(AT_ONCE[name], subject, request.actor)
        except Refused as refused:
            return _page(request, subject, refused)
        return _to(subject)

    view.__name__ = view.__qualname__ = name
    return view


def manager(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """« Être RGC »: what the person who is proposed reads, and answers after a fresh proof."""
    own, refused = _own_place(request.actor, subject), None
    if request.method == "POST" and own.manager_asked_as:
        require_fresh(request)
        declines = "refuser" in request.POST
        act = TeamMember.decline_to_manage if declines else TeamMember.manage
        try:
            engine.run(act, own, request.actor)
        except Refused as error:
            refused = error
        else:
            return HttpResponseRedirect(reverse("portal:home") if declines else reverse("gid:people"))
    asker = people.names_of([own.manager_asked_by]).get(own.manager_asked_by, "")
    return render(
        request,
        "gid/manager.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        subject=own,
        organisation=subject,
        asker=asker,
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )


def _own_place(actor: Actor, organisation: Organisation) -> Affiliation:
    return queries.people_of(organisation).select_related("user").get(user=actor.user)


def _initial(subject: Affiliation) -> dict[str, object]:
    names = {"first_name": subject.first_name, "last_name": subject.last_name, "title": subject.title}
    return names | {"seen": subject.rights_version}


def _after(actor: Actor, done: Affiliation) -> HttpResponse:
    """Whoever gave up the role himself has no page of the team any more."""
    gave_up = done.user_id == actor.user and queries.MANAGE not in done.rights
    return HttpResponseRedirect(reverse("portal:home")) if gave_up else _to(done)


def _to(row: Affiliation) -> HttpResponse:
    return HttpResponseRedirect(reverse("gid:person", args=[row.pk]))


def _noted(actor: Actor, subject: Affiliation) -> None:
    journal.reading(actor, "affiliation.read", [subject.pk], KIND)


def _page(request: HttpRequest, subject: Affiliation, refused: Refused | None = None) -> HttpResponse:
    _noted(request.actor, subject)
    return render(
        request,
        "gid/person.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        person=person_page.read(subject, request.actor),
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )
