"""What the journal writes in names, in French. A test fails on a name used in the code that has no words here."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.permissions import the_map

READINGS = {
    "access_grant.list": "Liste des droits qui attendent un accord consultée",
    "access_procedure.letter": "Courrier d’une procédure ouvert en PDF",
    "access_review.pdf": "Revue des accès ouverte en PDF",
    "access_review.read": "Revue des accès consultée",
    "access_stop.list": "Liste des arrêts d’urgence consultée",
    "account.read": "Compte consulté",
    "affiliation.read": "Page d’une personne de l’organisme consultée",
    "affiliations.read": "Liste des personnes de l’organisme consultée",
    "appointments.expected": "Personnes d’un rendez-vous consultées",
    "appointments.person": "Rendez-vous d’une personne consultés",
    "appointments.portfolio": "Rendez-vous du portefeuille consultés",
    "appointments.results": "Résultats d’un rendez-vous ouverts",
    "appointments.summoned": "Convocation ouverte",
    "attendance.day": "Présences d’un jour consultées",
    "attendance.exported": "Présences d’un mois exportées",
    "attendance.month": "Présences d’un mois consultées",
    "attendance.person": "Présences d’une personne consultées",
    "attendance.proof": "Justificatif d’absence ouvert",
    "awareness_note.readers": "Personnes qui ont lu la note, consultées",
    "bundles.downloaded": "Dossier de contrôle d’une session téléchargé",
    "change_request.list": "Liste des demandes de changement consultée",
    "change_request.prepare": "Page « Demander un changement » ouverte",
    "change_request.proof": "Pièce d’un remplacement de RGC ouverte",
    "change_request.read": "Demande de changement consultée",
    "completion.certified": "Certificat de réalisation ouvert",
    "completion.read": "Bilan consulté",
    "enrolments.attested": "Attestation de formation ouverte",
    "enrolments.exported": "Candidatures exportées",
    "enrolments.group": "Candidatures d’une session consultées",
    "enrolments.listed": "Liste des candidatures consultée",
    "enrolments.papers": "Documents de formation d’une personne consultés",
    "enrolments.printed": "Stagiaires d’une session imprimés",
    "enrolments.read": "Candidature consultée",
    "habilitations.export": "Habilitations exportées",
    "habilitations.grid": "Grille des habilitations consultée",
    "habilitations.holders": "Personnes qui ont un droit, consultées",
    "habilitations.person": "Droits d’une personne consultés",
    "helping.list": "Liste des aides consultée",
    "import_run.errors": "Erreurs d’un fichier importé ouvertes",
    "import_run.read": "Import consulté",
    "intervention.list": "Liste des interventions consultée",
    "journal.export": "Journal exporté",
    "journal.read": "Journal consulté",
    "jobseekers.exported_own": "Ses propres données téléchargées",
    "letters.address": "Courrier consulté, pour son adresse",
    "letters.batch": "Lot de courriers consulté",
    "letters.letter": "Courrier consulté",
    "letters.lost": "Courrier consulté, pour le refaire",
    "letters.pdf": "Courrier ouvert en PDF",
    "letters.posted": "Liste des courriers postés consultée",
    "letters.queue": "Liste des courriers à poster consultée",
    "membership.list": "Liste des adhérents consultée",
    "membership.read": "Dossier d’un adhérent consulté",
    "membership_application.export": "Demandes d’adhésion exportées",
    "membership_application.list": "Liste des demandes d’adhésion consultée",
    "membership_application.read": "Demande d’adhésion consultée",
    "people.emergencies": "Ouvertures en urgence consultées",
    "people.exported": "Personnes exportées",
    "people.home": "Accueil de l’agence consulté",
    "people.listed": "Liste de personnes consultée",
    "people.portfolio": "Portefeuille consulté",
    "people.read": "Dossier d’une personne consulté",
    "people.revealed": "Coordonnées d’une personne dévoilées",
    "provider_file.overview": "Accueil de la fiche consulté",
    "provider_file.read": "Fiche de l’organisme consultée",
    "quality.document": "Document qualité ouvert",
    "quality_request.list": "Liste des demandes qualité consultée",
    "quality_request.read": "Demande qualité consultée",
    "requests.read": "Demande d’une personne sur ses données consultée",
    "right_request.list": "Liste des demandes de droits consultée",
    "signing.printed": "Feuille d’émargement imprimée",
    "signing.scan": "Feuille d’émargement numérisée ouverte",
    "signing.sheet": "Feuille d’émargement consultée",
    "stamped_terms.read": "Conditions acceptées, ouvertes en PDF",
    "team_message.list": "Messages à l’équipe consultés",
    "team_message.read": "Message à l’équipe consulté",
    "threads.listed": "Liste des conversations consultée",
    "threads.read": "Conversation d’une personne consultée",
}
EVENTS = {
    "helping.refused": "Code d’aide refusé",
    "import_run.exported": "Modèle ou données exportés en fichier",
    "page.denied": "Page refusée, faute de droit",
    "people.not_found": "Recherche d’une personne sans résultat",
    "session.closed": "Session fermée",
    "session.moved": "Session demandée d’ailleurs",
    "session.opened": "Session ouverte",
    "session.organisation_chosen": "Organisme choisi",
    "session.proved_again": "Identité prouvée de nouveau",
    "session.refused": "Connexion refusée",
    "session.revoked": "Session fermée à distance",
    "terms.published": "Version des conditions publiée",
}
FORMER = "Acte d’une version précédente de Kairos"


def sentence(names: Iterable[str]) -> str:
    """What was done, by its first name: the other acts follow from it."""
    name = next(iter(names), "")
    return READINGS.get(name) or EVENTS.get(name) or act_label(name)


def act_label(name: str) -> str:
    try:
        return act_named(name).label
    except LookupError:
        return FORMER


# What it is about


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of Kairos, as the filter names it. types: the kinds of subjects, as the journal writes them."""

    key: str
    label: str
    types: tuple[str, ...]


