"""« Offre des Carif-Oref »: the sessions of many organisations, brought by one file."""

from kairos.spaces.imports.place import Place
from kairos.spaces.operator import chrome

PLACE = Place(
    space="operator",
    name="offer",
    permission="catalogue.carif",
    kinds=("carif",),
    title="Offre des Carif-Oref",
    lead="Le fichier national, ou celui d’une région : chaque session va à l’organisme adhérent de son SIRET. Rien "
    "n’est écrit avant que vous ayez vu ce qui change.",
    chrome=chrome.of,
)
