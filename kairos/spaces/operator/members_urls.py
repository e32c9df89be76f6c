"""The addresses of members, in the operator's space."""

from kairos.spaces.operator import members, prevented
from kairos.spaces.operator.members_page import member
from kairos.spaces.routes import space

route = space("operator", "operateur/adherents/")
BOTH = ("GET", "POST")
OVERSEE, DISCUSS = "memberships.oversee", "memberships.discuss"
ONE, PROCEDURE = "<uuid:key>/", "procedures/<uuid:key>/"

urlpatterns = [
    route("", members.active, name="members", permission=OVERSEE, personal_data=True),
    route("renouvellements/", members.to_renew, name="members_to_renew", permission=OVERSEE, personal_data=True),
    route("suspendues/", members.suspended, name="members_suspended", permission=OVERSEE, personal_data=True),
    route("echues/", members.expired, name="members_expired", permission=OVERSEE, personal_data=True),
    route("terminees/", members.over, name="members_over", permission=OVERSEE, personal_data=True),
    route(f"{PROCEDURE}courrier.pdf", members.letter, name="procedure_letter", permission=OVERSEE,
          subject=members.procedure, personal_data=True),
    route(f"{PROCEDURE}suspendre/", members.asking("suspend"), name="procedure_suspend", permission=OVERSEE,
          methods=BOTH, subject=members.procedure, personal_data=True),
    route(f"{PROCEDURE}retirer/", members.asking("withdraw"), name="procedure_withdraw", permission=OVERSEE,
          methods=BOTH, subject=members.procedure, personal_data=True),
    route(f"{PROCEDURE}clore/", members.asking("close"), name="procedure_close", permission=OVERSEE,
          methods=BOTH, subject=members.procedure, personal_data=True),
    route("alertes/<uuid:key>/", members.asking("settle"), name="alert_settle", permission=OVERSEE,
          methods=BOTH, subject=members.alert, personal_data=True),
    route(ONE, members.member, name="member", permission=OVERSEE, subject=member, personal_data=True),
    route(f"{ONE}renouveler/", members.renew, name="member_renew", permission=OVERSEE, methods=BOTH, subject=member,
          personal_data=True),
    route(f"{ONE}refuser/", members.asking("refuse_renewal"), name="member_refuse", permission=OVERSEE, methods=BOTH,
          subject=member, personal_data=True),
    route(f"{ONE}dernier-jour/", members.asking("correct_end"), name="member_end", permission=OVERSEE, methods=BOTH,
          subject=member, personal_data=True),
    route(f"{ONE}retablir/", members.asking("restore"), name="member_restore", permission=OVERSEE, methods=BOTH,
          subject=member, personal_data=True),
    route(f"{ONE}perdue/", members.asking("note_loss"), name="member_loss", permission=OVERSEE, methods=BOTH,
          subject=member, personal_data=True),
    route(f"{ONE}en-regle/", members.asking("regularise"), name="member_regularise", permission=OVERSEE, methods=BOTH,
          subject=member, personal_data=True),
    route(f"{ONE}procedure/", members.open_procedure, name="member_procedure", permission=OVERSEE, methods=BOTH,
          subject=member, personal_data=True),
    route(f"{ONE}rgc-empeche/", prevented.replace, name="member_prevented", permission="memberships.decide_change",
          methods=BOTH, subject=member, personal_data=True),
    route(f"{ONE}message/", members.write, name="member_write", permission=DISCUSS, methods=BOTH, subject=member,
          personal_data=True),
]  # fmt: skip
