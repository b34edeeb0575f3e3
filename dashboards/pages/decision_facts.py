"""The facts of one decision, its items, and what of it is kept from the public."""

from collections import defaultdict

from dashboards.queries import DecisionDetail
from dashboards.queries.detail import DecisionFields, Line
from dashboards.scene import Scene
from dashboards.tables import Table
from dashboards.ui import html
from dashboards.ui.card import section, table_view
from dashboards.ui.facts import facts
from dashboards.views.list_name import list_name
from dashboards.views.view import NOT_PUBLISHED
from dashboards.words import Words

_ILLUSTRATIVE = Words(
    "* Deze code staat hier alleen ter illustratie en geeft de wet niet weer.",
    "* This code only illustrates and does not state the law.",
)

Fact = tuple[Words, str | None]
"""What a fact is called, and what it is; None when it is not published."""


def facts_section(scene: Scene, found: DecisionDetail) -> html.Section:
    """Return the section with the facts of a decision."""
    fields = found.fields
    halves = (
        (*_asked(scene, fields), *_places(scene, fields), *_publication(scene, fields)),
        (*_handling(scene, fields), *_licence(scene, fields)),
    )
    return section(
        scene.language.say(Words("Gegevens", "Facts")),
        html.Div([facts(scene.language, half) for half in halves], className="columns"),
    )


def _term(scene: Scene, vocabulary: str, code: str | None) -> str | None:
    return None if code is None else scene.labels.term(vocabulary, code)


def _yes_or_no(scene: Scene, said: bool | None) -> str | None:  # noqa: FBT001 - a value, not a switch
    return None if said is None else scene.language.yes_no(said)


def _asked(scene: Scene, fields: DecisionFields) -> tuple[Fact, ...]:
    return (
        (
            Words("soort vergunning", "type of authorisation"),
            _term(scene, "authorisation_type", fields.authorisation_type),
        ),
        (
            Words("wat wordt overgedragen", "what is transferred"),
            _term(scene, "transfer_kind", fields.transfer_kind),
        ),
        (
            Words("definitief of tijdelijk", "permanent or temporary"),
            _term(scene, "export_mode", fields.export_mode),
        ),
        (
            Words("eindgebruik", "end-use"),
            _term(scene, "end_use", fields.end_use),
        ),
        (
            Words("soort eindgebruiker", "type of end user"),
            _term(scene, "end_user_type", fields.end_user_type),
        ),
    )


def _places(scene: Scene, fields: DecisionFields) -> tuple[Fact, ...]:
    labels = scene.labels

    def country(code: str | None) -> str | None:
        return None if code is None else labels.country(code)

    return (
        (
            Words("groep van bestemmingen", "group of destinations"),
            _term(scene, "destination_group", fields.destination_group),
        ),
        (
            Words("land van eindgebruik", "country of end-use"),
            country(fields.end_use_country or fields.destination),
        ),
        (
            Words("land van herkomst", "country of origin"),
            country(fields.origin_country),
        ),
        (
            Words("landen van doorvoer", "countries of transit"),
            "; ".join(map(labels.country, fields.transit_countries)) or None,
        ),
    )


def _handling(scene: Scene, fields: DecisionFields) -> tuple[Fact, ...]:
    language = scene.language
    received = fields.application_received_in
    days = None
    if fields.processing_days is not None and fields.net_days is not None:
        words = Words(
            "{days}, zonder opschorting {net}", "{days}, without suspensions {net}"
        )
        days = language.say(
            words,
            days=language.number(fields.processing_days),
            net=language.number(fields.net_days),
        )
    return (
        (
            Words("aanvraag ontvangen in", "application received in"),
            None if received is None else language.month(received),
        ),
        (Words("behandelduur (dagen)", "days taken"), days),
        (
            Words("binnen acht weken", "within eight weeks"),
            _yes_or_no(scene, fields.within_norm),
        ),
        (
            Words("behandeld door", "handled by"),
            _term(scene, "handler", fields.handled_by),
        ),
        (
            Words("besloten door", "decided by"),
            _term(scene, "decision_level", fields.decided_by),
        ),
        (
            Words("medeondertekend", "countersigned"),
            _yes_or_no(scene, fields.countersigned),
        ),
        (
            Words(
                "weigeringen van andere staten gecontroleerd",
                "denials of other states checked",
            ),
            None
            if fields.denial_checked_on is None
            else language.day(fields.denial_checked_on),
        ),
    )


