"""The dated settings of uploads."""

from kairos.foundation.dated_settings import DatedSetting, declare

LARGEST = declare(
    DatedSetting(
        "uploads.largest",
        "Taille d’un document joint, au plus",
        10,
        "Choix de l’opérateur",
        unit="Mo",
        minimum=1,
        maximum=50,
    )
)
MEGAPIXELS = declare(
    DatedSetting(
        "uploads.megapixels",
        "Surface d’une image jointe, au plus",
        60,
        "Choix de l’opérateur",
        unit="millions de pixels",
        minimum=1,
        maximum=500,
    )
)
FILES_AT_ONCE = 5
"""How many files of the largest size one sending may weigh."""
MEGA = 1_000_000


def largest_bytes() -> int:
    return LARGEST.value() * MEGA
