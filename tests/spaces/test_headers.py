"""What browsers are told with every kind of answer. Every route × everyone is in tests/test_routes.py."""

import ast
import re
from contextlib import closing

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import get_resolver
from hypothesis import example, given
from hypothesis import strategies as st

from kairos.spaces import headers
from kairos.spaces.routes import routes
from tests.support.headers import NAME, faults
from tests.test_house import ROOT, SOURCES

get_resolver().url_patterns  # noqa: B018 (declares every route)
OPAQUE = {
    "uuid:key",
    "uuid:batch",
    "uuid:session",
    "str:token",
    "str:code",
    "str:version",
    "str:kind",
    "str:name",
    "slug:label",
    "slug:name",
    "str:secret",
    "month:month",
    "day:day",
}
"""What an address may hold: keys, one-use links, numbers of versions, names of settings and of kinds of change."""


@pytest.fixture
def visitor(real_db) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def https(settings) -> None:
    """As in production behind its proxy."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


KINDS = {
    "page": (200, lambda client: client.get("/")),
    "health": (200, lambda client: client.get("/healthz")),
    "redirection": (302, lambda client: client.get("/compte/fiche/")),
    "part of a page": (204, lambda client: client.get("/compte/fiche/", headers={"HX-Request": "true"})),
    "not found": (404, lambda client: client.get("/nulle-part/")),
    "no such static file": (404, lambda client: client.get("/static/nulle-part.css")),
    "wrong method": (405, lambda client: client.delete("/")),
    "trace": (405, lambda client: client.trace("/")),
    "too large": (413, lambda client: client.post("/compte/creer/", {"name": "x" * 1_100_000})),
    "refused form": (422, lambda client: client.post("/connexion", {})),
    "form of another site": (403, lambda _: Client(enforce_csrf_checks=True).post("/connexion", {})),
    "another host": (400, lambda client: client.get("/", headers={"Host": "ailleurs.example"})),
}


@pytest.mark.parametrize(("status", "ask"), KINDS.values(), ids=KINDS)
def test_every_kind_of_answer_has_them(visitor, status, ask):
    response = ask(visitor)
    assert response.status_code == status
    assert faults(response) == []


def test_what_broke_has_them_even_in_its_last_words(visitor, monkeypatch):
    monkeypatch.setattr("kairos.spaces.public.deadlines.watched", lambda: 1 / 0)
    assert faults(broken := visitor.get("/")) == []
    monkeypatch.setattr("kairos.spaces.refusals.render", lambda *_, **__: 1 / 0)
    assert faults(last := visitor.get("/")) == []
    assert (broken.status_code, last.status_code) == (500, 500)


def test_a_static_file_has_them_and_may_be_kept(visitor):
    with closing(visitor.get(staticfiles_storage.url("kairos/kairos.css"))) as response:
        assert response.status_code == 200
        assert [fault for fault in faults(response) if not fault.startswith("kept: ")] == []
        assert "immutable" in response["Cache-Control"]


def test_over_https_it_stays_https_for_a_year_and_below(https, real_db):
    client = Client(headers={"X-Forwarded-Proto": "https"}, raise_request_exception=False)
    for address in ("/", "/nulle-part/", "/healthz", staticfiles_storage.url("kairos/kairos.css")):
        with closing(client.get(address)) as response:
            assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_signed_in_nothing_is_kept_not_even_a_refusal(people, as_person):
    client = as_person(people.owner_a)
    answers = [client.get(address) for address in ("/compte/", "/nulle-part/", "/operateur/", "/connexion")]
    assert [answer.status_code for answer in answers] == [200, 404, 403, 302]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store, private"}


def test_signing_out_clears_what_the_browser_holds(people, as_person):
    response = as_person(people.owner_a).post("/connexion/deconnexion/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies["kairos"].value == ""


def test_no_answer_invites_another_site(visitor):
    response = visitor.get("/", headers={"Origin": "https://ailleurs.example"})
    assert not [name for name in response.headers if name.startswith("Access-Control-")]


def test_every_cookie_is_bound_to_this_host():
    """Under https each is « __Host- »: Secure, without a domain, for the whole site; the theme is written by script."""
    source = (ROOT / "kairos/config/settings.py").read_text()
    names = re.findall(r'^\w+_COOKIE_NAME = "(.+?)" if SECURE else', source, re.MULTILINE)
    ours = ["__Host-kairos", *(f"__Host-kairos-{name}" for name in ("csrf", "device", "leaving")), "__Host-theme"]
    assert sorted(names) == ours
    assert '["__Host-", ";secure"]' in (ROOT / "kairos/design/static/kairos/kairos.js").read_text()
    given = {path for path in SOURCES if ".set_cookie(" in (ROOT / path).read_text()}
    assert given == {f"kairos/spaces/{name}.py" for name in ("demo/signing", "session/cookies", "session/oidc")}
    for path in given:
        assert "secure=settings.SECURE, httponly=True" in re.sub(r"\s+", " ", (ROOT / path).read_text())


@pytest.mark.parametrize(
    "path", ["/.git/config", "/static/", "/static/kairos/", "/static/../kairos/config/settings.py", "/static/.sources",
             "/static/%2e%2e/pyproject.toml", "/var/seals.jsonl", "/media/", "/pyproject.toml"],
)  # fmt: skip
def test_no_file_of_the_source_is_served(visitor, path):
    with closing(visitor.get(path)) as response:
        assert response.status_code == 404


class TestFileNames:
    @example("\n", True)
    @given(st.text(max_size=120), st.booleans())
    def test_whatever_the_name_the_header_holds(self, name, saved):
        told = headers.file(name, saved=saved)["Content-Disposition"]
        assert "\r" not in told
        assert "\n" not in told
        assert told.count('"') in (0, 2) or '\\"' in told
        assert told.startswith("attachment" if saved else "inline") or told == "attachment"

    @given(st.from_regex(r"[a-zA-Zéèêàç0-9 ._-]{1,60}", fullmatch=True))
    def test_a_plain_name_is_whole(self, name):
        assert NAME.fullmatch(headers.file(name, saved=True)["Content-Disposition"])

    def test_nobody_else_writes_one(self):
        """« filename » in a header is written by `headers.file` alone, which encodes it."""
        found = [
            path
            for path, tree in SOURCES.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node.value == "Content-Disposition"
        ]
        assert set(found) == {"kairos/spaces/headers.py"}


class TestAddresses:
    def test_they_hold_keys_and_nothing_of_anyone(self):
        held = {part for route in routes() for part in re.findall("<(.+?)>", route.path)}
        assert held - OPAQUE == set()

    def test_a_form_of_people_never_travels_in_an_address(self, people, as_person):
        """Forms that search (GET) ask for words and choices; whoever types a name types it in a POST or a search."""
        fields = set()
        for someone, address in ((people.owner_a, "/compte/fiche/"), (people.supervisor, "/operateur/comptes/")):
            page = as_person(someone).get(address).content.decode()
            for form in re.findall(r"<form(?![^>]*method=\"post\").*?</form>", page, re.DOTALL):
                fields |= set(re.findall(r'name="(\w+)"', form))
        assert fields == set()
