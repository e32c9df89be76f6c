"""The dated setting of what people ask about their data."""

from kairos.foundation.dated_settings import DatedSetting, declare

ANSWER_MONTHS = declare(
    DatedSetting(
        "requests.answer_months",
        "Une demande d’une personne sur ses données a sa réponse au plus tard après",
        1,
        "RGPD, article 12, paragraphe 3",
        unit="mois",
        minimum=1,
        maximum=3,
    )
)
