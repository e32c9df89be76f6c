"""Who does what with appointments: the area « Rendez-vous » of the habilitations, the adviser, the person."""

from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import anyone, the_system
from kairos.identity.habilitations.permissions import RGC
from kairos.offer.catalogue.permissions import held_there
from kairos.path.enrolments.permissions import adviser, own, provider

CONSULT, ENTER, APPROVE = "appointments.consult", "appointments.enter", "appointments.approve"
RIGHTS = (CONSULT, ENTER, APPROVE)
reader = held_there(CONSULT) | held_there(ENTER) | held_there(APPROVE)
mine = Predicate("soi-même", lambda actor, subject: getattr(subject, "user_id", actor.user) == actor.user)
writer = provider & held_there(ENTER)

PERMISSIONS = {
    "appointments.consult": Permission("Voir les rendez-vous de son organisme", provider & reader, RGC),
    "appointments.open": Permission("Ouvrir et corriger un rendez-vous", writer, RGC),
    "appointments.cancel": Permission("Annuler un rendez-vous", provider & held_there(APPROVE) | the_system, RGC),
    "appointments.close": Permission("Noter les résultats d’un rendez-vous", provider & held_there(APPROVE), RGC),
    "appointments.book": Permission("Prendre une place à un rendez-vous", own | adviser | writer, RGC),
    "appointments.answer": Permission("Dire si l’on viendra", own | the_system),
    "appointments.release": Permission("Annuler la place de quelqu’un", own | adviser | writer | the_system, RGC),
    "appointments.follow": Permission("Appeler la liste d’attente, rappeler un rendez-vous", the_system),
    "appointments.note": Permission("Noter une présence", provider & held_there(APPROVE), RGC),
    "appointments.own": Permission("Voir ses propres rendez-vous", own),
    "appointments.follow_portfolio": Permission("Voir les rendez-vous de son portefeuille", adviser),
    "appointments.calendar": Permission(
        "S’abonner au calendrier de ses rendez-vous", (own | provider & reader | adviser) & mine
    ),
    "appointments.feed": Permission("Lire un calendrier par son adresse secrète", anyone),
    "appointments.link": Permission("Répondre à un rendez-vous par le lien reçu", anyone),
}
