"""Plain text that people type, as a page shows it: paragraphs, lines, and the addresses that can be followed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ADDRESS = re.compile(r"https?://[^\s<>«»\"“”]+")
TRAILING = ".,;:!?)]}’'…"
"""What ends a sentence rather than an address."""


@dataclass(frozen=True, slots=True)
class Address:
    """Shown as it is: nobody follows a link that says something else."""

    href: str


Line = list[str | Address]


def paragraphs(text: str) -> list[list[Line]]:
    """Between blank lines; each a list of lines, each made of text and addresses. Nothing in it is markup."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", text))
    return [[list(_pieces(line)) for line in part.split("\n")] for part in parts if part]


def _pieces(line: str) -> Iterator[str | Address]:
    start = 0
    for found in ADDRESS.finditer(line):
        address = found[0].rstrip(TRAILING)
        if "//" not in address or address.endswith("//"):
            continue
        if found.start() > start:
            yield line[start : found.start()]
        yield Address(address)
        start = found.start() + len(address)
    if start < len(line):
        yield line[start:]
