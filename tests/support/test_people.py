"""The frame builds from a session the very actor that the fixtures hand to acts."""

import dataclasses

import pytest
from django.test import RequestFactory

from kairos.foundation.isolation.frame import FrameMiddleware

NAMES = ("visitor", "owner_a", "owner_b", "manager", "freelance", "instructor", "supervisor")


@pytest.mark.parametrize("name", NAMES)
def test_the_frame_builds_the_same_actor(people, as_person, name):
    someone = getattr(people, name)
    request = RequestFactory().get("/")
    request.COOKIES = {key: morsel.value for key, morsel in as_person(someone).cookies.items()}
    seen = []

    def page(request):
        from django.http import HttpResponse

        seen.append(request.actor)
        return HttpResponse()

    FrameMiddleware(page)(request)
    [actor] = seen
    ignored = {"affiliation": None, "session": None, "proved_at": None, "request_id": ""}
    assert dataclasses.replace(actor, **ignored) == dataclasses.replace(someone.actor, **ignored)
