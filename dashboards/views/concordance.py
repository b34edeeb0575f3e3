"""The items of the control lists, and where they stand now."""

from typing import Final

from dashboards.queries import ControlList, list_items, passages
from dashboards.scene import Scene
from dashboards.views import counted, heading
from dashboards.views.view import Shown, View, nothing, table_of
from dashboards.words import Words

_LIST: Final = Words("lijst", "list")
_ITEM: Final = Words("product", "item")
_MARK: Final = Words("weergave", "rendering")
_ILLUSTRATIVE: Final = Words("◇ alleen ter illustratie", "◇ only illustrates")
_OFFICIAL: Final = Words("officiële code", "official code")
_NONE: Final = Words("geen", "none")

_PASSAGES: Final = (
    Words("lijst als besloten", "list as decided"),
    Words("code als besloten", "code as decided"),
    _ITEM,
    heading.DECISIONS,
    Words("lijst nu", "list now"),
    Words("versie nu", "version now"),
    Words("code nu", "code now"),
    Words("verhouding", "relation"),
    _MARK,
)
_PASSED: Final = Words(
    "{n:plaats|plaatsen} waarheen een product verhuisde of werd omgezet; een verdeeld"
    " product heeft er meer.",
    "{n:place|places} to which an item moved or was mapped; an item that was split has"
    " several.",
)
_NO_LIST: Final = Words(
    "Dit grootboek heeft geen controlelijst.", "This ledger has no control list."
)
_NO_PASSAGES: Final = Words(
    "Dit grootboek heeft geen omzetting van codes naar de lijsten van nu.",
    "This ledger has no concordance of codes with the lists of now.",
)
_ITEMS: Final = (
    heading.CODE,
    _ITEM,
    heading.CLASS,
    Words("processtap", "process step"),
    Words("regime", "regime"),
    _MARK,
)
_LISTED: Final = Words(
    "{list}, versie {version}: {n:product|producten}, waarvan {illustrative}"
    " alleen illustreert.",
    "{list}, version {version}: {n:item|items}, of which {illustrative} only"
    " illustrate.",
)
_PART: Final = Words(
    "Het grootboek bevat alleen de producten die in besluiten of in de omzetting"
    " voorkomen; de lijst zelf kan er meer hebben.",
    "The ledger holds only the items that decisions or the concordance use; the list"
    " itself may have more.",
)


def _rendering(scene: Scene, *, is_illustrative: bool) -> str:
    return scene.language.say(_ILLUSTRATIVE if is_illustrative else _OFFICIAL)


def _show_passages(scene: Scene) -> Shown:
    found = passages(scene.connection, scene.stamp.ledger_id)
    language, labels = scene.language, scene.labels
    if not found:
        return nothing(scene, _PASSAGES, _NO_PASSAGES)
    rows = tuple(
        (
            one.list_id,
            one.code,
            language.either(one.text_nl, one.text_en),
            one.decisions,
            one.current_list,
            one.current_version,
            one.current_code,
            labels.term("list_relation", one.relation),
            _rendering(scene, is_illustrative=one.is_illustrative),
        )
        for one in found
    )
    return Shown(
        figure=None,
        summary=language.say(_PASSED, n=language.number(len(rows))),
        table=table_of(language, _PASSAGES, rows),
    )


def chosen_list(scene: Scene) -> ControlList | None:
    """Return the list version that the address names, or the newest one."""
    lists = scene.control_lists()
    names = {f"{one.list_id}@{one.version}": one for one in lists}
    return names.get(scene.state.list_version, lists[-1] if lists else None)


def _show_items(scene: Scene) -> Shown:
    one = chosen_list(scene)
    if one is None:
        return nothing(scene, _ITEMS, _NO_LIST)
    language, labels = scene.language, scene.labels
    none = language.say(_NONE)
    found = list_items(
        scene.connection, scene.stamp.ledger_id, one.list_id, one.version
    )
    rows = tuple(
        (
            item.code,
            language.either(item.text_nl, item.text_en),
            item.product_class,
            labels.term("process_step", item.process_step or "") or none,
            labels.term("regime", item.regime or "") or none,
            _rendering(scene, is_illustrative=item.is_illustrative),
        )
        for item in found
    )
    marked = sum(item.is_illustrative for item in found)
    summary = language.say(
        _LISTED,
        list=language.either(one.title_nl, one.title_en),
        version=one.version,
        n=language.number(len(found)),
        illustrative=language.share(marked, len(found)),
    )
    return Shown(
        figure=None,
        summary=summary,
        table=table_of(language, _ITEMS, rows),
        notes=(language.say(_PART),),
    )


PASSAGES: Final = View(
    name="concordance",
    version=2,
    title=Words(
        "Concordantie: code als besloten en code nu",
        "Concordance: code as decided and code now",
    ),
    show=_show_passages,
    how_counted=counted.PASSAGES,
)
LIST_ITEMS: Final = View(
    name="list-items",
    version=2,
    title=Words("Producten van een lijstversie", "Items of a list version"),
    show=_show_items,
    how_counted=counted.LIST_ITEMS,
)
