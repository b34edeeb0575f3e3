"""The page of a report: one HTML file that asks nothing of any network."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from ledger.audit.finding import MOST_REMARKS
from ledger.keys import VerifierKey
from ledger.records.values import Text
from ledger.report import texts
from ledger.report.document import Explained, Noted, Report
from ledger.report.style import CSS
from ledger.report.texts import Words, moment, number

_SHOWN: Final = 100
"""How many of each code a page lists one by one; it says how many there are."""


def _first_of_each(found: Sequence[Noted]) -> list[Noted]:
    """Return the first of each code, so that none of them hides another."""
    counts = Counter[str]()
    listed = []
    for noted in found:
        counts[noted.code] += 1
        if counts[noted.code] <= _SHOWN:
            listed.append(noted)
    return listed


def page(report: Report, tongue: str) -> bytes:
    """Return the page in one language."""
    return _Page(report, tongue).whole().encode()


class _Page:
    """Writes one page; its methods are its sections from top to bottom."""

    def __init__(self, report: Report, tongue: str) -> None:
        self._report = report
        self._tongue = tongue

    def whole(self) -> str:
        """Return the whole page."""
        report = self._report
        title = f"{self._say(texts.TITLE)}: {report.origin or report.where}"
        sections = "\n".join(
            (
                self._audited(),
                self._vouched(),
                self._found(texts.FINDINGS, report.findings, remark=False),
                self._found(texts.REMARKS, report.remarks, remark=True),
                self._unchecked(),
                self._repeat(),
            )
        )
        return f"""<!DOCTYPE html>
