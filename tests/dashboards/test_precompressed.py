import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from dashboards.precompressed import BUILT, PACKAGED, read, serve_for_ever
from tests.browser.visits import ROOT

TEXT = b"window.weigh = 1;\n" * 100


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "weigh.js"
    path.write_bytes(TEXT)
    return path


def test_a_file_goes_out_compressed_as_it_stands_beside_itself(kept: Path) -> None:
    kept.with_name("weigh.js.br").write_bytes(b"smallest")
    kept.with_name("weigh.js.gz").write_bytes(gzip.compress(TEXT))
    server = Flask("test")
    address = serve_for_ever(server, "weigh.js", read(kept), "text/javascript")
    client = server.test_client()
    for asked, encoding in (
        ("gzip, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
    ):
        answer = client.get(address, headers={"Accept-Encoding": asked})
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.mimetype == "text/javascript"
    assert client.get(address).data == TEXT


def test_a_file_without_compressed_ones_is_compressed_once(kept: Path) -> None:
    made = read(kept)
    assert {name: gzip.decompress(raw) for name, raw in made.packed.items()} == {
        "gzip": TEXT
    }


def test_another_content_is_at_another_address(kept: Path) -> None:
    server = Flask("test")
    one = serve_for_ever(server, "weigh.js", read(kept), "text/javascript")
    kept.write_bytes(TEXT + b"//")
    other = serve_for_ever(server, "weigh.js", read(kept), "text/javascript")
    assert one != other


def test_the_bundle_has_the_traces_of_all_figures_and_no_others() -> None:
    written = "".join(
        path.read_text("utf-8") for path in (ROOT / "dashboards/figures").glob("*.py")
    )
    entry = (BUILT.parent / "entry.js").read_text("utf-8")
    used = set(re.findall(r'"type": "(\w+)"', written)) - {"data", "rect"}  # no traces
    taken = set(re.findall(r"plotly\.js/lib/(\w+)", entry)) - {"core"}
    assert used - {"scatter"} == taken
    assert "scatter" in used


def test_the_bundle_is_of_the_release_that_pip_brings() -> None:
    told = PACKAGED.read_text("utf-8")[:200]
    version = re.search(r"plotly\.js v([\d.]+)", told)
    assert version is not None
    package = (BUILT.parent / "package.json").read_text("utf-8")
    assert f'"plotly.js": "{version[1]}"' in package
