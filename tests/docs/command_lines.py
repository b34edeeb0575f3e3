"""Command lines that stand in documents, held against the commands."""

import shlex
from importlib import import_module

import click
import typer.main

import weegboek


def unknown_options(line: str) -> set[str]:
    """Return the options of a command line, without its program, that do not exist."""
    verb, *words = shlex.split(line)
    entry = weegboek.VERBS[verb]
    app = getattr(import_module(entry.module), entry.attribute)
    command: click.Command = typer.main.get_command(app)  # type: ignore[assignment] # Typer's own click
    while words and hasattr(command, "commands") and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    known = {option for one in command.params for option in one.opts}
    return {word for word in words if word.startswith("--")} - known