<html lang="{self._tongue}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{CSS}</style>
</head>
<body>
{self._head()}
<main>
{self._verdict()}
{sections}
</main>
</body>
</html>
"""

    def _say(self, words: Words, **values: object) -> str:
        """Return a text as HTML, with its values filled in."""
        text = words.nl if self._tongue == "nl" else words.en
        filled = {
            name: number(self._tongue, value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        return escape(text.format(**filled))

    def _either(self, text: Text) -> str:
        first, second = (
            (text.nl, text.en) if self._tongue == "nl" else (text.en, text.nl)
        )
        if first is not None:
            return escape(first)
        other = "en" if self._tongue == "nl" else "nl"
        return f'<span lang="{other}">{escape(second or "")}</span>'

    def _head(self) -> str:
        other = "en" if self._tongue == "nl" else "nl"
        return (
            f'<header><p class="mark">Weegboek</p><h1>{self._say(texts.TITLE)}</h1>'
            f'<p class="other"><a href="report.{other}.html" hreflang="{other}"'
            f' lang="{other}">{self._say(texts.OTHER)}</a></p></header>'
        )

    def _verdict(self) -> str:
        report = self._report
        findings = len(report.findings)
        remarks = sum(each.count for each in report.codes if each.remark)
        lines = [self._say(texts.REASONS[report.verdict], findings=findings)]
        if remarks:
            lines.append(self._say(texts.WITH_REMARKS, remarks=remarks))
        notices = []
        if report.authority is not None and report.authority.synthetic:
            notices.append(self._say(texts.SYNTHETIC))
        if report.signer is None:
            notices.append(self._say(texts.UNSIGNED))
        said = "".join(f'<p class="notice">{notice}</p>' for notice in notices)
        return (
            f'<section class="verdict {report.verdict}" aria-labelledby="verdict">'
            f'<h2 id="verdict">{self._say(texts.VERDICTS[report.verdict])}</h2>'
            f"<p>{' '.join(lines)}</p></section>{said}"
        )

    def _audited(self) -> str:
        report, authority = self._report, self._report.authority
        unknown = self._say(texts.UNKNOWN)
        office = unknown
        if authority is not None:
            office = f"{self._either(authority.office)} ({escape(authority.country)})"
        signer = self._say(texts.NOBODY)
        if report.signer is not None:
            signer = f"<code>{escape(report.signer)}</code>"
        facts = (
            (texts.LEDGER, f"<code>{escape(report.origin or '–')}</code>"),
            (texts.OFFICE, office),
            (texts.SIZE, escape(number(self._tongue, report.size))),
            (texts.ROOT, f"<code>{escape(report.root or '–')}</code>"),
            (texts.WHERE, f"<code>{escape(report.where)}</code>"),
            (texts.MADE_AT, escape(moment(self._tongue, report.made_at))),
            (texts.SOFTWARE, escape(report.software)),
            (texts.SIGNER, signer),
        )
        listed = "".join(
            f"<div><dt>{self._say(words)}</dt><dd>{value}</dd></div>"
            for words, value in facts
        )
        return f"<h2>{self._say(texts.AUDITED)}</h2><dl>{listed}</dl>"

    def _vouched(self) -> str:
        report = self._report
        title = f"<h2>{self._say(texts.VOUCHED)}</h2>"
        if not report.signatures:
            return f"{title}<p>{self._say(texts.NO_SIGNATURES)}</p>"
        rows = (
            (
                f"<code>{escape(line.name)}</code>",
                f"<code>{line.key_id}</code>",
                escape(line.algorithm or "–"),
                escape(moment(self._tongue, line.signed_at) if line.signed_at else "–"),
                self._say(texts.STANDINGS[line.standing]),
            )
            for line in report.signatures
        )
        heads = (
            texts.KEY,
            texts.KEY_ID,
            texts.ALGORITHM,
            texts.SIGNED_AT,
            texts.STANDING,
        )
        table = self._table(self._say(texts.SIGNATURES), heads, rows, "keys")
        cosigners = ", ".join(report.cosigned_by)
        witnesses = self._say(
            texts.QUORUM,
            cosigners=cosigners or self._plain(texts.NOBODY),
            quorum=self._plain(texts.NONE)
            if report.asked.quorum == "none"
            else report.asked.quorum,
        )
        return f"{title}{table}<p>{witnesses}</p>"

    def _plain(self, words: Words) -> str:
        return words.nl if self._tongue == "nl" else words.en

    def _found(self, what: Words, found: Sequence[Noted], *, remark: bool) -> str:
        about, none = (
            (texts.ABOUT_REMARKS, texts.NO_REMARKS)
            if remark
            else (texts.ABOUT_FINDINGS, texts.NO_FINDINGS)
        )
        title = f"<h2>{self._say(what)}</h2>"
        codes = [each for each in self._report.codes if each.remark == remark]
        if not codes:
            return f"{title}<p>{self._say(none)}</p>"
        name = self._plain(what)
        parts = [title, f"<p>{self._say(about)}</p>"]
        parts.append(self._by_code(self._say(texts.BY_CODE, what=name), codes))
        listed = _first_of_each(found)
        parts.append(self._one_by_one(self._say(texts.ONE_BY_ONE, what=name), listed))
        count = sum(each.count for each in codes)
        if count > len(listed):
            most, shown = _SHOWN, len(listed)
            parts.append(
                f"<p>{self._say(texts.MORE, most=most, shown=shown, count=count)} "
            )
            rest = texts.REST if count == len(found) else texts.REST_COUNTED
            parts.append(f"{self._say(rest, most=MOST_REMARKS)}</p>")
        return "".join(parts)

    def _by_code(self, caption: str, codes: Sequence[Explained]) -> str:
        rows = (
            (
                f"<code>{each.code}</code>",
                escape(number(self._tongue, each.count)),
                escape(each.meaning.rule or "–"),
                escape(each.meaning.nl if self._tongue == "nl" else each.meaning.en),
            )
            for each in codes
        )
        heads = (texts.CODE, texts.COUNT, texts.RULE, texts.MEANING)
        return self._table(caption, heads, rows, "codes")

    def _one_by_one(self, caption: str, found: Sequence[Noted]) -> str:
        rows = (
            (
                self._place(noted),
                f"<code>{noted.code}</code>",
                f'<span lang="en">{escape(noted.message)}</span>',
            )
            for noted in found
        )
        heads = (texts.PLACE, texts.CODE, texts.MESSAGE)
        english = self._say(texts.IN_ENGLISH)
        note = f"<p>{english}</p>" if english else ""
        return f"{self._table(caption, heads, rows, 'cases')}{note}"

    def _place(self, noted: Noted) -> str:
        parts = []
        if noted.index is not None:
            parts.append(self._say(texts.ENTRY, index=str(noted.index)))
        if noted.file is not None:
            parts.append(f"<code>{escape(noted.file)}</code>")
        return ", ".join(parts) or self._say(texts.WHOLE)

    def _unchecked(self) -> str:
        items = "".join(f"<li>{item}</li>" for item in self._not_checked())
        return f"<h2>{self._say(texts.UNCHECKED)}</h2><ul>{items}</ul>"

    def _not_checked(self) -> Iterator[str]:
        report, asked = self._report, self._report.asked
        yield self._say(texts.TRUTH)
        if asked.quorum == "none":
            yield self._say(texts.NO_WITNESS)
        if asked.integrity_only:
            yield self._say(texts.INTEGRITY_ONLY)
        if asked.since:
            yield self._say(texts.SINCE, since=asked.since)
        if report.not_judged:
            yield self._say(texts.NOT_JUDGED, count=report.not_judged)
        for doubt in report.could_not_check:
            yield f'<span lang="en">{escape(doubt)}</span>'
        if report.leftovers:
            yield self._say(texts.LEFTOVERS, count=len(report.leftovers))

    def _repeat(self) -> str:
        asked = self._report.asked
        words = ["weegboek audit run LEDGER --policy POLICY"]
        words += ["--since CHECKPOINT"] if asked.since else []
        words += ["--integrity-only"] if asked.integrity_only else []
        words.append(f"--late-days {asked.late_days}")
        words.append(f"--denial-days {asked.denial_days}")
        words.append(f"--same-text {asked.same_text}")
        keys = [VerifierKey.parse(key) for key in asked.keys]
        rows = (
            (
                f"<code>{escape(key.name)}</code>",
                f"<code>{key.key_id.hex()}</code>",
                key.algorithm,
            )
            for key in keys
        )
        heads = (texts.KEY, texts.KEY_ID, texts.ALGORITHM)
        pinned = self._table(self._say(texts.PINNED), heads, rows, "keys")
        parts = [
            f"<h2>{self._say(texts.REPEAT)}</h2><p>{self._say(texts.REPEAT_HOW)}</p>",
            pinned,
            f"<pre>{escape(' '.join(words))}</pre>",
            f"<p>{self._say(texts.OTHERS_TOO)}</p>",
            "<pre>python verify.py LEDGER --key KEY</pre>",
        ]
        if self._report.signer is not None:
            parts.append(f"<p>{self._say(texts.CHECK_REPORT)}</p>")
            key = escape(self._report.signer)
            parts.append(f"<pre>weegboek audit report-check . --key {key}</pre>")
        return "".join(parts)

    def _table(
        self,
        caption: str,
        heads: Sequence[Words],
        rows: Iterable[Sequence[str]],
        shape: str = "",
    ) -> str:
        """Return a table of cells that are HTML already; the first names its row.

        Each cell carries its heading, which a phone shows before it.
        """
        names = [self._say(head) for head in heads]
        columns = "".join(f'<th scope="col">{name}</th>' for name in names)
        body = "".join(
            f'<tr><th scope="row" data-heading="{names[0]}">{first}</th>'
            + "".join(
                f'<td data-heading="{name}">{cell}</td>'
                for name, cell in zip(names[1:], cells, strict=True)
            )
            + "</tr>"
            for first, *cells in rows
        )
        return (
            f'<table class="{shape}"><caption>{caption}</caption>'
            f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
        )