DOMAINS = {
    domain.key: domain
    for domain in (
        Domain("adhesion", "Adhésion", ("memberships.changerequest", "memberships.membership",
                                        "memberships.membershipapplication", "memberships.procedure",
                                        "memberships.registeralert")),
        Domain("candidats", "Candidats", ("bundles.sessionbundle", "completion.finalreview",
                                            "completion.issuedcertificate", "enrolments.enrolment",
                                            "requests.datarequest", "threads.thread")),
        Domain("rendez-vous", "Rendez-vous", ("appointments.booking", "appointments.calendarfeed",
                                             "appointments.slot")),
        Domain("assiduite", "Assiduité", ("attendance.attendancemark", "attendance.attendancemonth",
                                          "attendance.attendancesheet", "signing.signature",
                                          "signing.signingsheet")),
        Domain("catalogue", "Catalogue et sessions", ("catalogue.trainingsession",)),
        Domain("comptes", "Comptes", ("accounts.user", "foundation.notificationchoice")),
        Domain("connexions", "Connexions et refus", ("",)),
        Domain("courriers", "Courriers d’accès", ("memberships.accessletter",)),
        Domain("fiche", "Fiche de l’organisme", ("organisations.organisation",)),
        Domain("habilitations", "Habilitations", ("habilitations.accessgrant", "habilitations.accessreview",
                                                   "habilitations.affiliation", "habilitations.helping",
                                                   "habilitations.intervention",
                                                   "habilitations.rightrequest", "habilitations.stop",
                                                   "habilitations.team")),
        Domain("equipe", "Procédure, note, messages, aide", ("guidance.awarenessnote", "guidance.helpentry",
                                                            "guidance.notereading", "guidance.teammessage",
                                                            "guidance.writtenprocedure")),
        Domain("imports", "Imports", ("imports.importrun",)),
        Domain("journal", "Journal", ("chain_checks.chaincheck", "foundation.journalentry")),
        Domain("agences", "Agences", ("agencies.adviser", "agencies.agency", "following.alertchoice", "access.cover",
                                      "jobseekers.portfoliomove")),
        Domain("personnes", "Demandeurs d’emploi", ("access.personaccess", "access.readingstop",
                                                    "jobseekers.jobseeker")),
        Domain("qualite", "Qualité", ("quality.qualitycertificate", "quality.qualitydocument",
                                      "quality.qualityrequest")),
        Domain("reglages", "Réglages", ("foundation.settingvalue",)),
    )
}  # fmt: skip
TYPES = tuple(sorted(name for domain in DOMAINS.values() for name in domain.types))
KINDS = {"acte": ("act", "Actes"), "lecture": ("reading", "Lectures"), "evenement": ("event", "Événements")}


