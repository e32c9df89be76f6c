"""Each act on the security of an account, ready to be done: on whom, by whom, with what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kairos.foundation import engine
from kairos.foundation.actor import Actor, Audience, Strength, system, visitor
from kairos.foundation.isolation import scope
from kairos.identity.accounts import provisional, tokens
from kairos.identity.accounts.factors import keys, recovery, totp
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, SecurityKey, User
from tests.support.authenticator import SoftwareKey
from tests.support.factors import Telephone, telephone_of
from tests.support.people import People, Someone

Kind = OneUseToken.Kind
NEW = "cinq autres mots choisis au hasard"


@dataclass
class Case:
    """`act` done on `user` by `actor` with `details`."""

    act: engine.Act
    user: User
    actor: Actor
    details: dict[str, Any] = field(default_factory=dict)

    def run(self, actor: Actor | None = None, **details: Any) -> User:
        who = actor or self.actor
        with scope(who):
            return engine.run(self.act, self.user.pk, who, **self.details | details)


def own(act: engine.Act, **details: Any) -> Callable[[People], Case]:
    return lambda people: Case(act, people.manager.user, people.manager.actor, details)


def by_link(act: engine.Act, kind: str, *, locked: bool = False, email: str = "", **details: Any):
    def build(people: People) -> Case:
        someone = people.manager
        if locked:
            lock(someone)
        return Case(act, someone.user, visitor("tests"), {"link": link(someone.user, kind, email), **details})

    return build


def stored(user: User) -> User:
    return User.objects.using("owner").get(pk=user.pk)


def values(user: User) -> dict[str, Any]:
    return User.objects.using("owner").filter(pk=user.pk).values().get()


def link(user: User, kind: str, email: str = "") -> OneUseToken:
    with scope(system("tests")):
        return tokens.find(tokens.issue(user, kind, new_email=email), kind)


def lock(someone: Someone) -> None:
    with scope(system("tests")) as actor:
        engine.run(Account.lock, someone.user.pk, actor, failures=10, network="192.0.2.0/24")


def letter(someone: Someone):
    with scope(system("tests")):
        provisional.issue(someone.user, someone.organisation)
        return provisional.ProvisionalPassword.objects.get(voided_at__isnull=True, user=someone.user)


def by_letter(people: People) -> Case:
    someone = people.manager
    actor = Actor(audience=Audience.ANONYMOUS, user=someone.user.pk, strength=Strength.PROVISIONAL)
    return Case(
        Account.choose_password, someone.user, actor, {"letter": letter(someone), "password": NEW, "keep": None}
    )


def entering(people: People) -> Case:
    telephone_of(people.manager.user.pk)
    return Case(Account.enter_portal, people.manager.user, people.manager.actor, {"letter": letter(people.manager)})


def enrolling(people: People) -> Case:
    with scope(system("tests")):
        code = Telephone(totp.secret_of(totp.begin(people.manager.user.pk))).code()
    details = {"code": code, "codes": recovery.make()}
    return Case(Account.enrol_totp, people.manager.user, people.manager.actor, details)


def with_key(act: engine.Act, **details: Any):
    def build(people: People) -> Case:
        add(people).run()
        telephone_of(people.manager.user.pk)
        with scope(system("tests")):
            key = SecurityKey.objects.get(user=people.manager.user)
        return Case(act, people.manager.user, people.manager.actor, {"key": key.pk, **details})

    return build


def add(people: People) -> Case:
    with scope(system("tests")):
        options, challenge = keys.options_to_add(people.manager.user)
    import json

    key = keys.read_new(SoftwareKey().register(json.loads(options)), challenge)
    return Case(Account.add_key, people.manager.user, people.manager.actor, {"key": key, "label": "clé du bureau"})


def removing_generator(people: People) -> Case:
    add(people).run()
    telephone_of(people.manager.user.pk)
    return Case(Account.remove_totp, people.manager.user, people.manager.actor)


def renewing_codes(people: People) -> Case:
    telephone_of(people.manager.user.pk)
    return own(Account.new_recovery_codes, codes=recovery.make())(people)


def agent(people: People, act: engine.Act, **details: Any) -> Case:
    with scope(system("tests")) as actor:
        user = User(email="nouvelle.agente@operateur.example", first_name="", last_name="")
        engine.run(Account.open_staff, user, actor, role="instructor")
    return Case(act, user, system("tests"), details)


def entering_staff(people: People) -> Case:
    case = agent(people, Account.enter_staff)
    case.actor = visitor("tests")
    case.details = {"link": link(case.user, Kind.OPERATOR), "password": NEW, "first_name": "Zoé", "last_name": "Agent"}
    return case


def assisting(act: engine.Act, *, locked: bool = False, by: str = "instructor", **details: Any):
    def build(people: People) -> Case:
        if locked:
            lock(people.manager)
        return Case(act, people.manager.user, getattr(people, by).actor, details)

    return build


def locked_case(act: engine.Act):
    def build(people: People) -> Case:
        lock(people.manager)
        return Case(act, people.manager.user, system("tests"))

    return build


PROVED = {"who": "Mme Nguyễn, directrice", "how": "rappelée au numéro du registre"}
CASES: dict[str, Callable[[People], Case]] = {
    "change_password": own(Account.change_password, password=NEW, keep=None),
    "require_password_change": assisting(Account.require_password_change, reason="mot de passe vu chez un tiers"),
    "send_password_link": lambda people: Case(Account.send_password_link, people.manager.user, system("tests")),
    "reset_password": by_link(Account.reset_password, Kind.PASSWORD, password=NEW),
    "send_identifiers": lambda people: Case(Account.send_identifiers, people.manager.user, system("tests")),
    "choose_password": by_letter,
    "enter_portal": entering,
    "enrol_totp": enrolling,
    "remove_totp": removing_generator,
    "add_key": add,
    "rename_key": with_key(Account.rename_key, label="clé de la maison"),
    "remove_key": with_key(Account.remove_key),
    "new_recovery_codes": renewing_codes,
    "reset_factors": assisting(Account.reset_factors, **PROVED),
    "change_email": own(Account.change_email, email="maud@nouvelle.example"),
    "confirm_email": by_link(Account.confirm_email, Kind.EMAIL, email="maud@nouvelle.example"),
    "disown_email": by_link(Account.disown_email, Kind.DISOWN, email="maud.nguyen@tests.example"),
    "lock": lambda people: Case(
        Account.lock, people.manager.user, system("tests"), {"failures": 10, "network": "192.0.2.0/24"}
    ),
    "send_unlock_link": locked_case(Account.send_unlock_link),
    "unlock_by_link": by_link(Account.unlock_by_link, Kind.UNLOCK, locked=True),
    "unlock": assisting(Account.unlock, locked=True, reason="reconnue au téléphone"),
    "stop": assisting(Account.stop, by="supervisor", reason="compte volé"),
    "close": assisting(Account.close, by="supervisor", reason="départ de l’organisme"),
    "reopen_staff": lambda people: agent(people, Account.reopen_staff, role="supervisor"),
    "enter_staff": entering_staff,
}
