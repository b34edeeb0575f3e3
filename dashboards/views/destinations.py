"""Decisions by destination: on a map, and ranked."""

from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series
from dashboards.figures.world import Place, on_no_map, world_map
from dashboards.queries import DestinationCount, destinations
from dashboards.scene import Scene
from dashboards.tables import Table
from dashboards.views import counted, heading
from dashboards.views.view import Shown, View, nothing, table_of
from dashboards.views.withheld_note import withheld_notes
from dashboards.words import Words

_HEADINGS: Final = (
    heading.CODE,
    heading.DESTINATION,
    heading.DECISIONS,
    heading.GRANTED,
    heading.REFUSED,
    heading.OTHER,
    heading.REFUSED_SHARE,
)
_SUMMARY: Final = Words(
    "{n:bestemming|bestemmingen}; {first} komt het meest voor: {share} van de"
    " besluiten.",
    "{n:destination|destinations}; {first} is the most frequent: {share} of the"
    " decisions.",
)
_SOURCE: Final = Words(
    "Vormen en grenzen: Natural Earth; zij drukken geen standpunt uit. Kleine gebieden"
    " hebben een stip. Grijs: geen besluiten.",
    "Shapes and borders: Natural Earth; they express no position. Small areas have a"
    " dot. Grey: no decisions.",
)
_NOT_ON_MAP: Final = Words("Niet op de kaart: {names}.", "Not on the map: {names}.")
_CHINA: Final = ("CN", "HK", "MO")
"""Codes of their own in ISO 3166-1; together only where it is said."""
_APART: Final = Words(
    "{names} zijn hier aparte bestemmingen; samen: {share} van de besluiten.",
    "{names} are destinations of their own here; together: {share} of the decisions.",
)
_TOP: Final = 20
_TOP_NOTE: Final = Words(
    "De figuur toont de eerste {n:bestemming|bestemmingen}; de tabel toont ze alle.",
    "The figure shows the first {n:destination|destinations}; the table shows all.",
)


def _table(scene: Scene, counts: tuple[DestinationCount, ...]) -> Table:
    rows = tuple(
        (
            row.country,
            scene.labels.country(row.country),
            row.decisions,
            row.granted,
            row.refused,
            row.other,
            scene.language.share(row.refused, row.decisions),
        )
        for row in counts
    )
    return table_of(scene.language, _HEADINGS, rows)


def _summary(scene: Scene, counts: tuple[DestinationCount, ...]) -> str:
    language = scene.language
    total = sum(row.decisions for row in counts)
    return language.say(
        _SUMMARY,
        n=language.number(len(counts)),
        first=scene.labels.country(counts[0].country),
        share=language.share(counts[0].decisions, total),
    )


def _apart(scene: Scene, counts: tuple[DestinationCount, ...]) -> tuple[str, ...]:
    """Say what China, Hong Kong and Macau come to, when more than one is there."""
    found = {row.country: row.decisions for row in counts if row.country in _CHINA}
    if len(found) < 2:  # noqa: PLR2004 - one is not together with anything
        return ()
    language = scene.language
    share = language.share(sum(found.values()), sum(row.decisions for row in counts))
    names = [scene.labels.country(code) for code in _CHINA if code in found]
    return (language.say(_APART, names=language.listed(names), share=share),)


def _show_map(scene: Scene) -> Shown:
    counts = destinations(scene.connection, scene.filters)
    if not counts:
        return nothing(scene, _HEADINGS)
    points = {
        iso2: (iso3, latitude, longitude)
        for iso2, iso3, latitude, longitude in scene.connection.execute(
            "SELECT iso2, iso3, latitude, longitude FROM country"
        ).fetchall()
    }
    places = []
    for row in counts:
        iso3, latitude, longitude = points.get(row.country, (None, None, None))
        name = scene.labels.country(row.country)
        places.append(
            Place(row.country, iso3, name, latitude, longitude, row.decisions)
        )
    language = scene.language
    words = {"decisions": language.say(heading.DECISIONS)}
    notes = [
        language.say(_SOURCE),
        *_apart(scene, counts),
        *withheld_notes(scene),
    ]
    missing = on_no_map(places)
    if missing:
        names = ", ".join(
            f"{place.name} ({language.number(place.decisions)})" for place in missing
        )
        notes.append(language.say(_NOT_ON_MAP, names=names))
    return Shown(
        figure=world_map(places, dark=scene.dark, words=words, number=language.number),
        summary=_summary(scene, counts),
        table=_table(scene, counts),
        notes=tuple(notes),
    )


def _show_ranked(scene: Scene) -> Shown:
    counts = destinations(scene.connection, scene.filters)
    if not counts:
        return nothing(scene, _HEADINGS)
    top = counts[:_TOP]
    language = scene.language
    colours = palette(dark=scene.dark)
    series = [
        Series(
            name=scene.labels.term("outcome_group", group),
            colour=colours.groups[group],
            counts=tuple(getattr(row, group) for row in top),
        )
        for group in ("granted", "other", "refused")
    ]
    texts = [language.number(row.decisions) for row in top]
    names = [scene.labels.country(row.country) for row in top]
    notes = (*_apart(scene, counts), *withheld_notes(scene))
    if len(counts) > _TOP:
        notes = (*notes, language.say(_TOP_NOTE, n=_TOP))
    return Shown(
        figure=ranked_bars(names, series, dark=scene.dark, texts=texts),
        summary=_summary(scene, counts),
        table=_table(scene, counts),
        notes=notes,
    )


MAP: Final = View(
    name="map",
    title=Words("Bestemmingen op de kaart", "Destinations on the map"),
    show=_show_map,
    how_counted=counted.DECISIONS,
)
DESTINATIONS: Final = View(
    name="destinations",
    title=Words("Besluiten naar bestemming", "Decisions by destination"),
    show=_show_ranked,
    how_counted=counted.DECISIONS,
)
