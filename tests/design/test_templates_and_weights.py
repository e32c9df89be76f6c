"""What holds for every template and static file of the product, whoever writes it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from jinja2 import nodes

import kairos.design
from kairos.design import page, sheet
from kairos.design.environment import ICONS
from kairos.design.page import render

PACKAGE = Path(kairos.design.__file__).parent
STATIC = PACKAGE / "static" / "kairos"
PRODUCT = PACKAGE.parent
TEMPLATES = sorted(path for path in PRODUCT.rglob("templates/**/*.html") if path.is_file())
CSS_BUDGET = 28_000
FIRST_PAGE_BUDGET = 100_000
NEXT_PAGE_BUDGET = 10_000

every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PRODUCT)))


def text_of(template):
    """The template without its comments."""
    return re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_templates_are_found():
    assert PACKAGE / "templates" / "design" / "base.html" in TEMPLATES


@every_template
def test_nothing_the_content_policy_would_block(template):
    text = text_of(template)
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"<style\b", text), "a style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an event attribute"
    assert not re.search(r"\bhx-on\b|javascript:", text), "script in an attribute"
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text), "script in the page"
    assert not re.search(r"""(?:src|href)=["']\s*(?:https?:)?//""", text), "something fetched from elsewhere"


@every_template
def test_apostrophes_are_curved(template):
    assert not re.findall(r"\w'[a-zà-ÿ]{2,}", text_of(template))


@every_template
def test_every_icon_named_exists(template, env):
    tree = env.parse(template.read_text(encoding="utf-8"))
    drawn = [
        call.args[0].value
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name in ("icon", "draw_icon")
        and isinstance(call.args[0], nodes.Const)
    ]
    named = [
        keyword.value.value
        for keyword in tree.find_all(nodes.Keyword)
        if keyword.key in ("icon", "after") and isinstance(keyword.value, nodes.Const) and keyword.value.value
    ]
    assert set(drawn + named) <= ICONS


@pytest.mark.parametrize("filename", ["components.html"])
def test_the_icons_of_states_exist(env, filename):
    module = env.get_template(f"design/{filename}").module
    assert {*module.signs.values(), *module.clock_signs.values()} <= ICONS
    assert {item.icon for item in page.FOOTER} <= ICONS


def test_the_sprite_names_each_icon_once():
    assert (STATIC / "icons.svg").read_text(encoding="utf-8").count("<symbol ") == len(ICONS)


def test_an_unknown_icon_is_an_error(draw):
    with pytest.raises(LookupError, match="no-such-icon"):
        draw("{{ icon('no-such-icon') }}")


def test_the_style_sheet_keeps_to_its_weight():
    assert (STATIC / "kairos.css").stat().st_size <= CSS_BUDGET


def test_the_style_sheet_asks_only_for_files_that_are_there():
    css = (STATIC / "kairos.css").read_text(encoding="utf-8")
    asked = re.findall(r"url\(([^)]+)\)", css)
    assert len(asked) == 2
    assert all((STATIC / name).is_file() for name in asked)


def test_both_themes_are_whole():
    """Each theme empties the other’s values: a lost space in « --d: ; » would break every colour."""
    css = (STATIC / "kairos.css").read_text(encoding="utf-8")
    assert css.count("--d: ;") == 2
    assert css.count("--l: ;") == 2


def test_licences_are_beside_what_they_cover():
    for name in ("fonts/LICENSE-OFL.txt", "licences/lucide-ISC.txt", "licences/htmx-0BSD.txt"):
        assert (STATIC / name).stat().st_size > 500


def test_pages_keep_to_their_weight(request_to, chrome):
    """The heaviest page (the sheet), with all it asks for; then what a next page asks for alone."""
    html = render(request_to(), "design/components_sheet.html", chrome, **sheet.context()).content
    files = ("kairos.css", "kairos.js", "icons.svg", "marque.svg", "fonts/atkinson-next-latin.woff2")
    assert len(html) + sum((STATIC / name).stat().st_size for name in files) <= FIRST_PAGE_BUDGET
    assert len(gzip.compress(html)) <= NEXT_PAGE_BUDGET


def test_hashed_names_reach_the_fonts(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    css = (tmp_path / staticfiles_storage.stored_name("kairos/kairos.css")).read_text(encoding="utf-8")
    asked = re.findall(r'url\("?([^")]+)"?\)', css)
    assert len(asked) == 2
    for name in asked:
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", name)
        assert (tmp_path / "kairos" / name).is_file()
