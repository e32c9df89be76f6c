"""The identity providers that settings name: the operator's own for its agents, FranceConnect, ProConnect.

Without its issuer a provider does not exist: no button, its addresses answer 404. docs/identity-provider.md.
"""

from dataclasses import dataclass

from django.conf import settings

AGENT, FRANCECONNECT, PROCONNECT = "agent", "franceconnect", "proconnect"
LEVELS = ("eidas1", "eidas2", "eidas3")
"""Of FranceConnect, weakest first (règlement eIDAS, niveaux faible, substantiel, élevé)."""


@dataclass(frozen=True, slots=True)
class Service:
    """acr: asked of it; strong_acr, strong_amr: those that count as two factors. believed: the answer says one of these
    `acr`, anything when empty. by_claims: whether they are asked by name too. wanted: what must be known of the person,
    asked beside the identity token when it does not say it."""

    key: str
    issuer: str
    client_id: str
    client_secret: str
    name: str
    scope: str
    acr: tuple[str, ...] = ()
    strong_acr: tuple[str, ...] = ()
    strong_amr: tuple[str, ...] = ()
    believed: tuple[str, ...] = ()
    by_claims: bool = True
    wanted: tuple[str, ...] = ("email",)
    emails_verified: bool = False

    @property
    def back(self) -> str:
        """Where it sends the browser back to."""
        return f"/connexion/{self.key}/retour"


def agents() -> Service:
    """Whether it is configured or not."""
    return Service(
        AGENT,
        settings.KAIROS_OIDC_ISSUER,
        settings.KAIROS_OIDC_CLIENT_ID,
        settings.KAIROS_OIDC_CLIENT_SECRET,
        settings.KAIROS_OIDC_NAME,
        settings.KAIROS_OIDC_SCOPE,
        acr=settings.KAIROS_OIDC_ACR,
        strong_acr=settings.KAIROS_OIDC_ACR,
        strong_amr=settings.KAIROS_OIDC_AMR,
        emails_verified=settings.KAIROS_OIDC_EMAILS_VERIFIED,
    )


def _franceconnect() -> Service:
    asked = settings.KAIROS_FRANCECONNECT_ACR
    believed = _from(*asked) or asked
    factor = settings.KAIROS_FRANCECONNECT_FACTOR
    return Service(
        FRANCECONNECT,
        settings.KAIROS_FRANCECONNECT_ISSUER,
        settings.KAIROS_FRANCECONNECT_CLIENT_ID,
        settings.KAIROS_FRANCECONNECT_CLIENT_SECRET,
        "FranceConnect",
        settings.KAIROS_FRANCECONNECT_SCOPE,
        acr=asked,
        strong_acr=_from(factor) if factor else believed,
        believed=believed,
        by_claims=False,
        wanted=("family_name", "birthdate"),
    )


def _from(*levels: str) -> tuple[str, ...]:
    """The lowest of these levels and those above; nothing of what is no level."""
    return LEVELS[min((LEVELS.index(one) for one in levels if one in LEVELS), default=len(LEVELS)) :]


def _proconnect() -> Service:
    return Service(
        PROCONNECT,
        settings.KAIROS_PROCONNECT_ISSUER,
        settings.KAIROS_PROCONNECT_CLIENT_ID,
        settings.KAIROS_PROCONNECT_CLIENT_SECRET,
        "ProConnect",
        settings.KAIROS_PROCONNECT_SCOPE,
        acr=settings.KAIROS_PROCONNECT_ACR,
        strong_acr=settings.KAIROS_PROCONNECT_ACR,
        strong_amr=settings.KAIROS_PROCONNECT_AMR,
        emails_verified=settings.KAIROS_PROCONNECT_EMAILS_VERIFIED,
    )


_MADE = {AGENT: agents, FRANCECONNECT: _franceconnect, PROCONNECT: _proconnect}


def named(key: str) -> Service | None:
    """None without its setting."""
    service = _MADE[key]()
    return service if service.issuer else None


def of_people() -> list[Service]:
    """Those that are configured, for whoever is no agent."""
    return [service for key in (FRANCECONNECT, PROCONNECT) if (service := named(key))]


def name_of(issuer: str) -> str:
    """As a person reads it in « Ma sécurité »: the provider's name, its address once it is configured no more."""
    return next((one().name for one in _MADE.values() if one().issuer == issuer), issuer)
