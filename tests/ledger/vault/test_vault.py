"""The vault: sealed to its audiences, durable before the entries, useless to others."""

from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.audit.run import audit
from ledger.durable import Disk
from ledger.entry import Entry
from ledger.errors import (
    ExistsError,
    FormatError,
    LedgerError,
    RecordError,
    SignerError,
    StorageError,
    UnfinishedError,
    VaultError,
)
from ledger.records.confidential import SealedSource
from ledger.sealing import unseal
from ledger.vault.audience_key import AudienceKey, load_identity, make_identity
from ledger.vault.keeper import keeping
from ledger.vault.opening import open_record, rewrap
from ledger.vault.vault_files import (
    OLD,
    Audience,
    create_vault,
    format_records,
    parse_records,
)
from tests.ledger.ledgers import FailingDisk, make_home, numbered
from tests.ledger.vault.places import (
    BUYER,
    STATEMENT,
    VaultHome,
    confidential,
    holding,
    make_vault_home,
)


@pytest.fixture
def place(tmp_path: Path) -> VaultHome:
    return make_vault_home(tmp_path / "home")


def opened(place: VaultHome, index: int, name: str = "commissie") -> dict[str, Any]:
    record = place.kept(index)
    assert record is not None
    found = open_record(place.vault, record, place.identity(name))
    return {one.name: one.value for _, one in found}


def test_what_is_sealed_opens_for_its_audience_and_fits_the_entry(
    place: VaultHome,
) -> None:
    place.append(confidential(7))
    record = place.kept(2)
    assert record is not None
    raw = next(place.home.reader.entries(2, 3))
    found = open_record(place.vault, record, place.identity("commissie"))
    whole: Any = unseal(Entry.parse(raw).record, [one for _, one in found])
    assert msgspec.structs.replace(whole, digests=()) == confidential(7)


def test_no_confidential_value_stands_on_the_disk(place: VaultHome) -> None:
    place.append(confidential(7))
    assert holding(place.home.path, BUYER) == []
    assert holding(place.home.path, STATEMENT) == []


def test_a_ledger_with_seals_audits_clean(place: VaultHome) -> None:
    place.append(confidential(7), numbered(8))
    result = audit(place.home.reader, place.home.policy)
    assert result.findings == ()


def test_a_decision_without_secrets_has_as_many_digests(place: VaultHome) -> None:
    place.append(confidential(7), numbered(8))
    one, other = [Entry.parse(raw).record for raw in place.home.reader.entries(2, 4)]
    assert len(one.digests) == len(other.digests) == 32  # type: ignore[union-attr] # decisions
    assert place.kept(3) is None


def test_without_a_vault_it_is_refused_as_before(place: VaultHome) -> None:
    with (
        pytest.raises(RecordError, match="visibility"),
        place.home.open().appending() as batch,
    ):
        batch.append(confidential(7))


def test_without_a_vault_entries_keep_their_bytes(tmp_path: Path) -> None:
    plain = make_home(tmp_path / "plain", 1)
    raw = next(plain.reader.entries(1, 2))
    assert b"_sd" not in raw


