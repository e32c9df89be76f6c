"""What a form field needs to be drawn, read from Django's BoundField without its widget templates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField, Widget
from django.forms.widgets import ChoiceWidget, ClearableFileInput

from kairos.design.french import after_colon, typographic

# Attributes of the widget that are not copied: the macros write them from the field, or a text has no use for them.
OWN_ATTRIBUTES = {"id", "name", "type", "value", "class", "required", "cols", "rows", "min", "max", "step"}
# A number is typed as text: a number field changes on scroll and drops what it does not understand.
TEXT_TYPES = {"number": "text", "date": "text", "datetime-local": "text", "time": "text"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `group` is the name above it in a select, None outside groups."""

    id: str
    value: str
    label: str
    chosen: bool
    group: str | None = None


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field ready to draw.

    kind: text, textarea, select, radio, checkboxes, checkbox, file or hidden; type: HTML type of a text.
    target: the id an error link leads to. describedby: ids of hint and error, "" when there is neither.
    attrs: the widget's other attributes (autocomplete, inputmode, maxlength, …).
    """

    id: str
    target: str
    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    required: bool
    kind: str
    type: str
    value: str
    checked: bool
    multiple: bool
    options: tuple[Option, ...]
    width: str
    attrs: dict[str, Any]
    describedby: str


def view(bound: BoundField) -> FieldView:
    """Everything the field macro writes; the value typed is kept (never that of a password or a file)."""
    widget, kind = bound.field.widget, _kind(bound.field.widget)
    key = bound.auto_id or bound.html_name
    options = tuple(_options(bound, key)) if isinstance(widget, ChoiceWidget) else ()
    errors = tuple(typographic(str(error)) for error in bound.errors)
    hint = bound.help_text or ""
    return FieldView(
        id=key,
        target=options[0].id if options and kind in {"radio", "checkboxes"} else key,
        name=bound.html_name,
        label=str(bound.label),
        hint=hint,
        errors=errors,
        required=bound.field.required,
        kind=kind,
        type=_type(widget),
        value=_value(bound),
        checked=kind == "checkbox" and widget.check_test(bound.value()),
        multiple=getattr(widget, "allow_multiple_selected", False),
        options=options,
        width=widget.attrs.get("class", ""),
        attrs=_attributes(bound),
        describedby=" ".join([f"{key}-h"] * bool(hint) + [f"{key}-e"] * bool(errors)),
    )


def error_links(*forms: BaseForm) -> list[tuple[str, str | None]]:
    """Every error of the forms: (sentence, id it leads to); form-wide errors first, leading nowhere."""
    found: list[tuple[str, str | None]] = []
    for form in forms:
        found += [(typographic(str(error)), None) for error in form.non_field_errors()]
        for bound in form:
            found += [_link(bound, str(error)) for error in bound.errors]
    return found


def _link(bound: BoundField, error: str) -> tuple[str, str | None]:
    sentence = typographic(f"{bound.label} : {after_colon(error).removesuffix('.')}")
    return sentence, None if bound.is_hidden else view(bound).target


def _kind(widget: Widget) -> str:
    if isinstance(widget, ChoiceWidget):
        return {"radio": "radio", "checkbox": "checkboxes"}.get(widget.input_type or "", "select")
    kind = getattr(widget, "input_type", "textarea")
    return kind if kind in {"checkbox", "file", "hidden", "textarea"} else "text"


def _type(widget: Widget) -> str:
    declared = getattr(widget, "input_type", None) or "text"
    return TEXT_TYPES.get(declared, declared)


def _value(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, ChoiceWidget | ClearableFileInput):
        return ""
    if getattr(widget, "render_value", True) is False:
        return ""
    formatted = widget.format_value(bound.value())
    return "" if formatted is None else str(formatted)


def _options(bound: BoundField, key: str) -> Iterator[Option]:
    chosen = _chosen(bound)
    position = 0
    for group, choices in _grouped(bound.field.widget.choices):
        for value, label in choices:
            text = "" if value is None else str(value)
            yield Option(f"{key}_{position}", text, str(label), text in chosen, group)
            position += 1


def _grouped(choices: Iterable) -> Iterator[tuple[str | None, Iterable]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield str(value), label
        else:
            yield None, [(value, label)]


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {"" if item is None else str(item) for item in values}


def _attributes(bound: BoundField) -> dict[str, Any]:
    given = bound.field.widget.attrs
    kept = {key: value for key, value in given.items() if key not in OWN_ATTRIBUTES and value is not False}
    if bound.field.disabled:
        kept["readonly"] = True
    return kept
