"""The short lists that catalogues are written with. Sources: LHÉO 2.3 dictionaries, read in docs/formats/lheo.md."""

FUNDERS = {
    "0": "Autre",
    "1": "Code périmé",
    "2": "Conseil régional",
    "3": "Fonds social européen",
    "4": "France Travail",
    "5": "Entreprise",
    "6": "ACSÉ",
    "7": "Agefiph",
    "8": "Département",
    "9": "Commune",
    "10": "Bénéficiaire",
    "11": "État, emploi",
    "12": "État, éducation",
    "13": "État, autre",
    "14": "Union européenne, autre",
    "15": "Collectivité, autre",
    "16": "OPCO",
    "17": "OPACIF",
}
GOALS = {
    "1": "Code périmé",
    "2": "Perfectionnement, élargissement des compétences",
    "3": "Perfectionnement (ancien code)",
    "4": "Création d’entreprise",
    "5": "Remise à niveau, savoirs de base",
    "6": "Certification",
    "7": "Professionnalisation",
    "8": "Préparation à la qualification",
    "9": "(Re)mobilisation, aide à l’élaboration de projet",
}
TEACHING = {"0": "Sur place", "1": "Sur place et à distance", "2": "Entièrement à distance"}
ENTRY = {"0": "À dates fixes", "1": "Entrées permanentes"}
CARIFS = {
    "fr": "Offre nationale (Réseau des Carif-Oref)",
    "84": "Auvergne-Rhône-Alpes",
    "27": "Bourgogne-Franche-Comté",
    "53": "Bretagne",
    "24": "Centre-Val de Loire",
    "94": "Corse",
    "44": "Grand Est",
    "01": "Guadeloupe",
    "03": "Guyane",
    "32": "Hauts-de-France",
    "11": "Île-de-France",
    "04": "La Réunion",
    "02": "Martinique",
    "06": "Mayotte",
    "28": "Normandie",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "52": "Pays de la Loire",
    "93": "Provence-Alpes-Côte d’Azur",
}
"""Whose file it is: the national one, or a region's Carif-Oref, by the region's INSEE code."""