def test_a_vault_without_audience_takes_nothing(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", 1)
    vault = create_vault(tmp_path / "vault", "test.example/nl", Disk())
    with pytest.raises(VaultError, match="no audience"), keeping(vault, bytes):
        pass
    assert home.reader.checkpoint().size == 2


def test_the_vault_of_another_ledger_is_refused(place: VaultHome) -> None:
    (place.path / "vault.json").write_text(
        '{"format":"weegboek vault 1","origin":"other.example"}'
    )
    with pytest.raises(VaultError, match=r"other\.example"):
        place.append(confidential(7))


def test_a_vault_is_never_made_over_another(place: VaultHome) -> None:
    with pytest.raises(ExistsError):
        create_vault(place.path, "test.example/nl", Disk())


# Tiers


def classified(number: int) -> Any:
    source = SealedSource(commitment="cd" * 32, handle="REG-00000001")
    return msgspec.structs.replace(confidential(number), classified_sources=(source,))


def test_what_is_classified_needs_an_audience_that_is_cleared(
    place: VaultHome,
) -> None:
    with pytest.raises(RecordError, match="no audience of the vault may see"):
        place.append(classified(7))
    assert place.home.reader.checkpoint().size == 2


def test_the_committee_does_not_see_what_is_classified(place: VaultHome) -> None:
    place.audience("toezicht", "classified")
    place.append(classified(7))
    assert "classified_sources" not in opened(place, 2)
    seen = opened(place, 2, "toezicht")["classified_sources"]
    assert seen == [{"commitment": "cd" * 32, "handle": "REG-00000001"}]


def test_content_in_a_classified_field_is_refused() -> None:
    shape = msgspec.to_builtins(confidential(7))
    shape["classified_sources"] = [{"handle": "REG-00000001", "text": "they said"}]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(shape, type(confidential(7)))


# Keys


def test_a_key_has_one_spelling(place: VaultHome) -> None:
    key = place.identity("commissie").key
    assert AudienceKey.parse(key.format()) == key
    for spoiled in (key.format() + "\n", key.format()[:-4], "x" + key.format()):
        with pytest.raises(FormatError):
            AudienceKey.parse(spoiled)


def test_an_identity_is_for_its_owner_only(place: VaultHome) -> None:
    (place.keys("commissie") / "x25519.pem").chmod(0o644)
    with pytest.raises(SignerError, match="others may read"):
        place.identity("commissie")


def test_an_identity_with_a_passphrase_opens_with_it_only(tmp_path: Path) -> None:
    make_identity(tmp_path / "k", "commissie", passphrase="horse", disk=Disk())  # noqa: S106 - a test
    assert load_identity(tmp_path / "k", "horse").key.name == "commissie"
    with pytest.raises(SignerError):
        load_identity(tmp_path / "k", "mule")


def test_another_identity_opens_nothing(place: VaultHome) -> None:
    place.append(confidential(7))
    other = make_identity(place.keys("other"), "commissie", disk=Disk())
    record = place.kept(2)
    assert record is not None
    with pytest.raises(VaultError, match="not sealed to"):
        open_record(place.vault, record, other)


@pytest.mark.parametrize("change", ["leaf", "text"])
def test_what_is_altered_or_moved_to_another_entry_does_not_open(
    place: VaultHome, change: str
) -> None:
    place.append(confidential(7))
    record = place.kept(2)
    assert record is not None
    if change == "leaf":
        spoiled = msgspec.structs.replace(record, leaf="ab" * 32)
    else:
        text = record.sealed[0].text[:-1] + bytes([record.sealed[0].text[-1] ^ 1])
        sealed = msgspec.structs.replace(record.sealed[0], text=text)
        spoiled = msgspec.structs.replace(record, sealed=(sealed,))
    with pytest.raises(VaultError, match="does not open"):
        open_record(place.vault, spoiled, place.identity("commissie"))


def test_lines_have_one_spelling(place: VaultHome) -> None:
    place.append(confidential(7))
    raw = place.vault.segments()[0].read_bytes()
    assert format_records(parse_records(raw)) == raw
    for spoiled in (raw + b"\n", raw.replace(b":", b": ", 1), raw[:-3]):
        with pytest.raises(FormatError):
            parse_records(spoiled)


# Rotation


def test_a_new_key_opens_after_rewrapping_and_no_entry_changes(
    place: VaultHome,
) -> None:
    place.append(confidential(7), confidential(8))
    before = place.home.reader.checkpoint_note()
    old = place.identity("commissie")
    place.audience("commissie", at="new")
    new = place.identity("new")
    assert rewrap(place.vault, old, "commissie") == 2
    record = place.kept(3)
    assert record is not None
    assert [one.key for one in record.sealed] == [new.key.key_id]
    assert len(open_record(place.vault, record, new)) == 2
    assert place.home.reader.checkpoint_note() == before
    assert rewrap(place.vault, new, "commissie") == 0


def test_an_audience_that_comes_later_is_let_in_by_one_that_may_see(
    place: VaultHome,
) -> None:
    place.append(confidential(7))
    place.audience("rekenkamer")
    rewrap(place.vault, place.identity("commissie"), "rekenkamer")
    assert opened(place, 2, "rekenkamer") == opened(place, 2, "commissie")


def test_nobody_lets_in_another_who_may_see_more(place: VaultHome) -> None:
    place.audience("toezicht", "classified")
    with pytest.raises(VaultError, match="may see what"):
        rewrap(place.vault, place.identity("commissie"), "toezicht")


def test_what_is_replaced_is_overwritten(place: VaultHome) -> None:
    """The old file is held open over the change, and holds nothing but zeros after."""
    place.append(confidential(7))
    segment = place.vault.segments()[0]
    place.audience("rekenkamer")
    with segment.open("rb") as held:
        rewrap(place.vault, place.identity("commissie"), "rekenkamer")
        held.seek(0)
        assert set(held.read()) == {0}


def test_a_change_that_was_broken_off_loses_nothing(place: VaultHome) -> None:
    """A second name made, and no more: the lines stay, the name goes."""
    place.append(confidential(7))
    segment = place.vault.segments()[0]
    Disk().link(segment, segment.with_name(f"{OLD}{segment.name}"))
    with place.vault.held():
        assert list(segment.parent.iterdir()) == [segment]
    assert opened(place, 2)["end_use_statement"] == STATEMENT


# Crashes


def test_a_power_cut_at_any_step_publishes_no_entry_without_its_disclosures(
    tmp_path: Path,
) -> None:
    steps = 0
    while True:
        place = make_vault_home(tmp_path / str(steps))
        try:
            place.append(confidential(7), confidential(8), disk=FailingDisk(steps))
        except (OSError, LedgerError) as error:
            finished = isinstance(error, UnfinishedError)
        else:
            break
        place.home.open()  # publishes what was only signed
        size = place.home.reader.checkpoint().size
        assert size in ({4} if finished else {2, 4})
        for index in range(2, size):
            assert opened(place, index)["end_use_statement"] == STATEMENT
        again = place.append(confidential(9))
        assert again == size + 1
        assert opened(place, size)["end_use_statement"] == STATEMENT
        steps += 1
    assert steps > 10


def test_an_entry_whose_vault_record_fails_is_not_appended(place: VaultHome) -> None:
    class Full(Disk):
        def write(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
            if "records" in path.parts:
                raise OSError(28, "no space", str(path))
            super().write(path, data, mode=mode)

    with pytest.raises(OSError, match="no space"):
        place.append(confidential(7), disk=Full())
    assert place.home.reader.checkpoint().size == 2
    assert place.append(confidential(7)) == 3


def test_a_vault_record_that_does_not_read_back_stops_the_append(
    place: VaultHome,
) -> None:
    class Forgetful(Disk):
        def write(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
            kept = data[:-2] if "records" in path.parts else data
            super().write(path, kept, mode=mode)

    with pytest.raises(StorageError, match="read back"):
        place.append(confidential(7), disk=Forgetful())
    assert place.home.reader.checkpoint().size == 2


def test_a_batch_of_many_files_is_taken_away_whole(place: VaultHome) -> None:
    def broken() -> None:
        with (
            keeping(place.vault, place.random) as keeper,
            place.home.open().appending(keeper) as batch,
        ):
            for number in range(300):
                batch.append(confidential(number + 10))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert place.vault.segments() == []


def test_a_salt_used_before_in_the_batch_is_refused(place: VaultHome) -> None:
    few = iter(range(10**6))

    def random(size: int) -> bytes:
        return (next(few) % 32).to_bytes(size, "big")

    place = changed(place, random=random)
    with pytest.raises(RecordError, match="salt used before"):
        place.append(confidential(7), confidential(8), confidential(9))


def test_a_key_is_added_once(place: VaultHome) -> None:
    key = place.identity("commissie").key
    with pytest.raises(VaultError, match="there already"):
        place.vault.add_audience(Audience("committee", key))