def _licence(scene: Scene, fields: DecisionFields) -> tuple[Fact, ...]:
    language, labels = scene.language, scene.labels
    value = None
    if fields.minor is not None and fields.currency is not None:
        value = language.money(fields.currency, fields.minor)
    elif fields.value_band is not None:
        value = labels.term("value_band", fields.value_band)
    facts: list[Fact] = [
        (
            Words("geldig van", "valid from"),
            None if fields.valid_from is None else language.day(fields.valid_from),
        ),
        (
            Words("geldig tot en met", "valid to"),
            None if fields.valid_to is None else language.day(fields.valid_to),
        ),
        (
            Words("vergunde waarde", "licensed value"),
            value or labels.term("value_basis", fields.value_basis),
        ),
        (
            Words("grondslag", "legal basis"),
            "; ".join(labels.term("legal_basis", code) for code in fields.legal_basis)
            or None,
        ),
    ]
    if fields.retrospective is not None:
        words = Words("besloten na de uitvoer, omdat", "decided after export, because")
        facts.append((words, fields.retrospective))
    return tuple(facts)


def _publication(scene: Scene, fields: DecisionFields) -> tuple[Fact, ...]:
    language = scene.language
    facts: list[Fact] = [
        (
            Words("openbaarheid", "disclosure"),
            _term(scene, "disclosure_rule", fields.disclosure_rule),
        )
    ]
    if fields.disclosure_grounds:
        grounds = (
            scene.labels.term("woo_ground", one) for one in fields.disclosure_grounds
        )
        facts.append((Words("op grond van", "on the ground of"), "; ".join(grounds)))
    if fields.embargo_until is not None:
        words = Words("meer openbaar vanaf", "more is public from")
        facts.append((words, language.day(fields.embargo_until)))
    if fields.annex_commitment is not None:
        words = Words("vertrouwelijke bijlage, vastgelegd als", "confidential annex")
        facts.append((words, fields.annex_commitment))
    if fields.excluded_from_statistics is not None:
        words = Words("telt niet mee, omdat", "does not count, because")
        facts.append((words, fields.excluded_from_statistics))
    return tuple(facts)


def lines_section(scene: Scene, found: DecisionDetail) -> html.Section:
    """Return the section with the items, as decided and where they stand now."""
    language, labels = scene.language, scene.labels
    headings = (
        Words("nr.", "no."),
        Words("code", "code"),
        Words("lijst", "list"),
        Words("nu", "now"),
        Words("regime", "regime"),
        Words("waarde", "value"),
        Words("uitkomst", "outcome"),
    )
    unchanged = language.say(Words("ongewijzigd", "unchanged"))
    rows = tuple(
        (
            str(line.line_no),
            _code(line),
            f"{list_name(scene, line.list_id)} {line.list_version or ''}".strip(),
            "; ".join(_place(scene, one) for one in line.current) or unchanged,
            _term(scene, "regime", line.regime),
            None
            if line.minor is None or line.currency is None
            else language.money(line.currency, line.minor),
            labels.term("outcome", line.outcome or found.fields.outcome),
        )
        for line in found.lines
    )
    table = Table(
        headings=tuple(language.say(words) for words in headings),
        rows=rows,
        not_published=language.say(NOT_PUBLISHED),
    )
    title = language.say(Words("Goederen", "Items"))
    notes = []
    current = Words(
        "De kolom nu zegt waar hetzelfde product in de nieuwste lijsten staat.",
        "The column now says where the same item stands in the newest lists.",
    )
    if any(line.current for line in found.lines):
        notes.append(current)
    if any(line.is_illustrative for line in found.lines):
        notes.append(_ILLUSTRATIVE)
    return section(
        title,
        html.Div(table_view(language, table, title), className="scroll"),
        *(html.P(language.say(note), className="absent") for note in notes),
    )


def _place(scene: Scene, place: str) -> str:
    """Return where an item stands now: the list by its name, and the code there."""
    list_id, _, code = place.partition(" ")
    return f"{list_name(scene, list_id)} {code}".strip()


def _code(line: Line) -> str:
    """Return the code as decided, how often it stands there, and its mark."""
    times = f" ({line.item_count}×)" if line.item_count else ""
    return f"{line.code}{'*' if line.is_illustrative else ''}{times}"


def withheld_section(scene: Scene, found: DecisionDetail) -> html.Section:
    """Return the section that says what is kept from the public, and why."""
    language, labels = scene.language, scene.labels
    by_field: defaultdict[str, list[str]] = defaultdict(list)
    for one in found.withheld:
        by_field[one.field].append(labels.term("woo_ground", one.ground))
    title = language.say(Words("Niet openbaar", "Not public"))
    if not by_field:
        words = Words(
            "Van dit besluit is niet vastgelegd dat gegevens zijn onthouden.",
            "It is not recorded of this decision that anything is withheld.",
        )
        return section(title, html.P(language.say(words)))
    return section(
        title,
        html.Ul(
            [
                html.Li(f"{labels.term('decision_field', field)}: {'; '.join(grounds)}")
                for field, grounds in by_field.items()
            ]
        ),
    )
