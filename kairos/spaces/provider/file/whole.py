"""« Ma fiche » as one form of several parts: read, typed, and what changed between the two."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from uuid import UUID

from django.http import QueryDict

from kairos.design import french
from kairos.design.fields import error_links
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.organisations import content, editing
from kairos.identity.organisations.content import Content, ProviderSheet, contact_section, kind_of
from kairos.spaces.provider.file.parts import PARTS, Part, ReasonForm

MOST_CONTACTS = 20
COPIED_TO = ("director", "account_manager")


class WholeSheet:
    """`seen`: the fields as this page last showed them. `contacts`: the sections, a blank one last to add someone.

    me: what is known of who fills it, column → value, for « C’est moi ». held: whether a field changes elsewhere; it
    is not offered here, and stays only where a page shown before sends it.
    """

    def __init__(
        self,
        sheet: ProviderSheet,
        me: Content,
        data: QueryDict | None = None,
        *,
        held: Callable[[str], object] = lambda field: None,
    ):
        self.stored = sheet.content()
        self.data = data
        self.me = me
        self.held = held
        self.seen = _seen(data, self.stored)
        self.removed = _uuids([data.get("remove", "")]) if data else []
        self.reason = ReasonForm(data)
        self.doubted = False
        self.contacts = self._contact_sections(sheet)
        sections = [section for section in PARTS if section != "contact"] + self.contacts
        self.parts = {section: self._part(section) for section in sections}

    def is_valid(self) -> bool:
        errors = [form.errors for form in self.forms]  # all of them, before the fields are marked for the page
        return not any(errors)

    def changes(self) -> Content:
        """What was typed anew; someone who leaves has no say."""
        typed = self.typed()
        if self.data and (copy := self.data.get("copy")):
            typed |= self._copied(typed, *copy.partition(":")[::2])
        return editing.changes(self.seen, typed)

    def typed(self) -> Content:
        found: Content = {}
        for section, part in self.parts.items():
            if not self._goes(section):
                found |= part.typed()
        return found

    def take(self, refused: Refused, stored: Content) -> None:
        """Put each reason beside its field; from now on the page has seen what others stored meanwhile."""
        for reason in refused.reasons:
            section, column = content.split(reason.field) if "-" in reason.field else ("organisation", reason.field)
            part = self.parts.get(section, self.parts["organisation"])
            part.add_error(column if column in part.fields else None, reason.message)
            self.doubted |= reason.field == "nda"
            if reason.field in stored:
                self.seen[reason.field] = stored[reason.field]

    def shown(self) -> "WholeSheet":
        """Ready for the page: called once everything is checked."""
        for part in self.parts.values():
            part.mark_wanted()
        return self

    @property
    def seen_json(self) -> str:
        return json.dumps(self.seen, ensure_ascii=False)

    @property
    def forms(self) -> list[Part | ReasonForm]:
        """Every form that was sent and may have errors."""
        bound = [part for part in self.parts.values() if part.is_bound and not self._goes(part.section)]
        return [*bound, self.reason] if bound else []

    @property
    def problems(self) -> list[tuple[str, str | None]]:
        """Every error, with its section and the id it leads to: six fields here are called « Courriel »."""
        found: list[tuple[str, str | None]] = []
        for form in self.forms:
            section = "" if form is self.reason else content.SECTIONS[kind_of(form.section)]
            links = error_links(form)
            found += [(f"{section}, {french.after_colon(text)}" if section else text, to) for text, to in links]
        return found

    def _goes(self, section: str) -> bool:
        return any(section == contact_section(key) for key in self.removed)

    def _part(self, section: str) -> Part:
        stored = {column: self.stored.get(f"{section}-{column}", "") for column in content.LABELS[kind_of(section)]}
        part = PARTS[kind_of(section)](section, stored, self.data)
        for column in list(part.fields):
            field = part.add_prefix(column)
            if self.held(field) and field not in (self.data or {}):
                del part.fields[column]
        return part

    def _contact_sections(self, sheet: ProviderSheet) -> list[str]:
        known = [contact.pk for contact in sheet.contacts]
        sent = _uuids(self.data.getlist("contact")) if self.data else []
        new = [key for key in sent if key not in known] or [new_id()]
        return [contact_section(key) for key in [*known, *new][:MOST_CONTACTS]]

    def _copied(self, typed: Content, target: str, source: str) -> Content:
        """« account_manager:director », « director:me »; anything else copies nothing."""
        if target not in COPIED_TO:
            return {}
        if source == "me":
            return {f"{target}-{column}": value for column, value in self.me.items()}
        return editing.copied(typed, source, target) if source in COPIED_TO else {}


def _seen(data: QueryDict | None, stored: Content) -> Content:
    """What the page showed, sent back by it; the stored fields when it did not."""
    with suppress(ValueError, RecursionError):
        sent = json.loads(data.get("seen", "")) if data else None
        if isinstance(sent, Mapping):
            return {str(field): str(value) for field, value in sent.items()}
    return dict(stored)


def _uuids(texts: list[str]) -> list[UUID]:
    return list(_readable(texts))


def _readable(texts: list[str]) -> Iterator[UUID]:
    for text in texts:
        with suppress(ValueError):
            yield UUID(text)
