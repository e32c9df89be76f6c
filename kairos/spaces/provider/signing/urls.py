"""The addresses of émargement for the provider."""

from kairos.path.attendance.queries import session_here
from kairos.path.signing import queries
from kairos.spaces.provider.signing import home, sheet
from kairos.spaces.routes import space

route = space("signing", "organisme/emargement/")
CONSULT, OPEN = "signing.consult", "signing.open"
POST = ("POST",)
SHEET = {"subject": queries.sheet, "personal_data": True}
ONE = "feuilles/<uuid:key>/"

urlpatterns = [
    route("", home.page, name="home", permission=CONSULT),
    route("sessions/<uuid:key>/ouvrir/", home.open_, name="open", permission=OPEN, methods=POST, subject=session_here),
    route(ONE, sheet.page, name="sheet", permission=CONSULT, **SHEET),
    route(f"{ONE}en-direct/", sheet.live, name="live", permission=OPEN, subject=queries.sheet),
    route(f"{ONE}code.svg", sheet.qr, name="qr", permission=OPEN, subject=queries.sheet),
    route(f"{ONE}signer/", sheet.sign_here, name="sign_here", permission=OPEN, methods=POST, **SHEET),
    route(f"{ONE}papier/", sheet.paper, name="paper", permission=OPEN, methods=POST, **SHEET),
    route(f"{ONE}papier.pdf", sheet.blank, name="blank", permission=CONSULT, **SHEET),
    route(f"{ONE}contresigner/", sheet.countersign, name="countersign", permission="signing.countersign", methods=POST,
          **SHEET),
    route(f"{ONE}retirer/", sheet.cancel, name="cancel", permission=OPEN, methods=POST, **SHEET),
    route(f"{ONE}feuille.pdf", sheet.signed, name="signed", permission=CONSULT, **SHEET),
    route(f"{ONE}scan/", sheet.scan, name="scan", permission=CONSULT, **SHEET),
    route("signatures/<uuid:key>/retirer/", sheet.withdraw, name="withdraw", permission=OPEN, methods=POST,
          subject=queries.signature, personal_data=True),
]  # fmt: skip
