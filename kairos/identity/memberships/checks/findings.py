"""The checks themselves."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path

from kairos.foundation.clock import PARIS
from kairos.foundation.text import sort_key
from kairos.identity.memberships.checks.case import BAD, WARN, Case, Earlier, Finding
from kairos.identity.organisations.rules import format_nda, format_siren, format_siret, is_shared_mailbox
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts

SIRENE = "Répertoire SIRENE"
PUBLIC_LIST = "Liste publique des organismes de formation"
KAIROS = "Kairos"
SILENT = "Le répertoire n’a pas répondu"
TO_LOOK_AT = "À vérifier"

Check = Callable[[Case], Finding]


# --- What registers say ---------------------------------------------------------------------------------


def siret(case: Case) -> Finding:
    line, facts = partial(Finding, "siret", "SIRET", format_siret(case.siret)), case.establishment
    if facts is None and case.silent_establishments:
        return line(SILENT, SIRENE, WARN, TO_LOOK_AT)
    if facts is None:
        return line("Inconnu du répertoire", SIRENE, BAD, "Inconnu")
    if not facts.active:
        since = f" le {_day(facts.closed_on)}" if facts.closed_on else ""
        return line(f"Établissement fermé{since}", _source(SIRENE, facts), BAD, "Fermé")
    return line(f"Établissement actif{', siège' if facts.head_office else ''}", _source(SIRENE, facts))


def name_and_address(case: Case) -> Finding:
    declared = f"{case.name}, {case.street}, {case.postcode} {case.town}"
    line, facts = partial(Finding, "name", "Nom et adresse", declared), case.establishment
    if facts is None:
        return line(SILENT if case.silent_establishments else "Rien à comparer", SIRENE, WARN, TO_LOOK_AT)
    found = f"{facts.name or 'Nom non publié'}, {facts.street or 'rue non publiée'}, {facts.postcode} {facts.town}"
    apart = ["nom"] * (not _same_name(case, facts)) + ["adresse"] * (not _same_place(case, facts))
    if apart:
        return line(found, _source(SIRENE, facts), WARN, f"{TO_LOOK_AT} : {' et '.join(apart)}")
    return line(found, _source(SIRENE, facts))


def _same_name(case: Case, facts: EstablishmentFacts) -> bool:
    """The same words in any order, or one name within the other: « ATELIERS DU CANAL (LES) »."""
    one, other = set(sort_key(case.name).split()), set(sort_key(facts.name).split())
    return bool(one and other) and (one <= other or other <= one)


def _same_place(case: Case, facts: EstablishmentFacts) -> bool:
    """Same postcode, and at least half of the words of the street: registers shorten « avenue » and « boulevard »."""
    one, other = set(sort_key(case.street).split()), set(sort_key(facts.street).split())
    return case.postcode == facts.postcode and bool(one and other) and 2 * len(one & other) >= min(len(one), len(other))


def nda(case: Case) -> Finding:
    line, facts = partial(Finding, "nda", "Déclaration d’activité", format_nda(case.nda)), case.provider
    if facts is None and case.silent_providers:
        return line(SILENT, PUBLIC_LIST, WARN, TO_LOOK_AT)
    if facts is None:
        return line("Absente de la liste", PUBLIC_LIST, BAD, "Inconnue")
    if facts.siren != case.siren:
        return line(f"Numéro de {facts.name}", _source(PUBLIC_LIST, facts), BAD, "D’une autre entreprise")
    if facts.nda != case.nda:
        found = f"Remplacée par {format_nda(facts.nda)}"
        return line(found, _source(PUBLIC_LIST, facts), WARN, f"{TO_LOOK_AT} : ancien numéro")
    last = f", déclarée en dernier le {_day(facts.last_declared_on)}" if facts.last_declared_on else ""
    return line(f"Même numéro, même SIREN{last}", _source(PUBLIC_LIST, facts))


def qualiopi(case: Case) -> Finding:
    line, facts = partial(Finding, "qualiopi", "Qualiopi", ""), case.provider
    if facts is None:
        return line(SILENT if case.silent_providers else "Rien à lire dans la liste", PUBLIC_LIST, WARN, TO_LOOK_AT)
    if not (held := _certified(facts)):
        found = "Aucune certification dans la liste"
        return line(found, _source(PUBLIC_LIST, facts), WARN, f"{TO_LOOK_AT} : non certifié")
    return line(f"Certifié : {', '.join(held)}", _source(PUBLIC_LIST, facts))


def _certified(facts: ProviderFacts) -> list[str]:
    flags = {
        "actions de formation": facts.qualiopi_training,
        "bilans de compétences": facts.qualiopi_skills_review,
        "VAE": facts.qualiopi_experience,
        "apprentissage": facts.qualiopi_apprenticeship,
    }
    return [name for name, held in flags.items() if held]


# --- What the address itself says -----------------------------------------------------------------------


def email(case: Case) -> Finding:
    domain = case.account_manager_email.rpartition("@")[2]
    line = partial(Finding, "email", "Courriel du RGC", case.account_manager_email)
    if domain in _free_mail():
        return line("Messagerie grand public, sans lien avec l’organisme", KAIROS, WARN, f"{TO_LOOK_AT} : domaine")
    if is_shared_mailbox(case.account_manager_email):
        return line("Boîte sans doute partagée", KAIROS, WARN, f"{TO_LOOK_AT} : adresse partagée")
    return line("Adresse nominative, domaine propre", KAIROS)


@cache
def _free_mail() -> frozenset[str]:
    text = (Path(__file__).parent / "free_mail.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


# --- What Kairos knows ----------------------------------------------------------------------------------


def account_manager(case: Case) -> Finding:
    line = partial(Finding, "account_manager", "RGC déjà connu", case.account_manager)
    if case.managed_elsewhere:
        return line(f"Déjà RGC de {_listed(case.managed_elsewhere)}", KAIROS, WARN, TO_LOOK_AT)
    return line("D’aucun autre organisme", KAIROS)


def rivals(case: Case) -> Finding:
    line = partial(Finding, "rivals", "Même SIRET", "")
    if case.membership:
        return line(f"Adhésion {case.membership} en cours", KAIROS, BAD, "Déjà adhérent")
    if case.rivals:
        return line(f"Autres demandes : {_listed(case.rivals)}", KAIROS, WARN, f"{TO_LOOK_AT} : demandes rivales")
    return line("Aucune autre demande, aucune adhésion", KAIROS)


def sisters(case: Case) -> Finding:
    line = partial(Finding, "sisters", "Même entreprise", format_siren(case.siren))
    if case.sister_memberships:
        found = f"Autre établissement adhérent : {_listed(case.sister_memberships)}"
        return line(found, KAIROS, WARN, TO_LOOK_AT)
    return line("Aucun autre établissement adhérent", KAIROS)


def history(case: Case) -> Finding:
    line = partial(Finding, "history", "Antécédents", "")
    past = [f"adhésion {_past(one, 'terminée')}" for one in case.withdrawals]
    past += [f"demande {_past(one, 'refusée')}" for one in case.refusals]
    if past:
        return line(_capital(_listed(past)), KAIROS, WARN, TO_LOOK_AT)
    return line("Ni refus ni adhésion terminée pour ce SIREN", KAIROS)


def _past(one: Earlier, how: str) -> str:
    return f"{one.number} {how} le {_day(one.on)}" if one.on else f"{one.number} {how}"


def doubts(case: Case) -> Finding:
    line = partial(Finding, "doubts", "Maintenu par le demandeur")
    if case.doubts:
        about = _capital(_listed([one.about[0].lower() + one.about[1:] for one in case.doubts]))
        return line(about, " ".join(f"« {one.reason} »" for one in case.doubts), KAIROS, WARN, TO_LOOK_AT)
    return line("", "Rien contre l’avis d’un répertoire", KAIROS)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _source(register: str, facts: EstablishmentFacts | ProviderFacts) -> str:
    return f"{register}, copie du {_day(facts.as_of.astimezone(PARIS).date())}" if facts.as_of else register


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


CHECKS: tuple[Check, ...] = (
    siret, name_and_address, nda, qualiopi, email, account_manager, rivals, sisters, history, doubts,
)  # fmt: skip
