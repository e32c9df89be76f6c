"""Which view answers an address is found once, and is still each address's own."""

import pytest
from django.test import RequestFactory
from django.urls import Resolver404

from kairos.config.wsgi import application
from kairos.foundation.ids import new_id


def view_at(path: str):
    request = RequestFactory().get(path)
    found = application.resolve_request(request)
    assert request.resolver_match is found
    return found


def test_the_same_address_asked_again_is_the_same_view():
    assert view_at("/aide/") is view_at("/aide/")
    assert view_at("/aide/").view_name == "public:help"


def test_two_rows_of_one_page_are_not_taken_for_one_another():
    one, other = (f"/operateur/adhesions/{new_id()}/" for _ in range(2))
    assert view_at(one).func is view_at(other).func
    assert view_at(one).kwargs != view_at(other).kwargs
    assert str(view_at(one).kwargs["key"]) in one


def test_an_address_that_may_hold_a_secret_is_not_remembered():
    link = "/compte/activer/un-secret-d-un-courriel"
    assert view_at(link) is not view_at(link)
    assert view_at(link).view_name == "public:activate"


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(application, "MOST", 3)
    for _ in range(5):
        view_at(f"/operateur/adhesions/{new_id()}/")
    assert len(application._known) <= 3


def test_what_is_no_address_is_none_each_time():
    for _ in range(2):
        with pytest.raises(Resolver404):
            view_at("/nulle/part/")
