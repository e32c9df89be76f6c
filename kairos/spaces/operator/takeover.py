"""« Reprise de données »: what the operator brings from before Kairos."""

from kairos.spaces.imports.place import Place
from kairos.spaces.operator import chrome

PLACE = Place(
    space="operator",
    name="takeover",
    permission="memberships.take_over",
    kinds=("existing-members",),
    title="Reprise de données",
    lead="Les organismes déjà adhérents entrent dans Kairos par un fichier. Rien n’est écrit avant que vous ayez vu "
    "ce qui change.",
    chrome=chrome.of,
)
