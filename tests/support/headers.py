"""What every answer must tell the browser; tests/test_routes.py asks it of every route, as everyone."""

import re

from django.conf import settings
from django.http.response import HttpResponseBase

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHUT = {"default-src": "'none'", "frame-ancestors": "'none'"}
POLICY = SHUT | {"object-src": "'none'", "base-uri": "'none'", "script-src": "'self'", "style-src": "'self'"}
LOOSE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "data:", "blob:", "http:", "https:")
NAME = re.compile(r"(inline|attachment)(; filename=\"[\w .-]+\"|; filename\*=utf-8''[\w%.~-]+)")
PERSONAL = re.compile(r"@|%40|(?<![\w-])\d{9,14}(?![\w-])|[?&](mot_de_passe|code|password|identifiant|email|phone)=")


def faults(response: HttpResponseBase) -> list[str]:
    """One sentence each; an answer that is right has none."""
    found = [f"{name}: {response.get(name)}" for name, value in ALWAYS.items() if response.get(name) != value]
    found += _policy(response)
    found += _kept(response)
    if "camera=()" not in response.get("Permissions-Policy", ""):
        found.append("no Permissions-Policy")
    if settings.SECURE_HSTS_SECONDS and "includeSubDomains" not in response.get("Strict-Transport-Security", ""):
        found.append("no HSTS")
    if response.get("Access-Control-Allow-Origin"):
        found.append("another site may read it")
    if (told := response.get("Content-Disposition")) and not NAME.fullmatch(told):
        found.append(f"file name {told}")
    if PERSONAL.search(response.get("Location", "")):
        found.append(f"leads to {response['Location']}")
    return found + _type(response)


def _policy(response: HttpResponseBase) -> list[str]:
    parts = (part.strip().partition(" ") for part in response.get("Content-Security-Policy", "").split(";"))
    said = {name: value for name, _, value in parts}
    wanted = SHUT if "sandbox" in said else POLICY
    lacking = [f"policy {name}: {said.get(name)}" for name, value in wanted.items() if said.get(name) != value]
    return lacking + [f"policy allows {word}" for word in LOOSE if word in " ".join(said.values()).split()]


def _kept(response: HttpResponseBase) -> list[str]:
    return [] if "no-store" in response.get("Cache-Control", "") else [f"kept: {response.get('Cache-Control')}"]


def _type(response: HttpResponseBase) -> list[str]:
    told = response.get("Content-Type", "")
    if response.streaming or not response.content:
        return []
    text = told.startswith("text/")
    return [] if told and (not text or "charset=" in told.lower()) else [f"type {told}"]
