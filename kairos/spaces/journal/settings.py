"""The dated settings of the journal's pages."""

from kairos.foundation.dated_settings import DatedSetting, declare

MOST_EXPORTED = declare(
    DatedSetting(
        "journal.export_lines",
        "Écritures d’un export du journal, au plus",
        10_000,
        "Choix de l’opérateur",
        unit="écritures",
        minimum=100,
        maximum=100_000,
    )
)
