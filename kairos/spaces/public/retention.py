"""What is kept of people and how long, as the tables themselves declare it: the page cannot say anything else."""

from functools import cache
from typing import NamedTuple

from django.apps import apps

from kairos.design import french
from kairos.foundation.retention import Fate, Retention

CONCEPTS = {
    "Votre compte": ("Pour vous reconnaître et vous écrire.", ("account",)),
    "Vos connexions": (
        "Pour que personne n’entre à votre place.",
        (
            "account_session",
            "account_token",
            "account_provisional",
            "account_totp",
            "account_key",
            "account_recovery_code",
            "account_throttle",
            "account_outside_identity",
            "account_mailed_code",
            "account_device",
        ),
    ),
    "La fiche de votre organisme": (
        "Pour savoir qui dirige, qui gère les comptes, qui appeler.",
        ("organisation", "establishment", "organisation_person", "organisation_doubt"),
    ),
    "Qui agit pour l’organisme": (
        "Pour que chacun ne puisse faire que ce qui lui a été accordé, et que cela se vérifie.",
        (
            "affiliation",
            "access_grant",
            "right_request",
            "team",
            "right_use",
            "access_stop",
            "helping",
            "intervention",
            "access_review",
            "review_line",
        ),
    ),
    "Ce que votre organisme écrit à ses personnes": (
        "Pour que chacun connaisse les règles, et que l’organisme puisse montrer qu’il les a dites.",
        ("written_procedure", "awareness_note", "note_reading", "team_message", "help_entry"),
    ),
    "La demande d’adhésion et l’adhésion": (
        "Pour instruire, décider, et pouvoir montrer plus tard ce qui a été accepté.",
        (
            "membership_application",
            "application_version",
            "application_exchange",
            "membership",
            "membership_term",
            "access_procedure",
            "register_alert",
            "stamped_terms",
            "change_request",
            "change_proof",
        ),
    ),
    "Qui travaille dans une agence": (
        "Pour que chacun y lise les personnes qu’il suit, et elles seules.",
        ("agency", "adviser", "adviser_cover", "portfolio_move", "alert_choice"),
    ),
    "Les demandeurs d’emploi": (
        "Pour suivre une personne vers sa formation, et lui ouvrir son espace.",
        ("job_seeker",),
    ),
    "Qui lit un demandeur d’emploi": (
        "Pour que personne ne lise sans raison, que la personne voie qui la lit, et qu’un vol s’arrête de lui-même.",
        ("person_access", "reading_volume", "reading_seen", "reading_stop"),
    ),
    "Candidatures et rendez-vous": (
        "Pour savoir qui est orienté vers quelle session, qui est attendu quand, et ce qui a été décidé.",
        ("enrolment", "appointment_slot", "appointment_booking", "calendar_feed"),
    ),
    "La formation suivie": (
        "Pour déclarer l’inscription, l’entrée, les interruptions et la sortie, comme la loi le demande à l’organisme.",
        ("plan_module", "training_interruption", "enrolment_movement"),
    ),
    "L’assiduité": (
        "Pour dire qui était là, demi-journée par demi-journée : la rémunération des stagiaires en dépend, et la "
        "personne peut le contester.",
        ("attendance_sheet", "attendance_month", "attendance_mark", "attendance_version", "attendance_contest"),
    ),
    "L’émargement": (
        "Pour prouver qui a suivi chaque demi-journée : l’organisme le doit aux financeurs, la personne y a droit.",
        ("signing_sheet", "signature"),
    ),
    "Les dossiers de contrôle": (
        "Pour répondre à qui contrôle l’organisme : qui a demandé un dossier, pourquoi, qui y était nommé.",
        ("session_bundle",),
    ),
    "Le bilan de la formation": (
        "Pour dire à la personne et à son conseiller ce que la formation a donné.",
        ("final_review", "completion_certificate"),
    ),
    "Vos conversations": (
        "Pour qu’une personne, l’organisme de sa formation et son agence s’écrivent sans échanger d’adresses.",
        ("thread", "thread_message"),
    ),
    "Vos demandes sur vos données": (
        "Pour vous répondre dans le mois, et pouvoir montrer que c’est fait.",
        ("data_request",),
    ),
    "La qualité : demandes, documents, certificats": (
        "Pour savoir quelles actions vos certificats Qualiopi couvrent, et jusqu’à quand.",
        ("quality_request", "quality_version", "quality_document", "quality_certificate", "upload"),
    ),
    "Les formations et les sessions": (
        "Pour montrer ce qui s’enseigne, où et quand. Seul le nom d’un formateur y dit quelque chose d’une personne.",
        (
            "course",
            "delivery",
            "training_session",
            "session_module",
            "published_session",
            "catalogue_line",
            "carif_line",
        ),
    ),
    "Les fichiers de lignes envoyés": (
        "Pour prendre en compte leurs lignes, dire ce qu’ils ont changé et rendre celles à corriger. Les fichiers "
        "eux-mêmes sont effacés bien avant (un réglage, trente jours d’ordinaire).",
        ("import_run", "import_mapping"),
    ),
    "Les courriers d’accès": ("Pour remettre les identifiants à la bonne personne.", ("access_letter",)),
    "Les messages de Kairos": (
        "Pour vous prévenir, comme vous l’avez choisi.",
        ("outbox_message", "notification_choice"),
    ),
    "Le journal": (
        "Pour que chaque acte et chaque lecture laisse une trace que personne ne réécrit.",
        ("journal_entry", "journal_detail", "journal_seal", "journal_era", "chain_check"),
    ),
    "Les répertoires publics": (
        "Pour vérifier un SIRET ou une déclaration d’activité. Ce sont des copies de listes publiées par l’État.",
        ("registered_legal_unit", "registered_establishment", "registered_provider", "register_import"),
    ),
    "Le service lui-même": ("Ses règles, ses conditions.", ("setting_value", "terms_version", "demonstration")),
}
"""Concept → why, its tables. Every table belongs to one: a test fails on a new one."""

