"""The rights of the people of one's organisation, and one's own."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.gid import grid, grid_export, own_rights, person_rights, waiting
from kairos.spaces.provider.gid.space import route

GIVE, AGREE, ASK = "habilitations.give", "habilitations.agree", "habilitations.ask"
BOTH = ("GET", "POST")

urlpatterns = [
    route("habilitations/", grid.page, name="grid", permission=GIVE, subject=own_file, methods=BOTH,
          personal_data=True),
    route("habilitations/export/", grid_export.export, name="grid_export", permission=GIVE, subject=own_file,
          personal_data=True),
    route("habilitations/qui/", person_rights.who, name="who", permission=GIVE, subject=own_file, personal_data=True),
    route("habilitations/<uuid:key>/", person_rights.page, name="person_rights", permission=GIVE,
          subject=person_rights.person, methods=BOTH, personal_data=True),
    route("habilitations/<uuid:key>/resume/", person_rights.what, name="what", permission=GIVE,
          subject=person_rights.person, personal_data=True),
    route("mes-droits/", own_rights.page, name="own_rights", permission="habilitations.own", subject=own_file),
    route("mes-droits/demander/", own_rights.ask, name="ask", permission=ASK, subject=own_file, methods=BOTH),
    route("mes-droits/demandes/<uuid:key>/retirer/", own_rights.withdraw, name="ask_withdraw", permission=ASK,
          subject=waiting.request_of, methods=BOTH),
    route("demandes/", waiting.requests, name="requests", permission=GIVE, subject=own_file, personal_data=True),
    route("demandes/<uuid:key>/accorder/", waiting.give, name="request_give", permission=GIVE,
          subject=waiting.request_of, methods=BOTH),
    route("demandes/<uuid:key>/refuser/", waiting.decline, name="request_refuse", permission=GIVE,
          subject=waiting.request_of, methods=BOTH, personal_data=True),
    route("accords/", waiting.agreements, name="agreements", permission=AGREE, subject=own_file, personal_data=True),
    route("accords/<uuid:key>/approuver/", waiting.agree, name="agree", permission=AGREE, subject=waiting.grant_of,
          methods=BOTH),
    route("accords/<uuid:key>/refuser/", waiting.disagree, name="disagree", permission=AGREE,
          subject=waiting.grant_of, methods=BOTH, personal_data=True),
    route("accords/<uuid:key>/retirer/", waiting.take_back, name="take_back", permission=GIVE,
          subject=waiting.grant_of, methods=BOTH),
]  # fmt: skip
