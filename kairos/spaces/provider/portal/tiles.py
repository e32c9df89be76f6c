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
class Shut:
    """who: who can open it, in words."""

    title: str
    text: str
    who: str


def opened(actor: Actor, membership: Membership | None, until: str) -> list[Tile]:
    """`until`: the last day of the membership, as it is shown."""
    note = f"Adhésion {membership.number}, jusqu’au {until}" if membership else ""
    tiles = [Tile("Assistance", reverse("public:help"), "Comprendre un écran, joindre quelqu’un.", "circle-help")]
    if permissions.holds(actor, "session.use"):
        tiles[:0] = [
            Tile("Ma sécurité", reverse("session:security"), "Mot de passe, second facteur, sessions ouvertes.",
                 "shield-check"),
            Tile("Messages", reverse("inbox:messages"), "Ce que Kairos vous a écrit.", "inbox"),
        ]  # fmt: skip
    if permissions.holds(actor, "habilitations.own"):
        own = "Ce que vous pouvez faire, où et jusqu’à quand ; demander un droit."
        tiles.insert(0, Tile("Mes droits", reverse("gid:own_rights"), own, "shield-check"))
    if permissions.holds(actor, "habilitations.agree"):
        tiles.insert(
            1, Tile("Accords", reverse("gid:agreements"), "Ce qui attend l’accord d’une seconde personne.", "check")
        )
    if permissions.holds(actor, "portal.organisation"):
        tiles[:0] = [
            Tile("Mon organisme", reverse("portal:organisation"), "Adhésion, conditions acceptées, fiche, changements.",
                 "building-2", note),
            Tile("Qualité", reverse("quality:home"), "Certificats Qualiopi, attestation de conformité, catalogue.",
                 "graduation-cap"),
        ]  # fmt: skip
    if _manages(actor):
        people = "Les personnes de l’organisme : inviter, accorder, suspendre."
        journal = "Qui a fait ou lu quoi dans l’organisme, et la preuve que rien n’a changé."
        again = "Confirmer, tous les six mois, que chacun a encore besoin de ses accès."
        tiles.insert(1, Tile("Revues des accès", reverse("gid:reviews"), again, "clipboard-check"))
        tiles.insert(1, Tile("Journal", reverse("gid:journal"), journal, "history"))
        grid = "Ce que chacun peut faire, domaine par domaine, vu et changé en une fois."
        asked = "Ce que vos collègues vous demandent : accorder, ou refuser avec le motif."
        tiles.insert(1, Tile("Demandes de droits", reverse("gid:requests"), asked, "inbox"))
        tiles.insert(1, Tile("Grille des habilitations", reverse("gid:grid"), grid, "key-round"))
        tiles.insert(1, Tile("Habilitations (GID)", reverse("gid:people"), people, "users"))
    return tiles


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
            yield Shut(area.label, area.text, _now(area, names))


def later(actor: Actor, managers: Sequence[str]) -> str:
    """Who will open what this version does not have yet; empty once it has everything."""
    if all(area.delivered for area in AREAS):
        return ""
    if _manages(actor):
        return "Quand une nouvelle version les apportera, vous les ouvrirez à votre équipe, personne par personne."
    names = " ou ".join(managers)
    return f"Quand une nouvelle version les apportera, {names} (RGC) pourra vous les ouvrir." if names else ""


def _now(area: Area, names: str) -> str:
    grade = area.grades[0].label
    return f"{names} (RGC) peut l’ouvrir : demandez « {area.label}, {grade} »." if names else "Votre RGC peut l’ouvrir."


def _reads_the_file(actor: Actor, area: Area) -> bool:
    """Whoever fills the file or manages the accounts needs no right of that area."""
    return area.key == "organisation" and permissions.holds(actor, "portal.organisation")


def _manages(actor: Actor) -> bool:
    return permissions.holds(actor, "portal.manage")
