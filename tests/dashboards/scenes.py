"""A scene for tests: one question to the demo's warehouse."""

from dashboards.labels import read_labels
from dashboards.queries import ledgers
from dashboards.scene import Scene
from dashboards.state import parse_state
from dashboards.words import Language, Tongue
from etl.demo.home import Home
from etl.warehouse.reader import open_current


def scene_of(
    demo: Home, search: str = "", tongue: Tongue = "en", *, dark: bool = False
) -> Scene:
    connection = open_current(demo.warehouse).build().connection.cursor()
    language = Language(tongue)
    return Scene(
        connection=connection,
        state=parse_state(search),
        language=language,
        labels=read_labels(connection, language),
        stamp=ledgers(connection)[0],
        dark=dark,
    )
