"""Who does what with signatures: the area « Assiduité » of the habilitations, and the person."""

from kairos.foundation.permissions import Permission
from kairos.identity.habilitations.permissions import RGC
from kairos.offer.catalogue.permissions import held_there
from kairos.path.attendance.permissions import ENTER, reader
from kairos.path.enrolments.permissions import own, provider

writer = provider & held_there(ENTER)

PERMISSIONS = {
    "signing.consult": Permission("Voir les feuilles d’émargement", provider & reader, RGC),
    "signing.open": Permission("Ouvrir une demi-journée à l’émargement, faire signer", writer, RGC),
    "signing.countersign": Permission("Contresigner une feuille d’émargement", writer, RGC),
    "signing.sign": Permission("Signer sa présence", own),
}
