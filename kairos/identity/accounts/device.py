"""Where a request comes from, coarse on purpose: browser family and network, no fingerprint."""

import ipaddress
import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from kairos.identity.accounts.sessions import Device

BROWSERS = (
    ("Edge", "Edg(e|A|iOS)?/"),
    ("Opera", "OPR/|Opera"),
    ("Samsung Internet", "SamsungBrowser/"),
    ("Firefox", "Firefox/|FxiOS/"),
    ("Chrome", "Chrome/|CriOS/|Chromium/"),
    ("Safari", "Safari/"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone ou iPad", "iPhone|iPad|iPod"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS X|Macintosh"),
    ("ChromeOS", "CrOS"),
    ("Linux", "Linux|X11"),
)
UNKNOWN = "réseau inconnu"


def of(request: HttpRequest) -> Device:
    return Device(_browser(request.META.get("HTTP_USER_AGENT", "")[:500]), _network(_address(request)))


@lru_cache(maxsize=1024)
def _browser(agent: str) -> str:
    browser = _first(BROWSERS, agent) or "Navigateur inconnu"
    system = _first(SYSTEMS, agent)
    return f"{browser} sur {system}" if system else browser


def _first(families: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in families if re.search(pattern, agent)), "")


def _address(request: HttpRequest) -> str:
    """KAIROS_PROXIES says how many of our own proxies each added an address; what stands before them is hearsay."""
    hops = settings.KAIROS_PROXIES
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return said[-hops] if 0 < hops <= len(said) else request.META.get("REMOTE_ADDR", "")


@lru_cache(maxsize=1024)
def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
