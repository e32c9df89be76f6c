"""The addresses of the operator's space."""

from kairos.spaces.imports import addresses as imports
from kairos.spaces.operator import (
    accounts,
    changes,
    dossier,
    home,
    journal_urls,
    letters_urls,
    matrix,
    members_urls,
    quality_urls,
    queue,
    settings,
    stops_urls,
    takeover,
)
from kairos.spaces.routes import space

route = space("operator", "operateur/")
BOTH = ("GET", "POST")
"""A page and its form; asked without one, an address that only takes a form leads to its page."""
INSTRUCT, DECIDE, DISCUSS = "memberships.instruct", "memberships.decide", "memberships.discuss"
CHANGE, ASSIST, SETTINGS = "memberships.decide_change", "accounts.assist", "operator.settings"
ONE = "adhesions/<uuid:key>/"

urlpatterns = [
    route("", home.home, name="home", permission="operator.home"),
    route("adhesions/", queue.to_instruct, name="queue", permission=INSTRUCT, personal_data=True),
    route("adhesions/en-attente/", queue.awaited, name="queue_awaited", permission=INSTRUCT, personal_data=True),
    route("adhesions/decidees/", queue.decided, name="queue_decided", permission=INSTRUCT, personal_data=True),
    route("adhesions/prendre/", queue.take, name="queue_take", permission=INSTRUCT, methods=BOTH, personal_data=True),
    route("adhesions/export.csv", queue.export, name="queue_export", permission=INSTRUCT, personal_data=True),
    route("adhesions/cgu/<uuid:key>.pdf", dossier.terms, name="application_terms", permission=INSTRUCT,
          subject=dossier.stamped, personal_data=True),
    route(ONE, dossier.dossier, name="application", permission=INSTRUCT, subject=dossier.application,
          personal_data=True),
    route(f"{ONE}prendre/", dossier.take, name="application_take", permission=INSTRUCT, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route(f"{ONE}rendre/", dossier.release, name="application_release", permission=INSTRUCT, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route(f"{ONE}passer/", dossier.hand_over, name="application_hand_over", permission=INSTRUCT, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route(f"{ONE}controles/", dossier.recheck, name="application_recheck", permission=INSTRUCT, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route(f"{ONE}message/", dossier.write, name="application_write", permission=DISCUSS, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route(f"{ONE}complement/", dossier.ask_complement, name="application_complement", permission=DECIDE, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route(f"{ONE}accepter/", dossier.accept, name="application_accept", permission=DECIDE, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route(f"{ONE}refuser/", dossier.refuse, name="application_refuse", permission=DECIDE, methods=BOTH,
          subject=dossier.application, personal_data=True),
    route("changements/", changes.pending, name="changes", permission=CHANGE, personal_data=True),
    route("changements/<uuid:key>/", changes.one, name="change", permission=CHANGE, subject=changes.change,
          personal_data=True),
    route("changements/<uuid:key>/accepter/", changes.accept, name="change_accept", permission=CHANGE, methods=BOTH,
          subject=changes.change, personal_data=True),
    route("changements/<uuid:key>/refuser/", changes.refuse, name="change_refuse", permission=CHANGE, methods=BOTH,
          subject=changes.change, personal_data=True),
    route("reglages/permissions/", matrix.page, name="permissions", permission=SETTINGS),
    route("reglages/", settings.all_settings, name="settings", permission=SETTINGS),
    route("reglages/<str:name>/", settings.one, name="setting", permission=SETTINGS, methods=BOTH),
    route("comptes/", accounts.find, name="accounts", permission=ASSIST, methods=BOTH, personal_data=True),
    route("comptes/<uuid:key>/", accounts.account, name="account", permission=ASSIST, subject=accounts.person,
          personal_data=True),
    route("comptes/<uuid:key>/deverrouiller/", accounts.unlock, name="account_unlock", permission=ASSIST, methods=BOTH,
          subject=accounts.person, personal_data=True),
    route("comptes/<uuid:key>/second-facteur/", accounts.reset_factors, name="account_factors", permission=ASSIST,
          methods=BOTH, subject=accounts.person, personal_data=True),
    route("comptes/<uuid:key>/mot-de-passe/", accounts.require_password, name="account_password", permission=ASSIST,
          methods=BOTH, subject=accounts.person, personal_data=True),
    route("comptes/<uuid:key>/fermer/", accounts.close, name="account_close", permission="accounts.close", methods=BOTH,
          subject=accounts.person, personal_data=True),
    *journal_urls.urlpatterns,
    *letters_urls.urlpatterns,
    *imports.of(route, takeover.PLACE, "reprise/"),
    *members_urls.urlpatterns,
    *quality_urls.urlpatterns,
    *stops_urls.urlpatterns,
]  # fmt: skip
