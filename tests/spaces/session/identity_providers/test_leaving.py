"""Signing out leaves the provider too; the pages say it in plain words, and only where it is set up."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from kairos.foundation import clock
from kairos.identity.accounts.models import Session
from tests.spaces.session.conftest import words
from tests.spaces.session.identity_providers.conftest import configure, link
from tests.support.provider import CLIENT


class TestLeaving:
    def test_signing_out_shows_the_way_out_of_the_provider_too(self, person, france, visitor):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        link(visitor, france, person)
        page = visitor.get(visitor.post("/connexion/deconnexion/")["Location"])
        assert "Me déconnecter aussi de FranceConnect" in words(page)
        [address] = re.findall(rf'href="({france.issuer}/logout[^"]+)"', page.content.decode())
        said = dict(parse_qsl(urlsplit(unescape(address)).query))
        assert said["post_logout_redirect_uri"] == "http://localhost:8000/connexion"
        assert said["id_token_hint"].count(".") == 2
        assert visitor.session is None
        assert "aussi de" not in words(visitor.get(visitor.post("/connexion/deconnexion/")["Location"]))

    @pytest.mark.parametrize("lost", ["moved to another browser", "idle"])
    def test_the_browser_that_signed_in_is_shown_it_whatever_became_of_the_session(
        self, person, france, visitor, another, lost
    ):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        link(visitor, france, person)
        at = clock.now()
        if lost == "idle":
            at += timedelta(hours=2)
        else:
            Session.objects.using("owner").filter(pk=visitor.session.pk).update(browser="Chrome sur Windows")
        with clock.fixed(at):
            page = visitor.get(visitor.post("/connexion/deconnexion/")["Location"])
        assert "Me déconnecter aussi de FranceConnect" in words(page)
        assert "id_token_hint=" in page.content.decode()

    def test_whoever_took_the_session_elsewhere_is_not_told_who_its_owner_is(self, person, france, visitor, another):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        link(visitor, france, person)
        thief = another("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
        thief.client.cookies["kairos"] = visitor.token
        assert thief.post("/connexion/deconnexion/")["Location"] == "/connexion?fait=deconnexion"

    def test_the_cookie_is_sealed_goes_with_the_browser_and_is_never_too_long(self, person, france, visitor):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        france.claims["long"] = "x" * 3000
        link(visitor, france, person)
        kept = visitor.client.cookies["kairos-leaving"]
        assert (kept["httponly"], kept["max-age"], kept["samesite"]) == (True, "", "Lax")
        page = visitor.get(visitor.post("/connexion/deconnexion/")["Location"]).content.decode()
        assert f"client_id={CLIENT}" in page
        assert "id_token_hint" not in page

    def test_without_its_address_or_by_password_there_is_none(self, people, person, france, visitor):
        link(visitor, france, person)
        assert "aussi de" not in words(visitor.get(visitor.post("/connexion/deconnexion/")["Location"]))
        assert "aussi de" not in words(visitor.get("/connexion?fait=deconnexion&chez=gAAAA"))
        visitor.follow(visitor.sign_in(people.owner_a.user.email))
        assert visitor.post("/connexion/deconnexion/")["Location"] == "/connexion?fait=deconnexion"


class TestPages:
    def test_plain_words_and_only_by_setting(self, person, visitor, settings, service):
        page = words(visitor.get("/connexion"))
        assert "FranceConnect" not in page
        for path in ("franceconnect/", "proconnect/", "franceconnect/retour", "franceconnect/rattacher/"):
            assert visitor.get(f"/connexion/{path}").status_code == 404
        configure(settings, "FRANCECONNECT", service.url)
        configure(settings, "PROCONNECT", service.url)
        page = words(visitor.get("/connexion"))
        assert "Continuer avec FranceConnect" in page
        assert "Continuer avec ProConnect" in page
