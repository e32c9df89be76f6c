"""Security keys and passkeys (WebAuthn level 2), as a second factor."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import SimpleLazyObject

from kairos.foundation import clock
from kairos.foundation.prepared import prepared
from kairos.identity.accounts.models import SecurityKey, User

NAME = "Kairos"
webauthn: Any = SimpleLazyObject(partial(import_module, "webauthn"))
"""Imported with the first key that is used: 15 MB that few processes need, and a while at every start."""


def _unreadable() -> tuple[type[Exception], ...]:
    """What the library says of an answer it cannot read, or does not believe."""
    return webauthn.helpers.exceptions.WebAuthnException, ValueError, KeyError, TypeError, IndexError


@dataclass(frozen=True, slots=True)
class NewKey:
    credential_id: bytes
    public_key: bytes
    sign_count: int


def of(user: UUID) -> list[SecurityKey]:
    return _of(user)


@prepared
def _of(user: UUID) -> QuerySet[SecurityKey]:
    return SecurityKey.objects.filter(user=user).order_by("created_at")


def rp_id() -> str:
    return urlsplit(settings.KAIROS_BASE_URL).hostname or "localhost"


def options_to_add(user: User) -> tuple[str, str]:
    """What the browser asks the key (JSON), and the challenge to keep for its answer."""
    asked = webauthn.generate_registration_options(
        rp_id=rp_id(),
        rp_name=NAME,
        user_id=user.pk.bytes,
        user_name=user.email,
        user_display_name=user.full_name,
        exclude_credentials=_descriptors(user.pk),
        authenticator_selection=webauthn.helpers.structs.AuthenticatorSelectionCriteria(
            resident_key=webauthn.helpers.structs.ResidentKeyRequirement.DISCOURAGED,
            user_verification=webauthn.helpers.structs.UserVerificationRequirement.DISCOURAGED,
        ),
    )
    return webauthn.options_to_json(asked), webauthn.helpers.bytes_to_base64url(asked.challenge)


def read_new(answer: str, challenge: str) -> NewKey | None:
    """The key that answered; None when the answer is not what this challenge asks, here."""
    try:
        proved = webauthn.verify_registration_response(
            credential=_json(answer),
            expected_challenge=webauthn.helpers.base64url_to_bytes(challenge),
            expected_rp_id=rp_id(),
            expected_origin=settings.KAIROS_BASE_URL,
        )
    except _unreadable():
        return None
    return NewKey(proved.credential_id, proved.credential_public_key, proved.sign_count)


def options_to_prove(user: UUID) -> tuple[str, str]:
    """The same for a proof by one of the person's keys."""
    asked = webauthn.generate_authentication_options(
        rp_id=rp_id(),
        allow_credentials=_descriptors(user),
        user_verification=webauthn.helpers.structs.UserVerificationRequirement.DISCOURAGED,
    )
    return webauthn.options_to_json(asked), webauthn.helpers.bytes_to_base64url(asked.challenge)


def accept(user: UUID, answer: str, challenge: str) -> bool:
    """Whether one of the person's keys signed this challenge, and its counter grew (a copied key shows by it)."""
    key = _named_in(user, answer)
    if key is None:
        return False
    try:
        proved = webauthn.verify_authentication_response(
            credential=_json(answer),
            expected_challenge=webauthn.helpers.base64url_to_bytes(challenge),
            expected_rp_id=rp_id(),
            expected_origin=settings.KAIROS_BASE_URL,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )
    except _unreadable():
        return False
    return _count(key, proved.new_sign_count, clock.now())


def _count(key: SecurityKey, count: int, now: datetime) -> bool:
    """Keys without a counter always say 0."""
    grown = Q(sign_count__lt=count) if count else Q(sign_count=0)
    return bool(SecurityKey.objects.filter(grown, pk=key.pk).update(sign_count=count, used_at=now))


def _named_in(user: UUID, answer: str) -> SecurityKey | None:
    try:
        named = webauthn.helpers.base64url_to_bytes(_json(answer)["rawId"])
    except _unreadable():
        return None
    return SecurityKey.objects.filter(user=user, credential_id=named).first()


def _json(answer: str) -> dict[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def _descriptors(user: UUID) -> list[Any]:
    return [webauthn.helpers.structs.PublicKeyCredentialDescriptor(id=bytes(key.credential_id)) for key in of(user)]
