"""Choosing what one is told, and how."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import Chrome, render
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.messages import EMAIL, SMS, Recipient, choosing, sms, topics
from kairos.foundation.messages.topics import Chosen, Topic
from kairos.people.jobseekers import queries as jobseekers
from kairos.people.jobseekers import rules
from kairos.spaces import chrome
from kairos.spaces.jobseeker.pages import around

LABELS = {EMAIL: "Par courriel", SMS: "Par SMS"}


@dataclass(frozen=True, slots=True)
class Box:
    """stays: may not be switched off."""

    name: str
    label: str
    on: bool
    stays: bool


@dataclass(frozen=True, slots=True)
class Choice:
    topic: Topic
    boxes: Sequence[Box]


def choose(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    mobile = _mobile(actor)
    chosen, reasons = choosing.chosen_by(actor.user), []
    shown = [(topic, _channels(topic, mobile)) for topic in topics.of(actor.audience)]
    if request.method == "POST":
        chosen = {topic.box(one): topic.box(one) in request.POST for topic, channels in shown for one in channels}
        try:
            choosing.choose(actor, chosen)
            return HttpResponseRedirect(reverse("notifications:choose") + "?fait=1")
        except Refused as refused:
            reasons = [(reason.message, None) for reason in refused.reasons]
    return render(
        request,
        "inbox/notifications.html",
        _around(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        choices=[Choice(topic, list(_boxes(topic, channels, chosen))) for topic, channels in shown],
        reasons=reasons,
        done="fait" in request.GET,
        seeker=actor.jobseeker is not None,
        mobile=rules.masked_phone(mobile),
        texts=sms.is_offered(),
    )


def _mobile(actor: Actor) -> str:
    """Of a job seeker, who alone is told by text message."""
    return Recipient(phone=jobseekers.oneself(actor).phone).mobile if actor.jobseeker else ""


def _channels(topic: Topic, mobile: str) -> list[str]:
    """Those that may reach this person: not chosen is kept as it was."""
    return [one for one in topic.channels if one not in topic.always and (one != SMS or (mobile and sms.is_offered()))]


def _boxes(topic: Topic, channels: Sequence[str], chosen: Chosen) -> Iterator[Box]:
    for channel in topic.channels:
        if channel in topic.always or channel in channels:
            on = topic.comes_by(channel, chosen)
            yield Box(topic.box(channel), LABELS[channel], on, channel in topic.always)


def _around(request: HttpRequest) -> Chrome:
    return around(request) if request.actor.jobseeker else chrome.of(request, "Mes notifications")
