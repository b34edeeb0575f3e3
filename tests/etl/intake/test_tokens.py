from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl.errors import TokenError
from etl.intake.tokens import TOKENS, Tokens

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def made(tokens: Tokens, seed: int = 1) -> tuple[str, str]:
    token, text = tokens.add(
        "office",
        ["submit", "read"],
        now=NOW,
        days=10,
        random=lambda count: bytes([seed]) * count,
    )
    return token.id, text


def test_a_token_is_good_until_it_expires(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    identity, text = made(tokens)
    holder = tokens.holder(text, NOW + timedelta(days=9))
    assert holder is not None
    assert (holder.id, holder.system) == (identity, "office")
    assert holder.scopes == {"submit", "read"}
    assert tokens.holder(text, NOW + timedelta(days=10)) is None


def test_no_other_text_is_a_token(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    _, text = made(tokens)
    _, other = made(tokens, seed=2)
    mixed = text[:13] + other[13:]
    flipped = text[:-1] + ("0" if text[-1] != "0" else "1")
    for wrong in ("", text[:-1], text + "0", text.upper(), mixed, flipped, "wbk_"):
        assert tokens.holder(wrong, NOW) is None
    assert tokens.holder(text, NOW) is not None


def test_a_revoked_token_is_refused_at_once_by_who_read_the_file_before(
    tmp_path: Path,
) -> None:
    serving, keeper = Tokens(tmp_path), Tokens(tmp_path)
    identity, text = made(keeper)
    assert serving.holder(text, NOW) is not None
    keeper.revoke(identity, NOW)
    assert serving.holder(text, NOW) is None
    assert [token.standing(NOW) for token in serving.all()] == ["revoked"]
    first = keeper.revoke(identity, NOW + timedelta(days=1))
    assert first.revoked_at == NOW


def test_the_file_is_for_its_owner_and_holds_no_secret(tmp_path: Path) -> None:
    _, text = made(Tokens(tmp_path))
    path = tmp_path / TOKENS
    assert path.stat().st_mode & 0o777 == 0o600
    assert text.rpartition("_")[2] not in path.read_text()
    path.chmod(0o640)
    with pytest.raises(TokenError, match="others may read"):
        Tokens(tmp_path).all()


def test_a_file_that_is_no_file_of_tokens_lets_nobody_in(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    _, text = made(tokens)
    (tmp_path / TOKENS).write_text("[{}]")
    with pytest.raises(TokenError, match="cannot read"):
        tokens.holder(text, NOW)


@pytest.mark.parametrize(
    ("system", "scopes"),
    [("office", []), ("office", ["everything"]), ("two words", ["read"])],
)
def test_a_token_is_for_a_system_and_known_scopes(
    tmp_path: Path, system: str, scopes: list[str]
) -> None:
    with pytest.raises(TokenError):
        Tokens(tmp_path).add(system, scopes, now=NOW, days=1, random=bytes)
    assert Tokens(tmp_path).all() == ()


def test_only_a_token_that_is_there_can_be_revoked(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="no token"):
        Tokens(tmp_path).revoke("00000000", NOW)
