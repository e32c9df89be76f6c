"""What makes an installation unsafe, one French sentence each, with the remedy. `serve` and `worker` start on none."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SHORTEST_SECRET = 40


def refusals() -> list[str]:
    return [sentence for check in CHECKS for sentence in check()]


def _secret() -> list[str]:
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        return [
            f"KAIROS_SECRET_KEY manque ou compte moins de {SHORTEST_SECRET} caractères\u00a0: "
            "donnez-lui une valeur tirée au sort."
        ]
    return []


def _address() -> list[str]:
    if settings.KAIROS_MODE == "production" and not settings.SECURE:
        return ["KAIROS_BASE_URL doit commencer par https:// : les mots de passe ne voyagent pas en clair."]
    return []


def _register() -> list[str]:
    return _service("KAIROS_REGISTER_URL", settings.KAIROS_REGISTER_URL)


def _service(name: str, url: str) -> list[str]:
    """A service we ask: over https, unless it runs on this machine or nothing here is real."""
    if not url or _asked_safely(url):
        return []
    return [f"{name} doit être une adresse https:// (http:// pour un service de cette machine seulement)."]


def _asked_safely(url: str) -> bool:
    try:
        host, plain = _host(urlsplit(url))
    except ValueError:
        return False
    here = settings.KAIROS_MODE != "production" or _is_this_machine(host)
    return bool(host) and (here or not plain)


def _host(address: SplitResult) -> tuple[str, bool]:
    """The machine asked, and whether in clear; raises ValueError for what is not a plain address of a service."""
    if address.scheme not in ("http", "https") or address.username or address.query or address.fragment:
        raise ValueError
    return (address.hostname or "", address.scheme == "http") if address.port != 0 else ("", True)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


CHECKS = (_secret, _address, _register)