AFTER = {
    "written": "après l’écriture",
    "sent": "après l’envoi",
    "closed": "après la fermeture du compte",
    "ended": "après la fin",
    "membership_ended": "après la fin de l’adhésion",
    "decided": "après la décision",
    "posted": "après l’envoi postal",
    "left_register": "après la sortie du répertoire",
    "imported": "après la copie",
    "left": "après la fin du suivi",
}
ALWAYS = {"left_register": "Tant que la liste publique les donne"}
SECRET = "clés et secrets (chiffrés ou réduits à une empreinte)"
WORDS = {
    "motive": "motifs d’absence",
    "marks": "absences et retards, tels qu’ils ont été rendus",
    "proof": "justificatifs d’absence",
    "identifier": "identifiant de demandeur d’emploi",
    "birth_date": "date de naissance",
    "lifted_why": "motifs écrits",
    "password": "mot de passe (une empreinte, jamais le mot)",
    "phone": "téléphone",
    "email": "courriel",
    "new_email": "courriel",
    "address": "adresse",
    "address_lines": "adresse postale",
    "address_source": "origine de l’adresse",
    "portal_identifier": "identifiant du portail",
    "first_name": "prénom",
    "last_name": "nom",
    "sort_key": "nom",
    "person_key": "nom",
    "name": "nom",
    "street": "adresse",
    "complement": "complément d’adresse",
    "title": "fonction",
    "statement": "phrase signée d’une revue",
    "browser": "famille de navigateur",
    "network": "réseau, sans l’adresse exacte",
    "data": "page en cours",
    "label": "nom donné à une clé de sécurité",
    "mark": SECRET,
    "token_hash": SECRET,
    "secret_hash": SECRET,
    "sealed_secret": SECRET,
    "credential_id": SECRET,
    "public_key": SECRET,
    "code_hash": SECRET,
    "code_mark": SECRET,
    "reason": "motifs écrits",
    "goals": "bilan écrit",
    "skills": "bilan écrit",
    "recommendation": "bilan écrit",
    "who": "nom de qui a écrit",
    "why": "motifs écrits",
    "suspended_why": "motifs écrits",
    "password_due_why": "motifs écrits",
    "ended_why": "motifs écrits",
    "restored_why": "motifs écrits",
    "form": "titres d’un fichier envoyé",
    "report": "premières lignes et lignes refusées d’un fichier envoyé",
    "decision_reason": "motifs écrits",
    "void_reason": "motifs écrits",
    "state_reason": "motifs écrits",
    "leave_reason": "motifs écrits",
    "late_reason": "motifs écrits",
    "irregular_reason": "motifs écrits",
    "urgent_reason": "motifs écrits",
    "maintained": "motifs écrits",
    "scan": "feuille d’émargement numérisée",
    "trainer": "nom du formateur",
    "trainer_key": "nom du formateur",
    "answer": "réponse écrite",
    "note": "suite donnée à une alerte",
    "revoke_reason": "motifs écrits",
    "comment": "précisions écrites",
    "contact": "qui joindre",
    "word": "précisions écrites",
    "wanted": "ce qui est demandé",
    "checks": "résultats des contrôles",
    "content": "fiche telle qu’envoyée",
    "text": "texte des échanges, des notes et des messages",
    "sections": "texte de la procédure d’habilitation",
    "question": "question de l’aide de l’organisme",
    "stamp": "qui a accepté les conditions, et quand",
    "before": "ancienne valeur",
    "after": "nouvelle valeur",
    "recipient": "destinataire",
    "sealed": "texte du message (chiffré)",
    "identity_proof": "preuve d’identité notée",
    "body": "détail d’une entrée",
    "set_by": "auteur d’un réglage",
    "topic": "objet des messages",
    "subject": "identifiant chez un fournisseur d’identité",
    "actor_user": "auteur d’un acte",
}
FATES = {
    Fate.BLANK: "effacé",
    Fate.PSEUDONYM: "remplacé par un mot qui ne dit rien de la personne",
    Fate.DELETED: "supprimé",
}


