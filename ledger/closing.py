"""What is closed at the end of a block, however the block ends."""

from types import TracebackType
from typing import Self


class Closing:
    """Something with a ``close``, which a ``with`` block calls at its end."""

    def close(self) -> None:
        """End it; whoever inherits says what that is."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()
