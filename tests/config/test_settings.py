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


class TestAddressOfTheRegister:
    @pytest.fixture
    def refused(self, settings):
        def ask(url, mode="production"):
            settings.KAIROS_MODE, settings.KAIROS_REGISTER_URL = mode, url
            return any(sentence.startswith("KAIROS_REGISTER_URL") for sentence in checks.refusals())

        return ask

    @pytest.mark.parametrize(
        "url",
        ["", "https://registre.example/v1", "http://127.0.0.1:9000", "http://localhost:9000/", "http://[::1]:9000"],
    )
    def test_over_https_or_on_this_machine(self, refused, url):
        assert not refused(url)

    @pytest.mark.parametrize(
        "url",
        [
            "http://registre.example",
            "http://10.0.0.5",
            "ftp://registre.example",
            "registre.example",
            "https://",
            "https://[::1",
            "https://registre.example:99999",
            "https://nom:secret@registre.example",
            "https://registre.example/?clef=1",
        ],
    )
    def test_anything_else_is_refused(self, refused, url):
        assert refused(url)

    def test_in_clear_where_nothing_is_real(self, refused):
        assert not refused("http://registre.example", mode="demo")
