"""A real HTTP server on this machine, for what asks services over the network."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kairos.foundation import clock


class Handler(BaseHTTPRequestHandler):
    """`sent`: the body of the request."""

    sent = b""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.behaviour(self)

    def do_POST(self):
        self.sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def say(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Quiet."""


class Service(ThreadingHTTPServer):
    """`behaviour(handler)` answers; `asked`: the paths, in order; `hung_up`: the client gave up waiting."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.hung_up = [], threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"

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

    def secure(self, certificate: Path):
        """Over TLS from now on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = self.url.replace("http:", "https:")

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""


@contextmanager
def running() -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(file: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Service d’essai")])
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
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
