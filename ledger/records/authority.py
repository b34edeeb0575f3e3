"""The authority whose decisions a ledger holds: always entry 0, and only there."""

from ledger.records.values import Country, Line, Month, Text, Value


class Authority(Value, frozen=True, kw_only=True):
    """Whose ledger this is.

    Attributes:
        country: The country of the authority.
        manifest_from: First month that has a publication manifest, as has every
            month after it; absent when the authority promises none.
        notice: What readers of any figure from this ledger must know.
        office: Name of the deciding office.
        origin: The ledger's unique name, equal to its checkpoints' origin.
        synthetic: True when nothing in the ledger is real; every page says so.
    """

    country: Country
    manifest_from: Month | None = None
    notice: Text | None = None
    office: Text
    origin: Line
    synthetic: bool
