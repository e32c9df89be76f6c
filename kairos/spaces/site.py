"""Who runs this Kairos: its name, its telephone, its hours. Settings of the operator, shown on every page."""

from functools import cache

from django.conf import settings

from kairos.design.page import Site
from kairos.foundation import demonstration
from kairos.foundation.dated_settings import DatedSetting, declare
from kairos.foundation.documents import Letterhead

PHONE = declare(DatedSetting("operator.phone", "Téléphone de l’assistance", "01 99 00 12 12", "Opérateur", kind="text"))
HOURS = declare(DatedSetting("operator.hours", "Heures de l’assistance", "de 8 h 30 à 18 h", "Opérateur", kind="text"))
EMAIL = declare(
    DatedSetting("operator.email", "Courriel de l’assistance", "assistance@kairos.example", "Opérateur", kind="text")
)
ADDRESS = declare(
    DatedSetting(
        "operator.address",
        "Adresse d’expéditeur des courriers",
        ("12 rue de l’Exemple", "75002 Paris"),
        "Opérateur",
        kind="lines",
    )
)


@cache
def demonstrates() -> bool:
    return demonstration.is_open()


_last: list[Site] = []


def current() -> Site:
    site = Site(settings.KAIROS_OPERATOR, PHONE.value(), HOURS.value(), EMAIL.value(), demo=demonstrates())
    _last[:] = [site]
    return site


def without_database() -> Site:
    """The same as this process last knew it: for the page that says that the database is away."""
    return _last[0] if _last else Site(settings.KAIROS_OPERATOR, PHONE.first, HOURS.first, EMAIL.first)


def letterhead() -> Letterhead:
    """Who sends the posted letters."""
    return Letterhead(settings.KAIROS_OPERATOR, tuple(ADDRESS.value()), (PHONE.value(), EMAIL.value()))
