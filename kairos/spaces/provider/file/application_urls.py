"""The addresses of « Demande d’adhésion »."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.file import application, application_changes
from kairos.spaces.routes import space

route = space("file", "compte/demande/")
BOTH = ("GET", "POST")
APPLY, CHANGE = "memberships.apply", "memberships.ask_change"

urlpatterns = [
    route("", application.latest, name="application", permission=APPLY, subject=own_file, methods=BOTH,
          personal_data=True),
    route("conditions-<str:version>.pdf", application.terms_pdf, name="terms_pdf", permission="public.read"),
    route("cgu/<uuid:key>.pdf", application.stamped, name="stamped_terms", permission=APPLY,
          subject=application.own_stamp, personal_data=True),
    route("changement/", application_changes.choose, name="changes", permission=CHANGE, subject=own_file,
          personal_data=True),
    route("changement/retirer/<uuid:key>/", application_changes.withdraw, name="change_withdraw", permission=CHANGE,
          subject=application_changes.own_change, methods=BOTH),
    route("changement/<str:kind>/", application_changes.ask, name="change", permission=CHANGE,
          subject=application_changes.new_change, methods=BOTH, personal_data=True),
    route("<uuid:key>/", application.one, name="application_one", permission=APPLY,
          subject=application.own_application, methods=BOTH, personal_data=True),
    route("<uuid:key>/abandonner/", application.abandon, name="application_abandon", permission=APPLY,
          subject=application.own_application, methods=BOTH),
    route("<uuid:key>/message/", application.write, name="application_write", permission=APPLY,
          subject=application.own_application, methods=BOTH, personal_data=True),
]  # fmt: skip
