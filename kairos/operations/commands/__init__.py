"""The commands of `kairos`, one module each.

A module gives `NAME` (« serve », or « operator create » inside a group), `HELP` (one French line),
`add_arguments(parser)` and `run(options) -> int`: 0 when all is right, 1 when what was checked is wrong; it
raises `CannotRun` when it could not do its work. Importing it must cost nothing: Django is ready in `run`
alone, unless the module says `DJANGO = False`.
"""

GROUPS = {
    "agency": "Agences du service public de l’emploi",
    "bundle": "Dossiers de contrôle des sessions",
    "catalogue": "Catalogue des sessions",
    "clock": "Horloge de la démonstration",
    "demo": "Démonstration",
    "drill": "Épreuves, sur une installation de passage",
    "jobs": "Travaux de fond",
    "journal": "Journal des actes et des consultations",
    "operator": "Comptes des opérateurs",
    "registers": "Registres publics des établissements et des organismes de formation",
    "terms": "Conditions générales d’utilisation",
}
