"""A warehouse against the ledgers that it was built from."""

import shutil
from collections.abc import Iterator, Sequence
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from etl.code_lists import code_lists_digest
from etl.errors import WarehouseError
from etl.reconcile.comparison import FRESH, GIVEN, compare
from etl.reconcile.discrepancy import Discrepancy
from etl.warehouse.build import build_warehouse
from etl.warehouse.current import FILE, Current, read_current
from etl.warehouse.schema import SCHEMA_VERSION
from etl.warehouse.verified import LedgerInput, Progress


def reconcile(
    warehouse: Path,
    inputs: Sequence[LedgerInput],
    *,
    processes: int = 1,
    progress: Progress | None = None,
) -> tuple[Discrepancy, ...]:
    """Compute every row of a warehouse again and return all that differs.

    The ledgers are audited first, and read up to the size that was built: a ledger
    that grew since is no discrepancy.

    Args:
        warehouse: Directory of the warehouse.
        inputs: The ledgers behind it, in any order.
        processes: How many processes the audit may use.
        progress: Told how far it is.

    Raises:
        UnverifiedError: A ledger does not verify.
        WarehouseError: There is no build, it was made by another version of this
            program, or a ledger of it was not given.
    """
    current = read_current(warehouse)
    if current is None:
        raise WarehouseError(f"{warehouse} holds no build")
    _check_version(warehouse, current)
    if current.tier != "public":
        raise WarehouseError(
            f"{warehouse} is for the {current.tier} tier, of which only a vault and its"
            " key can compute the rows again: build it again instead"
        )
    with TemporaryDirectory(prefix="weegboek-") as scratch:
        path = Path(scratch)
        fresh = build_warehouse(
            path, _behind(current, inputs), processes=processes, progress=progress
        ).current
        # A copy, so that nothing changes it while it is read.
        copy = path / "given.duckdb"
        try:
            shutil.copyfile(warehouse / current.file, copy)
        except OSError as error:
            where = warehouse / current.file
            raise WarehouseError(f"cannot read {where}: {error.strerror}") from error
        return (
            *_of_current(current, fresh, copy),
            *_of_files(path / fresh.file, copy),
        )


def _check_version(warehouse: Path, current: Current) -> None:
    made = (current.schema, current.code_lists)
    if made != (SCHEMA_VERSION, code_lists_digest()):
        raise WarehouseError(
            f"{warehouse} was built with other tables or code lists than this program"
            " has; reconcile it with the release that built it, or build it again"
        )


def _behind(current: Current, inputs: Sequence[LedgerInput]) -> list[LedgerInput]:
    """Return the ledgers of a build in its order, at the sizes that were built."""
    known = {given.reader.checkpoint().origin: given for given in inputs}
    missing = [one.origin for one in current.ledgers if one.origin not in known]
    if missing:
        raise WarehouseError(
            f"the warehouse also holds {', '.join(missing)}; give these ledgers as well"
        )
    return [known[one.origin].up_to(one.size) for one in current.ledgers]


def _of_current(current: Current, fresh: Current, copy: Path) -> Iterator[Discrepancy]:
    """Compare what ``CURRENT.json`` says with the ledgers and with the file."""
    with copy.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    if digest != current.sha256:
        yield Discrepancy(
            kind="altered",
            table=current.file,
            in_warehouse={"sha256": digest},
            in_ledger={"sha256": f"{current.sha256} when it was built"},
        )
    for said, true in zip(current.ledgers, fresh.ledgers, strict=True):
        if (said.root, said.slug) != (true.root, true.slug):
            yield Discrepancy(
                kind="altered",
                table=FILE,
                origin=said.origin,
                in_warehouse={"root": said.root, "slug": said.slug},
                in_ledger={"root": true.root, "slug": true.slug},
            )


def _of_files(fresh: Path, copy: Path) -> Iterator[Discrepancy]:
    with duckdb.connect() as connection:
        for name, path in ((FRESH, fresh), (GIVEN, copy)):
            quoted = str(path).replace("'", "''")
            try:
                connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
            except duckdb.Error as error:
                raise WarehouseError(f"cannot open the {name} file: {error}") from error
        connection.execute("SET enable_external_access = false")
        yield from compare(connection)
