"""The command line: `kairos COMMAND`. Exit: 0 right, 1 what was checked is wrong, 2 could not run."""

import argparse
import gc
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType
from typing import NoReturn

from kairos import __version__
from kairos.operations import commands
from kairos.operations.errors import CannotRun

RIGHT, WRONG, COULD_NOT_RUN = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """Says in French that a command line is not understood."""

    def error(self, message: str) -> NoReturn:
        self.exit(COULD_NOT_RUN, f"Commande non comprise ({message}). Voir « {self.prog} --help ».\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code; a failure is one French sentence on the error output."""
    given = sys.argv[1:] if argv is None else argv
    options = _parser(_asked(given) or _commands()).parse_args(given)
    try:
        if options.django:
            _set_up_django()
        return options.run(options)
    except KeyboardInterrupt:
        return _could_not_run("Interrompu.")
    except Exception as error:
        if os.environ.get("KAIROS_DEBUG"):
            traceback.print_exc()
        return _could_not_run(_sentence(error))


def _parser(known: Iterable[ModuleType]) -> Parser:
    parser = Parser(prog="kairos", description="Kairos, la plateforme d’échange de la formation professionnelle.")
    parser.add_argument("--version", action="version", version=f"Kairos {__version__}")
    levels = {(): _level(parser)}
    for command in known:
        *group, name = command.NAME.split()
        if tuple(group) not in levels:
            (title,) = group
            levels[(title,)] = _level(levels[()].add_parser(title, help=commands.GROUPS[title]))
        _add(levels[tuple(group)].add_parser, name, command)
    return parser


def _level(parser: argparse.ArgumentParser) -> argparse._SubParsersAction:
    return parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)


def _add(add_parser: Callable[..., argparse.ArgumentParser], name: str, command: ModuleType) -> None:
    parser = add_parser(name, help=command.HELP, description=command.HELP)
    command.add_arguments(parser)
    parser.set_defaults(run=command.run, django=getattr(command, "DJANGO", True))


def _asked(given: Sequence[str]) -> list[ModuleType]:
    """The command named, alone: the others, which only the help shows, need not be loaded for it to start."""
    modules = {found.name.rpartition(".")[2]: found.name for found in _modules()}
    names = ("_".join(given[:words]).replace("-", "_") for words in (2, 1))
    return [importlib.import_module(modules[name]) for name in names if name in modules][:1]


def _commands() -> Iterator[ModuleType]:
    """Every module of `commands`, by name of command."""
    modules = (importlib.import_module(found.name) for found in _modules())
    return iter(sorted(modules, key=lambda module: module.NAME))


def _modules() -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.iter_modules(commands.__path__, prefix=f"{commands.__name__}.")


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairos.config.settings")
    import django

    gc.disable()  # loading leaves nothing to collect, nor to look through again
    django.setup()
    gc.freeze()
    gc.enable()


def _sentence(error: Exception) -> str:
    """What to tell, in French: our own refusals speak for themselves."""
    from django.db import OperationalError

    from kairos.config import environment
    from kairos.config.checks import NO_DATABASE
    from kairos.config.environment import Misconfigured
    from kairos.foundation.guards import Refused

    if isinstance(error, CannotRun | Misconfigured | Refused):
        return str(error)
    detail = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, OperationalError):
        if not environment.text("DATABASE_URL"):
            return NO_DATABASE
        return f"La base de données ne répond pas comme il faut\u00a0: {detail}"
    return f"Erreur inattendue ({type(error).__name__})\u00a0: {detail}. KAIROS_DEBUG=1 en donne le détail."


def _could_not_run(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return COULD_NOT_RUN
