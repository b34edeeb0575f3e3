"""The cubes of a warehouse that tests filled themselves."""

from etl.warehouse.as_decided import make_macros
from etl.warehouse.connection import Connection
from etl.warehouse.cubes import fill_cubes
from etl.warehouse.touched import begin_touching, touch


def count_cubes(connection: Connection) -> None:
    """Count every cube anew."""
    make_macros(connection)
    begin_touching(connection)
    touch(connection)
    fill_cubes(connection)
