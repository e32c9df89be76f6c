"""« Habilitations (GID) »: the team, what waits, inviting somebody."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import journal
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.habilitations import inviting
from kairos.identity.habilitations.catalogue import AREAS, PROFILES, in_order, label_of
from kairos.identity.organisations.models import Organisation
from kairos.spaces.provider.gid import chrome, people_list, places
from kairos.spaces.provider.gid.people_forms import InviteForm

KIND = "habilitations.affiliation"


def people(request: HttpRequest, subject: Organisation) -> HttpResponse:
    actor, asked = request.actor, request.GET
    sites = places.all_of(actor)
    place = people_list.place_asked(asked)
    shown = people_list.page(actor, asked, places.among(sites, place))
    waiting = people_list.waiting(actor)
    read = {line.id for line in (*shown.rows, *waiting)}
    journal.reading(actor, "affiliations.read", sorted(read), KIND)
    return render(
        request,
        "gid/people.html",
        chrome.of(request),
        page=shown,
        waiting=waiting[: people_list.MOST_TASKS],
        more=len(waiting) > people_list.MOST_TASKS,
        counts=people_list.counts(actor),
        state=people_list.state_asked(asked),
        states={key: label for key, (label, _) in people_list.STATES.items()},
        words=people_list.words_asked(asked),
        right=people_list.right_asked(asked),
        place=place,
        several_places=len(sites) > 1,
        areas=AREAS,
        profiles=PROFILES,
        done=asked.get("fait", ""),
    )


def invite(request: HttpRequest, subject: Organisation) -> HttpResponse:
    form = InviteForm.of(request, initial={"token": new_id()})
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["token"]
        try:
            inviting.invite(key, request.actor, **form.asked())
        except AlreadyDone:
            return HttpResponseRedirect(reverse("gid:person", args=[key]))
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("gid:person", args=[key]))
    return render(
        request,
        "gid/invite.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        profile_facts=[(one.label, " · ".join(map(label_of, in_order(one.rights)))) for one in PROFILES],
    )
