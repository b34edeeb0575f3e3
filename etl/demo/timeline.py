"""Everything that the invented authority recorded, in the order of recording.

Memory stays flat: a case is drawn when its day has come, and what happens later
waits until its time has come.
"""

from collections.abc import Generator, Iterator
from datetime import date, timedelta
from random import Random

from msgspec.structs import replace

from etl.demo.applications import FIRST, Plan, Slot, slots
from etl.demo.books import Books, Dated, at
from etl.demo.case import case_for, draw_case
from etl.demo.life import Happening, life_of, month_end, until
from etl.demo.market import Market
from etl.demo.model_case import MODEL_TERM, model_life
from etl.demo.planted import Gap, Planted, Planter
from etl.demo.recorded import decision_of
from etl.demo.renewal import Renewals
from etl.demo.withheld import WithheldMonths
from ledger.records.decision import LicenceDecision
from ledger.records.record import Record
from ledger.records.terms import GRANTS
from ledger.records.values import last_day


class Timeline:
    """The records of one plan, and what was planted among them.

    Attributes:
        market: What can be asked.
        plan: What to make.
    """

    def __init__(self, market: Market, plan: Plan) -> None:
        self.market = market
        self.plan = plan
        self._draw = Random(f"weegboek demo {plan.seed}")
        self._planter = Planter(plan, market)
        self._books = Books(plan, self._follow)
        self._renewals = Renewals()
        self._withheld = WithheldMonths(plan.seed)

    def planted(self) -> Planted:
        """Return what was planted so far."""
        return self._planter.result()

    def records(self) -> Generator[Dated, str, None]:
        """Yield every record; be sent the leaf hash of each, in hexadecimal.

        On each day what became known before is recorded in the morning, decisions
        from nine o'clock on, and events at six in the evening; on the last evening
        of a month what is withheld of it, in no order, and its manifest.
        """
        books = self._books
        for day, record in _reference(self.market):
            if day < self.plan.until:
                books.wait(at(max(day, FIRST), 6), record)
        number, before = 0, ""
        for slot in slots(self.plan):
            opens = at(slot.day, 9)
            yield from books.due(opens)
            skipped = self._planter.skipped(slot) if before else 0
            if skipped:
                missing = (_ref(slot, number + 1 + n) for n in range(skipped))
                self._planter.gaps.append(Gap(after=before, missing=tuple(missing)))
            number += skipped
            ref = _ref(slot, number + 1)
            if (yield from self._decide(slot, ref)):
                number, before = number + 1, ref
        yield from books.due(at(self.plan.until, 0))

    def _decide(self, slot: Slot, ref: str) -> Generator[Dated, str, bool]:
        """Decide an application; return whether the public sees under which number."""
        books, draw = self._books, self._draw
        renewal = self._renewals.due(slot, self.market)
        if renewal is None:
            drawn = draw_case(draw, self.market, slot)
        else:
            place = renewal[0].case.destination
            drawn = case_for(draw, self.market, slot, place, renewal[1])
        case, planted = self._planter.case(drawn, ref)
        decision = decision_of(draw, case, ref, books.frameworks)
        if planted and self._is_model(ref):
            decision = replace(decision, valid_to=slot.day + MODEL_TERM)
        books.close(slot.day, decision.outcome)
        if case.withheld:
            month = f"{slot.day:%Y-%m}"
            self._withheld.keep(month, decision)
            books.wait(at(month_end(slot.day), 22), lambda: self._withheld.take(month))
            return False
        lag = 0 if planted else self._planter.lag(case, ref)
        if lag:
            books.wait(at(slot.day + timedelta(days=lag), 12), decision)
            return True
        opens = at(slot.day, 9)
        when = max(opens, books.latest) + timedelta(seconds=draw.randrange(1, 9))
        leaf = yield books.recorded(decision, when)
        life = self._follow(decision, leaf)
        if planted:
            return True
        if renewal is not None and decision.outcome in GRANTS:
            books.wait(at(slot.day, 18), renewal[0].renewed(slot.day, leaf))
        self._renewals.note(draw, case, decision, leaf, life)
        return True

    def _follow(self, decision: LicenceDecision, leaf: str) -> list[Happening]:
        """Let happen what happens to a decision."""
        happenings = self._life(decision, leaf)
        for one in until(happenings, self.plan.until - timedelta(days=1)):
            self._books.wait(at(one.event.occurred_on, 18), one)
        return happenings

    def _life(self, decision: LicenceDecision, leaf: str) -> list[Happening]:
        if self._is_model(decision.decision_ref):
            return model_life(decision, leaf)
        return life_of(self._draw, decision, leaf)

    def _is_model(self, ref: str) -> bool:
        model = self._planter.model
        return model is not None and ref == model.decision_ref


def _ref(slot: Slot, number: int) -> str:
    return f"NL-{slot.day.year}-{number:06d}"


def _reference(market: Market) -> Iterator[tuple[date, Record]]:
    for framework in market.frameworks:
        yield framework.valid_from, framework
    for version in market.lists:
        yield version.valid_from, version
    for rules in market.rules:
        yield rules.valid_from, rules
    for event in market.context:
        yield last_day(event.occurred_on), event
