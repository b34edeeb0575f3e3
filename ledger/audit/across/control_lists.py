"""The control lists that lines of decisions cite (R2), and what their items are."""

from array import array
from collections import defaultdict
from collections.abc import Iterator

from ledger.audit.across.account import Account
from ledger.audit.across.kept import Line, Ruling, Shape, Weighed
from ledger.audit.across.versions import Version, out_of_force
from ledger.audit.finding import Finding
from ledger.records.control_list import ControlListVersion


class ControlLists:
    """The versions of every list that are recorded so far."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._versions: dict[str, list[Version[ControlListVersion]]] = defaultdict(list)
        self._labels: dict[tuple[str, str], Version[ControlListVersion]] = {}
        self._items: dict[Line, bool] = {}
        self._cited: dict[tuple[str, str], array[int]] = {}

    def rule(self, ruling: Ruling, record: ControlListVersion) -> None:
        """Take in a version."""
        version = Version(ruling.entry_index, record)
        self._versions[record.list_id].append(version)
        self._labels.setdefault((record.list_id, record.version), version)
        for entry in record.entries:
            line = (record.list_id, record.version, entry.code)
            self._items[line] = entry.process_step is not None

    def semiconductor(self, shape: Shape) -> bool | None:
        """Whether an item serves the making of semiconductors, as its list says.

        None when no list says so of any, and not all are on a recorded list.
        """
        known = {self._items.get(line) for line in shape.lines}
        return True if True in known else None if None in known else False

    def judge(self, weighed: Weighed, shape: Shape, as_of: int) -> Iterator[Finding]:
        """Judge the versions that a decision cites, as of its recording."""
        for list_id, label in shape.cites:
            version = self._labels.get((list_id, label))
            if version is None:
                cited = self._cited.setdefault((list_id, label), array("Q"))
                cited.append(weighed.entry_index)
                continue
            others = self._versions[list_id]
            reason = out_of_force(version, others, weighed, as_of)
            if reason:
                index = weighed.entry_index
                yield Finding("list_version_not_in_force", reason, index=index)

    def finish(self) -> Iterator[Finding]:
        """Judge the citations of versions that were not there at the time."""
        for (list_id, label), indices in self._cited.items():
            name = f"{list_id} version {label}"
            later = self._labels.get((list_id, label))
            if later is not None:
                message = (
                    f"{name} was recorded after {len(indices)} records that cite it,"
                    f" the first of them entry {indices[0]}"
                )
                finding = Finding("list_version_late", message, index=later.index)
                self._account.findings.append(finding)
            elif not self._account.whole:
                self._account.not_judged += len(indices)
            elif list_id in self._versions:
                message = f"cites {name}, which is not among the versions recorded"
                for index in indices:
                    yield Finding("list_version_unknown", message, index=index)
