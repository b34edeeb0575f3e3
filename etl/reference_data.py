"""Frameworks, control lists and context events from the files in ``data``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from etl.errors import CodeListError
from ledger.errors import RecordError
from ledger.records.context import ContextEvent
from ledger.records.control_list import ControlListVersion
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.framework import FrameworkVersion
from ledger.records.record import Record
from ledger.records.rules import check_record
from ledger.records.values import Value

Kind = TypeVar("Kind", bound=Value)


class _Events(Value, frozen=True, kw_only=True):
    events: tuple[ContextEvent, ...]


def framework_versions(directory: Path) -> tuple[FrameworkVersion, ...]:
    """Read every framework version in a directory, oldest first.

    Raises:
        CodeListError: A file is not of its form or breaks a rule.
    """
    versions = sorted(
        _all(directory, FrameworkVersion), key=lambda version: version.valid_from
    )
    return tuple(versions)


def control_list_versions(directory: Path) -> tuple[ControlListVersion, ...]:
    """Read every control-list version in a directory, oldest first.

    Raises:
        CodeListError: A file is not of its form or breaks a rule.
    """
    versions = sorted(
        _all(directory, ControlListVersion), key=lambda version: version.valid_from
    )
    return tuple(versions)


def disclosure_rule_versions(directory: Path) -> tuple[DisclosureRuleVersion, ...]:
    """Read every version of the rules of disclosure in a directory, oldest first.

    Raises:
        CodeListError: A file is not of its form or breaks a rule.
    """
    versions = sorted(
        _all(directory, DisclosureRuleVersion), key=lambda version: version.valid_from
    )
    return tuple(versions)


def context_events(path: Path) -> tuple[ContextEvent, ...]:
    """Read the context events of a file, in its order.

    Raises:
        CodeListError: The file is not of its form or an event breaks a rule.
    """
    events = read_toml(path, _Events).events
    for event in events:
        _check(path, event)
    return events


def read_toml(path: Path, form: type[Kind]) -> Kind:
    """Read a TOML file of one form.

    Raises:
        CodeListError: It cannot be read or is not of the form.
    """
    try:
        read: Any = msgspec.toml.decode(path.read_bytes(), type=form)
    except (OSError, msgspec.MsgspecError) as error:
        raise CodeListError(f"cannot read {path}: {error}") from error
    return read  # type: ignore[no-any-return] # decoded as the form


def _all(directory: Path, form: type[Kind]) -> Iterator[Kind]:
    for path in sorted(directory.glob("*.toml")):
        value = read_toml(path, form)
        _check(path, value)
        yield value


def _check(path: Path, record: Record | Value) -> None:
    try:
        check_record(record)  # type: ignore[arg-type] # each form read is a record
    except RecordError as error:
        raise CodeListError(f"{path}: {error}") from error
