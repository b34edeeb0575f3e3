"""Scenes of the demo for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboards.labels import read_labels
from dashboards.queries import ledgers
from dashboards.scene import Scene
from dashboards.state import parse_state
from dashboards.words import Language, Tongue
from etl.warehouse.reader import open_current


@contextmanager
def scene_in(
    warehouse: Path, query: str = "", tongue: Tongue = "en"
) -> Iterator[Scene]:
    language = Language(tongue)
    with open_current(warehouse).cursor() as connection:
        yield Scene(
            connection=connection,
            state=parse_state(query),
            language=language,
            labels=read_labels(connection, language),
            stamp=ledgers(connection)[0],
        )
