"""The addresses of agencies and of people read by the operator."""

from collections.abc import Callable

from django.urls import URLPattern

from kairos.people.access import queries
from kairos.spaces.operator import agencies
from kairos.spaces.persons import stopped

BOTH, POST = ("GET", "POST"), ("POST",)
ONE = {"subject": queries.person, "personal_data": True}


def of(route: Callable[..., URLPattern]) -> list[URLPattern]:
    return [
        route("agences/", agencies.listed, name="agencies", permission="agencies.see", methods=BOTH),
        route("agences/<uuid:key>/", agencies.opened, name="agency", permission="agencies.see", methods=BOTH,
              subject=agencies.agency, personal_data=True),
        route("personne/", agencies.search, name="look_up", permission="people.assist", methods=BOTH,
              personal_data=True),
        route("personne/<uuid:key>/", agencies.person, name="person", permission="people.assist", **ONE),
        route("personne/<uuid:key>/coordonnees/", agencies.reveal, name="reveal", permission="people.assist",
              methods=POST, **ONE),
        route("lectures/", agencies.stops, name="readings", permission="readings.oversee"),
        route("lectures/<uuid:key>/", agencies.lift, name="lift_reading", permission="readings.oversee", methods=BOTH,
              subject=stopped.stop),
    ]  # fmt: skip
