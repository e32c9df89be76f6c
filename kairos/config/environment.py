"""Reading the process environment: the only configuration of an installation."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class Misconfigured(Exception):
    """What is wrong in the environment, in one French sentence with its remedy."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def seconds(name: str, default: float) -> float:
    """A duration above zero."""
    try:
        value = float(os.environ.get(name) or default)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise Misconfigured(f"{name} doit être un nombre de secondes, par exemple {default:g}.")
    return value


def path(name: str, default: str) -> Path:
    return Path(os.environ.get(name) or default).absolute()


def database(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?host=/socket/folder` → Django's settings of one connection."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise Misconfigured("DATABASE_URL doit être de la forme postgresql://role:motdepasse@hote:5432/base.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **query},
    }


def gateway(url: str) -> str:
    """The address of a service that is asked by POST; empty: there is none."""
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise Misconfigured("SMS_URL doit être de la forme https://passerelle.exemple.fr/sms.")
    return url


def mail(url: str) -> dict[str, Any]:
    """`smtp(s)://user:password@host:port` → Django's EMAIL_ settings; empty: nothing leaves."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls"):
        raise Misconfigured("EMAIL_URL doit être de la forme smtp://, smtps:// ou smtp+tls://hote:port.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 15,
    }
