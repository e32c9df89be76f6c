"""Who does what with attendance: the area « Assiduité » of the habilitations, the person, the adviser."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import the_system
from kairos.identity.habilitations.permissions import RGC
from kairos.offer.catalogue.permissions import held_everywhere, held_there
from kairos.path.enrolments.permissions import adviser, own, provider

CONSULT, ENTER, APPROVE = "attendance.consult", "attendance.enter", "attendance.approve"
RIGHTS = (CONSULT, ENTER, APPROVE)
reader = held_there(CONSULT) | held_there(ENTER) | held_there(APPROVE)

PERMISSIONS = {
    "attendance.consult": Permission("Voir les présences et les absences", provider & reader, RGC),
    "attendance.enter": Permission("Saisir les présences et les absences", provider & held_there(ENTER), RGC),
    "attendance.submit": Permission("Rendre l’état du mois", provider & held_there(APPROVE), RGC),
    "attendance.correct": Permission("Corriger un mois déjà rendu", provider & held_there(APPROVE), RGC),
    "attendance.import": Permission("Envoyer des absences en fichier", provider & held_everywhere(ENTER), RGC),
    "attendance.own": Permission("Voir ses propres présences", own),
    "attendance.answer": Permission("Confirmer ou contester son mois", own),
    "attendance.follow_portfolio": Permission("Voir l’assiduité des personnes de son portefeuille", adviser),
    "attendance.follow": Permission("Arrêter les mois que personne ne conteste", the_system),
}
