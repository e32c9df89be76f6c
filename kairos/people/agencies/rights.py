"""What one may do in an agency, in words a person understands."""

FOLLOW, DESK, MANAGE = "agency.follow", "agency.desk", "agency.manage"
LABELS = {
    FOLLOW: "Conseiller",
    DESK: "Accueil",
    MANAGE: "Responsable d’agence",
}
ALLOWS = {
    FOLLOW: "Suivre les demandeurs d’emploi de son portefeuille, et eux seuls.",
    DESK: "Ouvrir un dossier en urgence, avec un motif : chaque ouverture est comptée et dite au responsable.",
    MANAGE: "Inviter les conseillers, charger et déplacer les portefeuilles, accorder un remplacement, lire les "
    "chiffres de l’agence.",
}
