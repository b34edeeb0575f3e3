from pathlib import Path

import pytest
import requests

from tests.etl.intake.certificates import Certificates
from tests.etl.intake.served import Served, served


def test_mutual_tls_lets_in_who_has_both_a_certificate_and_a_token(
    tmp_path: Path,
) -> None:
    ours, strange = Certificates(tmp_path, "ours"), Certificates(tmp_path, "strange")
    certificate, key = ours.issue("server")
    identity = ("--tls-cert", str(certificate), "--tls-key", str(key))
    (tmp_path / "home").mkdir()
    with served(tmp_path / "home", *identity, "--client-ca", str(ours.root)) as intake:
        assert answer(intake, ours.root, ours.issue("client")) == 404
        assert answer(intake, ours.root, ours.issue("other"), token="") == 401
        for client in (None, strange.issue("client")):
            with pytest.raises(requests.RequestException):
                answer(intake, ours.root, client)
        with pytest.raises(requests.exceptions.SSLError):
            answer(intake, strange.root, ours.issue("third"))


def answer(
    intake: Served,
    root: Path,
    client: tuple[Path, Path] | None,
    token: str | None = None,
) -> int:
    bearer = intake.token if token is None else token
    pair = None if client is None else (str(client[0]), str(client[1]))
    return requests.get(
        f"https://127.0.0.1:{intake.port}/batches/{'0' * 64}",
        headers={"Authorization": f"Bearer {bearer}"},
        verify=str(root),
        cert=pair,
        timeout=30,
    ).status_code
