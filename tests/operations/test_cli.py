"""The command line answers 0, 1 or 2, in French, and never with a traceback."""

import subprocess
import sys

import pytest

from kairos.operations import cli, commands

COMMAND = """
NAME = "essai"
HELP = "Essai"
DJANGO = False

def add_arguments(parser):
    parser.add_argument("--raise", dest="error")

def run(options):
    from kairos.foundation.guards import Refused
    from kairos.operations.errors import CannotRun
    errors = {"cannot": CannotRun("Le port est pris."), "refused": Refused("Pas ici."), "bug": KeyError("x"),
              "interrupt": KeyboardInterrupt()}
    if options.error:
        raise errors[options.error]
    return 1
"""


@pytest.fixture(autouse=True)
def essai(tmp_path, monkeypatch):
    (tmp_path / "essai_for_tests.py").write_text(COMMAND)
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])
    yield
    sys.modules.pop("kairos.operations.commands.essai_for_tests", None)


def test_a_command_gives_its_exit_code():
    assert cli.main(["essai"]) == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("cannot", "Le port est pris.\n"),
        ("refused", "Pas ici.\n"),
        ("interrupt", "Interrompu.\n"),
        ("bug", "Erreur inattendue (KeyError)\u00a0: 'x'. KAIROS_DEBUG=1 en donne le détail.\n"),
    ],
)
def test_what_could_not_run_is_one_sentence(error, sentence, capsys):
    assert cli.main(["essai", "--raise", error]) == 2
    assert capsys.readouterr().err == sentence


def test_the_traceback_is_there_for_who_asks(capsys, monkeypatch):
    monkeypatch.setenv("KAIROS_DEBUG", "1")
    assert cli.main(["essai", "--raise", "bug"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("line", [[], ["inconnue"], ["jobs"], ["jobs", "inconnue"], ["demo", "open", "--port", "0"]])
def test_a_line_that_is_not_understood_could_not_run(line, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(line)
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("Commande non comprise")


def test_every_command_has_a_help_of_its_own(capsys):
    for command in cli._commands():
        with pytest.raises(SystemExit) as end:
            cli.main([*command.NAME.split(), "--help"])
        assert end.value.code == 0
        assert command.HELP in capsys.readouterr().out.replace("\n", " ")


def test_the_help_does_not_wait_for_django():
    program = "import sys; from kairos.operations import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass\n"
    program += "sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_the_command_named_is_loaded_alone():
    program = "import sys; from kairos.operations import cli\ntry: cli.main(['jobs', 'drain', '--help'])\n"
    program += "except SystemExit: pass\n"
    program += "print(*(name for name in sys.modules if name.startswith('kairos.operations.commands.')))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "kairos.operations.commands.jobs_drain"


@pytest.mark.parametrize("words", [("clock", "show"), ("jobs", "drain"), ("worker",)], ids=" ".join)
def test_without_the_address_of_the_database_one_sentence_names_what_lacks(words, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    done = subprocess.run(
        [sys.executable, "-m", "kairos.operations", *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if "DATABASE_URL" in line] == [
        "DATABASE_URL manque : donnez l’adresse de la base pour le rôle de l’application."
    ]
    assert "Traceback" not in done.stderr
    assert "ERROR" not in done.stderr
