"""The register asked over the network, against a real server: right answers, wrong ones, none."""

import json
import ssl
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kairos.foundation import clock
from kairos.identity.registers import http, port
from kairos.identity.registers.http import HttpRegister
from kairos.identity.registers.port import LocalRegister, RegisterSilent

NOW = datetime(2026, 10, 2, 7, 41, tzinfo=UTC)
SIRET, SIREN, NDA, FORMER_NDA = "99984211500019", "999842115", "11930784215", "11930000015"
ESTABLISHMENT = {
    "siret": SIRET,
    "nom": "LES ATELIERS DU CANAL",
    "voie": "12 QUAI DE L'OURCQ",
    "complement": None,
    "code_postal": "93500",
    "commune": "PANTIN",
    "siege": True,
    "actif": False,
    "ferme_le": "2026-01-31",
    "a_jour_le": "2026-10-01T04:00:00+02:00",
    "source": "Répertoire d’essai",
    "inconnu_de_nous": {"a": 1},
}
PROVIDER = {
    "nda": NDA,
    "ndas_precedents": [FORMER_NDA],
    "nom": "LES ATELIERS DU CANAL",
    "siren": SIREN,
    "siret": SIRET,
    "qualiopi": {"formation": True, "vae": False},
    "derniere_declaration": "2026-04-28",
}
IMPATIENT = 0.05
PATIENT = 10.0


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.behaviour(self)

    def say(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Quiet."""


class Service(ThreadingHTTPServer):
    """`behaviour(handler)` answers; `asked`: the paths, in order; `hung_up`: the client gave up."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.hung_up = [], threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/v1/"

    def says(self, body, status=200, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.behaviour = lambda handler: handler.say(status, content, **headers)

    def stops(self, after):
        """Sends this much of an answer, then nothing more."""

        def behaviour(handler):
            handler.wfile.write(after)
            handler.rfile.read(1)
            self.hung_up.set()

        self.behaviour = behaviour

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""


@pytest.fixture
def service():
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def register(service):
    return HttpRegister(service.url, PATIENT)


class TestAnswers:
    def test_an_establishment(self, service, register):
        service.says(ESTABLISHMENT)
        facts = register.establishment(SIRET)
        assert service.asked == [f"/v1/etablissements/{SIRET}"]
        assert (facts.siret, facts.siren, facts.name) == (SIRET, SIREN, "LES ATELIERS DU CANAL")
        assert (facts.street, facts.complement, facts.postcode, facts.town) == (
            "12 QUAI DE L'OURCQ", "", "93500", "PANTIN",
        )  # fmt: skip
        assert (facts.head_office, facts.active, facts.closed_on) == (True, False, date(2026, 1, 31))
        assert not facts.sole_trader
        assert facts.as_of == datetime(2026, 10, 1, 2, tzinfo=UTC)
        assert facts.source == "Répertoire d’essai"

    @pytest.mark.parametrize("asked", [NDA, FORMER_NDA])
    def test_a_provider_by_its_number_or_the_one_before(self, service, register, asked):
        service.says(PROVIDER)
        with clock.fixed(NOW):
            facts = register.provider(asked)
        assert service.asked == [f"/v1/organismes/{asked}"]
        assert (facts.nda, facts.previous_ndas, facts.siren, facts.siret) == (NDA, (FORMER_NDA,), SIREN, SIRET)
        assert (facts.qualiopi_training, facts.qualiopi_experience) == (True, False)
        assert facts.qualiopi_skills_review is None
        assert (facts.last_declared_on, facts.as_of) == (date(2026, 4, 28), NOW)
        assert facts.source == "Liste publique des organismes de formation"

    def test_providers_of_a_legal_unit_the_latest_first(self, service, register):
        service.says([PROVIDER | {"nda": FORMER_NDA, "derniere_declaration": None}, PROVIDER])
        assert [facts.nda for facts in register.providers_of(SIREN)] == [NDA, FORMER_NDA]
        assert service.asked == [f"/v1/organismes?siren={SIREN}"]

    def test_a_number_it_does_not_know(self, service, register):
        service.says({"inconnu": SIRET}, status=404)
        assert register.establishment(SIRET) is None
        service.says({"inconnu": NDA}, status=404)
        assert register.provider(NDA) is None
        service.says([])
        assert register.providers_of(SIREN) == []

    def test_a_number_that_would_be_another_address(self, service, register):
        service.says({"inconnu": "../x?y"}, status=404)
        assert register.establishment("../x?y") is None
        assert service.asked == ["/v1/etablissements/..%2Fx%3Fy"]


class TestNotUnderstood:
    """Nothing is believed of an answer that is not in the shape, and the next number is asked."""

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>",
            b"\xff\xfe",
            b"[" * 200_000,
            b"null",
            [],
            ESTABLISHMENT | {"siret": "99976243800011"},
            ESTABLISHMENT | {"actif": None},
            ESTABLISHMENT | {"actif": "oui"},
            ESTABLISHMENT | {"nom": 12},
            ESTABLISHMENT | {"nom": "A\x00B"},
            ESTABLISHMENT | {"nom": "A\ud800B"},
            ESTABLISHMENT | {"nom": "A" * 301},
            ESTABLISHMENT | {"ferme_le": "31/01/2026"},
            ESTABLISHMENT | {"a_jour_le": "2026-10-01T04:00:00"},
            ESTABLISHMENT | {"a_jour_le": "0001-01-01T00:00:00+14:00"},
        ],
        ids=lambda body: str(body)[-30:],
    )
    def test_an_establishment(self, service, register, body):
        service.says(body)
        with pytest.raises(RegisterSilent):
            register.establishment(SIRET)
        service.says(ESTABLISHMENT)
        assert register.establishment(SIRET)

    @pytest.mark.parametrize(
        "body",
        [
            PROVIDER | {"nda": "11999999999", "ndas_precedents": []},
            PROVIDER | {"nda": "1193078421"},
            PROVIDER | {"siren": None},
            PROVIDER | {"siret": "12"},
            PROVIDER | {"ndas_precedents": NDA},
            PROVIDER | {"ndas_precedents": [NDA, 1]},
            PROVIDER | {"qualiopi": True},
        ],
        ids=lambda body: str(body)[-60:],
    )
    def test_a_provider(self, service, register, body):
        service.says(body)
        with pytest.raises(RegisterSilent):
            register.provider(NDA)

    @pytest.mark.parametrize(
        "body", [PROVIDER, [PROVIDER | {"siren": "999762438"}], None], ids=["one", "other", "null"]
    )
    def test_a_list(self, service, register, body):
        service.says(body)
        with pytest.raises(RegisterSilent):
            register.providers_of(SIREN)

    @pytest.mark.parametrize("body", [b"not found", {"detail": "Not Found"}, {"inconnu": "99976243800011"}])
    def test_a_page_not_found_is_not_an_unknown_number(self, service, register, body):
        service.says(body, status=404)
        with pytest.raises(RegisterSilent):
            register.establishment(SIRET)
        with pytest.raises(RegisterSilent):
            register.providers_of(SIREN)


