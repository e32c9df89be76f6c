"""The design is tried without a database: its own templates, static files under their plain names."""

from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory

from kairos.design.page import Chrome, NavItem, Site


@pytest.fixture(autouse=True)
def plain_static(settings):
    """No manifest is needed; engines are made anew so that no address made here outlives the test."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)


@pytest.fixture
def env(plain_static):
    return engines["jinja2"].env


@pytest.fixture
def draw(env):
    """Renders a template written in the test, the macros at hand."""
    imports = (
        '{% import "design/components.html" as ui %}'
        '{% import "design/forms.html" as forms %}'
        '{% import "design/tables.html" as tables %}'
    )
    return lambda source, **context: env.from_string(imports + source).render(context)


@pytest.fixture
def request_to():
    """A request as the frame hands it on: with an actor and the site."""

    def make(path="/", **cookies):
        request = RequestFactory().get(path)
        request.COOKIES.update(cookies)
        request.actor = SimpleNamespace(name="")
        request.site = Site(
            name="Opérateur",
            phone="0199001212",
            hours="de 8 h 30 à 18 h",
            email="aide@kairos.example",
            demo=True,
        )
        return request

    return make


@pytest.fixture
def chrome():
    return Chrome(
        "Adhésions",
        "Opérateur",
        person="Julien Castaing",
        nav=(
            NavItem("À faire", "/operateur/", "list-checks", 6),
            NavItem("Adhésions", "/operateur/adhesions/", "building-2", 120),
        ),
        account_links=(
            NavItem("Mon compte", "/compte/", "user"),
            NavItem("Se déconnecter", "/deconnexion", "log-out", post=True),
        ),
        inbox=NavItem("Messages", "/messages/", "bell", 2),
    )
