"""Builds that hold what a vault opened: what is destroyed in it must go there too.

Before anything is opened for a build, its directory is marked with the origin of the
vault's ledger, and the vault remembers where it is. An erasure destroys every build
that the vault remembers; one that cannot be reached stops it before anything is logged.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from ledger.durable import destroy_below, put_durably
from ledger.errors import VaultError
from ledger.key_files import PRIVATE
from ledger.lock import locked
from ledger.vault.vault_files import Vault

MARK: Final = "opened-from"
"""The file of a directory of builds that names the ledgers whose vaults it opened."""

_REMEMBERED: Final = "builds"


class HeldBuilds(NamedTuple):
    """Directories of builds that nobody can build in until an erasure is done.

    Attributes:
        places: The directories.
        gone: Those of which the operator says that they were destroyed otherwise.
    """

    places: tuple[Path, ...] = ()
    gone: frozenset[Path] = frozenset()


def remember_build(vault: Vault, directory: Path) -> None:
    """Note where a build will stand that is to hold what the vault opens.

    The caller holds the vault and the lock of the directory, in which only builds are.

    Raises:
        VaultError: The directory has a name that cannot be noted, or the vault in it.
    """
    place = directory.resolve()
    if not str(place).isprintable():
        raise VaultError(f"{str(place)!r} is no plain name of a directory")
    if vault.path.resolve().is_relative_to(place):
        raise VaultError(f"{directory} holds {vault.path}, which an erasure would end")
    origins = _marked(place)
    if vault.origin not in origins:
        # First: a directory that is remembered without its mark was replaced.
        lines = "".join(f"{one}\n" for one in sorted({*origins, vault.origin}))
        put_durably(vault.disk, place / MARK, lines.encode(), mode=PRIVATE)
    known = remembered_builds(vault)
    if place not in known:
        _write(vault, [*known, place])


def remembered_builds(vault: Vault) -> tuple[Path, ...]:
    """Return where builds stand that hold what the vault opened."""
    path = vault.path / _REMEMBERED
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return tuple(map(Path, lines))


@contextmanager
def holding_builds(
    vault: Vault, *, copies: Sequence[Path] = (), gone: Sequence[Path] = ()
) -> Iterator[HeldBuilds]:
    """Hold every build that the vault remembers; hold the vault itself after it.

    Args:
        vault: The vault.
        copies: Directories of further ones, which it does not remember.
        gone: Those that it remembers and that were destroyed otherwise.

    Raises:
        LockedError: A build is being made in one.
        VaultError: One is not there, is something else, or is said to be gone and is
            there.
    """
    without = frozenset(path.resolve() for path in gone)
    for place in sorted(without):
        if vault.origin in _marked(place):
            raise VaultError(f"{place} is there, and will be destroyed: it is not gone")
    known = {*remembered_builds(vault), *(path.resolve() for path in copies)} - without
    places = tuple(sorted(known))
    with ExitStack() as stack:
        for place in places:
            _check(vault, place)
            stack.enter_context(locked(place))
        yield HeldBuilds(places, without)


def check_held(vault: Vault, held: HeldBuilds) -> None:
    """Refuse to go on when the vault remembers a build that is not held.

    Raises:
        VaultError: It does.
    """
    for place in remembered_builds(vault):
        if place not in held.places and place not in held.gone:
            raise VaultError(
                f"{place} was built from {vault.path} meanwhile: try again"
            )


def destroy_builds(vault: Vault, held: HeldBuilds) -> tuple[str, ...]:
    """Destroy the builds that are held, and return where they stood.

    A run that is broken off is finished by the next: the vault remembers a directory
    until nothing is left in it. Its mark stays, and tells it from an empty place where
    a disk with builds is to be mounted.
    """
    there = [place for place in held.places if set(place.iterdir()) - {place / MARK}]
    for place in there:
        destroy_below(vault.disk, place, but=MARK)
    if remembered_builds(vault):
        _write(vault, ())
    return tuple(map(str, there))


def _marked(place: Path) -> set[str]:
    path = place / MARK
    return set(path.read_text("utf-8").splitlines()) if path.is_file() else set()


def _check(vault: Vault, place: Path) -> None:
    """Refuse to destroy what is not, or not only, a build from the vault."""
    if vault.origin not in _marked(place):
        raise VaultError(
            f"{place} holds no build from {vault.path}; nothing was erased. Where one"
            " stood that was destroyed otherwise, say: --gone DIRECTORY"
        )
    for path in place.rglob("*"):
        if path.is_symlink():
            raise VaultError(f"{path} is a link: what it leads to would stay")


def _write(vault: Vault, places: Sequence[Path]) -> None:
    path = vault.path / _REMEMBERED
    lines = "".join(f"{place}\n" for place in places)
    put_durably(vault.disk, path, lines.encode(), mode=PRIVATE)
