"""Other people's programs, where ``make interop`` has put them."""

import os
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
HERE = Path(os.environ.get("WEEGBOEK_INTEROP", PROJECT / "data" / "local" / "interop"))
ROOT = HERE / "root"
WITNESS = ROOT / "usr" / "bin" / "sigsum-witness"
GO = ROOT / "usr" / "lib" / "go-1.19"

missing = pytest.mark.skipif(
    not (HERE / ".ready").exists(),
    reason="Debian's sigsum-go and golang-golang-x-mod-dev are not there; to get them:"
    " make interop",
)


def build_reader(into: Path) -> Path:
    """Compile ``reader.go`` with the libraries of the Go checksum database."""
    program = into / "reader"
    subprocess.run(
        [
            GO / "bin" / "go",
            "build",
            "-o",
            program,
            PROJECT / "tests/interop/reader.go",
        ],
        check=True,
        env={
            "CGO_ENABLED": "0",
            "GO111MODULE": "off",
            "GOCACHE": str(HERE / "go-cache"),
            "GOPATH": str(ROOT / "usr" / "share" / "gocode"),
            "GOROOT": str(GO),
            "PATH": os.defpath,
        },
    )
    return program
