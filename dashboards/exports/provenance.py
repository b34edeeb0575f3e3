"""Where a figure is from, in words: provenance, citation and permanent address."""

from typing import Final
from urllib.parse import urlencode

from dashboards.scene import Scene
from dashboards.views.view import View
from dashboards.words import Language, Words

_PROVENANCE: Final = Words(
    "{origin} · omvang {size} · wortel {root}… · t/m {moment}",
    "{origin} · size {size} · root {root}… · up to {moment}",
)
_CITATION: Final = Words(
    "{office}, „{title}”{selection}. Weegboek, grootboek {origin}, controlepunt {size},"
    " wortel {root}{beside}, vastgelegd t/m {day}; weergave {view} v{version}.",
    "{office}, “{title}”{selection}. Weegboek, ledger {origin}, checkpoint {size},"
    " root {root}{beside}, recorded up to {day}; view {view} v{version}.",
)
_BESIDE: Final = Words(
    ", naast {origin}, controlepunt {size}, wortel {root}",
    ", beside {origin}, checkpoint {size}, root {root}",
)


def provenance(scene: Scene) -> str:
    """Say which checkpoint the numbers were computed from, or which two."""
    return " | ".join(
        scene.language.say(
            _PROVENANCE,
            origin=stamp.origin,
            size=scene.language.number(stamp.size),
            root=stamp.root[:10],
            moment=scene.language.moment(stamp.checkpoint_at),
        )
        for stamp in scene.stamps
    )


def citation(scene: Scene, view: View, filters: str) -> str:
    """Say how a figure is cited: enough to find it and to compute it again."""
    stamp, language = scene.stamp, scene.language
    office = language.either(stamp.office_nl, stamp.office_en)
    beside = "".join(
        language.say(_BESIDE, origin=one.origin, size=one.size, root=one.root)
        for one in scene.stamps[1:]
    )
    return language.say(
        _CITATION,
        beside=beside,
        office=office or stamp.origin,
        title=language.say(view.title),
        selection=f" ({filters})" if filters else "",
        origin=stamp.origin,
        size=stamp.size,
        root=stamp.root,
        day=language.day(stamp.checkpoint_at.date()),
        view=view.name,
        version=view.version,
    )


def permalink(language: Language, view: str, query: str) -> str:
    """Return the address of the page of one view, within this host."""
    address = f"/{language.tongue}/figure/{view}"
    return f"{address}?{query}" if query else address


def data_address(language: Language, view: str, suffix: str, query: str) -> str:
    """Return the address of one export of a view, within this host."""
    asked = urlencode({"lang": language.tongue})
    return f"/data/{view}.{suffix}?{asked}" + (f"&{query}" if query else "")


def embed_address(language: Language, view: str, query: str) -> str:
    """Return the address of the page of a view that others can frame."""
    asked = urlencode({"lang": language.tongue})
    return f"/embed/{view}?{asked}" + (f"&{query}" if query else "")
