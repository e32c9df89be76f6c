"""Who came back from the identity provider: believed only when everything fits."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from kairos.foundation import clock
from kairos.identity.accounts import oidc
from kairos.identity.accounts.oidc import Failed, Problem
from tests.support.provider import CLIENT, PAUL, SECRET, Provider, forged_key, key

NOW = datetime(2026, 10, 2, 7, 41, tzinfo=UTC)
PUBLIC = {"email": "sofia@tests.example", "email_verified": True}


@pytest.fixture
def provider(service, settings):
    settings.KAIROS_OIDC_ISSUER = service.url
    settings.KAIROS_OIDC_CLIENT_ID, settings.KAIROS_OIDC_CLIENT_SECRET = CLIENT, SECRET
    return Provider(service)


@pytest.fixture
def arrive(provider):
    """Leave for the provider, sign in there, come back."""

    def go(*, again=False, sealed=None, **said):
        address, kept = oidc.begin("/operateur/", again=again)
        return oidc.finish(provider.left(address).back(**said), kept if sealed is None else sealed)

    return go


def problem(arrive, **how):
    with pytest.raises(Failed) as failed:
        arrive(**how)
    return failed.value.problem


class TestDeparture:
    def test_what_is_asked(self, provider):
        address, _ = oidc.begin("/operateur/")
        assert address.startswith(f"{provider.issuer}/authorize?tenant=1&")
        asked = dict(parse_qsl(urlsplit(address).query))
        drawn = [asked.pop(name) for name in ("state", "nonce", "code_challenge")]
        assert asked == {
            "tenant": "1",
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": "http://localhost:8000/connexion/agent/retour",
            "scope": "openid email profile",
            "code_challenge_method": "S256",
        }
        assert min(map(len, drawn)) >= 43
        again, _ = oidc.begin("/operateur/")
        assert not set(drawn) & set(dict(parse_qsl(urlsplit(again).query)).values())

    def test_two_factors_are_asked_by_name(self, provider, settings):
        settings.KAIROS_OIDC_ACR, settings.KAIROS_OIDC_AMR = ("eidas2", "eidas3"), ("mfa",)
        asked = dict(parse_qsl(urlsplit(oidc.begin("")[0]).query))
        assert asked["acr_values"] == "eidas2 eidas3"
        assert json.loads(asked["claims"]) == {"id_token": {"acr": {"essential": True}, "amr": {"essential": True}}}

    def test_what_the_browser_keeps_says_nothing(self, provider):
        address, sealed = oidc.begin("/operateur/")
        verifier = oidc._journey(sealed).verifier
        assert verifier not in address
        assert verifier not in sealed
        assert verifier.encode() not in base64.urlsafe_b64decode(sealed)

    def test_nobody_answers(self, provider, service):
        service.server_close()
        with pytest.raises(Failed) as failed:
            oidc.begin("")
        assert failed.value.problem == Problem.SILENT

    @pytest.mark.parametrize("address", [None, 12, "", "http://ailleurs.example/authorize", "javascript:alert(1)"])
    def test_an_address_that_is_not_safe_is_not_gone_to(self, provider, settings, address):
        settings.KAIROS_MODE = "production"
        provider.document = {"authorization_endpoint": address}
        with pytest.raises(Failed):
            oidc.begin("")

    def test_another_provider_speaks_there(self, provider):
        provider.document = {"issuer": "https://ailleurs.example"}
        with pytest.raises(Failed):
            oidc.begin("")


class TestReturn:
    def test_who_and_where_to(self, arrive, provider):
        provider.claims = {"given_name": " Paul ", "family_name": "Instruit", "email": "Paul.Instruit@tests.example"}
        identity, journey = arrive()
        assert (identity.issuer, identity.subject) == (provider.issuer, "a7f3")
        assert (identity.email, identity.first_name, identity.last_name) == (PAUL["email"], "Paul", "Instruit")
        assert not identity.strong
        assert (journey.suite, journey.again) == ("/operateur/", False)

    def test_how_we_prove_who_we_are(self, arrive, provider):
        arrive()
        assert "client_secret" not in provider.form
        pair = base64.b64decode(provider.headers["Authorization"].removeprefix("Basic ")).decode()
        assert pair == "kairos:un%20secret%3A%20%C3%A0%20deux%20%26%20c%C3%B4t%C3%A9s"

    def test_or_in_the_form_when_the_provider_says_so(self, arrive, provider):
        provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        arrive()
        assert (provider.form["client_id"], provider.form["client_secret"]) == (CLIENT, SECRET)
        assert "Authorization" not in provider.headers

    @pytest.mark.parametrize("sealed", ["", "abc", "é", None])
    def test_another_browser(self, arrive, provider, sealed):
        if sealed is None:
            sealed = oidc.begin("/ailleurs/")[1]
        assert problem(arrive, sealed=sealed) == Problem.LOST
        assert provider.form == {}

    @pytest.mark.parametrize("state", ["", "autre", "é"])
    def test_a_forged_return(self, arrive, provider, state):
        assert problem(arrive, state=state) == Problem.LOST
        assert provider.form == {}

    def test_too_late(self, arrive, monkeypatch):
        monkeypatch.setattr(oidc, "KEPT", timedelta(seconds=-5))
        assert problem(arrive) == Problem.LOST

    def test_a_return_from_another_provider(self, arrive, provider):
        assert problem(arrive, iss="https://ailleurs.example") == Problem.UNPROVED
        assert provider.form == {}
        assert arrive(iss=provider.issuer)

    def test_who_gives_up(self, arrive):
        assert problem(arrive, error="access_denied") == Problem.CANCELLED
        assert problem(arrive, error="server_error") == Problem.UNPROVED

    def test_a_code_the_provider_does_not_know(self, arrive):
        assert problem(arrive, code="autre") == Problem.UNPROVED
        assert problem(arrive, code="") == Problem.UNPROVED

    def test_the_provider_falls_silent(self, provider, service):
        address, sealed = oidc.begin("")
        service.server_close()
        with pytest.raises(Failed) as failed:
            oidc.finish(provider.left(address).back(), sealed)
        assert failed.value.problem == Problem.SILENT


class TestToken:
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://ailleurs.example"},
            {"iss": None},
            {"aud": "autre"},
            {"aud": None},
            {"aud": []},
            {"aud": ["autre", "encore"], "azp": CLIENT},
            {"aud": [CLIENT, "autre"]},
            {"aud": [CLIENT, "autre"], "azp": "autre"},
            {"azp": "autre"},
            {"exp": timedelta(seconds=-61)},
            {"exp": None},
            {"exp": "demain"},
            {"iat": timedelta(hours=1)},
            {"iat": None},
            {"nbf": timedelta(hours=1)},
            {"nonce": "autre"},
            {"nonce": None},
            {"sub": None},
            {"sub": ""},
            {"sub": 12},
            {"sub": "é"},
            {"sub": "a" * 256},
        ],
        ids=lambda claims: str(claims)[:60],
    )
    def test_what_it_must_say(self, arrive, provider, claims):
        provider.claims = claims
        assert problem(arrive) == Problem.UNPROVED

    @pytest.mark.parametrize("audience", [[CLIENT], [CLIENT, "autre"]])
    def test_meant_for_us_among_others(self, arrive, provider, audience):
        provider.claims = {"aud": audience, "azp": CLIENT}
        assert arrive()

    def test_signed_by_somebody_else_under_the_same_name(self, arrive, provider, monkeypatch):
        forger = forged_key(provider.key.kid)
        monkeypatch.setattr(Provider, "id_token", lambda self: self.sign(self.right(), forger))
        assert problem(arrive) == Problem.UNPROVED

    @pytest.mark.parametrize("algorithm", ["none", "HS256 with our secret", "HS256 with the public key"])
    def test_signed_with_what_is_no_secret_of_the_provider(self, arrive, provider, monkeypatch, algorithm):
        def forged(self):
            secrets = {"our secret": SECRET.encode(), "the public key": self.key.as_pem(private=False)}
            name, _, secret = algorithm.partition(" with ")
            head = ".".join(map(_encoded, ({"alg": name, "kid": self.key.kid}, self.right())))
            sign = hmac.digest(secrets[secret], head.encode(), "sha256") if secret else b""
            return f"{head}.{base64.urlsafe_b64encode(sign).rstrip(b'=').decode()}"

        monkeypatch.setattr(Provider, "id_token", forged)
        assert problem(arrive) == Problem.UNPROVED

    def test_signed_with_a_secret_that_the_provider_published(self, arrive, provider, monkeypatch):
        """Its mistake would let anyone sign."""
        shared = OctKey.import_key(b"un secret que tout le monde partage", {"kid": provider.key.kid})
        provider.document = {"jwks_uri": f"{provider.issuer}/userinfo"}
        provider.person = {"keys": [shared.as_dict(private=True)]}
        header = {"alg": "HS256", "kid": provider.key.kid}
        monkeypatch.setattr(Provider, "id_token", lambda self: jwt.encode(header, self.right(), shared, ["HS256"]))
        assert problem(arrive) == Problem.UNPROVED

    @pytest.mark.parametrize("token", [None, 12, "", "a.b.c", "é", "ey" * 5000, "a.b.c.d.e"])
    def test_not_a_token(self, arrive, provider, token):
        provider.tokens = {"id_token": token, "access_token": "j3t0n"}
        assert problem(arrive) == Problem.UNPROVED

    def test_keys_that_cannot_be_read(self, arrive, provider, monkeypatch):
        provider.document = {"jwks_uri": f"{provider.issuer}/userinfo"}
        for keys in ({"keys": "non"}, {"keys": [{"kty": "RSA"}]}, {"keys": []}, {}, b"non"):
            provider.person = keys
            assert problem(arrive) == Problem.UNPROVED

    def test_the_provider_changes_its_keys(self, arrive, provider, service):
        arrive()
        provider.key = key("deux")
        assert arrive()
        assert service.asked.count("/jwks") == 2

    def test_what_it_publishes_is_asked_once_an_hour(self, arrive, service):
        with clock.fixed(NOW):
            arrive()
        with clock.fixed(NOW + timedelta(minutes=59)):
            arrive()
        assert service.asked.count("/.well-known/openid-configuration") == service.asked.count("/jwks") == 1
        with clock.fixed(NOW + timedelta(minutes=60)):
            arrive()
        assert service.asked.count("/.well-known/openid-configuration") == 2


def _encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


class TestPerson:
    @pytest.mark.parametrize(
        ("verified", "email"), [(True, PAUL["email"]), ("true", PAUL["email"]), (False, ""), (None, "")]
    )
    def test_an_email_counts_when_verified(self, arrive, provider, verified, email):
        provider.claims = {"email_verified": verified}
        assert arrive()[0].email == email

    def test_or_when_the_operator_says_that_they_all_are(self, arrive, provider, settings):
        settings.KAIROS_OIDC_EMAILS_VERIFIED = True
        provider.claims = {"email_verified": None}
        assert arrive()[0].email == PAUL["email"]

    @pytest.mark.parametrize("signed", [False, True])
    def test_what_is_said_beside_the_token(self, arrive, provider, signed):
        provider.claims = {"email": None, "email_verified": None}
        said = {"sub": "a7f3", "usual_name": "Supervise", "family_name": "Autre", **PUBLIC}
        provider.person = provider.sign(said).encode() if signed else said
        identity, _ = arrive()
        assert (identity.email, identity.last_name) == (PUBLIC["email"], "Supervise")

    def test_said_of_somebody_else(self, arrive, provider):
        provider.claims = {"email": None}
        for said in ({"sub": "autre", **PUBLIC}, PUBLIC, b"non", b"[]"):
            provider.person = said
            assert problem(arrive) == Problem.UNPROVED

    def test_said_by_somebody_else(self, arrive, provider):
        provider.claims = {"email": None}
        provider.person = provider.sign({"sub": "a7f3", **PUBLIC}, forged_key(provider.key.kid)).encode()
        assert problem(arrive) == Problem.UNPROVED

    @pytest.mark.parametrize(
        ("claims", "strong"),
        [
            ({"acr": "eidas2"}, True),
            ({"acr": "eidas1"}, False),
            ({"acr": ["eidas2"]}, False),
            ({"amr": ["pwd", "mfa"]}, True),
            ({"amr": ["pwd"]}, False),
            ({"amr": "mfa"}, False),
            ({}, False),
        ],
        ids=str,
    )
    def test_two_factors_by_its_word(self, arrive, provider, settings, claims, strong):
        settings.KAIROS_OIDC_ACR, settings.KAIROS_OIDC_AMR = ("eidas2",), ("mfa",)
        provider.claims = claims
        assert arrive()[0].strong == strong

    def test_without_the_setting_its_word_is_not_enough(self, arrive, provider):
        provider.claims = {"acr": "eidas2", "amr": ["mfa"]}
        assert not arrive()[0].strong

    def test_two_factors_are_said_in_the_token_alone(self, arrive, provider, settings):
        settings.KAIROS_OIDC_ACR = ("eidas2",)
        provider.claims = {"email": None}
        provider.person = {"sub": "a7f3", "acr": "eidas2", **PUBLIC}
        assert not arrive()[0].strong


class TestAgain:
    """A proof asked of someone signed in."""

    def test_the_provider_is_told(self, provider):
        asked = dict(parse_qsl(urlsplit(oidc.begin("", again=True)[0]).query))
        assert (asked["prompt"], asked["max_age"]) == ("login", "0")

    def test_a_new_proof(self, arrive, provider):
        provider.claims = {"auth_time": timedelta()}
        assert arrive(again=True)[1].again

    @pytest.mark.parametrize("moment", [timedelta(hours=-1), timedelta(seconds=-90), None])
    def test_not_an_old_one(self, arrive, provider, moment):
        provider.claims = {"auth_time": moment}
        assert problem(arrive, again=True) == Problem.UNPROVED
