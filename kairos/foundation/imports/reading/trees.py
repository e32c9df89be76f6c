"""XML languages that are read as tables: each declares how its elements make lines.

Entities can only be declared in a document type, which can only stand before the first element: `opening` reads until
there and refuses it, so that whoever reads on meets none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from kairos.foundation.imports.reading.forms import XML, Form, Unreadable

_BEGINNINGS = (b"<", b"\xef\xbb\xbf<", b"<\x00", b"\x00<", b"\xff\xfe<", b"\xfe\xff\x00<")
_PIECE = 65536
DOCTYPE = (
    "Ce fichier déclare un type de document ou des entités (DOCTYPE) : Kairos n’en lit aucun. Retirez cette "
    "déclaration, puis renvoyez-le."
)


@dataclass(frozen=True, slots=True)
class Tree:
    """name: as kinds name it. label: as people read it. roots: local names of its first element. headings: of lines.

    rows(path): the cells of each line, in the order of the headings; raises Unreadable where it stops making sense.
    """

    name: str
    label: str
    roots: frozenset[str]
    headings: tuple[str, ...]
    rows: Callable[[Path], Iterator[list[str]]]


_trees: dict[str, Tree] = {}


def declare(tree: Tree) -> Tree:
    if _trees.setdefault(tree.name, tree) is not tree:
        raise ValueError(f"tree declared twice: {tree.name}")
    return tree


def looks_like_one(head: bytes) -> bool:
    return head.lstrip(b" \t\r\n").startswith(_BEGINNINGS)


def detect(path: Path, names: Sequence[str]) -> Form:
    """Raises Unreadable for an XML of another language."""
    root = opening(path)
    for tree in (_trees[name] for name in names):
        if root in tree.roots:
            shown = {"tree": tree.name, "tree_name": tree.label}
            return Form(XML, tree.headings, encoding="utf-8-sig", separator=";", **shown)
    known = " ou ".join(_trees[name].label for name in names)
    raise Unreadable(f"Ce fichier XML commence par « {root} » : ce n’est pas du {known}.")


def every(path: Path, form: Form) -> Iterator[tuple[int, list[str]]]:
    """The headings as line 1, then each line: as in the error file."""
    tree = _trees[form.tree]
    yield 1, list(tree.headings)
    yield from enumerate(tree.rows(path), start=2)


class _Opened(Exception):
    """The first element begins."""


def opening(path: Path) -> str:
    """The local name of the first element. Raises Unreadable: a document type, no XML at all."""
    parser, found = expat.ParserCreate(namespace_separator="}"), []

    def first(name: str, attributes: Any) -> None:
        found.append(name.rpartition("}")[2])
        raise _Opened

    def refuse(*declared: Any) -> None:
        raise Unreadable(DOCTYPE)

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = first, refuse
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except _Opened:
        return found[0]
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unreadable(error) from None
    raise Unreadable("Ce fichier XML ne contient aucun élément.")


def unreadable(error: Exception) -> Unreadable:
    """What the parser says, in French, with the line."""
    if isinstance(error, Unreadable):
        return error
    line = getattr(error, "lineno", None) or (getattr(error, "position", None) or (0,))[0]
    where = f"Ligne {line} : " if line else ""
    match getattr(error, "code", None):
        case 4:
            said = "un signe n’est pas écrit dans l’encodage que le fichier annonce, ou un « < », un « & » est nu."
        case 3 | 5 | 13:
            said = "le fichier s’arrête avant la fin : il a été coupé. Téléchargez-le de nouveau."
        case 7:
            said = "une balise fermante ne correspond pas à celle qui est ouverte."
        case 11:
            said = "une entité n’est pas connue. Écrivez le signe lui-même."
        case _:
            said = "ce fichier n’est pas un XML bien formé, ou son encodage n’est pas connu."
    return Unreadable(f"{where}{said} Rien n’a été pris.")
