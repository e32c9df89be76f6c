"""A security key in software (WebAuthn level 2, ES256): what a browser and its key would answer."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

ORIGIN, SITE = "http://localhost:8000", "localhost"
PRESENT, NEW = 0x01, 0x40


@dataclass
class SoftwareKey:
    """`counter`: None for a key that keeps none (it always says 0)."""

    origin: str = ORIGIN
    site: str = SITE
    counter: int | None = 0
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    identifier: bytes = field(default_factory=lambda: os.urandom(32))

    def register(self, options: dict) -> str:
        """The answer to « create », as the page sends it."""
        numbers = self.secret.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        credential = bytes(16) + struct.pack(">H", len(self.identifier)) + self.identifier + cbor2.dumps(public)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(PRESENT | NEW) + credential}
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(attestationObject=cbor2.dumps(attestation), clientDataJSON=client)

    def prove(self, options: dict) -> str:
        """The answer to « get »."""
        if self.counter is not None:
            self.counter += 1
        data, client = self._data(PRESENT), self._client("webauthn.get", options["challenge"])
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(authenticatorData=data, clientDataJSON=client, signature=signature)

    def allowed_by(self, options: dict) -> bool:
        return any(base64url_to_bytes(one["id"]) == self.identifier for one in options["allowCredentials"])

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.counter or 0)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.identifier)
        parts = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})
