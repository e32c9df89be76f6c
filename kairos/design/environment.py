"""The Jinja2 environment of every page, named by `OPTIONS["environment"]` of Django's Jinja2 backend."""

import re
import secrets
from collections.abc import Iterable, Iterator, MutableMapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, Template, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from kairos.design import french
from kairos.design.fields import error_links, view
from kairos.foundation import clock

SPRITE = "kairos/icons.svg"
ICONS = frozenset(
    re.findall(r'<symbol id="([^"]+)"', (Path(__file__).parent / "static" / SPRITE).read_text(encoding="utf-8"))
)
TOKEN = Markup(secrets.token_hex(16))
"""Where the field of a form goes: a word of this process that nobody can write on a page."""
NOTCHES = 15  # a ruler stays readable up to fifteen notches


class _Writing(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if not frame.eval_ctx.autoescape or frame.eval_ctx.volatile or finalize.src:
            return super()._output_child_pre(node, frame, finalize)
        return self.write("environment.shown(")


class _Page(Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        context = self.new_context(dict(*args, **kwargs))
        try:
            return self.environment.concat(self.root_render_func(context))
        except Exception:
            self.environment.handle_exception()
        finally:
            context.vars.clear()


class Quick(Environment):
    """Writes the same as Jinja2, with less work (decision 29).

    What is already safe is not copied again at each level that holds it. No global changes once the templates are
    read: each keeps them all in one table, which a page copies and compares at once. A page that is written lets go of
    its own macros: they hold all it shows, and it them, until the collector comes, in the middle of somebody's page.
    """

    code_generator_class = _Writing
    template_class = _Page

    @staticmethod
    def shown(value: Any) -> str:
        return value if type(value) is Markup else escape(value)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return self.globals | (d or {})


def environment(**options: Any) -> Environment:
    """Autoescaped, strict about undefined names, French spaces bound, with the product's filters and globals.

    Globals: `static(path)`, `url(name, *args, **kwargs)`, `icon(name)`, `ruler(total, elapsed)`, `drawn` and its like,
    `query(**changes)` (address of this page with other parameters), `field_view`, `error_links`, `plural`.
    """
    made = Quick(
        **{"autoescape": True} | options | {"undefined": StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FrenchSpaces],
    )
    address = cache(static)
    icon = cache(partial(_icon, address))
    made.globals |= {
        "static": address,
        "url": lru_cache(maxsize=8192)(_url),
        "icon": icon,
        "draw_icon": icon,  # for macros that take a parameter named icon
        "drawn": drawn,
        "lines_drawn": lines_drawn,
        "with_token": with_token,
        "ruler": ruler,
        "query": _query,
        "field_view": view,
        "error_links": error_links,
        "plural": french.plural,
    }
    made.filters |= _filters(ZoneInfo(settings.TIME_ZONE))
    return made


@lru_cache(maxsize=4096)
def drawn(macro: Macro, *arguments: Any) -> Markup:
    """What a macro of an imported template writes for these arguments, remembered: for menus, and lines of lists.

    The key is everything that is shown: values, and the day when a word depends on it.
    """
    return macro(*arguments)


def lines_drawn(macro: Macro, rows: Iterable[Any], *arguments: Any) -> Markup:
    """The same for each of these rows."""
    return Markup("".join([drawn(macro, row, *arguments) for row in rows]))


def with_token(field: Any, macro: Macro, *arguments: Any) -> Markup:
    """The same for a macro whose last parameter is the hidden field of its forms, which is put in each time."""
    lines = drawn(macro, *arguments, TOKEN)
    return lines.replace(TOKEN, Markup(field)) if TOKEN in lines else lines


class FrenchSpaces(Extension):
    """Templates are typed with plain spaces; those French does not break are bound at compilation."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return french.bound_spaces(source)


@cache
def ruler(total: int, elapsed: int) -> Markup:
    """The small graduated ruler of a deadline: `elapsed` days gone out of `total`; empty for a total of 0.

    Beyond fifteen days each notch stands for an equal share. Assistive technology passes over it.
    """
    if total <= 0:
        return Markup()
    notches = min(total, NOTCHES)
    gone = round(min(max(elapsed, 0), total) * notches / total)
    width = 14 if notches <= 3 else 8 if notches <= 7 else 5
    length = notches * (width + 2) - 2
    now = min(max(gone * (width + 2) - 2, 0), length - 2)
    return Markup(
        f'<svg class="ruler" width="{length}" height="10" viewBox="0 0 {length} 10" aria-hidden="true">'
        f'<path class="on" d="{_notches(0, gone, width)}"/><path d="{_notches(gone, notches, width)}"/>'
        f'<rect class="now" x="{now}" width="2" height="10"/></svg>'
    )


def _notches(first: int, last: int, width: int) -> str:
    return "".join(f"M{notch * (width + 2)} 3h{width}v4h-{width}z" for notch in range(first, last))


def _icon(address: Any, name: str) -> Markup:
    if name not in ICONS:
        raise LookupError(f"No icon named {name!r} in {SPRITE}.")
    return Markup('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>').format(address(SPRITE), name)


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def _query(context: Context, **changes: Any) -> str:
    """« ?sort=age&page=… »: this page’s parameters with `changes`; None removes one."""
    parameters = dict(context["request"].GET.lists()) | changes
    return "?" + "&".join(_pairs(key, value) for key, value in _said(parameters.items()))


def _said(parameters: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    return ((key, tuple(value) if isinstance(value, list) else value) for key, value in parameters if value is not None)


@lru_cache(maxsize=8192)
def _pairs(key: str, value: Any) -> str:
    return urlencode({key: value}, doseq=True)


def _filters(zone: ZoneInfo) -> dict[str, Any]:
    """The formats of `french`, with the present day and the place’s zone where they need them."""

    def local(value: date | datetime) -> date:
        return value.astimezone(zone).date() if isinstance(value, datetime) else value

    def today() -> date:
        return clock.today(zone)

    return {
        "day": lambda value: french.day(local(value)),
        "month": french.month,
        "week_day": lambda value: french.week_day(local(value)),
        "short_day": lambda value: french.short_day(local(value), today()),
        "numeric_day": lambda value: french.numeric_day(local(value)),
        "relative_day": lambda value: french.relative_day(local(value), today()),
        "ended": french.ended,
        "hour": lambda value: french.hour(value.astimezone(zone) if isinstance(value, datetime) else value),
        "moment": lambda value: french.moment(value, zone),
        "short_moment": lambda value: french.short_moment(value, zone, today()),
        "relative_moment": lambda value: french.relative_moment(value, zone, today()),
        "countdown": french.countdown,
        "number": french.number,
        "euros": french.euros,
        "percent": french.percent,
        "capped": french.capped,
        "plural": french.plural,
        "weight": french.weight,
        "siren": french.siren,
        "siret": french.siret,
        "nda": french.nda,
        "phone": french.phone,
        "typographic": french.typographic,
        "after_colon": french.after_colon,
        "initials": french.initials,
    }
