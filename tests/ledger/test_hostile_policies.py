"""Policies that break a rule of tlog-policy, and odd ones that keep them."""

import pytest

from ledger.errors import FormatError
from ledger.keys import VerifierKey
from ledger.policy import Policy
from tests.ledger.sample_forms import HASH, KEY, WITNESS, short

KEY_LINE, WITNESS_LINE = f"log {KEY.format()}\n", WITNESS.format() + "\n"
SAME_KEY = VerifierKey(name="other.name", key_type=1, public=HASH).format()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "quorum none none\n",
            "quorum\n",
            "quorum g\nquorum g\n",
            "Quorum none\n",
        ),
        f"quorum w\n{WITNESS_LINE}",
        f"group g 1 w\n{WITNESS_LINE}quorum g\n",
        f"{WITNESS_LINE}group g 1 w\ngroup h 1 w\nquorum g\n",
        f"{WITNESS_LINE}group g 1 g\nquorum g\n",
        f"{WITNESS_LINE}group w 1 w\nquorum w\n",
        f"{WITNESS_LINE}group none 1 w\nquorum none\n",
        f"{WITNESS_LINE}group g 1 none\nquorum g\n",
        f"{WITNESS_LINE}group g 1\nquorum g\n",
        f"{WITNESS_LINE}group g 01 w\nquorum g\n",
        f"{WITNESS_LINE}group g +1 w\nquorum g\n",
        f"{WITNESS_LINE}group g \u0661 w\nquorum g\n",
        f"{WITNESS_LINE}group g {'9' * 5_000} w\nquorum g\n",
        f"{WITNESS_LINE}group g ALL w\nquorum g\n",
        f"{KEY_LINE}log {SAME_KEY}\nquorum none\n",
        f"{KEY_LINE}quorum none # all of them\n",
        f"log\u00a0{KEY.format()}\nquorum none\n",
        f"{KEY_LINE}quorum\u2003none\n",
        *("quorum none\x0b\n", "quorum none\r\n", "\ufeffquorum none\n"),
    ],
    ids=short,
)
def test_a_policy_that_breaks_a_rule_of_tlog_policy_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        Policy.parse(text.encode())


def test_what_tlog_policy_allows_in_a_policy_is_read() -> None:
    number_sign = VerifierKey(name="a#b", key_type=1, public=HASH)
    raw = (
        f"  # a comment\n\n\t\nlog\t {number_sign.format()}  https://a.example/\n"
        f"{WITNESS_LINE}group \N{KELVIN SIGN} any w\ngroup K 1 \N{KELVIN SIGN}\n"
    ).encode() + b"group \xff\xfe all K\nquorum \xff\xfe"
    policy = Policy.parse(raw)
    assert policy.logs == (number_sign,)
    assert [group.needed for group in policy.groups] == [1, 1, 1]
    assert Policy.parse(policy.format()) == policy
