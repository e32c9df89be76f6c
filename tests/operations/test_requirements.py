"""The locks: all hashed, nothing that names where it comes from, the same versions to run and to test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "requirements"


def pins(name):
    """{package: (version, has hashes)} of a lock; a marker may split a package in two versions."""
    blocks = re.split(r"\n(?=\S)", (FOLDER / name).read_text().strip())
    return {block.split(" \\")[0]: "--hash=sha256:" in block for block in blocks}


@pytest.mark.parametrize("lock", ["base.txt", "dev.txt"])
def test_every_package_is_pinned_and_hashed(lock):
    unhashed = [pin for pin, hashed in pins(lock).items() if not hashed or "==" not in pin]
    assert unhashed == []


@pytest.mark.parametrize("lock", ["base.txt", "dev.txt"])
def test_no_registry_is_named(lock):
    assert not re.search(r"://|--(extra-)?index-url|--find-links| @ ", (FOLDER / lock).read_text())


def test_the_tests_run_what_production_runs():
    """The same versions; a tool may need on every system what production needs on one."""
    base, dev = ({pin.split(" ;")[0] for pin in pins(name)} for name in ("base.txt", "dev.txt"))
    assert base <= dev


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_the_lock_answers_every_need(kind):
    lines = (FOLDER / f"{kind}.in").read_text().splitlines()
    needs = {re.split(r"[\[~=<>]", line)[0] for line in lines if line and line[0] not in "#-"}
    locked = {pin.split("==")[0] for pin in pins(f"{kind}.txt")}
    assert needs - locked == set()
