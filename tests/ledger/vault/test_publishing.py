"""A withheld decision is published: anyone can check that it is what was sealed."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.audit import audit
from ledger.entry import Entry
from ledger.records.confidential import Party
from ledger.records.rules import record_breaches
from ledger.records.withheld_publication import WithheldPublication
from ledger.sealing import digest_of_published, public_part
from tests.ledger.audit.stories import unsealed_whole
from tests.ledger.commands import vault as vault_command
from tests.ledger.vault.places import BUYER, VaultHome, holding

REF = "W-2022-1"


@pytest.fixture
def withheld(place: VaultHome) -> VaultHome:
    """A ledger whose entry 4 is a withheld decision about a confidential exporter."""
    whole = unsealed_whole(REF, "2022-03")
    assert whole.decision is not None
    exporter = Party(country="NL", name=BUYER)
    place.append(replace(whole, decision=replace(whole.decision, exporter=exporter)))
    return place


def publish(place: VaultHome, which: object = REF, reference: str = "P-1") -> Any:
    return vault_command(
        *("publish", place.home.ledger, which, "--vault", place.path),
        *("--signer", place.home.signer, "--identity", place.keys("commissie")),
        *("--reference", reference, "--reason-en", "The embargo has ended.", "--json"),
    )


def last(place: VaultHome) -> WithheldPublication:
    size = place.home.reader.checkpoint().size
    record = Entry.parse(next(place.home.reader.entries(size - 1, size))).record
    assert isinstance(record, WithheldPublication)
    return record


def test_it_shows_the_decision_and_nothing_that_is_confidential_in_it(
    withheld: VaultHome,
) -> None:
    done = publish(withheld)
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == {"entry": 4, "publication": 5, "size": 6}
    shown = last(withheld)
    whole = unsealed_whole(REF, "2022-03").decision
    assert whole is not None
    assert public_part(shown.published) == public_part(whole)
    assert holding(withheld.home.ledger, BUYER) == []
    assert audit(withheld.home.reader, withheld.home.policy).findings == ()


def test_its_digest_is_in_the_entry_of_then(withheld: VaultHome) -> None:
    publish(withheld)
    raw = next(withheld.home.reader.entries(4, 5))
    shown = last(withheld)
    assert digest_of_published(shown).encode() in raw
    other = replace(shown, published=replace(shown.published, destination="JP"))
    assert digest_of_published(other).encode() not in raw


def test_what_is_no_withheld_decision_is_not_published(withheld: VaultHome) -> None:
    refused = publish(withheld, "NL-7")
    assert refused.exit_code == 3
    assert "is no withheld decision" in refused.stderr
    assert withheld.home.reader.checkpoint().size == 5


def test_what_was_erased_cannot_be_published(withheld: VaultHome) -> None:
    gone = vault_command(
        *("erase", withheld.home.ledger, REF, "--vault", withheld.path),
        *("--signer", withheld.home.signer, "--reference", "V-1", "--article", "17"),
    )
    assert gone.exit_code == 0, gone.stderr
    refused = publish(withheld)
    assert refused.exit_code == 3
    assert "keeps no decision of entry 4" in refused.stderr


def test_the_exporter_can_be_erased_and_the_decision_published_after(
    withheld: VaultHome,
) -> None:
    gone = vault_command(
        *("erase", withheld.home.ledger, REF, "--vault", withheld.path),
        *("--signer", withheld.home.signer, "--reference", "V-1", "--article", "17"),
        *("--field", "exporter", "--identity", withheld.keys("commissie")),
    )
    assert gone.exit_code == 0, gone.stderr
    assert publish(withheld).exit_code == 0
    assert audit(withheld.home.reader, withheld.home.policy).findings == ()


def test_nothing_confidential_can_stand_in_a_publication_in_clear(
    withheld: VaultHome,
) -> None:
    publish(withheld)
    party = Party(country="NL", name=BUYER)
    clear = replace(last(withheld).published, exporter=party)
    told = replace(last(withheld), published=clear, publication_ref="P-2")
    assert "visibility" in {one.rule for one in record_breaches(told)}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decision_ref": "W-2"}, "published.decision_ref"),
        ({"lines": ()}, "published.lines"),
        ({"digests": ("A" * 43,)}, "published._sd"),
    ],
)
def test_an_unsound_publication_breaks_a_rule(
    withheld: VaultHome, change: Any, field: str
) -> None:
    publish(withheld)
    sound = last(withheld)
    assert list(record_breaches(sound)) == []
    wrong = replace(sound, published=replace(sound.published, **change))
    assert field in [one.field for one in record_breaches(wrong)]
