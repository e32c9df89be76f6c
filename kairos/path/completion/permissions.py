"""Who does what with a bilan: the area « Candidats » of the habilitations; the person and their adviser read it."""

from kairos.foundation.permissions import Permission
from kairos.identity.habilitations.permissions import RGC
from kairos.offer.catalogue.permissions import held_there
from kairos.path.enrolments.permissions import adviser, own, provider, reader
from kairos.people.access.permissions import APPROVE, ENTER

PERMISSIONS = {
    "completion.consult": Permission("Voir les bilans de ses stagiaires", provider & reader, RGC),
    "completion.write": Permission("Écrire un bilan", provider & (held_there(ENTER) | held_there(APPROVE)), RGC),
    "completion.validate": Permission("Valider et partager un bilan, le corriger", provider & held_there(APPROVE), RGC),
    "completion.certify": Permission("Éditer un certificat de réalisation", provider & held_there(APPROVE), RGC),
    "completion.own": Permission("Lire les bilans de ses propres formations", own),
    "completion.read": Permission("Lire un bilan partagé d’une personne de son portefeuille", adviser),
}
