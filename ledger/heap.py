"""What a process has freed, kept by it for what it needs next.

The C library of most Linux systems gives memory back as soon as an eighth of a
megabyte lies free at its end, and maps each larger block anew: all of its pages are
then zeroed and found once more, for every piece of work. It moves both limits up when
a larger block is freed (mallopt(3), on the dynamic ``M_MMAP_THRESHOLD``); elsewhere
nothing happens.
"""

from typing import Final

_BLOCK: Final = 4 << 20
"""Bytes of the block: up to twice as many stay with the process when they are free."""


def keep_freed() -> None:
    """Let this process keep some megabytes that it frees, for what it needs next."""
    bytearray(_BLOCK)  # untouched, so it takes no memory itself, and freed at once
