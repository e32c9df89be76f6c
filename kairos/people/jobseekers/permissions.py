"""Who does what with a job seeker's file."""

from typing import Any

from kairos.foundation.actor import Actor, Audience, Strength
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import anyone, the_system
from kairos.people.agencies.permissions import HEAD, follows, manager, works_there


def _oneself(actor: Actor, subject: Any) -> bool:
    return actor.jobseeker is not None and (subject is None or subject.pk == actor.jobseeker)


oneself = Predicate("la personne elle-même", _oneself)
signed_in = Predicate(
    "demandeur d’emploi connecté",
    lambda actor, subject: actor.strength == Strength.SECOND_FACTOR,
    audiences=frozenset({Audience.JOBSEEKER}),
)
own = signed_in & oneself

PERMISSIONS = {
    "jobseekers.load": Permission("Charger les portefeuilles de son agence", manager, HEAD),
    "jobseekers.assign": Permission("Confier une personne à un conseiller", manager, HEAD),
    "jobseekers.follow": Permission("Lire son portefeuille", follows, HEAD),
    "jobseekers.read": Permission("Lire le dossier d’une personne que l’on suit", works_there, HEAD),
    "jobseekers.invite": Permission("Envoyer à une personne le lien de son espace", works_there | the_system, HEAD),
    "jobseekers.activate": Permission("Ouvrir son espace par le lien reçu", anyone),
    "jobseekers.link": Permission("Rattacher son identité à son espace", anyone),
    "jobseekers.guess": Permission("Compter les essais faux d’une activation", the_system),
    "jobseekers.own": Permission("Lire et corriger ses propres données", own),
}
