"""The people of one's organisation."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.gid import people, people_together, person
from kairos.spaces.provider.gid import person_page as pages
from kairos.spaces.provider.gid.space import route

BOTH, POST = ("GET", "POST"), ("POST",)
GIVE, SUSPEND = "habilitations.give", "habilitations.suspend"
ONE = "personnes/<uuid:key>/"

urlpatterns = [
    route("", people.people, name="people", permission="portal.manage", subject=own_file, personal_data=True),
    route("ensemble/", people_together.page, name="people_together", permission=GIVE, subject=own_file, methods=BOTH,
          personal_data=True),
    route("inviter/", people.invite, name="invite", permission=GIVE, subject=own_file, methods=BOTH,
          personal_data=True),
    route("responsable/", person.manager, name="manager", permission="session.use", subject=own_file, methods=BOTH,
          personal_data=True),
    route(ONE, person.person, name="person", permission=GIVE, subject=pages.person, personal_data=True),
    route(f"{ONE}modifier/", person.asking("describe"), name="person_describe", permission=GIVE, methods=BOTH,
          subject=pages.person, personal_data=True),
    route(f"{ONE}suspendre/", person.asking("suspend"), name="person_suspend", permission=SUSPEND, methods=BOTH,
          subject=pages.person, personal_data=True),
    route(f"{ONE}retirer/", person.asking("remove"), name="person_remove", permission=SUSPEND, methods=BOTH,
          subject=pages.person, personal_data=True),
    route(f"{ONE}mot-de-passe/", person.asking("require_password"), name="person_password", permission=GIVE,
          methods=BOTH, subject=pages.person, personal_data=True),
    route(f"{ONE}nommer/", person.asking("ask_to_manage"), name="person_name", permission=GIVE, methods=BOTH,
          subject=pages.person, personal_data=True),
    route(f"{ONE}retirer-role/", person.asking("withdraw_manager"), name="person_unname", permission=GIVE,
          methods=BOTH, subject=pages.person, personal_data=True),
    route(f"{ONE}retablir/", person.at_once("resume"), name="person_resume", permission=SUSPEND, methods=POST,
          subject=pages.person, personal_data=True),
    route(f"{ONE}inviter-de-nouveau/", person.at_once("invite_again"), name="person_invite_again", permission=GIVE,
          methods=POST, subject=pages.person, personal_data=True),
    route(f"{ONE}annuler/", person.at_once("cancel"), name="person_cancel", permission=GIVE, methods=POST,
          subject=pages.person, personal_data=True),
    route(f"{ONE}annuler-proposition/", person.at_once("unask_to_manage"), name="person_unask", permission=GIVE,
          methods=POST, subject=pages.person, personal_data=True),
]  # fmt: skip
