"""The parameters of disclosure control: files in ``data/disclosure_control``."""

from pathlib import Path

from etl.code_lists import data_directory
from etl.errors import DisclosureControlError
from etl.reference_data import read_toml
from ledger.records.table_release import DisclosureControl


def parameters(directory: Path | None = None) -> DisclosureControl:
    """Return the latest version of the parameters.

    Raises:
        CodeListError: A file is not of its form.
        DisclosureControlError: There is none.
    """
    place = directory or data_directory() / "disclosure_control"
    versions = [read_toml(path, DisclosureControl) for path in place.glob("*.toml")]
    if not versions:
        raise DisclosureControlError(f"no parameters of disclosure control in {place}")
    return max(versions, key=lambda one: one.version)
