"""The permission map: who may do what, default deny, one table collected from the packages' own rows.

A package's `permissions.py` holds `PERMISSIONS = {"memberships.decide": Permission("Décider…", is_operator & …)}`.
A predicate is pure: it looks at the actor and the subject, never at the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kairos.foundation.actor import Actor, Audience


@dataclass(frozen=True, slots=True)
class Predicate:
    """A named yes-or-no question; combine with `&` and `|`. rights: the words of rights it asks for. audiences: those
    it may say yes to, whatever the subject."""

    name: str
    test: Callable[[Actor, Any], bool]
    rights: frozenset[str] = frozenset()
    audiences: frozenset[Audience] = frozenset(Audience)

    def __call__(self, actor: Actor, subject: Any) -> bool:
        return actor.audience in self.audiences and self.test(actor, subject)

    def __and__(self, other: "Predicate") -> "Predicate":
        name, rights = f"{self.name} et {other.name}", self.rights | other.rights
        return Predicate(name, lambda a, s: self(a, s) and other(a, s), rights, self.audiences & other.audiences)

    def __or__(self, other: "Predicate") -> "Predicate":
        name, rights = f"({self.name} ou {other.name})", self.rights | other.rights
        return Predicate(name, lambda a, s: self(a, s) or other(a, s), rights, self.audiences | other.audiences)


def only(audience: Audience, name: str) -> Predicate:
    """People of this audience, whoever they are."""
    return Predicate(name, lambda actor, subject: True, audiences=frozenset({audience}))


@dataclass(frozen=True, slots=True)
class Permission:
    """label: what it lets one do, in French, as the 403 page names it. granted_by: who can open it.

    while_helping: whether an agent of the operator who helps somebody may do it in their place. It is for reading and
    drafting; whoever adds a permission and thinks of nothing has it refused.
    """

    label: str
    rule: Predicate
    granted_by: str = ""
    while_helping: bool = False


class Denied(Exception):
    """The actor lacks a permission; `subject` is known to be visible to him."""

    def __init__(self, name: str, subject: Any = None):
        super().__init__(name)
        self.name = name
        self.subject = subject

    @property
    def permission(self) -> Permission:
        return _map[self.name]


_map: dict[str, Permission] = {}


def declare(rows: Mapping[str, Permission]) -> None:
    for name, permission in rows.items():
        if _map.setdefault(name, permission) is not permission:
            raise ValueError(f"permission déclarée deux fois : {name}")


def the_map() -> dict[str, Permission]:
    return dict(sorted(_map.items()))


def holds(actor: Actor, name: str, subject: Any = None) -> bool:
    """Whether the actor may; a name that nobody declared is refused."""
    permission = _map.get(name)
    if permission is None or (actor.helped and not permission.while_helping):
        return False
    return bool(permission.rule(actor, subject))


def audiences_of(name: str) -> frozenset[Audience]:
    """Whom a permission may be given to; a name that nobody declared, to nobody."""
    permission = _map.get(name)
    return permission.rule.audiences if permission else frozenset()


def rights_asked(name: str) -> frozenset[str]:
    """The words of rights that a permission looks at."""
    return _map[name].rule.rights


def require(actor: Actor, name: str, subject: Any = None) -> None:
    """Raises Denied, or LookupError for a name that nobody declared (a mistake of ours, not a refusal)."""
    if name not in _map:
        raise LookupError(f"permission inconnue : {name}")
    if not holds(actor, name, subject):
        raise Denied(name, subject)
