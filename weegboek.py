"""The command ``weegboek``: the verbs of the three packages under one name.

Each package keeps its own commands. This module imports a package only when one
of its verbs is used, so that ``weegboek audit`` runs where neither DuckDB nor
Dash is installed, and ``weegboek --help`` answers at once.
"""

import sys
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from typer import Typer

USAGE: Final = 2


class Verb(NamedTuple):
    """One verb: who it is for, what it does, and where its Typer app lives."""

    group: str
    summary: str
    module: str
    attribute: str
    extra: str


VERBS: Final = {
    "ledger": Verb(
        "Ledger",
        "Create a ledger, append to it, prove and show what is in it.",
        "ledger.cli.ledger",
        "app",
        "",
    ),
    "audit": Verb(
        "Auditors",
        "Verify a ledger with pinned keys and no trust in its owner.",
        "ledger.cli.audit",
        "app",
        "",
    ),
    "witness": Verb(
        "Auditors",
        "Vouch that a ledger shows everyone the same history.",
        "ledger.cli.witness",
        "app",
        "",
    ),
    "vault": Verb(
        "Ledger",
        "Keep what is confidential, disclose it with proof, destroy it.",
        "ledger.cli.vault",
        "app",
        "",
    ),
    "ingest": Verb(
        "ETL",
        "Read published or native licence data and append its decisions.",
        "etl.ingest.command",
        "app",
        "etl",
    ),
    "intake": Verb(
        "ETL",
        "Take in records from jobs on other machines, over HTTP.",
        "etl.intake.command",
        "app",
        "intake",
    ),
    "doctor": Verb(
        "ETL",
        "Look whether the next run will do what it should.",
        "etl.doctor.command",
        "app",
        "",
    ),
    "release": Verb(
        "ETL",
        "Release tables of withheld decisions, with cells suppressed.",
        "etl.disclosure_control.command",
        "app",
        "etl",
    ),
    "build": Verb(
        "ETL",
        "Build the DuckDB warehouse from verified ledgers.",
        "etl.warehouse.command",
        "app",
        "etl",
    ),
    "reconcile": Verb(
        "ETL",
        "Compute every row of a warehouse again from its ledgers.",
        "etl.reconcile.command",
        "app",
        "etl",
    ),
    "demo": Verb(
        "ETL",
        "Make the synthetic demo: ledger, signer and warehouse.",
        "etl.demo.command",
        "app",
        "etl",
    ),
    "serve": Verb(
        "Oversight",
        "Serve the dashboards on this machine.",
        "dashboards.cli",
        "app",
        "dashboards",
    ),
    "figure": Verb(
        "Oversight",
        "Verify a downloaded figure or table against a ledger.",
        "dashboards.exports.command",
        "app",
        "dashboards",
    ),
}
"""Every verb, in the order of the help text."""


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return its exit status, as the help text explains it."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in {"-h", "--help"}:
        sys.stdout.write(help_text())
        return 0 if words else USAGE
    if words[0] == "--version":
        from importlib.metadata import version  # noqa: PLC0415 - costs start-up time

        sys.stdout.write(f"weegboek {version('weegboek')}\n")
        return 0
    verb = VERBS.get(words[0])
    if verb is None:
        sys.stderr.write(
            f"weegboek: no verb {words[0]!r}; see 'weegboek --help' for the verbs\n"
        )
        return USAGE
    return _run(words[0], verb, words[1:])


def help_text() -> str:
    """Return the text of ``weegboek --help``."""
    lines = [
        "Usage: weegboek VERB [OPTIONS] [ARGUMENTS]...",
        "",
        "A decision-audit ledger with dashboards for export-licence decisions.",
    ]
    for group in dict.fromkeys(verb.group for verb in VERBS.values()):
        lines += ["", f"{group}:"]
        lines += [
            f"  {name:<10}{verb.summary}"
            for name, verb in VERBS.items()
            if verb.group == group
        ]
    lines += [
        "",
        "Options:",
        "  --help     This text; 'weegboek VERB --help' tells more of a verb.",
        "  --version  The version of weegboek.",
        "",
        "Exit status: 0 done or verified, 1 findings or rejected rows, 2 wrong usage,",
        "3 could not do or check it.",
        "",
    ]
    return "\n".join(lines)


def _run(name: str, verb: Verb, words: list[str]) -> int:
    try:
        app = getattr(import_module(verb.module), verb.attribute)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] in {
            "ledger",
            "etl",
            "dashboards",
        }:
            raise
        sys.stderr.write(
            f"weegboek: '{name}' needs the package {error.name!r}, which is not"
            f" installed; install it with: pip install 'weegboek[{verb.extra}]'\n"
        )
        return USAGE
    unfold(app)
    try:
        app(args=words, prog_name=f"weegboek {name}", standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else USAGE
    return 0


def unfold(app: "Typer") -> None:
    """Make a line of each paragraph of help, for the terminal to fold where it ends.

    Else the lines of the source stay, and each that is longer than the terminal leaves
    a word or two on a line of their own.
    """
    for one in app.registered_commands:
        text = cleandoc(one.help or getattr(one.callback, "__doc__", None) or "")
        one.help = "\n\n".join(
            " ".join(paragraph.split()) for paragraph in text.split("\n\n")
        )
    for group in app.registered_groups:
        if group.typer_instance is not None:
            unfold(group.typer_instance)


if __name__ == "__main__":
    sys.exit(main())
