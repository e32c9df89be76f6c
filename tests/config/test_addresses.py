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


def test_what_is_no_address_is_none_each_time():
    for _ in range(2):
        with pytest.raises(Resolver404):
            view_at("/nulle/part/")
