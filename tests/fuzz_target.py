"""Throw bytes at one parser: ``python -m tests.fuzz_target FORM [atheris options]``.

``make fuzz`` runs it for every form, with atheris, which follows the branches that
each input takes. With ``--floods`` it needs no atheris: it gives the parser megabytes
of what parsers choke on, under hard limits of memory and of time of the processor, so
that what hangs or swells ends with an error instead.
"""

import importlib
import random
import resource
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from ledger.errors import LedgerError
from tests.forms import FORMS
from tests.spoiling import BITS

MEGABYTE = 1_000_000
MEMORY, SECONDS = 1_500 * MEGABYTE, 120
MOST_TIMES, MOST_FIXED = 24, 3 * MEGABYTE
REPEATED: tuple[bytes, ...] = (
    *(b"a ", b"ab\n", b"\xc3\xa9\n", b"\n\n", b"[", b'{"a":', b'{"":[', b'""', b'"a",'),
    *(
        b"\\n",
        b"9",
        b"=",
        b"A",
        b"AAAA\n",
        b"\xe2\x80\x94 a AAAAAAAA\n",
        b"\0",
        b"\0\1a",
    ),
    *(b"log a+00000000+AAAA\n", b"#", b"#\n", b"group a 1 a\n", b"group a 1 b c d "),
    *(b"x000/", b"e", b" ", b"\t", b"-", b"old 1\n", b"index 1\n"),
)


def check(name: str, raw: bytes) -> bool:
    """Parse; what is read is what would be written, what is not is refused properly."""
    form = FORMS[name]
    try:
        value = form.parse(raw)
    except LedgerError:
        return False
    if form.exact and form.format(value) != raw:
        raise AssertionError(f"{name} reads {raw!r} and writes it otherwise")
    return True


def seeds(name: str, count: int) -> list[bytes]:
    """Return some sound spellings."""
    form, made = FORMS[name], []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(form.values)
    def collect(value: object) -> None:
        made.append(form.format(value))

    collect()
    return made


def floods(name: str, size: int) -> Iterator[bytes]:
    """Yield inputs of a megabyte: before, within and behind what is sound."""
    sound = min(seeds(name, 5), key=len) or b" "
    half = len(sound) // 2
    for bit in REPEATED:
        flood = bit * (size // len(bit))
        yield flood
        yield sound[:half] + flood + sound[half:]
        yield sound + flood


def survive(name: str, size: int = MEGABYTE) -> None:
    """Give a parser every flood, and measure what it takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    worst = 0.0
    for raw in floods(name, size):
        tracemalloc.start()
        check(name, raw)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        worst = max(worst, peak / len(raw))
        if peak > MOST_TIMES * len(raw) + MOST_FIXED:
            raise AssertionError(f"{peak} bytes for {len(raw)} of {raw[:30]!r}")
    sys.stdout.write(f"{name}: at most {worst:.1f} bytes for each of its input\n")


def shake(name: str, rounds: int, seed: int) -> None:
    """Spoil sound spellings at random, without atheris."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    sound = seeds(name, 60)
    accepted = 0
    for _ in range(rounds):
        raw = bytearray(chance.choice(sound))
        for _ in range(chance.randint(1, 4)):
            start = chance.randint(0, len(raw))
            stop = start + chance.choice((0, 0, 1, 1, 4, 40))
            other = chance.choice(sound)
            cut = chance.randint(0, len(other))
            raw[start:stop] = chance.choice(
                (chance.choice(BITS), chance.randbytes(2), b"", other[cut : cut + 30])
            )
        accepted += check(name, bytes(raw))
    sys.stdout.write(f"{name}: {rounds} inputs, {accepted} of them accepted\n")


def main(words: list[str]) -> None:
    name, *options = words
    if name == "--list":
        sys.stdout.write("".join(f"{form}\n" for form in FORMS))
        return
    if options == ["--floods"]:
        survive(name)
    elif options[:1] == ["--shake"]:
        shake(name, rounds=int(options[1]), seed=1)
    else:
        atheris = importlib.import_module("atheris")
        corpus = Path(options.pop())
        corpus.mkdir(parents=True, exist_ok=True)
        for number, raw in enumerate(seeds(name, 100)):
            (corpus / f"seed-{number:03}").write_bytes(raw)
        atheris.instrument_all()
        atheris.Setup(
            [name, *options, str(corpus)], lambda raw: check(name, raw) and None
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
