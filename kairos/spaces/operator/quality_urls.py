"""The addresses of quality, in the operator's space."""

from kairos.identity.quality import queries
from kairos.spaces.operator import quality, quality_dossier
from kairos.spaces.routes import space

route = space("operator", "operateur/qualite/")
BOTH = ("GET", "POST")
INSTRUCT, DECIDE = "quality.instruct", "quality.decide"
ONE = "<uuid:key>/"

urlpatterns = [
    route("", quality.to_instruct, name="quality", permission=INSTRUCT, personal_data=True),
    route("en-attente/", quality.awaited, name="quality_awaited", permission=INSTRUCT, personal_data=True),
    route("decidees/", quality.decided, name="quality_decided", permission=INSTRUCT, personal_data=True),
    route("documents/<uuid:key>/", quality_dossier.document, name="quality_document", permission=INSTRUCT,
          subject=queries.document, personal_data=True),
    route("certificats/<uuid:key>/retirer/", quality_dossier.revoke, name="quality_revoke", permission=DECIDE,
          methods=BOTH, subject=queries.certificate, personal_data=True),
    route(ONE, quality_dossier.dossier, name="quality_request", permission=INSTRUCT, subject=queries.dossier,
          personal_data=True),
    route(f"{ONE}prendre/", quality_dossier.take, name="quality_take", permission=INSTRUCT, methods=BOTH,
          subject=queries.dossier, personal_data=True),
    route(f"{ONE}rendre/", quality_dossier.release, name="quality_release", permission=INSTRUCT, methods=BOTH,
          subject=queries.dossier, personal_data=True),
    route(f"{ONE}comparer/", quality_dossier.recheck, name="quality_recheck", permission=INSTRUCT, methods=BOTH,
          subject=queries.dossier, personal_data=True),
    route(f"{ONE}complement/", quality_dossier.ask_complement, name="quality_complement", permission=DECIDE,
          methods=BOTH, subject=queries.dossier, personal_data=True),
    route(f"{ONE}accepter/", quality_dossier.accept, name="quality_accept", permission=DECIDE, methods=BOTH,
          subject=queries.dossier, personal_data=True),
    route(f"{ONE}refuser/", quality_dossier.refuse, name="quality_refuse", permission=DECIDE, methods=BOTH,
          subject=queries.dossier, personal_data=True),
]  # fmt: skip
