"""Asking a service: what it says, what it fails to say, in how long, over which line."""

import http.client
import threading
from datetime import UTC, datetime, timedelta

import pytest

from kairos.foundation import clock, remote
from kairos.foundation.remote import NoAnswer, NotJson
from tests.support.service import certificate

NOW = datetime(2026, 10, 2, 7, 41, tzinfo=UTC)
IMPATIENT = 0.05
PATIENT = 60.0


@pytest.fixture
def asked():
    return remote.Service("essai", PATIENT)


class TestAnswers:
    def test_what_is_asked_and_said(self, service, asked):
        service.says({"bonjour": "Nguyễn"}, status=404)
        answer = asked.get(f"{service.url}/a/b?c=d%20e")
        assert (answer.status, answer.json()) == (404, {"bonjour": "Nguyễn"})
        assert service.asked == ["/a/b?c=d%20e"]

    def test_a_form(self, service, asked):
        def echo(handler):
            said = [handler.headers["Content-Type"], handler.headers["Authorization"], handler.sent.decode()]
            handler.say(200, " ".join(said).encode())

        service.behaviour = echo
        answer = asked.post(service.url, {"code": "a&b é"}, headers={"Authorization": "Basic eA=="})
        assert answer.body == b"application/x-www-form-urlencoded Basic eA== code=a%26b+%C3%A9"
        assert service.asked == ["/"]

    @pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 200_000])
    def test_not_json(self, service, asked, body):
        service.says(body)
        with pytest.raises(NotJson):
            asked.get(service.url).json()

    @pytest.mark.parametrize("status", [204, 301, 401, 429])
    def test_a_refusal_is_an_answer(self, service, asked, status):
        service.says(b"", status=status)
        assert asked.get(service.url).status == status
        assert asked.get(service.url)

    def test_redirects_are_not_followed(self, service, asked):
        service.says(b"", status=302, Location="/ailleurs")
        assert asked.get(service.url).status == 302
        assert service.asked == ["/"]


def drop_by_drop(handler):
    """A header that takes ten seconds to come, then a right answer."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(1000):
        try:
            handler.wfile.write(b".")
        except OSError:
            handler.server.hung_up.set()
            return
        threading.Event().wait(0.01)
    handler.wfile.write(b"\r\n\r\n{}")


def endless(handler):
    handler.say(200, b"")
    while True:
        handler.wfile.write(b" " * remote.LONGEST)


class TestFailures:
    def fails(self, asked, url):
        with pytest.raises(NoAnswer):
            asked.get(url)

    @pytest.mark.parametrize("after", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n{"])
    def test_no_answer_in_time(self, service, after):
        service.stops(after)
        self.fails(remote.Service("essai", IMPATIENT), service.url)
        assert service.hung_up.wait(PATIENT)

    def test_an_answer_that_comes_drop_by_drop_is_not_in_time(self, service):
        service.behaviour = drop_by_drop
        self.fails(remote.Service("essai", IMPATIENT), service.url)
        assert service.hung_up.wait(PATIENT)

    def test_an_answer_too_long_is_none(self, service, asked):
        service.says(b"{}" + b" " * remote.LONGEST)
        self.fails(asked, service.url)

    def test_an_endless_answer_is_not_read(self, service, asked):
        service.behaviour = endless
        with pytest.raises(NoAnswer, match="more than"):
            asked.get(service.url)

    def test_what_is_not_http(self, service, asked):
        service.behaviour = lambda handler: handler.wfile.write(b"SSH-2.0-essai\r\n")
        self.fails(asked, service.url)

    def test_nobody_listens(self, service, asked):
        service.server_close()
        self.fails(asked, service.url)

    def test_a_service_that_failed_is_left_alone_for_a_minute(self, service, asked):
        service.says(b"", status=500)
        with clock.fixed(NOW):
            self.fails(asked, service.url)
            service.says({})
            self.fails(asked, service.url)
        with clock.fixed(NOW + timedelta(seconds=59)):
            self.fails(asked, service.url)
        assert len(service.asked) == 1
        with clock.fixed(NOW + timedelta(seconds=60)):
            assert asked.get(service.url)


class TestGivenUpWhileConnecting:
    """A slow look-up of a name, or a slow handshake: the thread that was left behind connects at last."""

    @pytest.fixture
    def slow(self, monkeypatch):
        """Connects when `slow.set()` is called; `slow.closed`: once all is over on that line."""
        go, go_closed = threading.Event(), threading.Event()
        go.closed = go_closed
        connect, close = http.client.HTTPConnection.connect, http.client.HTTPConnection.close

        def connects(connection):
            assert go.wait(PATIENT)
            connect(connection)

        def closes(connection):
            close(connection)
            go_closed.set()

        monkeypatch.setattr(http.client.HTTPConnection, "connect", connects)
        monkeypatch.setattr(http.client.HTTPConnection, "close", closes)
        return go

    def test_what_is_said_not_to_have_left_never_leaves(self, service, slow):
        service.says({})
        with pytest.raises(NoAnswer) as failed:
            remote.Service("essai", IMPATIENT).send(service.url, {"text": "Bonjour"})
        assert not failed.value.sent
        slow.set()
        assert slow.closed.wait(PATIENT)
        assert service.asked == []

    def test_what_left_in_time_is_answered(self, service, asked, slow):
        service.says({})
        slow.set()
        assert asked.send(service.url, {"text": "Bonjour"}).status == 200
        assert service.asked == ["/"]


class TestOverTls:
    @pytest.fixture
    def trusted(self, service, tmp_path):
        service.secure(certificate(tmp_path / "certificate.pem"))
        service.says({})
        return str(tmp_path / "certificate.pem")

    def test_who_proves_its_name_is_asked(self, service, asked, trusted, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        assert asked.get(service.url)

    def test_who_does_not_is_not(self, service, asked, trusted):
        with pytest.raises(NoAnswer, match="certificate"):
            asked.get(service.url)
        assert service.asked == []


class TestSafety:
    @pytest.fixture(autouse=True)
    def production(self, settings):
        settings.KAIROS_MODE = "production"

    @pytest.mark.parametrize(
        "url",
        ["https://registre.example/v1", "http://127.0.0.1:9000", "http://localhost:9000/", "http://[::1]:9000"],
    )
    def test_over_https_or_on_this_machine(self, url):
        assert remote.is_safe(url)

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "http://registre.example",
            "http://10.0.0.5",
            "ftp://registre.example",
            "registre.example",
            "https://",
            "https://[::1",
            "https://registre.example:0",
            "https://registre.example:99999",
            "https://nom:secret@registre.example",
            "https://registre.example/?clef=1",
        ],
    )
    def test_anything_else_is_not(self, url):
        assert not remote.is_safe(url)

    def test_in_clear_where_nothing_is_real(self, settings):
        settings.KAIROS_MODE = "demo"
        assert remote.is_safe("http://registre.example")
