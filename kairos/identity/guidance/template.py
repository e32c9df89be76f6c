"""The model an organisation starts from: its procedure with its own facts filled in, its awareness note. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What the organisation is today. managers: names of its account managers. password_days: None without a rule."""

    name: str
    siren: str
    managers: Sequence[str]
    alone: bool
    review_months: int
    review_days: int
    inactivity_days: int
    idle_minutes: int
    session_hours: int
    password_days: int | None
    operator: str


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    hint: str
    text: str


SECTIONS = (
    Section(
        "purpose",
        "Objet et champ",
        "Qui est concerné, par quoi.",
        "Cette procédure dit qui peut faire quoi dans Kairos pour {name} (SIREN {siren}), comment un droit se donne, "
        "se vérifie et se retire. Elle vaut pour toute personne qui agit pour l’organisme : salariés, intervenants, "
        "remplaçants.\n\nChacun a son propre accès. Un identifiant, un mot de passe ou un second facteur ne se prête "
        "pas et ne se demande pas.",
    ),
    Section(
        "granting",
        "Qui accorde les droits",
        "Les responsables de gestion des comptes (RGC), et qui les remplace.",
        "{managers}\n\nUn droit se donne au plus juste : ce qu’il faut pour le travail du moment, pour les seuls "
        "établissements concernés, avec une date de fin quand elle est connue.\n\n{second}",
    ),
    Section(
        "asking",
        "Comment un droit se demande",
        "Par qui, sous quelle forme, en combien de temps.",
        "La personne demande le droit dans Kairos, depuis « Mes droits » ou la page qui lui a été refusée, en disant "
        "pourquoi. Le RGC répond sous deux jours ouvrés ; un refus est motivé.\n\nAucun droit ne se donne par "
        "téléphone sans demande écrite.",
    ),
    Section(
        "reviewing",
        "Revue des accès",
        "Son rythme, qui signe.",
        "Tous les {review_months} mois, le RGC revoit chaque personne : garder, réduire ou retirer. Il signe la revue "
        "sous {review_days} jours et en garde le PDF. Personne ne confirme seul son propre accès quand un autre RGC "
        "peut le faire.\n\nEntre deux revues, un accès qui ne sert pas pendant {inactivity_days} jours est suspendu.",
    ),
    Section(
        "leaving",
        "Arrivée, absence, départ",
        "Ce qui est fait, le jour même.",
        "À l’arrivée, le RGC invite la personne par son courriel professionnel ; elle lit cette procédure et la note "
        "de sensibilisation.\n\nEn cas d’absence longue ou de changement de poste, ses droits sont suspendus ou revus "
        "le jour même.\n\nAu départ, le RGC retire la personne de l’organisme au plus tard le dernier jour travaillé. "
        "Ce qu’elle a fait reste dans le journal.",
    ),
    Section(
        "secrets",
        "Mots de passe et sessions",
        "Les règles que chacun suit.",
        "Un mot de passe long, propre à Kairos, et un second facteur. {passwords}\n\nUne session se ferme après "
        "{idle_minutes} minutes sans activité et dure {session_hours} heures au plus. On verrouille son poste quand on "
        "le quitte.",
    ),
    Section(
        "incident",
        "En cas d’incident",
        "Qui prévenir, quoi faire d’abord.",
        "Mot de passe vu ou donné, poste perdu, message suspect, session que l’on ne reconnaît pas : prévenir tout de "
        "suite le RGC, sans attendre d’être sûr.\n\nLe RGC demande un nouveau mot de passe, suspend l’accès s’il le "
        "faut, lit le journal, prévient l’opérateur ({operator}). Si des données personnelles ont pu être vues, "
        "l’organisme examine avec son délégué à la protection des données s’il doit le déclarer à la CNIL, sous "
        "72 heures.",
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
LONGEST = 4000
"""Characters of a section, of a note, of an answer, of a message."""


def sections(facts: Facts) -> dict[str, str]:
    """The text of each section, as it is proposed."""
    said = {
        "name": facts.name,
        "siren": facts.siren,
        "managers": _managers(facts.managers),
        "second": _second(facts.alone),
        "review_months": facts.review_months,
        "review_days": facts.review_days,
        "inactivity_days": facts.inactivity_days,
        "idle_minutes": facts.idle_minutes,
        "session_hours": facts.session_hours,
        "passwords": _passwords(facts.password_days),
        "operator": facts.operator,
    }
    return {section.key: section.text.format_map(said) for section in SECTIONS}


def _managers(names: Sequence[str]) -> str:
    """Braces that somebody's name holds are text: it is a value here, never a format."""
    if not names:
        return "Les droits sont accordés par le responsable de gestion des comptes (RGC) de l’organisme."
    if len(names) == 1:
        return f"Les droits sont accordés par {names[0]}, responsable de gestion des comptes (RGC)."
    return f"Les droits sont accordés par les responsables de gestion des comptes (RGC) : {', '.join(names)}."


def _second(alone: bool) -> str:
    if alone:
        return (
            "L’organisme n’a qu’une personne : elle s’accorde ses propres droits, ce que l’opérateur a reconnu. Cela "
            "prend fin dès qu’une seconde personne arrive."
        )
    return "Le RGC ne s’accorde pas seul un droit : une seconde personne l’approuve."


def _passwords(days: int | None) -> str:
    if days is None:
        return (
            "Il ne se change pas à date fixe, mais tout de suite s’il a pu être connu d’un autre. Chacun en change "
            "alors à la page suivante."
        )
    return f"Il se change au plus tard tous les {days} jours, et tout de suite s’il a pu être connu d’un autre."


NOTE_TITLE = "Protéger les données des personnes que nous formons"
NOTE_TEXT = (
    "Dans Kairos, vous voyez des noms, des adresses, des dates de naissance, des absences et parfois leurs raisons. "
    "Ces personnes ne vous ont pas choisi : elles comptent sur vous.\n\n"
    "Votre accès est à vous seul. Ne le prêtez jamais, même à un collègue pressé, même à un responsable. Personne, ni "
    "l’opérateur ni le RGC, n’a besoin de votre mot de passe ou de votre code.\n\n"
    "Ne regardez que ce que votre travail demande. Chaque page lue laisse une trace, et chacun peut demander qui a lu "
    "son dossier.\n\n"
    "N’emportez rien : pas de liste recopiée, pas de capture d’écran envoyée par messagerie, pas de fichier laissé sur "
    "une clé ou un ordinateur personnel. Un export se supprime quand il a servi.\n\n"
    "Méfiez-vous des messages pressants. Un lien reçu ne doit jamais vous faire écrire votre mot de passe : ouvrez "
    "Kairos vous-même.\n\n"
    "Écrivez des faits, pas des jugements. Ne notez ni santé, ni opinions, ni numéro de sécurité sociale.\n\n"
    "Verrouillez votre poste dès que vous le quittez.\n\n"
    "Un doute, une erreur, un poste perdu ? Dites-le tout de suite au RGC. On ne vous reprochera jamais d’avoir "
    "prévenu trop tôt."
)


def named(sections: Mapping[str, str]) -> list[tuple[Section, str]]:
    """In their order, whatever is missing empty."""
    return [(section, sections.get(section.key, "")) for section in SECTIONS]
