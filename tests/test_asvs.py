"""docs/asvs.csv answers every requirement of levels 1 and 2 of OWASP ASVS 5.0.0, and what it names exists."""

import ast
import csv
import re
from collections import Counter
from functools import cache

import pytest

from tests.test_house import ROOT

LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123", "2.1": "122", "2.2": "112",
    "2.3": "12223", "2.4": "23", "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333",
    "3.6": "3", "3.7": "22333", "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222", "5.1": "2",
    "5.2": "112333", "5.3": "113", "5.4": "222", "6.1": "122", "6.2": "111111112222", "6.3": "11223333",
    "6.4": "112233", "6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222", "7.1": "222", "7.2": "1111",
    "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22", "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222", "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333",
    "10.5": "22222", "10.6": "22", "10.7": "222", "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222",
    "11.5": "23", "11.6": "23", "11.7": "33", "12.1": "12233", "12.2": "11", "12.3": "22223", "13.1": "2333",
    "13.2": "222223", "13.3": "2233", "13.4": "1222233", "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333", "16.1": "2", "16.2": "22222",
    "16.3": "2222", "16.4": "222", "16.5": "2223", "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
"""Section → the level of each of its requirements, in order (the numbers of the public list, none of its text)."""
ANSWERS = ("shown", "partial", "later", "not_applicable")
ROWS = list(csv.DictReader((ROOT / "docs/asvs.csv").read_text().splitlines()))
SHOWN = [row for row in ROWS if row["answer"] == "shown"]


def expected() -> list[tuple[str, str]]:
    return [
        (f"{section}.{place}", level)
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, 1)
        if level in "12"
    ]


def named(row: dict[str, str], kind: str) -> list[str]:
    return [where for where in row["where"].split() if where.startswith(kind)]


@cache
def names_in(path: str) -> frozenset[str]:
    """« test_x » and « TestY::test_x » of a file."""
    found = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        before = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {before + one.name for one in inside if isinstance(one, ast.FunctionDef)}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


@cache
def sections_of(path: str) -> frozenset[str]:
    headings = re.findall(r"^#+ (.+)$", (ROOT / path).read_text(), re.MULTILINE)
    return frozenset(re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings)


def test_every_requirement_of_levels_1_and_2_is_answered_once():
    assert [(row["number"], row["level"]) for row in ROWS] == expected()
    assert {row["answer"] for row in ROWS} == set(ANSWERS)


def test_every_test_named_exists():
    wrong = []
    for row in ROWS:
        for where in named(row, "tests/"):
            path, _, name = where.partition("::")
            if not (ROOT / path).exists() or re.sub(r"\[.*\]$", "", name) not in names_in(path):
                wrong.append(f"{row['number']}: {where}")
    assert wrong == []


def test_the_documents_named_have_their_sections():
    """What a requirement wants documented is: the page is there, and the section it is said in."""
    wrong = []
    for row in ROWS:
        for where in named(row, "docs/"):
            path, _, section = where.partition("#")
            if not (ROOT / path).exists() or (section and section not in sections_of(path)):
                wrong.append(f"{row['number']}: {where}")
    assert wrong == []
    assert all(named(row, "docs/") for row in ROWS if "test_the_documents_named" in row["where"])


def test_what_is_shown_has_a_test_and_the_rest_a_reason():
    assert [row["number"] for row in SHOWN if not named(row, "tests/")] == []
    assert [row["number"] for row in ROWS if not re.fullmatch(r"[^\n]{8,}\.", row["why"])] == []
    assert [row["number"] for row in ROWS if row["answer"] == "not_applicable" and row["where"]] == []
    assert [row["number"] for row in ROWS if named(row, "tests/") + named(row, "docs/") != row["where"].split()] == []


def test_a_test_is_named_for_one_parameter_only_when_it_has_some():
    assert [row["number"] for row in ROWS if "[" in row["where"]] == []


@pytest.mark.parametrize("level", ["1", "2"])
def test_the_page_counts_what_the_file_says(level):
    """« | 1 | 55 | … » in docs/security/asvs.md."""
    found = Counter(row["answer"] for row in ROWS if row["level"] == level)
    line = f"| {level} | {' | '.join(str(found[answer]) for answer in ANSWERS)} | {found.total()} |"
    assert line in (ROOT / "docs/security/asvs.md").read_text()
