"""Withheld decisions of a ledger, opened with its vault, as the cases of a release."""

from collections.abc import Iterable, Iterator, Mapping

from etl.code_lists import class_of
from etl.disclosure_control.book import Book, known_of
from etl.disclosure_control.case import OTHER, SEVERAL, Case, Leaf
from etl.disclosure_control.release import Content
from etl.disclosure_control.released import Domain
from etl.errors import DisclosureControlError
from ledger.entry import Entry
from ledger.reader import LedgerReader
from ledger.records.decision import LicenceDecision
from ledger.records.table_release import DisclosureControl
from ledger.records.terms import outcome_group
from ledger.records.withheld_decision import WithheldDecision
from ledger.sealing import unseal
from ledger.tree import leaf_hash
from ledger.vault.audience_key import Identity
from ledger.vault.opening import open_record
from ledger.vault.vault_files import Vault, parse_records


def read_book(reader: LedgerReader, size: int) -> Book:
    """Read the public part of a ledger up to a size."""
    book = Book()
    for index, raw in enumerate(reader.entries(0, size)):
        book.read(index, Entry.parse(raw).record)
    return book


def opened_decisions(
    reader: LedgerReader, vault: Vault, identity: Identity, indices: Iterable[int]
) -> Iterator[tuple[int, LicenceDecision]]:
    """Yield withheld decisions, each verified against its entry's digests.

    Args:
        reader: The ledger.
        vault: Where what opens them is kept.
        identity: Whose keys open it.
        indices: The entries.

    Raises:
        DisclosureControlError: One cannot be opened: it was erased, or it is not
            sealed to this identity.
        ProofError: The vault holds what the entry does not.
        VaultError: What is kept was altered.
    """
    wanted = set(indices)
    for path in vault.segments():
        if not wanted:
            break
        for kept in parse_records(path.read_bytes()):
            if kept.entry not in wanted:
                continue
            raw = next(iter(reader.entries(kept.entry, kept.entry + 1)))
            if leaf_hash(raw).hex() != kept.leaf:
                continue
            disclosures = [one for _, one in open_record(vault, kept, identity)]
            record = unseal(Entry.parse(raw).record, disclosures)
            if isinstance(record, WithheldDecision) and record.decision is not None:
                wanted.remove(kept.entry)
                yield kept.entry, record.decision
    if wanted:
        raise DisclosureControlError(
            f"entry {min(wanted)} is a withheld decision that {vault.path} cannot open:"
            " tables without it would not add up"
        )


def content_of(
    book: Book,
    through: str,
    decisions: Mapping[int, LicenceDecision],
    control: DisclosureControl,
    size: int,
) -> Content:
    """Return what a release of a year, up to a month, is about.

    Args:
        book: The public part of the ledger.
        through: The last month.
        decisions: The withheld decisions of the year up to then, opened, by index.
        control: The parameters.
        size: How many entries are counted.

    Raises:
        DisclosureControlError: The release would go back in time, would add nothing to
            the one before it, or a decision does not fit the tables.
    """
    made = book.released_in(through[:4])
    if made and through < made[-1].through:
        raise DisclosureControlError(
            f"tables through {made[-1].through} are released already; {through} lies"
            " before that"
        )
    vintages = book.vintages(through, made)
    known = known_of(vintages.values())
    nothing_new = all(vintage < len(made) for vintage, _ in vintages.values())
    if made and nothing_new and through == made[-1].through:
        raise DisclosureControlError(f"nothing was withheld since: {through} stands")
    if not vintages:
        raise DisclosureControlError(f"nothing is withheld of {through[:4]}")
    domain = book.domain(through[:4])
    return Content(
        cases=[
            case_of(decisions[index], vintage, month, domain, control)
            for index, (vintage, month) in vintages.items()
        ],
        control=control,
        domain=domain,
        known=known,
        size=size,
        through=through,
    )


def case_of(
    decision: LicenceDecision,
    vintage: int,
    month: str,
    domain: Domain,
    control: DisclosureControl,
) -> Case:
    """Return a withheld decision as a release counts it.

    Raises:
        DisclosureControlError: Its value is in another currency than the tables', or
            its product class is none of theirs.
    """
    outcome = outcome_group(decision.outcome)
    classes = {class_of(line.code, line.list_id)[0] for line in decision.lines}
    product_class = classes.pop() if len(classes) == 1 else SEVERAL
    if product_class not in domain.product_classes:
        raise DisclosureControlError(
            f"{decision.decision_ref}: product class {product_class} is on none of the"
            " lists that the rules of disclosure withhold"
        )
    destination = decision.destination
    value = decision.value if outcome == "granted" else None
    if value is not None and value.currency != control.currency:
        raise DisclosureControlError(
            f"{decision.decision_ref}: its value is in {value.currency}, the tables are"
            f" in {control.currency}; nothing is converted"
        )
    exporter = decision.exporter
    return Case(
        leaf=Leaf(
            vintage=vintage,
            month=month,
            destination=destination if destination in domain.destinations else OTHER,
            product_class=product_class,
            outcome=outcome,
        ),
        exporter="" if exporter is None else exporter.eori or exporter.name.casefold(),
        value=None if value is None else value.minor,
    )