# What changed

TABLES = {
    "access_grant": "droit",
    "access_letter": "courrier",
    "access_procedure": "procédure",
    "access_review": "revue des accès",
    "access_stop": "arrêt",
    "account": "compte",
    "adviser": "personne de l’agence",
    "adviser_cover": "remplacement",
    "alert_choice": "seuils d’alerte d’une agence",
    "affiliation": "rattachement",
    "appointment_booking": "place à un rendez-vous",
    "appointment_slot": "rendez-vous",
    "application_exchange": "échange",
    "attendance_contest": "contestation d’une demi-journée",
    "attendance_mark": "marque d’assiduité",
    "attendance_month": "mois d’assiduité",
    "attendance_sheet": "feuille du mois",
    "attendance_version": "version d’un mois",
    "signature": "signature",
    "signing_sheet": "feuille d’émargement",
    "awareness_note": "note de sensibilisation",
    "help_entry": "aide de l’organisme",
    "note_reading": "lecture de la note",
    "team_message": "message à l’équipe",
    "written_procedure": "procédure écrite",
    "application_version": "version déposée",
    "calendar_feed": "adresse de calendrier",
    "notification_choice": "choix des notifications",
    "change_proof": "pièce jointe",
    "change_request": "demande de changement",
    "enrolment": "candidature",
    "enrolment_movement": "mouvement déclaré",
    "completion_certificate": "certificat de réalisation",
    "data_request": "demande d’une personne sur ses données",
    "thread": "conversation",
    "thread_message": "message",
    "final_review": "bilan de formation",
    "plan_module": "plan de formation",
    "training_interruption": "interruption",
    "establishment": "établissement",
    "helping": "aide",
    "intervention": "intervention",
    "membership": "adhésion",
    "membership_application": "demande d’adhésion",
    "membership_term": "période d’adhésion",
    "organisation": "fiche",
    "organisation_doubt": "motif maintenu",
    "organisation_person": "personne de la fiche",
    "quality_certificate": "certificat",
    "review_line": "personne revue",
    "job_seeker": "demandeur d’emploi",
    "person_access": "lecture d’une personne",
    "reading_stop": "arrêt des lectures",
    "register_alert": "alerte des répertoires",
    "right_request": "demande de droit",
    "team": "équipe",
    "quality_document": "document qualité",
    "quality_request": "demande qualité",
    "quality_version": "version envoyée",
    "upload": "document joint",
}
COLUMNS = {
    "activated_at": "activation", "manager_asked_as": "rôle de RGC proposé", "invited_at": "invitation",
    "suspended_at": "suspension", "address": "adresse", "address_lines": "adresse", "address_more": "adresse",
    "after": "nouvelle valeur", "answer": "réponse", "position": "place", "published_at": "publication",
    "question": "question", "sections": "texte", "asked_at": "date de la demande", "before": "ancienne valeur",
    "categories": "catégories d’actions", "certificate_number": "numéro du certificat", "certifier": "certificateur",
    "checks": "contrôles", "checks_bad": "contrôles", "checks_ok": "contrôles", "checks_warn": "contrôles",
    "civility": "civilité", "closed_at": "fermeture", "comment": "précisions", "decided_at": "décision",
    "decided_by_id": "décision", "decision_reason": "motif", "due_at": "échéance", "due_rule": "échéance",
    "email": "courriel", "email_verified_at": "adresse vérifiée", "ended_at": "fin", "ends_on": "fin",
    "entered_at": "entrée dans le portail", "first_name": "prénom", "kind": "nature", "last_name": "nom",
    "locked_at": "verrou", "main": "établissement principal", "member_since": "adhérent depuis", "name": "nom",
    "nda": "numéro de déclaration d’activité", "number": "numéro", "officer_id": "agent", "password": "mot de passe",
    "password_days": "règle des mots de passe", "password_due_at": "nouveau mot de passe demandé",
    "password_set_at": "mot de passe", "paused_at": "délai suspendu", "phone": "téléphone",
    "portal_entered_at": "entrée dans le portail", "portal_identifier": "identifiant du portail",
    "postcode": "code postal", "posted_at": "envoi", "printed_at": "impression", "reason": "motif",
    "decision": "décision", "outcome": "suite donnée",
    "reminded_at": "rappel", "reminders": "rappel", "rights": "droits", "role": "rôle", "sent_at": "envoi",
    "siren": "SIREN", "siret": "SIRET", "starts_on": "début", "state": "état", "submitted_at": "envoi",
    "terms_accepted_at": "conditions acceptées", "terms_accepted_by_id": "conditions acceptées",
    "terms_id": "conditions", "title": "fonction", "town": "commune", "valid_from": "validité",
    "valid_until": "validité", "version": "version", "void_reason": "motif", "voided_at": "annulation",
    "starts_at": "début", "ends_at": "fin", "capacity": "places", "coming": "présence annoncée", "word": "mot",
    "due_on": "échéance", "entered_on": "entrée en formation", "exit_reason": "motif", "hours": "heures prévues",
    "kept_on": "absences examinées", "late_reason": "motif du retard", "left_on": "sortie de formation", "on": "date",
    "plan_ends_on": "plan de formation", "plan_starts_on": "plan de formation", "planned_hours": "heures prévues",
    "website": "site", "withdrawn_at": "retrait", "last_at": "message", "person_seen_at": "lecture",
    "place_seen_at": "lecture",
}  # fmt: skip
"""Columns whose change means something to a reader; the others follow from them."""
WHOLE = {"insert": "ajouté", "delete": "supprimé"}


