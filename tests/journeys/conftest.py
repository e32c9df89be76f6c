"""Browsers of people who are signed in already."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from kairos.identity.accounts import device
from tests.support.people import sign_in


@pytest.fixture
def enter(live):
    """`enter(page, people.owner_a)`: signed in from that very browser; another one would be asked for a proof."""

    def signed_in(page, someone) -> None:
        agent = page.evaluate("navigator.userAgent")
        here = device.of(RequestFactory(HTTP_USER_AGENT=agent, REMOTE_ADDR="127.0.0.1").get("/"))
        token = sign_in(Client(), someone, device=here).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": token, "url": live.url}])

    return signed_in


@pytest.fixture
def browsing(new_page, enter):
    """`browsing(people.owner_a, phone=True)`: their browser, signed in."""

    def open_as(someone, **options):
        page = new_page(**options)
        enter(page, someone)
        return page

    return open_as
