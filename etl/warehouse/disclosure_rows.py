"""Withheld decisions, their publications, rules of disclosure and released tables."""

from collections.abc import Iterator

from etl.warehouse.columns import Row, TableRow, text_columns
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.table_release import TableRelease
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication


def withheld_row(index: int, withheld: WithheldDecision) -> Row:
    """Return what the public sees of a withheld decision."""
    return {
        "entry_index": index,
        "decision_ref": withheld.decision_ref,
        "month": f"{withheld.decided_in}-01",
        "disclosure_rule_id": withheld.disclosure.rule_id,
        "grounds": withheld.disclosure.grounds,
    }


def publication_row(index: int, publication: WithheldPublication) -> Row:
    """Return the row of the publication of a withheld decision."""
    return {
        "entry_index": index,
        "decision_ref": publication.decision_ref,
        "withheld_leaf": publication.decision,
        "published_on": publication.published_on,
        **text_columns("reason", publication.reason),
    }


def disclosure_rule_rows(
    index: int, version: DisclosureRuleVersion
) -> Iterator[TableRow]:
    """Yield the rows of a version of the rules of disclosure."""
    yield (
        "disclosure_rule_version",
        {
            "entry_index": index,
            "rule_id": version.rule_id,
            **text_columns("title", version.title),
            **text_columns("summary", version.summary),
            "valid_from": version.valid_from,
            "valid_to": version.valid_to,
        },
    )
    for place, one in enumerate(version.lists, start=1):
        yield (
            "disclosure_rule",
            {
                "entry_index": index,
                "rule_id": version.rule_id,
                "position": place,
                "list_id": one.list_id,
                "authorisation_types": one.authorisation_types,
                "rule": one.rule,
                "grounds": one.grounds,
            },
        )


def table_release_rows(index: int, release: TableRelease) -> Iterator[TableRow]:
    """Yield the rows of a part of a release of tables."""
    control, through = release.control, f"{release.through}-01"
    yield (
        "table_release",
        {
            "entry_index": index,
            "release_ref": release.release_ref,
            "through": through,
            "part": release.part,
            "parts": release.parts,
            "size_before": release.size_before,
            "control_version": control.version,
            "min_contributors": control.min_contributors,
            "min_decisions": control.min_decisions,
            "p_percent": control.p_percent,
            "dominance_contributors": control.dominance_contributors,
            "dominance_percent": control.dominance_percent,
            "currency": control.currency,
        },
    )
    for cell in release.cells:
        yield (
            "released_cell",
            {
                "entry_index": index,
                "through": through,
                "period": cell.period,
                "destination": cell.destination,
                "product_class": cell.product_class,
                "outcome": cell.outcome,
                "decisions": cell.count,
                "value_minor": cell.value,
            },
        )
