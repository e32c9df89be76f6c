"""What the environment may say, and what is refused at start."""

import pytest

from kairos.config import checks, environment


class TestSeconds:
    @pytest.mark.parametrize(("text", "expected"), [("", 2.0), ("0.5", 0.5), ("10", 10.0)])
    def test_a_duration(self, text, expected, monkeypatch):
        monkeypatch.setenv("KAIROS_ESSAI", text)
        assert environment.seconds("KAIROS_ESSAI", 2.0) == expected

    @pytest.mark.parametrize("text", ["0", "-1", "deux", "inf", "nan", "2 s"])
    def test_anything_else_is_refused(self, text, monkeypatch):
        monkeypatch.setenv("KAIROS_ESSAI", text)
        with pytest.raises(environment.Misconfigured, match="KAIROS_ESSAI doit être un nombre de secondes"):
            environment.seconds("KAIROS_ESSAI", 2.0)


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("", False),
        ("https://registre.example/v1", False),
        ("http://127.0.0.1:9000", False),
        ("http://registre.example", True),
    ],
)
def test_the_register_is_asked_over_https(settings, url, refused):
    settings.KAIROS_MODE, settings.KAIROS_REGISTER_URL, settings.SMS_URL = "production", url, url
    for name in ("KAIROS_REGISTER_URL", "SMS_URL"):
        assert any(name in sentence for sentence in checks.refusals()) == refused


class TestIdentityProvider:
    @pytest.fixture
    def refused(self, settings):
        def ask(issuer, client="kairos", secret="secret"):
            settings.KAIROS_MODE, settings.KAIROS_OIDC_ISSUER = "production", issuer
            settings.KAIROS_OIDC_CLIENT_ID, settings.KAIROS_OIDC_CLIENT_SECRET = client, secret
            return any("KAIROS_OIDC" in sentence for sentence in checks.refusals())

        return ask

    def test_over_https(self, refused):
        assert not refused("https://identite.example")
        assert not refused("http://localhost:9400")
        assert refused("http://identite.example")

    def test_with_what_it_gave_us(self, refused):
        assert refused("https://identite.example", secret="")
        assert refused("https://identite.example", client="")

    def test_or_not_at_all(self, refused):
        assert not refused("", client="", secret="")
