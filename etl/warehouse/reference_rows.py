"""Frameworks, control lists, context events and manifests as rows of tables."""

from collections.abc import Iterator

from etl.code_lists import class_of
from etl.warehouse.columns import Row, TableRow, text_columns
from ledger.records.context import ContextEvent
from ledger.records.control_list import ControlListVersion
from ledger.records.framework import Aspect, FrameworkVersion
from ledger.records.publication import PublicationManifest
from ledger.records.values import first_day, last_day


def framework_rows(
    index: int, leaf: bytes, framework: FrameworkVersion
) -> Iterator[TableRow]:
    """Yield the rows of a framework version."""
    version = {
        "entry_index": index,
        "framework_id": framework.framework_id,
        "version": framework.version,
    }
    yield (
        "framework",
        {
            **version,
            "leaf_hash": leaf.hex(),
            **text_columns("title", framework.title),
            "adopted_by": framework.adopted_by,
            "adopted_on": framework.adopted_on,
            "valid_from": framework.valid_from,
            "valid_to": framework.valid_to,
            "method_version": framework.method_version,
            "full_text": framework.full_text,
            **text_columns("change_reason", framework.change_reason),
        },
    )
    start = framework.starting_point
    aspects: tuple[tuple[str, tuple[Aspect, ...]], ...] = (
        ("goal", framework.goals),
        ("criterion", framework.criteria),
        ("factor", framework.factors),
        ("starting_point", () if start is None else (start,)),
    )
    for kind, members in aspects:
        for place, aspect in enumerate(members, start=1):
            own = {"aspect_kind": kind, "position": place, "code": aspect.code}
            yield (
                "framework_aspect",
                {**version, **own, **text_columns("label", aspect.label)},
            )


def control_list_rows(
    index: int, control_list: ControlListVersion
) -> Iterator[TableRow]:
    """Yield the rows of a control-list version."""
    version = {
        "entry_index": index,
        "list_id": control_list.list_id,
        "version": control_list.version,
    }
    yield (
        "control_list",
        {
            **version,
            **text_columns("title", control_list.title),
            "valid_from": control_list.valid_from,
            "valid_to": control_list.valid_to,
            "legal_ref": control_list.legal_ref,
            "publication_default": control_list.publication_default,
            "is_complete": control_list.is_complete,
            "entries": len(control_list.entries),
        },
    )
    for place, item in enumerate(control_list.entries, start=1):
        yield (
            "control_list_entry",
            {
                **version,
                "position": place,
                "code": item.code,
                "product_class": class_of(item.code, control_list.list_id)[0],
                **text_columns("text", item.text),
                "process_step": item.process_step,
                "regime": item.regime,
                "is_illustrative": item.is_illustrative,
            },
        )
        for target in item.maps_to:
            yield (
                "control_list_step",
                {
                    **version,
                    "code": item.code,
                    "other_list_id": target.list_id,
                    "other_code": target.code,
                    "relation": target.relation,
                },
            )


def context_row(index: int, context: ContextEvent) -> Row:
    """Return the row of a context event."""
    source = context.sources[0] if context.sources else None
    return {
        "entry_index": index,
        "event_ref": context.event_ref,
        "context_kind": context.context_kind,
        "jurisdiction": context.jurisdiction,
        "occurred_first": first_day(context.occurred_on),
        "occurred_last": last_day(context.occurred_on),
        "effective_on": context.effective_on,
        "list_ids": context.list_ids,
        **text_columns("title", context.title),
        **text_columns("summary", context.summary),
        "source_title": source and source.title,
        "source_url": source and source.url,
    }


def manifest_rows(index: int, manifest: PublicationManifest) -> Iterator[TableRow]:
    """Yield the rows of a publication manifest."""
    books = manifest.applications
    yield (
        "publication_manifest",
        {
            "entry_index": index,
            "manifest_ref": manifest.manifest_ref,
            "month": f"{manifest.period}-01",
            "received": books and books.received,
            "decided": books and books.decided,
            "withdrawn": books and books.withdrawn,
            "not_processed": books and books.not_processed,
            "pending_before": books and books.pending_before,
            "pending_after": books and books.pending_after,
            "code_version": manifest.code_version,
        },
    )
    for count in manifest.counts:
        yield (
            "manifest_count",
            {
                "entry_index": index,
                "kind": count.kind,
                "disclosure_rule": count.rule,
                "grounds": count.grounds,
                "entries": count.entries,
            },
        )
