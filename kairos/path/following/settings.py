"""From when an adviser's attention is called to somebody in training."""

from kairos.foundation.dated_settings import DatedSetting, declare

CHOICE = "Choix de l’opérateur : aucun seuil n’est publié"

PAUSE_DAYS = declare(
    DatedSetting(
        "following.pause_days",
        "Interruption signalée au conseiller quand elle dure plus de",
        30,
        CHOICE,
        unit="jours",
        minimum=1,
        maximum=365,
    )
)
ABSENCES = declare(
    DatedSetting(
        "following.absences",
        "Absences non justifiées signalées au conseiller, à partir de",
        4,
        CHOICE,
        unit="demi-journées",
        minimum=1,
        maximum=60,
    )
)
RECENT_DAYS = declare(
    DatedSetting(
        "following.recent_days",
        "Absences, sorties et personnes jamais venues comptent au portefeuille pendant",
        30,
        "Choix de l’opérateur : aucune durée n’est publiée",
        unit="jours",
        minimum=1,
        maximum=180,
    )
)
LOOKED_AT_DAYS = declare(
    DatedSetting(
        "following.looked_at_days",
        "Après une sortie de formation, un mois contesté ou un bilan attendu se signalent encore pendant",
        180,
        "Choix de l’opérateur : aucune durée n’est publiée",
        unit="jours",
        minimum=30,
        maximum=730,
    )
)
MISSED_DAYS = declare(
    DatedSetting(
        "following.missed_days",
        "Une absence à un rendez-vous ou un refus reste à reprendre, pour le conseiller, pendant",
        30,
        "Choix de l’opérateur : aucune durée n’est publiée",
        unit="jours",
        minimum=1,
        maximum=180,
    )
)
LEAST_SAID = declare(
    DatedSetting(
        "following.least_said",
        "Chiffres d’une agence : par conseiller et par motif, un nombre n’est pas dit au-dessous de",
        5,
        "Choix de l’opérateur : qu’un petit nombre ne désigne personne",
        unit="personnes",
        minimum=1,
        maximum=20,
    )
)
