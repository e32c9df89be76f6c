"""What is asked of a file: the file itself, then what its titles mean."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from kairos.foundation.ids import new_id
from kairos.foundation.imports.kinds import ImportKind, Option
from kairos.foundation.imports.mapping import Places
from kairos.spaces.forms import Form

ACCEPT = ".csv,.txt,.tsv,.xlsx"
ASIDE = ("-", "Laisser de côté")


class SendForm(Form):
    """`token`: makes a second sending harmless."""

    file = forms.FileField(
        label="Fichier", allow_empty_file=True, error_messages={"required": "Choisissez un fichier."}
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, kind: ImportKind, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        known = "LHÉO, CSV ou XLSX" if kind.trees else "CSV ou XLSX"
        self.fields["file"].help_text = f"{known}, {kind.largest.value()} Mo au plus."
        self.fields["file"].widget.attrs["accept"] = ACCEPT + (",.xml" if kind.trees else "")
        for option in kind.options:
            self.fields[option.key] = _asked(option)

    @property
    def token_typed(self) -> UUID:
        return self.cleaned_data["token"]

    @property
    def options(self) -> dict[str, bool | str]:
        return {option.key: self.cleaned_data[option.key] for option in self.kind.options}


def _asked(option: Option) -> forms.Field:
    if not option.choices:
        return forms.BooleanField(label=option.label, help_text=option.hint, required=False)
    lacking = {"required": "Choisissez dans la liste."}
    choices = [("", "Choisir"), *option.choices]
    return forms.ChoiceField(label=option.label, help_text=option.hint, choices=choices, error_messages=lacking)


class MatchForm(Form):
    """One choice a column of the file; `titles_at`: the line of the titles."""

    titles_at = forms.IntegerField(
        label="Ligne des titres",
        min_value=1,
        widget=forms.TextInput({"inputmode": "numeric", "class": "w1"}),
        error_messages={"invalid": "Écrivez le numéro d’une ligne.", "min_value": "Écrivez le numéro d’une ligne."},
    )
    remember = forms.BooleanField(
        label="Retenir ces correspondances pour les prochains fichiers", required=False, initial=True
    )

    def __init__(self, kind: ImportKind, headings: tuple[str, ...], header: int, places: Mapping[str, int], *args: Any):
        super().__init__(*args)
        self.kind, self.headings = kind, headings
        self.fields["titles_at"].initial = header
        self.header = header
        keys = {place: key for key, place in places.items()}
        choices = [ASIDE, *((column.key, _labelled(column.heading, column.required)) for column in kind.columns)]
        for place, heading in enumerate(headings):
            label = heading or f"Colonne {place + 1} (sans titre)"
            self.fields[_name(place)] = forms.ChoiceField(
                label=label, choices=choices, initial=keys.get(place, ASIDE[0])
            )

    @property
    def titles(self) -> list[Any]:
        return [self[_name(place)] for place in range(len(self.headings))]

    @property
    def places(self) -> Places:
        chosen = ((self.cleaned_data.get(_name(place), ASIDE[0]), place) for place in range(len(self.headings)))
        return {key: place for key, place in chosen if key != ASIDE[0]}

    def clean(self) -> dict[str, Any]:
        """Other titles are looked for when their line changes: what was chosen of the former ones says nothing."""
        given = super().clean()
        if given.get("titles_at") == self.header:
            self._each_once(given)
            self._nothing_lacks(given)
        return given

    def _each_once(self, given: Mapping[str, Any]) -> None:
        seen: dict[str, int] = {}
        for place in range(len(self.headings)):
            key = given.get(_name(place))
            if key not in (None, ASIDE[0]) and seen.setdefault(key, place) != place:
                heading = self.kind.column(key).heading
                self.add_error(_name(place), f"« {heading} » est déjà donné par une autre colonne : choisissez.")

    def _nothing_lacks(self, given: Mapping[str, Any]) -> None:
        chosen = {given.get(_name(place)) for place in range(len(self.headings))}
        for column in self.kind.required:
            if column.key not in chosen:
                self.add_error(None, f"Dites quelle colonne du fichier donne « {column.heading} ».")


def _name(place: int) -> str:
    return f"colonne_{place}"


def _labelled(heading: str, required: bool) -> str:
    return f"{heading} (indispensable)" if required else heading
