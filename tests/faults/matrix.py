"""The whole matrix: every scenario, every point, every fault; run by ``make faults``.

Writes docs/FAULTS.md. Exit status: 0 everything holds, 1 something does not.
"""

import multiprocessing
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.faults.injection import ENOSPC, FAULTS, KILL, ROOT, Nursery
from tests.faults.scenarios import SCENARIOS
from tests.faults.stage import Stage, Trial
from tests.faults.world import AFTER, BEFORE, DONE

PAGE = ROOT / "docs" / "FAULTS.md"
INTRODUCTION = ROOT / "tests" / "faults" / "introduction.md"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a directory of our own is made in it
WRONG, MISSED = "WRONG", "not reached"
_TWO = 2


def all_trials(index: int) -> list[Trial]:
    """Play one scenario with every fault at every point."""
    scenario = SCENARIOS[index]
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="weegboek-faults-", dir=place) as path:
        nursery = Nursery(Path(path))
        try:
            with Stage(scenario, nursery, Path(path)).made() as stage:
                found = [stage.try_(*trial) for trial in stage.trials()]
        finally:
            nursery.close()
    sys.stderr.write(f"{scenario.name}: {len(found)} faults\n")
    for trial in found:
        if trial.wrong:
            where = f"{trial.fault} at {trial.point}, status {trial.status}"
            sys.stderr.write(f"{scenario.name}: {where}: {trial.wrong}\n")
    sys.stderr.flush()
    return found


def table(trials: Iterable[Trial]) -> str:
    """Return the rows of the matrix: scenario and call, and what each fault left."""
    cells: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for trial in trials:
        cells[trial.scenario, trial.point.call][trial.fault, trial.state] += 1
    lines = [
        "| command | call | EIO | ENOSPC | SIGKILL |",
        "|---|---|---|---|---|",
    ]
    for (scenario, call), states in cells.items():
        row = " | ".join(_cell(states, fault) for fault in FAULTS)
        lines.append(f"| {scenario} | {call} | {row} |")
    return "\n".join(lines)


def _cell(states: Counter[tuple[str, str]], fault: str) -> str:
    """Return ``points: before/after/done``, and what is wrong."""
    counts = [states[fault, state] for state in (BEFORE, AFTER, DONE)]
    missed, wrong = states[fault, MISSED], states[fault, WRONG]
    total = sum(counts) + missed + wrong
    if not total:
        return "–"
    text = f"{total}: {'/'.join(map(str, counts))}"
    text += f", {missed} not reached" if missed else ""
    return text + (f", **{wrong} WRONG**" if wrong else "")


def page(trials: list[Trial], minutes: float) -> str:
    """Return docs/FAULTS.md."""
    counts = Counter(trial.state for trial in trials)
    faults = Counter(trial.fault for trial in trials if trial.state != MISSED)
    summary = (
        f"{faults.total()} faults were injected ({faults['EIO']} EIO, {faults[ENOSPC]}"
        f" ENOSPC, {faults[KILL]} SIGKILL) in {minutes:.0f} minutes on two cores."
        f" The old state stood after {counts[BEFORE]}, the new state after"
        f" {counts[AFTER]}, and {counts[DONE]} did not keep the command from ending"
        f" well. {counts[MISSED]} more were not reached: DuckDB made fewer"
        " calls than in the undisturbed run. After"
        f" {counts[WRONG]} something did not hold."
    )
    introduction = INTRODUCTION.read_text("utf-8")
    return f"{introduction}\n## The last run\n\n{summary}\n\n{table(trials)}\n"


def main(words: list[str]) -> int:
    """Run the scenarios whose names hold one of some words, by default all."""
    chosen = [
        index
        for index, scenario in enumerate(SCENARIOS)
        if not words or any(word in scenario.name for word in words)
    ]
    # The longest first, so that both processes end together.
    order = sorted(chosen, key=lambda index: "build" not in SCENARIOS[index].name)
    started = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(_TWO) as pool:
        done = dict(zip(order, pool.map(all_trials, order, chunksize=1), strict=True))
    trials = [trial for index in chosen for trial in done[index]]
    text = page(trials, (time.monotonic() - started) / 60)
    if words:
        sys.stdout.write(text)
    else:
        PAGE.write_text(text, "utf-8")
    return int(any(trial.wrong for trial in trials))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
