"""What makes an installation unsafe, one French sentence each, with the remedy. `serve` and `worker` start on none."""

from django.conf import settings

from kairos.config import environment
from kairos.foundation import remote

SHORTEST_SECRET = 40
MODES = ("production", "demo", "test")
NO_DATABASE = "DATABASE_URL manque : donnez l’adresse de la base pour le rôle de l’application."


def refusals() -> list[str]:
    return [sentence for check in CHECKS for sentence in check()]


def _secret() -> list[str]:
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        return [
            f"KAIROS_SECRET_KEY manque ou compte moins de {SHORTEST_SECRET} caractères\u00a0: "
            "donnez-lui une valeur tirée au sort."
        ]
    return []


def _database() -> list[str]:
    return [] if environment.text("DATABASE_URL") else [NO_DATABASE]


def _address() -> list[str]:
    if settings.KAIROS_MODE == "production" and not settings.SECURE:
        return ["KAIROS_BASE_URL doit commencer par https:// : les mots de passe ne voyagent pas en clair."]
    return []


def _register() -> list[str]:
    return _service("KAIROS_REGISTER_URL", settings.KAIROS_REGISTER_URL)


def _oidc() -> list[str]:
    return [sentence for name in ("OIDC", "FRANCECONNECT", "PROCONNECT") for sentence in _provider(f"KAIROS_{name}")]


def _provider(name: str) -> list[str]:
    issuer, client, secret = (getattr(settings, f"{name}_{part}") for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"))
    if issuer and not (client and secret):
        return [f"{name}_CLIENT_ID et {name}_CLIENT_SECRET manquent\u00a0: {name}_ISSUER les demande."]
    return _service(f"{name}_ISSUER", issuer)


def _service(name: str, url: str) -> list[str]:
    if not url or remote.is_safe(url):
        return []
    return [f"{name} doit être une adresse https:// (http:// pour un service de cette machine seulement)."]


def _mode() -> list[str]:
    if settings.KAIROS_MODE not in MODES:
        return [f"KAIROS_MODE vaut « {settings.KAIROS_MODE} » : écrivez {', '.join(MODES)}."]
    return []


def _mail() -> list[str]:
    if settings.KAIROS_MODE == "production" and not settings.EMAIL_URL:
        return ["EMAIL_URL manque : sans elle aucun courriel ne part, et personne n’active son compte."]
    return []


def _sms() -> list[str]:
    return _service("SMS_URL", settings.SMS_URL)


CHECKS = (_mode, _database, _secret, _address, _mail, _sms, _register, _oidc)


def warnings() -> list[str]:
    """What is unwise in a process that serves people, and may be meant."""
    if settings.KAIROS_MODE == "production" and "owner" in settings.DATABASES:
        return ["DATABASE_OWNER_URL ne sert ici à rien : ne la donnez qu’à migrate, backup et restore."]
    return []
