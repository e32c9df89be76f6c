"""Addresses of the environment, read as people write them."""

import pytest

from kairos.config import environment
from kairos.config.environment import Misconfigured


class TestDatabase:
    def test_every_part_is_read(self):
        found = environment.database("postgresql://kairos_app:m%40t%2Fde@base.example:6432/kairos?sslmode=verify-full")
        assert (found["USER"], found["PASSWORD"]) == ("kairos_app", "m@t/de")
        assert (found["HOST"], found["PORT"], found["NAME"]) == ("base.example", "6432", "kairos")
        assert found["OPTIONS"]["sslmode"] == "verify-full"

    def test_a_socket_and_options_with_spaces(self):
        found = environment.database("postgres://u@/kairos?host=/run/postgresql&options=-c%20work_mem%3D8MB")
        assert found["HOST"] == "/run/postgresql"
        assert found["OPTIONS"]["options"] == "-c work_mem=8MB"

    def test_parameters_are_bound_by_the_server(self):
        assert environment.database("postgresql://u@h/kairos")["OPTIONS"]["server_side_binding"] is True

    @pytest.mark.parametrize("url", ["", "mysql://u@h/kairos", "postgresql://u@h", "postgresql://u@h/", "kairos"])
    def test_anything_else_is_refused(self, url):
        with pytest.raises(Misconfigured, match="postgresql://"):
            environment.database(url)


class TestGateway:
    def test_an_address_over_http_or_none(self):
        assert environment.gateway("") == ""
        assert environment.gateway("https://sms.example/send") == "https://sms.example/send"

    @pytest.mark.parametrize("url", ["sms.example", "ftp://sms.example", "smtp://relais.example"])
    def test_anything_else_is_refused(self, url):
        with pytest.raises(Misconfigured, match="SMS_URL"):
            environment.gateway(url)


class TestMail:
    @pytest.mark.parametrize(
        ("url", "port", "tls", "ssl"),
        [
            ("smtp://relais.example", 25, False, False),
            ("smtp+tls://relais.example", 587, True, False),
            ("smtps://relais.example", 465, False, True),
            ("smtp+tls://relais.example:2525", 2525, True, False),
        ],
    )
    def test_each_way_has_its_port(self, url, port, tls, ssl):
        found = environment.mail(url)
        assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)

    def test_a_name_and_a_password(self):
        found = environment.mail("smtp+tls://kairos%40relais:s%3Acret@relais.example")
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("kairos@relais", "s:cret")

    def test_without_it_nothing_leaves(self):
        assert environment.mail("")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")

    def test_anything_else_is_refused(self):
        with pytest.raises(Misconfigured, match="EMAIL_URL"):
            environment.mail("relais.example:25")
