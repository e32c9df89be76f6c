"""Who may send, check and take a file: whoever holds the permission its kind names, for whom it was sent."""

from typing import Any

from kairos.foundation import permissions
from kairos.foundation.actor import Actor
from kairos.foundation.imports.kinds import ImportKind, kinds
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import signed_in, the_system


def _opens(actor: Actor, subject: Any) -> bool:
    """`subject`: a run, a kind; None before either is known."""
    if subject is None:
        return True
    kind = subject if isinstance(subject, ImportKind) else kinds().get(subject.kind)
    return kind is not None and permissions.holds(actor, kind.permission)


def _of_whom_he_acts_for(actor: Actor, subject: Any) -> bool:
    return subject is None or isinstance(subject, ImportKind) or subject.organisation_id == actor.place


kind_is_open = Predicate("droit que demande ce fichier", _opens)
of_whom_he_acts_for = Predicate("de qui il agit", _of_whom_he_acts_for)

PERMISSIONS = {
    "imports.run": Permission(
        "Envoyer et prendre en compte ce fichier",
        (signed_in | the_system) & kind_is_open & of_whom_he_acts_for,
        "La personne qui donne les droits : le responsable (RGC) de votre organisme, ou un superviseur de l’opérateur",
    ),
    "imports.tidy": Permission("Abandonner et effacer les fichiers laissés", the_system),
}
