"""Fields that take what people really type and say precisely what is wrong. French, one place."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Self
from uuid import UUID

from django import forms
from django.core.validators import validate_email
from django.db import models
from django.http import HttpRequest

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Reason, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.text import Unacceptable, clean, contains_nir
from kairos.identity.organisations import rules

NIR = (
    "Ce texte contient un numéro de sécurité sociale. Kairos n’a pas le droit de le garder : "
    "retirez-le, puis recommencez."
)
YEARS = range(1900, 2101)


def whole_number(text: str) -> int | None:
    """Of what an address or a hidden field says; None of anything else (« ² » is a digit and no number)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


class Form(forms.Form):
    """The base of every form: no « : » after labels, French by default, reasons of a refused act put in place."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    @classmethod
    def of(cls, request: HttpRequest, *args: Any, **kwargs: Any) -> Self:
        """Bound to what was just sent; else as `unsent`. `args`: what the form takes before its data."""
        if request.method == "POST":
            return cls(*args, request.POST, request.FILES, **kwargs)
        return cls.unsent(request, *args, **kwargs)

    @classmethod
    def unsent(cls, request: HttpRequest, *args: Any, **kwargs: Any) -> Self:
        """Not judged yet: filled with what was typed in it before a session was lost, else as given."""
        form = cls(*args, **kwargs)
        form.fill(getattr(request, "typed", None) or {})
        return form

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Put what was typed in place of the initial values, if it was typed in this form."""
        if not any(bound.html_name in typed for bound in self.visible_fields()):
            return
        for name, field in self.fields.items():
            if not field.widget.needs_multipart_form:
                self.initial[name] = field.widget.value_from_datadict(typed, {}, self.add_prefix(name))

    def take(self, refused: Refused) -> None:
        """Put each reason beside its field, the others in the summary."""
        for reason in refused.reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.message)

    def does(self, act: engine.Act, subject: models.Model | UUID, actor: Actor, **details: Any) -> bool:
        """Whether it is done, now or by an earlier sending; else what stands in the way is put in place."""
        try:
            engine.run(act, subject, actor, **details)
        except AlreadyDone:
            return True
        except Refused as refused:
            self.take(refused)
            return False
        return True

    def carry(self, name: str, value: str) -> None:
        """What the page carries hidden from now on: whoever was told that something changed may send it again."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


class TextField(forms.CharField):
    """A line (or several) of any script; control characters and social security numbers are refused."""

    def __init__(self, *, max_length: int, multiline: bool = False, empty: str = "", **kwargs: Any):
        self.multiline, self.longest = multiline, max_length
        kwargs.setdefault("widget", forms.Textarea() if multiline else forms.TextInput())
        super().__init__(error_messages={"required": empty or "Remplissez ce champ."}, strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            text = clean(value or "", self.longest, multiline=self.multiline)
        except Unacceptable as error:
            raise forms.ValidationError(error.reason) from error
        if contains_nir(text):
            raise forms.ValidationError(NIR)
        return text


class ParsedField(TextField):
    """A text read by a rule of the domain, which says what is wrong. `parse` raises rules.Invalid."""

    def __init__(
        self,
        parse: Callable[[str], str],
        *,
        max_length: int = 40,
        attrs: dict[str, Any] | None = None,
        **kwargs: Any,
    ):
        self.parse = parse
        super().__init__(max_length=max_length, widget=forms.TextInput(attrs=attrs or {}), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return self.parse(text)
        except rules.Invalid as error:
            raise forms.ValidationError(error.message) from error


def typed_line(request: HttpRequest, name: str, most: int = 300) -> str:
    """What was typed in a field that no form reads, cut to what is kept. Raises Refused for a NIR."""
    text = request.POST.get(name, "").replace("\x00", "").strip()
    if contains_nir(text):
        raise Refused(Reason(NIR, field=name))
    return text[:most].rstrip()


def siret_field(**kwargs: Any) -> ParsedField:
    return ParsedField(
        rules.parse_siret,
        label="SIRET",
        help_text="14 chiffres, espaces permis.",
        attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w3"},
        empty="Écrivez le SIRET de l’établissement : 14 chiffres.",
        **kwargs,
    )


def nda_field(**kwargs: Any) -> ParsedField:
    return ParsedField(
        rules.parse_nda,
        label="Numéro de déclaration d’activité",
        help_text="11 chiffres, espaces permis. Il figure sur votre récépissé (art. L. 6351-1 du code du travail).",
        attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w3"},
        empty="Écrivez le numéro de déclaration d’activité : 11 chiffres.",
        **kwargs,
    )


def phone_field(**kwargs: Any) -> ParsedField:
    return ParsedField(
        rules.parse_phone,
        **{"label": "Téléphone", "attrs": {"type": "tel", "autocomplete": "tel", "class": "w2"}} | kwargs,
    )


def postcode_field(**kwargs: Any) -> ParsedField:
    return ParsedField(
        rules.parse_postcode,
        label="Code postal",
        attrs={"inputmode": "numeric", "autocomplete": "postal-code", "class": "w1"},
        empty="Écrivez le code postal : 5 chiffres.",
        **kwargs,
    )


class EmailField(TextField):
    """One address, kept in lower case."""

    def __init__(self, **kwargs: Any):
        attrs = {"type": "email", "autocomplete": "email", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.EmailInput(attrs=attrs))
        super().__init__(max_length=254, empty="Écrivez une adresse, par exemple prenom.nom@organisme.fr.", **kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        address = re.sub(r"\s", "", typed).lower()
        if not address:
            return ""
        try:
            validate_email(address)
        except forms.ValidationError as error:
            message = f"Écrivez une adresse complète, par exemple prenom.nom@organisme.fr. Vous avez écrit « {typed} »."
            raise forms.ValidationError(message) from error
        return address


class DateField(TextField):
    """A day as people write it: 3/9/2026, 03-09-2026, 03.09.26, 2026-09-03."""

    def __init__(self, **kwargs: Any):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "jj/mm/aaaa", "class": "w2"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=20, **{"empty": "Écrivez une date, par exemple 3/9/2026."} | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        if not (text := super().to_python(value)):
            return None
        if found := parse_day(text):
            return found
        raise forms.ValidationError("Écrivez une date qui existe, par exemple 3/9/2026.")


def parse_day(text: str) -> date | None:
    """The day of « 3/9/2026 » or « 2026-09-03 », nothing for what is no day, or none that anybody here lives. Two
    figures are a year of this century."""
    numbers = re.split(r"[/.\s-]+", text.strip())
    if len(numbers) != 3 or not all(re.fullmatch("[0-9]{1,4}", number) for number in numbers):
        return None
    year, month, day = numbers if len(numbers[0]) == 4 else numbers[::-1]
    try:
        found = date(int(year) + 2000 * (len(year) == 2), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None


class TokenField(forms.UUIDField):
    """What makes a second sending harmless; one that was damaged is replaced."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return new_id()
