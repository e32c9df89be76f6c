"""The dated settings of enrolments."""

from kairos.foundation.dated_settings import DatedSetting, declare
from kairos.path.enrolments import rules

NOT_RETAINED_REASONS = declare(
    DatedSetting(
        "enrolments.not_retained_reasons",
        "Raisons de ne pas retenir une personne",
        (
            "Le projet ne correspond pas à cette formation",
            "Les prérequis ne sont pas atteints",
            "Le niveau est déjà acquis",
            "Les disponibilités ne conviennent pas",
            "Toutes les places sont prises",
            "Le financement n’est pas possible",
            "La personne préfère une autre formation",
        ),
        "Choix de l’opérateur : aucune liste officielle n’est publiée",
        kind="lines",
        maximum=rules.LONGEST,
    )
)
READ_AFTER_DAYS = declare(
    DatedSetting(
        "enrolments.read_after_days",
        "L’organisme lit encore une personne qu’il n’a pas retenue pendant",
        30,
        "Choix de l’opérateur",
        unit="jours",
        minimum=0,
        maximum=365,
    )
)
ANSWER_DAYS = declare(
    DatedSetting(
        "enrolments.answer_days",
        "Une personne orientée ou qui demande une formation attend une réponse, ou un rendez-vous, au plus",
        10,
        "Choix de l’opérateur",
        unit="jours",
        minimum=1,
        maximum=90,
    )
)
