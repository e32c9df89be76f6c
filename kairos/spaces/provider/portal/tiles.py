"""The doors of the portal: what is open to the person, what is shut and who can open it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from kairos.foundation import permissions
from kairos.foundation.actor import Actor
from kairos.identity.habilitations.catalogue import AREAS, Area
from kairos.identity.memberships.models import Membership

NOT_YET = "Pas encore dans cette version de Kairos."


@dataclass(frozen=True, slots=True)
class Tile:
    title: str
    href: str
    text: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    tiles: list[Tile]


@dataclass(frozen=True, slots=True)
class Shut:
    """who: who can open it, in words."""

    title: str
    text: str
    who: str


def opened(actor: Actor, membership: Membership | None, until: str) -> list[Group]:
    """What one works with, then what is one's own. `until`: the last day of the membership, as it is shown."""
    note = f"Adhésion {membership.number}, jusqu’au {until}" if membership else ""
    shared, own = [*_work(actor), *_organisation(actor, note)], list(_own(actor))
    groups = (Group("organisme", actor.organisation_name, shared), Group("vous", "Pour vous", own))
    return [group for group in groups if group.tiles]


def _work(actor: Actor) -> Iterator[Tile]:
    if permissions.holds(actor, "catalogue.consult"):
        text = "Vos formations, leurs dates et leurs places ; ce qui se cherche chez tous les organismes."
        yield Tile("Kairos : sessions", reverse("kairos:sessions"), text, "calendar-days")
    if permissions.holds(actor, "enrolments.consult"):
        found = "Qui attend une décision sur vos sessions, le groupe de chacune ; trouver une personne par son numéro."
        yield Tile("Kairos : candidats", reverse("candidates:enrolments"), found, "users")
    if permissions.holds(actor, "appointments.consult"):
        text = "Informations collectives et entretiens : qui vient, qui attend, les résultats du groupe."
        yield Tile("Kairos : rendez-vous", reverse("appointments:agenda"), text, "clock")
    if permissions.holds(actor, "attendance.consult"):
        text = "Les présences du jour et du mois, par groupe ; rendre l’état du mois, répondre à qui le conteste."
        yield Tile("Kairos : assiduité", reverse("attendance:home"), text, "clipboard-check")


def _organisation(actor: Actor, note: str) -> Iterator[Tile]:
    if permissions.holds(actor, "portal.organisation"):
        text = "Adhésion, conditions acceptées, fiche, changements."
        yield Tile("Mon organisme", reverse("portal:organisation"), text, "building-2", note)
    if _manages(actor):
        text = "Personnes, droits, demandes, revues des accès, politique, messages à l’équipe, journal."
        yield Tile("Habilitations (GID)", reverse("gid:people"), text, "users")
    if permissions.holds(actor, "portal.organisation"):
        text = "Certificats Qualiopi, attestation de conformité, catalogue."
        yield Tile("Qualité", reverse("quality:home"), text, "graduation-cap")
    if permissions.holds(actor, "guidance.read"):
        text = "Qui accorde les droits, comment les demander, que faire en cas d’incident."
        yield Tile("Procédure d’habilitation", reverse("gid:procedure"), text, "file-text")
        yield Tile("Aide de l’organisme", reverse("gid:own_help"), "Les questions de l’équipe et leurs réponses.",
                   "circle-help")  # fmt: skip


def _own(actor: Actor) -> Iterator[Tile]:
    if permissions.holds(actor, "habilitations.own"):
        text = "Ce que vous pouvez faire, où et jusqu’à quand ; demander un droit."
        yield Tile("Mes droits", reverse("gid:own_rights"), text, "shield-check")
    if permissions.holds(actor, "session.use"):
        yield Tile("Messages", reverse("inbox:messages"), "Ce que Kairos et vos collègues vous ont écrit.", "inbox")
        text = "Mot de passe, second facteur, sessions ouvertes."
        yield Tile("Ma sécurité", reverse("session:security"), text, "lock")
    yield Tile("Assistance", reverse("public:help"), "Comprendre un écran, joindre l’opérateur.", "message-square")


def shut(actor: Actor, managers: Sequence[str]) -> Iterator[Shut]:
    """`managers`: the names of the organisation's account managers."""
    names = " ou ".join(managers)
    if not _manages(actor):
        who = f"Réservé au RGC : {names}." if names else "Réservé au RGC ; l’organisme n’en a pas encore."
        yield Shut("Habilitations (GID)", "Voir qui agit pour l’organisme.", who)
    for area in AREAS:
        if not area.delivered:
            yield Shut(area.label, area.text, NOT_YET)
        elif not area.rights & actor.rights and not _reads_the_file(actor, area):
            yield Shut(area.label, area.text, _now(actor, area, names))


def later(actor: Actor, managers: Sequence[str]) -> str:
    """Who will open what this version does not have yet; empty once it has everything."""
    missing = [area.label for area in AREAS if not area.delivered]
    if not missing:
        return ""
    which = " et ".join(missing)
    if _manages(actor):
        return f"{which} viendront avec une nouvelle version : vous les ouvrirez à votre équipe, personne par personne."
    names = " ou ".join(managers)
    return f"{which} viendront avec une nouvelle version : {names} (RGC) pourra vous les ouvrir." if names else ""


def _now(actor: Actor, area: Area, names: str) -> str:
    if _manages(actor):
        return "Cochez-le pour vous dans la grille des droits."
    grade = area.grades[0].label
    return f"{names} (RGC) peut l’ouvrir : demandez « {area.label}, {grade} »." if names else "Votre RGC peut l’ouvrir."


def _reads_the_file(actor: Actor, area: Area) -> bool:
    """Whoever fills the file or manages the accounts needs no right of that area."""
    return area.key == "organisation" and permissions.holds(actor, "portal.organisation")


def _manages(actor: Actor) -> bool:
    return permissions.holds(actor, "portal.manage")
