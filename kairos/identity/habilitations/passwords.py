"""When a password must change: after an incident, or by a rule of the organisation. None grows old by itself.

Sources: CNIL, délibération 2022-100 du 21 juillet 2022; ANSSI, Recommandations relatives à l'authentification
multifacteur et aux mots de passe (2021): no periodic change by default for ordinary accounts.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kairos.foundation.dated_settings import DatedSetting, declare
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation

OPERATOR = "Choix de l’opérateur ; la CNIL (2022-100) et l’ANSSI (2021) ne recommandent aucun changement périodique"
LEAST_DAYS = declare(
    DatedSetting(
        "team.password_least_days", "Mot de passe changé à date fixe, si un organisme le veut : au plus tous les", 90,
        OPERATOR, unit="jours", minimum=30, maximum=365,
    )
)  # fmt: skip
MOST_DAYS = declare(
    DatedSetting(
        "team.password_most_days", "Mot de passe changé à date fixe, si un organisme le veut : au moins tous les", 730,
        OPERATOR, unit="jours", minimum=366, maximum=1825,
    )
)  # fmt: skip
NOTICE_DAYS = declare(
    DatedSetting(
        "team.password_notice_days", "Personne prévenue avant que son mot de passe soit à changer", 14,
        "Choix de l’opérateur", unit="jours", minimum=3, maximum=29,
    )
)  # fmt: skip


def to_ask(organisation: UUID) -> QuerySet[Affiliation]:
    """Whoever acts for it, has a password, and is not asked for another yet."""
    here = Affiliation.objects.filter(organisation=organisation, state=Affiliation.State.ACTIVE)
    able = here.filter(user__password_set_at__isnull=False, user__password_due_at__isnull=True)
    return able.filter(user__state__in=(User.State.ACTIVE, User.State.LOCKED)).order_by("started_at", "pk")


@dataclass(frozen=True, slots=True)
class Ageing:
    affiliation: UUID
    days: int
    due_at: datetime


TO_WARN = """
SELECT a.id, t.password_days, old.due_at FROM team t
JOIN affiliation a ON a.organisation_id = t.organisation_id AND a.state = 'active'
JOIN account u ON u.id = a.user_id AND u.state IN ('active', 'locked') AND u.password_due_at IS NULL
CROSS JOIN LATERAL (
  SELECT greatest(u.password_set_at + make_interval(days => t.password_days), t.password_days_from) AS due_at) AS old
WHERE t.password_days IS NOT NULL AND u.password_set_at IS NOT NULL
  AND old.due_at > %(now)s AND old.due_at <= %(now)s + make_interval(days => %(notice)s::integer)
  AND (a.password_warned_at IS NULL OR a.password_warned_at < greatest(u.password_set_at, t.password_days_at))
ORDER BY old.due_at, a.id LIMIT %(most)s
"""


def to_warn(now: datetime, notice: int, most: int) -> list[Ageing]:
    """Once for each password, and again when the organisation says its rule anew."""
    with connection.cursor() as cursor:
        cursor.execute(TO_WARN, {"now": now, "notice": notice, "most": most})
        return [Ageing(*row) for row in cursor.fetchall()]
