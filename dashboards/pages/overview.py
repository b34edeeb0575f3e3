"""The overview: what the ledger adds up to, and how far it reaches."""

from typing import Any

from dashboards.queries import Totals, totals, withheld_counts
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS, heading
from dashboards.views.absent_outcomes import absent_groups
from dashboards.words import Words


def overview(scene: Scene) -> list[Any]:
    """Return the content of the overview."""
    language = scene.language
    found = totals(scene.connection, scene.filters)
    stamp = scene.stamp
    hidden = sum(
        one.decisions for one in withheld_counts(scene.connection, scene.filters)
    )
    tiles = [
        (language.number(found.decisions), Words("besluiten", "decisions")),
        (language.share(found.granted, found.decisions), Words("verleend", "granted")),
        (_refused(scene, found), Words("geweigerd", "refused")),
        (language.number(found.destinations), Words("bestemmingen", "destinations")),
        (
            language.share(found.weighing_published, found.decisions),
            Words("weging gepubliceerd", "weighing published"),
        ),
    ]
    if hidden:
        share = language.share(hidden, found.decisions + hidden)
        tiles.append((share, heading.WITHHELD))
    lead = Words(
        "{office} besloot tussen {first} en {last} op {n:aanvraag|aanvragen}. Het"
        " grootboek telt {size:regel|regels} en is vastgelegd tot {moment}.",
        "{office} decided on {n:application|applications} between {first} and {last}."
        " The ledger has {size:entry|entries} and was recorded up to {moment}.",
    )
    none = Words(
        "Het grootboek heeft nog geen besluiten.", "The ledger has no decisions yet."
    )
    sentence = language.say(none)
    if stamp.first_decided is not None and stamp.last_decided is not None:
        sentence = language.say(
            lead,
            office=language.either(stamp.office_nl, stamp.office_en),
            first=language.day(stamp.first_decided),
            last=language.day(stamp.last_decided),
            n=language.number(stamp.decisions),
            size=language.number(stamp.size),
            moment=language.moment(stamp.checkpoint_at),
        )
    return [
        page_heading(language, "overview"),
        html.P(sentence, className="lead"),
        selection(scene, "overview", fields=_fields(scene)),
        html.Dl(
            [
                html.Div([html.Dt(language.say(words)), html.Dd(_figure(value))])
                for value, words in tiles
            ],
            className="tiles",
        ),
        card(scene, VIEWS["outcomes"]),
        card(scene, VIEWS["destinations"]),
        card(scene, VIEWS["classes"]),
        card(scene, VIEWS["weighing-coverage"]),
        card(scene, VIEWS["events"]),
    ]


def _refused(scene: Scene, found: Totals) -> str:
    """Return the share of refusals; in words when the whole ledger has none at all."""
    language = scene.language
    if "refused" not in absent_groups(scene):
        return language.share(found.refused, found.decisions)
    none = Words("geen (0/{n})", "none (0/{n})")
    return language.say(none, n=language.number(found.decisions))


def _fields(scene: Scene) -> tuple[str, ...]:
    """Return what can be chosen; what an address chose besides is shown with it."""
    state = scene.state
    more = (("destination", state.destinations), ("class", state.classes))
    return (
        "years",
        *(field for field, chosen in more if chosen),
        "outcome",
        "grain",
    )


def _figure(text: str) -> list[Any]:
    """Set the numbers that a share is of smaller than the share itself."""
    share, _, counts = text.partition(" ")
    return [share, html.Small(f" {counts}")] if counts else [share]