def changes(fields: Iterable[str]) -> list[str]:
    """« demande d’adhésion : état, envoi », one line a table, in the order they were changed."""
    found: dict[str, list[str]] = {}
    for field in fields:
        table, _, column = field.replace(":", ".").partition(".")
        said = found.setdefault(TABLES.get(table, "autre"), [])
        word = WHOLE.get(column) if ":" in field else COLUMNS.get(column)
        if word and word not in said:
            said.append(word)
    return [f"{table} : {', '.join(said)}" if said else table for table, said in found.items()]


DETAILS = {
    "motive": "nature du motif", "reason": "motif", "who": "demandé par", "how": "comment", "change": "règle",
    "statement": "phrase signée", "text": "texte", "permission": "droit manquant", "summary": "recherche",
    "network": "depuis le réseau",
}  # fmt: skip
"""What of the erasable detail is shown to a reader."""
WAYS = {
    "password": "mot de passe", "totp": "application de codes", "key": "clé de sécurité",
    "recovery": "code de secours", "oidc": "identité d’agent", "demo": "démonstration",
}  # fmt: skip


def detail(body: dict[str, object]) -> list[str]:
    """« motif : la pièce est illisible »."""
    return [f"{word} : {_value(name, body[name])}" for name, word in DETAILS.items() if body.get(name)]


def _value(name: str, value: object) -> str:
    if name == "permission":
        permission = the_map().get(str(value))
        return permission.label.lower() if permission else str(value)
    return WAYS.get(str(value), str(value)) if name == "how" else str(value)
