import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import FormatError
from ledger.tiles import (
    WIDTH,
    Tile,
    bundle_path,
    format_bundle,
    format_tile,
    frontier_of,
    parse_bundle,
    parse_tile,
    tile_path,
    tile_root,
    tiles_of,
)
from ledger.tree import leaf_hash, root_hash


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0, 256), "tile/0/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 1, 17), "tile/1/001.p/17"),
        (Tile(0, 1_234_067, 256), "tile/0/x001/x234/067"),
        (Tile(2, 1000, 1), "tile/2/x001/000.p/1"),
    ],
)
def test_tiles_have_the_paths_of_c2sp(tile: Tile, path: str) -> None:
    assert tile_path(tile) == path


def test_bundles_stand_beside_the_tiles() -> None:
    assert bundle_path(1_234_067, 8) == "tile/entries/x001/x234/067.p/8"


def test_a_ledger_of_70000_has_the_tiles_that_c2sp_gives_as_its_example() -> None:
    tiles = list(tiles_of(70_000))
    assert len([tile for tile in tiles if tile.level == 0]) == 274
    assert tiles[273:] == [
        Tile(0, 273, 112),
        Tile(1, 0, 256),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]


@given(st.lists(st.binary(max_size=300), max_size=40))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    assert parse_bundle(format_bundle(entries), len(entries)) == entries


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=256))
def test_a_tile_reads_back(hashes: list[bytes]) -> None:
    assert parse_tile(format_tile(hashes), len(hashes)) == hashes


@pytest.mark.parametrize("raw", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00\x01", b""])
def test_a_bundle_that_breaks_off_or_falls_short_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        parse_bundle(raw, 1)


def test_an_entry_that_is_too_large_is_refused_not_cut() -> None:
    with pytest.raises(FormatError, match="65536"):
        format_bundle([bytes(65_536)])


def test_a_tile_of_another_length_is_refused() -> None:
    with pytest.raises(FormatError):
        parse_tile(bytes(33), 1)


@given(st.integers(0, 1500))
def test_the_root_of_unfinished_tiles_is_the_root_of_all(size: int) -> None:
    leaves = [leaf_hash(bytes([number % 256])) for number in range(size)]
    whole = size // WIDTH
    level1 = [tile_root(leaves[n * WIDTH : (n + 1) * WIDTH]) for n in range(whole)]
    assert frontier_of([leaves[whole * WIDTH :], level1]).root() == root_hash(leaves)