class Kept(NamedTuple):
    """term: « 5 ans après la fin de l’adhésion »; what: the data; fate: what becomes of it then."""

    term: str
    what: str
    fate: str


class Concept(NamedTuple):
    name: str
    why: str
    rows: tuple[Kept, ...]


@cache
def concepts() -> list[Concept]:
    declared = declarations()
    return [
        Concept(name, why, tuple(_rows([declared[table] for table in tables if table in declared])))
        for name, (why, tables) in CONCEPTS.items()
    ]


def declarations() -> dict[str, Retention]:
    """Table → what it declares; the tables of libraries hold ids and times only."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model.retention for model in models if hasattr(model, "retention")}


def _rows(retentions: list[Retention]) -> list[Kept]:
    """One row for each term and fate; what says nothing of a person is not listed."""
    found: dict[tuple[str, Fate], list[str]] = {}
    for retention in retentions:
        for column, fate in retention.columns.items():
            if fate != Fate.PLAIN:
                words = found.setdefault((_term(retention), fate), [])
                words += [WORDS[column]] if WORDS[column] not in words else []
    return [Kept(term, ", ".join(words), FATES[fate]) for (term, fate), words in found.items()]


def _term(retention: Retention) -> str:
    if retention.months is None:
        return ALWAYS.get(retention.after, "Tant que le service existe")
    if not retention.months:
        return f"Dès {AFTER[retention.after].removeprefix('après ')}"
    years, months = divmod(retention.months, 12)
    length = french.plural(retention.months, "mois", "mois") if months else french.plural(years, "an")
    return f"{length} {AFTER[retention.after]}"
