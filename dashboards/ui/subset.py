"""Says which decisions a number led to, and lets a reader drop that again."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from dashboards.scene import Scene
from dashboards.subset import (
    NO_DEPARTURE,
    NO_GOAL,
    NO_GROUP,
    Subset,
    parts_of_aspect,
)
from dashboards.ui import html
from dashboards.ui.aria import aria
from dashboards.ui.controls import hidden
from dashboards.views.aspects import aspect_names
from dashboards.views.departures import KINDS
from dashboards.words import Words

_LEAD: Final = Words(
    "Alleen de besluiten achter het getal waar u vandaan komt:",
    "Only the decisions behind the number that you came from:",
)
_ALL: Final = Words("toon alle besluiten", "show all decisions")
_DROP: Final = Words("zonder deze beperking", "without this limit")
_NAMES: Final[Mapping[str, Words]] = {
    "applies": Words(
        "aanvullend kader van toepassing", "supplementary framework applies"
    ),
    "aspect": Words("bevinding", "finding"),
    "class-set": Words("precies deze klassen", "exactly these classes"),
    "condition": Words("voorwaarde", "condition"),
    "departure": Words("afwijking", "departure"),
    "framework": Words("gewogen onder", "weighed under"),
    "group": Words("groep van bestemmingen", "group of destinations"),
    "like": Words("gelijk aan", "alike to"),
    "override": Words(
        "verleend ondanks een onaanvaardbare bevinding", "with an override"
    ),
    "since": Words("vanaf", "from"),
    "together": Words("samen doorslaggevend", "decisive together"),
    "until": Words("tot en met", "up to"),
    "ways": Words("gelijke gevallen gingen", "like cases went"),
    "weighing": Words("weging", "weighing"),
}
_VALUES: Final[Mapping[tuple[str, str], Words]] = {
    ("applies", "no"): Words("nee", "no"),
    ("applies", "yes"): Words("ja", "yes"),
    ("departure", NO_DEPARTURE): Words("geen", "none"),
    ("group", NO_GROUP): Words("niet gepubliceerd", "not published"),
    ("override", "yes"): Words("ja", "yes"),
    ("together", NO_GOAL): Words("geen doel", "no goal"),
    ("ways", "different"): Words("verschillende kanten op", "different ways"),
    ("ways", "same"): Words("dezelfde kant op", "the same way"),
    ("weighing", "not_published"): Words("niet gepubliceerd", "not published"),
    ("weighing", "published"): Words("gepubliceerd", "published"),
}


def subset_notice(scene: Scene) -> list[Any]:
    """Return what the table is limited to, each with a link that drops it."""
    state, language = scene.state, scene.language
    pairs = tuple(state.subset.pairs())
    if not pairs:
        return []
    items = []
    for key, value in pairs:
        words = f"{language.say(_NAMES[key])}: {_value(scene, key, value)}"
        left = state.but(subset=state.subset.without(key, value)).query()
        drop = f"{words} – {language.say(_DROP)}"
        link = html.A("✕", href=f"?{left}", className="drop", **aria(label=drop))
        items.append(html.Li([words, " ", link]))
    everything = state.but(subset=Subset()).query()
    return [
        html.Div(
            [
                html.P(language.say(_LEAD)),
                html.Ul(items),
                html.A(language.say(_ALL), href=f"?{everything}"),
            ],
            className="notice sound subset",
        )
    ]


def subset_fields(scene: Scene) -> list[Any]:
    """Return hidden fields that keep the limits when a reader narrows further."""
    return [hidden(key, value) for key, value in scene.state.subset.pairs()]


def _value(scene: Scene, key: str, value: str) -> str:
    if (key, value) in _VALUES:
        return scene.language.say(_VALUES[key, value])
    term = scene.labels.term
    known: Mapping[str, Callable[[], str]] = {
        "aspect": lambda: _aspect(scene, value),
        "condition": lambda: term("condition_type", value),
        "departure": lambda: scene.language.say(KINDS[value]),
        "framework": lambda: _framework(scene, value),
        "group": lambda: term("destination_group", value),
        "since": lambda: scene.language.day(date.fromisoformat(value)),
        "together": lambda: _goals(scene, value),
        "until": lambda: scene.language.day(date.fromisoformat(value)),
    }
    return known[key]() if key in known else value


def _goals(scene: Scene, value: str) -> str:
    names = scene.goals()
    return " + ".join(names.get(one, one) for one in value.split("+"))


def _aspect(scene: Scene, value: str) -> str:
    code, finding, weight = parts_of_aspect(value)
    parts = [aspect_names(scene).get(code, code)]
    if finding:
        terms = scene.labels.terms
        both = {**terms.get("goal_finding", {}), **terms.get("finding", {})}
        parts.append(both.get(finding, finding))
    if weight:
        parts.append(scene.labels.term("weight", weight))
    return ", ".join(parts)


def _framework(scene: Scene, value: str) -> str:
    for one in scene.frameworks():
        if f"{one.framework_id}.{one.version}" == value:
            return scene.language.either(one.title_nl, one.title_en)
    return value
