"""The addresses of « Mon adhésion »."""

from kairos.spaces.provider.file import membership
from kairos.spaces.routes import space

route = space("file", "compte/adhesion/")
BOTH = ("GET", "POST")
BELONG = "memberships.belong"

urlpatterns = [
    route("", membership.membership, name="membership", permission=BELONG, subject=membership.own, personal_data=True),
    route("renouveler/", membership.renew, name="membership_renew", permission=BELONG, subject=membership.own,
          methods=BOTH, personal_data=True),
    route("conditions/", membership.accept_terms, name="membership_terms", permission=BELONG, subject=membership.own,
          methods=BOTH, personal_data=True),
    route("reponse/", membership.answer, name="membership_answer", permission=BELONG, subject=membership.own,
          methods=BOTH, personal_data=True),
    route("message/", membership.write, name="membership_write", permission="memberships.discuss",
          subject=membership.own, methods=BOTH, personal_data=True),
    route("quitter/", membership.leave, name="membership_leave", permission=BELONG, subject=membership.own,
          methods=BOTH),
    route("rester/", membership.stay, name="membership_stay", permission=BELONG, subject=membership.own, methods=BOTH,
          personal_data=True),
    route("declaration/", membership.lose, name="membership_loss", permission="memberships.note_loss",
          subject=membership.own, methods=BOTH),
]  # fmt: skip
