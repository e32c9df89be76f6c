"""Passwords for the invented people: four French words, drawn when the data are loaded."""

import secrets
from functools import cache
from pathlib import Path


def draw() -> str:
    return "-".join(secrets.choice(_words()) for _ in range(4))


@cache
def _words() -> list[str]:
    return Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split()
