"""The authority whose decisions a ledger holds: always entry 0, and only there."""

from ledger.records.values import Country, Line, Text, Value


class Authority(Value, frozen=True, kw_only=True):
    """Whose ledger this is.

    Attributes:
        country: The country of the authority.
        notice: What readers of any figure from this ledger must know.
        office: Name of the deciding office.
        origin: The ledger's unique name, equal to its checkpoints' origin.
        synthetic: True when nothing in the ledger is real; every page says so.
    """

    country: Country
    notice: Text | None = None
    office: Text
    origin: Line
    synthetic: bool
