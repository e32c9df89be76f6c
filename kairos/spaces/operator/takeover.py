"""« Reprise de données »: what the operator brings from before Kairos."""

from kairos.spaces.imports.place import Place
from kairos.spaces.operator import chrome

PLACE = Place(
    space="operator",
    name="takeover",
    permission="memberships.take_over",
    kinds=("existing-members", "existing-people", "existing-rights"),
    title="Reprise de données",
    lead="Les organismes déjà adhérents, puis leurs personnes, puis leurs droits entrent dans Kairos par des fichiers. "
    "Rien n’est écrit avant que vous ayez vu ce qui change.",
    chrome=chrome.of,
)
