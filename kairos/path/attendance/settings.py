"""The dated settings of attendance."""

from datetime import date

from kairos.foundation.dated_settings import DatedSetting, declare
from kairos.path.attendance import rules

NOT_PUBLISHED = "Choix de l’opérateur : aucune liste ni délai officiels ne sont publiés"
MOTIVES = declare(
    DatedSetting(
        "attendance.motives",
        "Motifs d’absence (« motif : justifiée », « …, avec justificatif » ou « motif : non justifiée »)",
        (
            "Maladie, certificat : justifiée, avec justificatif",
            "Accident du travail : justifiée, avec justificatif",
            "Événement familial : justifiée, avec justificatif",
            "Convocation : justifiée, avec justificatif",
            "Entretien d’embauche : justifiée",
            "Transports, force majeure : justifiée",
            "Fait de l’organisme : justifiée",
            "Autre, justifiée : justifiée",
            "Motif non recevable : non justifiée",
        ),
        NOT_PUBLISHED,
        kind="lines",
    )
)
DUE_DAYS = declare(
    DatedSetting(
        "attendance.due_days",
        "L’état du mois se rend, après la fin du mois ou la sortie, dans les",
        5,
        NOT_PUBLISHED,
        unit="jours",
        minimum=0,
        maximum=31,
    )
)
ANSWER_DAYS = declare(
    DatedSetting(
        "attendance.answer_days",
        "La personne confirme ou conteste son mois ; son silence vaut accord après",
        3,
        "Choix de l’opérateur",
        unit="jours",
        minimum=1,
        maximum=31,
    )
)
AFTERNOON = declare(
    DatedSetting(
        "attendance.afternoon_from",
        "Une après-midi s’émarge, et « Les autres sont là » la remplit, à partir de",
        12,
        "Choix de l’opérateur : un emploi du temps ne dit que des durées",
        unit="heures",
        minimum=8,
        maximum=16,
    )
)
"""The hour at the place of the session."""
DROPPING = declare(
    DatedSetting(
        "attendance.dropping",
        "Sortie suggérée à l’organisme, jamais décidée, après des absences sans motif recevable, à partir de",
        8,
        "Choix de l’opérateur : aucun seuil n’est publié",
        unit="demi-journées",
        minimum=2,
        maximum=60,
    )
)
DROPPING_DAYS = declare(
    DatedSetting(
        "attendance.dropping_days",
        "Pour suggérer une sortie, les absences sont comptées sur les derniers",
        30,
        "Choix de l’opérateur : aucune durée n’est publiée",
        unit="jours",
        minimum=1,
        maximum=180,
    )
)


def motives(on: date | None = None) -> dict[str, rules.Motive]:
    return rules.motives(tuple(MOTIVES.value(on)))