def drop_by_drop(handler):
    """A header that takes a second to come, then a right answer."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        try:
            handler.wfile.write(b".")
        except OSError:
            handler.server.hung_up.set()
            return
        threading.Event().wait(0.01)
    handler.wfile.write(b"\r\n\r\n" + json.dumps(ESTABLISHMENT).encode())


def endless(handler):
    handler.say(200, b"")
    while True:
        handler.wfile.write(b" " * http.LONGEST)


class TestFailures:
    """What is broken is left alone for a minute."""

    def fails(self, register):
        with pytest.raises(RegisterSilent):
            register.establishment(SIRET)

    @pytest.mark.parametrize("after", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n{"])
    def test_no_answer_in_time(self, service, after):
        service.stops(after)
        self.fails(HttpRegister(service.url, IMPATIENT))
        assert service.hung_up.wait(PATIENT)

    def test_an_answer_that_comes_drop_by_drop_is_not_in_time(self, service):
        service.behaviour = drop_by_drop
        self.fails(HttpRegister(service.url, IMPATIENT))
        assert service.hung_up.wait(PATIENT)

    @pytest.mark.parametrize("status", [500, 503, 401, 204, 301])
    def test_a_status_that_is_no_answer(self, service, register, status):
        service.says(ESTABLISHMENT, status=status)
        self.fails(register)

    def test_redirects_are_not_followed(self, service, register):
        service.says(b"", status=302, Location=f"/v1/etablissements/{SIRET}")
        self.fails(register)
        assert len(service.asked) == 1

    def test_an_answer_too_long_is_none(self, service, register):
        service.says(json.dumps(ESTABLISHMENT).encode() + b" " * http.LONGEST)
        self.fails(register)

    def test_an_endless_answer_is_not_read(self, service, register):
        service.behaviour = endless
        self.fails(register)

    def test_what_is_not_http(self, service, register):
        service.behaviour = lambda handler: handler.wfile.write(b"SSH-2.0-essai\r\n")
        self.fails(register)

    def test_nobody_listens(self, service, register):
        service.server_close()
        self.fails(register)

    def test_a_service_that_failed_is_left_alone_for_a_minute(self, service, register):
        service.says(b"", status=500)
        with clock.fixed(NOW):
            self.fails(register)
            service.says(ESTABLISHMENT)
            self.fails(register)
        with clock.fixed(NOW + timedelta(seconds=59)):
            self.fails(register)
        assert len(service.asked) == 1
        with clock.fixed(NOW + timedelta(seconds=60)):
            assert register.establishment(SIRET)


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Registre d’essai")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


class TestOverTls:
    @pytest.fixture
    def secured(self, service, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        service.socket = context.wrap_socket(service.socket, server_side=True)
        service.says(ESTABLISHMENT)
        return HttpRegister(service.url.replace("http:", "https:"), PATIENT)

    def test_who_proves_its_name_is_believed(self, secured, certificate, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert secured.establishment(SIRET)

    def test_who_does_not_is_not_asked(self, secured, service):
        with pytest.raises(RegisterSilent):
            secured.establishment(SIRET)
        assert service.asked == []


class TestChoice:
    def test_our_own_copies_by_default(self, settings):
        settings.KAIROS_REGISTER_URL = ""
        assert isinstance(port.register(), LocalRegister)

    def test_the_service_that_is_named_the_same_for_the_whole_process(self, settings, service):
        settings.KAIROS_REGISTER_URL = service.url
        service.says(ESTABLISHMENT)
        assert port.register().establishment(SIRET).name == "LES ATELIERS DU CANAL"
        assert port.register() is port.register()
