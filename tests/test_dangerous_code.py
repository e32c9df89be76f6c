"""What the code never does, on the source itself: one line of these would open a hole that no page test sees."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_house import ROOT, SOURCES

FORBIDDEN = {
    "runs text as code": re.compile(r"^(eval|exec|compile|__import__)$"),
    "goes through a shell": re.compile(r"^(os\.system|os\.popen|subprocess\.(getoutput|getstatusoutput))$"),
    "rebuilds objects from bytes": re.compile(r"^(pickle|marshal|shelve|dill|yaml)\."),
    "writes text as markup": re.compile(r"^(mark_safe|SafeString|SafeText)$"),
    "hashes weakly": re.compile(r"^(hashlib\.)?(md5|sha1)$"),
    "queries by hand": re.compile(r"\.(raw|extra)$"),
}
MODULES = re.compile(r"^(xml|lxml|pickle|marshal|shelve|telnetlib|ftplib|ldap|ldap3)(\.|$)")
DRAWS_BY_CHANCE = {"kairos/operations/bench/rows.py", "kairos/operations/drills/journal.py"}
"""Where `random` fills a bench or picks an entry to tamper with; what must not be guessed comes from `secrets`."""
WRITES_SQL = (
    "kairos/foundation/engine/writing.py",
    "kairos/foundation/isolation/",
    "kairos/foundation/journal/browsing.py",
    "kairos/foundation/prepared.py",
    "kairos/identity/registers/importing.py",
    "kairos/operations/",
    "kairos/spaces/operator/counts.py",
)
"""Statements put together from the names of our own tables and from pieces compiled by Django, never from a value."""
RUNS_PROGRAMS = (
    "kairos/operations/",
    "kairos/foundation/documents/apart.py",
    "kairos/foundation/imports/reading/workbooks.py",
)
"""Papers and workbooks are made and read in a process apart: our own modules, never a name that somebody gave."""


def calls(tree: ast.AST):
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_code(what):
    found = [
        f"{path}:{call.lineno} {ast.unparse(call.func)}"
        for path, tree in SOURCES.items()
        for call in calls(tree)
        if FORBIDDEN[what].search(ast.unparse(call.func)) and ast.unparse(call.func) != "re.compile"
    ]
    assert found == []


READS_XML = {
    "kairos/foundation/imports/reading/trees.py": {"xml.parsers"},
    "kairos/offer/catalogue/importing/lheo/reading.py": {"xml.etree.ElementTree"},
    "kairos/offer/catalogue/importing/lheo/writing.py": {"xml.sax.saxutils"},
}
"""Files of offers: one with a document type (and so with entities) is refused before anything else is read of it."""


def imported(tree: ast.AST) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_no_module_that_reads_xml_or_rebuilds_objects():
    assert {
        path: found for path, tree in SOURCES.items() if (found := set(filter(MODULES.match, imported(tree))))
    } == READS_XML


def test_chance_is_for_benches_alone():
    assert {path for path, tree in SOURCES.items() if "random" in imported(tree)} == DRAWS_BY_CHANCE


def _in_a_shell(call: ast.Call) -> bool:
    return any(word.arg == "shell" and isinstance(word.value, ast.Constant) and word.value.value is True
               for word in call.keywords)  # fmt: skip


def test_programs_are_run_with_lists_of_words_and_never_through_a_shell():
    wrong = []
    for path, tree in SOURCES.items():
        if "subprocess" in imported(tree) and not path.startswith(RUNS_PROGRAMS):
            wrong.append(path)
        wrong += [f"{path}:{call.lineno}" for call in calls(tree) if _in_a_shell(call)]
    assert wrong == []


def test_values_are_bound_by_the_database_never_written_into_a_statement():
    built = (ast.JoinedStr, ast.BinOp)
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in SOURCES.items()
        if not path.startswith(WRITES_SQL)
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("execute", "executemany", "RawSQL")
        if call.args and (isinstance(call.args[0], built) or ".format" in ast.unparse(call.args[0]))
    ]
    assert wrong == []


TEMPLATES = sorted((ROOT / "kairos").rglob("templates/**/*.html"))
MARKED_SAFE = re.compile(r"(.{30})\|\s*safe\b")


def test_templates_escape_everything():
    """`|safe` follows a text written in the template itself, never a value."""
    wrong = [
        f"{path.name}: {before}"
        for path in TEMPLATES
        for before in MARKED_SAFE.findall(path.read_text())
        if not before.endswith(("'", '"'))
    ]
    assert wrong == []
    assert not [path.name for path in TEMPLATES if "autoescape false" in path.read_text()]


def test_markup_made_in_python_is_of_constants_or_escapes_what_it_holds():
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in SOURCES.items()
        for call in calls(tree)
        if ast.unparse(call.func) == "Markup" and call.args and not isinstance(call.args[0], ast.Constant)
    ]
    assert [where for where in wrong if not where.startswith("kairos/design/environment.py")] == []


SCRIPT = (ROOT / "kairos/design/static/kairos/kairos.js").read_text()


@pytest.mark.parametrize(
    "word",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "localStorage",
     "sessionStorage", "indexedDB", "postMessage", "JSON.parse", "__proto__", "serviceWorker"],
)  # fmt: skip
def test_our_script_writes_no_markup_evaluates_nothing_and_keeps_nothing(word):
    assert word not in SCRIPT


def test_the_library_of_live_parts_is_held_on_a_short_leash():
    told = (ROOT / "kairos/design/templates/design/live.html").read_text()
    for wanted in ('"allowEval":false', '"allowScriptTags":false', '"selfRequestsOnly":true', '"historyCacheSize":0'):
        assert wanted in told


def test_no_secret_is_written_in_the_source():
    """No constant that looks like a key stands in a variable named for one."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if re.search("secret|password|api_?key|token$", ast.unparse(target), re.IGNORECASE)
        and re.fullmatch(r"[\w+/=-]{20,}", node.value.value)
    ]
    assert wrong == []


def test_debugging_is_off_and_no_development_tool_is_installed():
    from django.conf import settings

    text = Path(ROOT / "kairos/config/settings.py").read_text()
    assert "DEBUG = False" in text
    assert not [app for app in settings.INSTALLED_APPS if re.search("debug|admin|browsable|silk", app)]


def test_our_script_listens_to_no_paste():
    """Passwords and codes may be pasted, and filled in by a manager."""
    assert "paste" not in SCRIPT
    assert not [path.name for path in TEMPLATES if "onpaste" in path.read_text()]
    for path in ("public", "session"):
        assert 'autocomplete": "off' not in (ROOT / f"kairos/spaces/{path}/forms.py").read_text()


def test_nobody_is_asked_a_secret_question():
    from kairos.spaces.public import forms as public
    from kairos.spaces.session import forms as session

    fields = {
        name
        for module in (public, session)
        for form in vars(module).values()
        if isinstance(form, type) and hasattr(form, "base_fields")
        for name in form.base_fields
    }
    assert "mot_de_passe" in fields
    assert not [name for name in fields if re.search("question|reponse|indice|hint", name)]
