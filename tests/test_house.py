"""The rules of the house that no tool of others checks, on the source and on the models."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from kairos.foundation import engine, events
from kairos.foundation.isolation.sync import isolation_of
from kairos.foundation.retention import THIRD_PARTY, Fate

ROOT = Path(__file__).resolve().parents[1]
BOXES = ("foundation", "identity", "people", "offer", "path", "purchase", "service", "spaces", "config", "operations")
"""Lowest first, as the import contracts of pyproject.toml say for code."""
OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("kairos.")]
SOURCES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
    for path in sorted((ROOT / "kairos").rglob("*.py"))
    if "migrations" not in path.parts
}


# Models


@pytest.fixture(params=OURS, ids=lambda model: model._meta.label)
def model(request):
    return request.param


def test_a_model_says_its_isolation(model):
    assert isolation_of(model)


def test_a_model_says_what_becomes_of_every_column(model):
    columns = {field.name for field in model._meta.concrete_fields}
    assert set(model.retention.columns) == columns
    assert model.retention.after
    assert set(model.retention.columns.values()) <= set(Fate)


def test_a_table_of_ours_has_a_name_of_the_house(model):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", model._meta.db_table)
    assert model._meta.db_table not in THIRD_PARTY


def test_the_tables_of_others_are_known():
    others = {model._meta.db_table for model in apps.get_models() if model not in OURS}
    assert others | {"django_migrations"} == THIRD_PARTY


def test_nothing_can_hold_a_social_security_number():
    assert [
        f"{m}.{f.name}" for m in OURS for f in m._meta.concrete_fields if re.search(r"\bnir\b|social_sec", f.name)
    ] == []


# Direction


def _box(module: str) -> int:
    return BOXES.index(module.split(".")[1])


def _package(module: str) -> str:
    return ".".join(module.split(".")[:3])


def test_a_foreign_key_points_downwards():
    upwards = [
        f"{one._meta.label}.{field.name} → {field.related_model._meta.label}"
        for one in OURS
        for field in one._meta.get_fields()
        if field.is_relation and field.concrete and _box(one.__module__) < _box(field.related_model.__module__)
    ]
    assert upwards == []


def test_packages_refer_to_each_other_without_a_circle():
    graph: dict[str, set[str]] = {}
    for one in OURS:
        for field in one._meta.get_fields():
            if field.is_relation and field.concrete:
                graph.setdefault(_package(one.__module__), set()).add(_package(field.related_model.__module__))
    for package in graph:
        graph[package].discard(package)
    assert list(TopologicalSorter(graph).static_order())


def test_migrations_depend_downwards_without_a_circle_of_packages():
    graph: dict[str, set[str]] = {}
    for (label, _), migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        for other, _ in migration.dependencies:
            if other != label:
                graph.setdefault(label, set()).add(other)
    order = list(TopologicalSorter(graph).static_order())
    assert {"accounts", "organisations", "memberships"} <= set(order)
    boxes = {config.label: _box(config.name) for config in apps.get_app_configs() if config.label in graph}
    assert [(one, other) for one in graph for other in graph[one] if boxes.get(one, 9) < boxes.get(other, 0)] == []


def test_the_journal_refers_to_nothing_and_nothing_to_it():
    journal = [model for model in OURS if model._meta.db_table.startswith("journal_")]
    assert len(journal) == 4
    relations = [field for model in journal for field in model._meta.get_fields() if field.is_relation]
    assert relations == []


# Writing


WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
QUERYSETS = re.compile(r"\bobjects\b|filter\(|exclude\(|visible_to\(|_live\(|\blive\b|sessions")
BOOKKEEPING = {
    "identity/accounts/sessions.py": "sessions opened, seen, ended",
    "identity/accounts/tokens.py": "one-use links issued and spent",
    "identity/accounts/throttle.py": "failures counted",
    "identity/accounts/devices.py": "devices known and forgotten",
    "identity/accounts/provisional.py": "posted secrets issued and spent",
    "identity/accounts/factors/": "codes and keys used",
    "identity/memberships/stamping.py": "the hash of a PDF, once made",
    "identity/memberships/terms/publishing.py": "the terms of this version of Kairos",
    "path/bundles/progress.py": "how far a file is",
    "identity/registers/importing.py": "copies of public lists, as the owner",
}
"""Modules that write what is no act of a person: untracked tables, each for the reason said."""
NOT_ROWS = {"spaces/provider/file/application.py": {"applications.save"}, "spaces/qr.py": {"made.save"}}
"""Calls that look like writes of rows and are not."""


def _bodies() -> set[str]:
    """Modules whose functions run inside an act: bodies of the tables, and listeners of events."""
    functions = [act.body for lifecycle in engine.lifecycles().values() for act in lifecycle.acts()]
    functions += [listener for listeners in events._listeners.values() for listener in listeners]
    return {function.__module__.replace(".", "/") + ".py" for function in functions}


def _may_write(path: str) -> bool:
    inside = path.removeprefix("kairos/")
    return (
        inside.startswith(("foundation/", "operations/", *BOOKKEEPING))
        or path in _bodies()
        or inside.endswith("/acts.py")
    )


def _writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver = ast.unparse(node.func.value)
            if node.func.attr in WRITES or (node.func.attr == "update" and QUERYSETS.search(receiver)):
                yield node.lineno, f"{receiver}.{node.func.attr}"


def test_rows_are_written_by_the_bodies_of_acts_alone():
    found = []
    for path, tree in SOURCES.items():
        if not _may_write(path):
            known = NOT_ROWS.get(path.removeprefix("kairos/"), set())
            found += [f"{path}:{line} {call}" for line, call in _writes(tree) if call not in known]
    assert found == []


def test_what_is_allowed_to_write_does():
    """An entry of the list that is not needed any more goes."""
    for entry in BOOKKEEPING:
        assert any(list(_writes(tree)) for path, tree in SOURCES.items() if path.startswith(f"kairos/{entry}")), entry
    for path, calls in NOT_ROWS.items():
        assert calls <= {call for _, call in _writes(SOURCES[f"kairos/{path}"])}, path


def test_the_scan_sees_a_write():
    code = "Row.objects.filter(pk=1).update(a=1); row.save(); Row.objects.create(); {}.update(a=1)"
    assert [call.rpartition(".")[2] for _, call in _writes(ast.parse(code))] == ["update", "save", "create"]


def test_a_state_is_set_by_the_engine_alone():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store)
    ]
    assert [where for where in found if not where.startswith("kairos/foundation/engine/running.py")] == []


# Time, identity, secrets


CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now"),
          ("timezone", "localdate"), ("time", "time"), ("time", "time_ns")}  # fmt: skip
MEASURES = {"kairos/foundation/clock.py", "kairos/foundation/ids.py"}


def test_time_is_read_through_the_clock_alone():
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
        and path not in MEASURES
    ]
    assert found == []


CREDENTIALS = {"Session", "OneUseToken", "ProvisionalPassword", "TotpFactor", "SecurityKey", "RecoveryCode", "Throttle",
               "OutsideIdentity", "MailedCode", "KnownDevice"}  # fmt: skip
HANDLES = {
    "kairos/identity/habilitations/inviting.py": {"OneUseToken"},
    "kairos/identity/habilitations/inviting_acts.py": {"OneUseToken"},
    "kairos/people/agencies/acts.py": {"OneUseToken"},
    "kairos/people/agencies/inviting.py": {"OneUseToken"},
    "kairos/people/jobseekers/acts.py": {"OneUseToken"},
    "kairos/people/jobseekers/activation.py": {"OneUseToken"},
    "kairos/spaces/session/joining.py": {"OneUseToken"},
    "kairos/spaces/session/links.py": {"OneUseToken"},
    "kairos/operations/demonstration/entering.py": {"OneUseToken"},
    "kairos/operations/demonstration/following.py": {"OneUseToken"},
    "kairos/operations/demonstration/teaming.py": {"OneUseToken"},
    "kairos/operations/backup/restoring.py": {"Session"},
    "kairos/spaces/provider/portal/home.py": {"Session"},
}
"""Names used elsewhere: kinds of links and what hands their rows on, a demonstration, sessions that a restore ends, the
type of what is shown."""


def test_credentials_are_touched_by_accounts_alone():
    found = []
    for path, tree in SOURCES.items():
        if path.startswith("kairos/identity/accounts/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kairos.identity.accounts"):
                names = {alias.name for alias in node.names} & CREDENTIALS
                found += [f"{path} {name}" for name in names - HANDLES.get(path, set())]
    assert found == []


def test_the_names_of_credentials_are_those_of_the_models():
    accounts = {model.__name__ for model in OURS if model._meta.app_label == "accounts"}
    assert accounts - {"User"} == CREDENTIALS


# Text


WRITTEN = {".py", ".html", ".css", ".js", ".md", ".toml", ".typ", ".sql"}
APART = {".venv", "var", ".git", "fixtures", "licences"}
HOUSE = [path for path in ROOT.rglob("*") if path.suffix in WRITTEN and not APART & set(path.relative_to(ROOT).parts)]


def test_no_file_carries_the_path_of_a_machine_or_a_registry():
    words = ("/ro" + "ot/", "/wo" + "rk/", "/tm" + "p/ka", "python" + "hosted.org", "pyp" + "i.org")
    found = [f"{path.relative_to(ROOT)}: {word}" for path in HOUSE for word in words if word in path.read_text()]
    assert found == []


def test_files_and_functions_stay_small():
    long_files = [path for path in SOURCES if len((ROOT / path).read_text().splitlines()) > 400]
    long_functions = [
        f"{path}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 40
    ]
    assert (long_files, long_functions) == ([], [])


AT_ONCE = re.compile(
    r"assert .*\.(inner_text|all_inner_texts|text_content|input_value|get_attribute|is_\w+)\("
    r"|assert .*page\.[^=]*\.count\(\)|wait_for_(load_state|function|timeout)\(|\bsleep\("
)


def test_a_journey_waits_for_what_it_reads():
    """What is read at once is read of whatever page is there by then: tests/support/walking.py waits."""
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted((ROOT / "tests" / "journeys").glob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if AT_ONCE.search(line)
    ]
    assert found == []
