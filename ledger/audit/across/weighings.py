"""Under what each decision was weighed, judged as the decision reads now."""

from collections import defaultdict, deque
from collections.abc import Iterator

from ledger.audit.across.account import Account
from ledger.audit.across.control_lists import ControlLists
from ledger.audit.across.facts import Facts
from ledger.audit.across.frameworks import Frameworks
from ledger.audit.across.kept import Ruling, Shape, Weighed
from ledger.audit.finding import Finding
from ledger.records.control_list import ControlListVersion
from ledger.records.framework import FrameworkVersion


class Weighings:
    """Judges decisions against what stood in the ledger when they were recorded."""

    def __init__(self, account: Account) -> None:
        self._frameworks = Frameworks(account)
        self._lists = ControlLists(account)
        self._judged: dict[int, list[Finding]] = defaultdict(list)
        self._corrected: dict[int, tuple[Weighed, Shape]] = {}
        self._replaced: set[int] = set()

    def take(self, facts: Facts) -> None:
        """Judge the decisions of a run of entries."""
        self._keep(facts.judged)
        corrections = {correction.entry_index for correction in facts.corrections}
        shapes = list(facts.shapes)
        rulings = deque(facts.rulings)
        serves: dict[int, bool | None] = {}
        for weighed in facts.weighed:
            while rulings and rulings[0].entry_index < weighed.entry_index:
                self._rule(rulings.popleft())
                serves.clear()
            number = weighed.shape
            if number not in serves:
                serves[number] = self._lists.semiconductor(shapes[number])
            if weighed.entry_index in corrections:
                self._corrected[weighed.entry_index] = weighed, shapes[number]
                continue
            index, shape = weighed.entry_index, shapes[number]
            self._keep(self._lists.judge(weighed, shape, index))
            self._keep(
                self._frameworks.judge(
                    weighed, shape, index, semiconductor=serves[number]
                )
            )
        for ruling in rulings:
            self._rule(ruling)

    def replace(self, decision: int, corrections: list[int]) -> None:
        """Judge a corrected decision by its last correction alone."""
        self._replaced |= {decision, *corrections[:-1]}
        if corrections[-1] in self._corrected:
            self._keep(self._judge(*self._corrected[corrections[-1]], decision))

    def finish(self) -> None:
        """Judge what could only be judged when everything was seen."""
        self._keep(self._lists.finish())

    def findings(self) -> Iterator[Finding]:
        """Yield what was found on decisions as they read now."""
        for index, findings in self._judged.items():
            if index not in self._replaced:
                yield from findings

    def _keep(self, findings: Iterator[Finding] | list[Finding]) -> None:
        for finding in findings:
            if finding.index is not None:
                self._judged[finding.index].append(finding)

    def _judge(self, weighed: Weighed, shape: Shape, as_of: int) -> Iterator[Finding]:
        yield from self._lists.judge(weighed, shape, as_of)
        semiconductor = self._lists.semiconductor(shape)
        yield from self._frameworks.judge(
            weighed, shape, as_of, semiconductor=semiconductor
        )

    def _rule(self, ruling: Ruling) -> None:
        if isinstance(ruling.record, FrameworkVersion):
            self._frameworks.rule(ruling, ruling.record)
        elif isinstance(ruling.record, ControlListVersion):
            self._lists.rule(ruling, ruling.record)
