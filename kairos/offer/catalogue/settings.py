"""The dated settings of the catalogue."""

from kairos.foundation.dated_settings import DatedSetting, declare

ENDED_DAYS = declare(
    DatedSetting(
        "catalogue.ended_days",
        "Session d’un fichier refusée quand elle est terminée depuis plus de",
        30,
        "Règles d’export du flux national des Carif-Oref",
        unit="jours",
        minimum=0,
        maximum=730,
    )
)
CARIF_LARGEST = declare(
    DatedSetting(
        "catalogue.carif_largest",
        "Taille d’un fichier de Carif-Oref, au plus",
        300,
        "Choix de l’opérateur ; le flux national pèse moins",
        unit="Mo",
        minimum=1,
        maximum=1000,
    )
)
HOURS_TOLERANCE = declare(
    DatedSetting(
        "catalogue.hours_tolerance",
        "Écart admis entre les heures annoncées et celles de l’emploi du temps",
        5,
        "Choix de l’opérateur",
        unit="%",
        minimum=0,
        maximum=100,
    )
)
MOST_MODULES = declare(
    DatedSetting(
        "catalogue.most_modules",
        "Modules d’une session, au plus",
        11,
        "Interface de programmation de France Travail : onze périodes au plus dans un plan",
        unit="modules",
        minimum=1,
        maximum=11,
    )
)
