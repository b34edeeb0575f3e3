"""What the report of an audit says, and its one spelling as JSON."""

from collections import Counter
from datetime import UTC, datetime
from typing import Final, Literal, Self

import msgspec

from ledger.audit import AuditResult, Finding
from ledger.audit.codes import MEANINGS, REMARKS, Code, Meaning
from ledger.audit.limits import Limits
from ledger.errors import FormatError, SignatureError
from ledger.keys import VerifierKey, signed_at
from ledger.note import SignedNote
from ledger.policy import Policy
from ledger.records.authority import Authority
from ledger.records.values import Value

FORM: Final = "weegboek audit report/1"
"""The form of the report, and the first line of what an auditor signs."""

Verdict = Literal["could_not_check", "not_verified", "verified"]


class Signature(Value, frozen=True, kw_only=True):
    """One signature under the checkpoint.

    Attributes:
        algorithm: What made it, of a key that is pinned.
        key_id: The key's id, in hexadecimal.
        name: The key's name.
        signed_at: When, by the signer's own clock; absent when it carries no time.
        standing: Whether it holds; ``unknown`` when its key is not pinned.
    """

    algorithm: str | None = None
    key_id: str
    name: str
    signed_at: datetime | None = None
    standing: Literal["false", "sound", "unknown"]


class Noted(Value, frozen=True, kw_only=True):
    """One finding or remark."""

    code: Code
    file: str | None = None
    index: int | None = None
    message: str


class Explained(Value, frozen=True, kw_only=True):
    """A code that occurs: how often, and what it means."""

    code: Code
    count: int
    listed: int
    meaning: Meaning
    remark: bool


class Asked(Value, frozen=True, kw_only=True):
    """What the audit was asked to do.

    Attributes:
        denial_days: See ``Limits``.
        integrity_only: Whether what records say was left out.
        keys: The pinned keys, spelled as a verifier pins them.
        late_days: See ``Limits``.
        quorum: The name of the quorum of witnesses in the policy.
        same_text: See ``Limits``.
        since: Entries that an earlier audit covered and this one did not read.
    """

    denial_days: int
    integrity_only: bool
    keys: tuple[str, ...]
    late_days: int
    quorum: str
    same_text: int
    since: int


class Report(Value, frozen=True, kw_only=True):
    """The report of one audit.

    Attributes:
        asked: What the audit was asked to do.
        authority: Whose ledger it is, as its first entry says, if that was read.
        checkpoint: The checkpoint as published, with every signature.
        codes: What was found, by code.
        cosigned_by: The witnesses of the policy that saw this checkpoint.
        could_not_check: What could not be checked, and why.
        findings: Everything that is wrong.
        form: ``FORM``.
        leftovers: Files that are no part of the ledger.
        made_at: When the report was made, by the auditor's clock.
        not_judged: How often a rule needed an entry that was not read.
        origin: The ledger's name.
        remarks: What an auditor must look at, of each code the first.
        root: Its root, base64.
        signatures: The signatures under the checkpoint.
        signer: The key that signs this report, as one pins it, if one does.
        size: How many entries it has.
        software: What made the report.
        verdict: The verdict.
        where: Where the ledger was read.
    """

    asked: Asked
    authority: Authority | None = None
    checkpoint: str | None = None
    codes: tuple[Explained, ...] = ()
    cosigned_by: tuple[str, ...] = ()
    could_not_check: tuple[str, ...] = ()
    findings: tuple[Noted, ...] = ()
    form: Literal["weegboek audit report/1"]
    leftovers: tuple[str, ...] = ()
    made_at: datetime
    not_judged: int
    origin: str | None = None
    remarks: tuple[Noted, ...] = ()
    root: str | None = None
    signatures: tuple[Signature, ...] = ()
    signer: str | None = None
    size: int
    software: str
    verdict: Verdict
    where: str

    def format(self) -> bytes:
        """Write the report as JSON, indented for the eye."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a report.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        try:
            parsed = msgspec.json.decode(raw, type=cls)
            same = parsed.format() == raw
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            raise FormatError("report", str(error)) from error
        if not same:
            raise FormatError("report", "not in its one spelling")
        return parsed


def report_of(  # noqa: PLR0913 - keyword-only, and each is one fact of the report
    result: AuditResult,
    policy: Policy,
    *,
    limits: Limits,
    where: str,
    authority: Authority | None,
    made_at: datetime,
    software: str,
    signer: VerifierKey | None,
) -> Report:
    """Return the report of an audit.

    Args:
        result: What the audit said.
        policy: What was pinned.
        limits: From when on something was a remark.
        where: Where the ledger was read.
        authority: What its first entry says.
        made_at: Now.
        software: What made the report.
        signer: The key that will sign it, if one will.
    """
    checkpoint, note = result.checkpoint, result.note
    return Report(
        asked=Asked(
            denial_days=limits.denial_days,
            integrity_only=result.integrity_only,
            keys=tuple(key.format() for key in policy.keys),
            late_days=limits.late_days,
            quorum=policy.quorum,
            same_text=limits.same_text,
            since=result.since,
        ),
        authority=authority,
        checkpoint=None if note is None else note.format().decode(),
        codes=_codes(result),
        cosigned_by=() if note is None else tuple(sorted(policy.cosigners(note))),
        could_not_check=result.could_not_check,
        findings=tuple(map(_noted, result.findings)),
        form=FORM,
        leftovers=result.leftovers,
        made_at=made_at,
        not_judged=result.not_judged,
        origin=None if checkpoint is None else checkpoint.origin,
        remarks=tuple(map(_noted, sorted(result.remarks, key=_by_code))),
        root=None if checkpoint is None else checkpoint.root_text,
        signatures=() if note is None else _signatures(note, policy),
        signer=None if signer is None else signer.format(),
        size=result.size,
        software=software,
        verdict=_verdict(result),
        where=where,
    )


def _verdict(result: AuditResult) -> Verdict:
    if result.verified:
        return "verified"
    return "not_verified" if result.findings else "could_not_check"


def _by_code(finding: Finding) -> tuple[str, int]:
    return finding.code, -1 if finding.index is None else finding.index


def _noted(finding: Finding) -> Noted:
    return Noted(
        code=finding.code,
        file=finding.file,
        index=finding.index,
        message=finding.message,
    )


def _codes(result: AuditResult) -> tuple[Explained, ...]:
    listed = Counter(found.code for found in (*result.findings, *result.remarks))
    counts = {**listed, **result.remark_counts}
    explained = (
        Explained(
            code=code,
            count=count,
            listed=listed[code],
            meaning=MEANINGS[code],
            remark=code in REMARKS,
        )
        for code, count in counts.items()
    )
    return tuple(sorted(explained, key=lambda each: (each.remark, each.code)))


def _signatures(note: SignedNote, policy: Policy) -> tuple[Signature, ...]:
    signatures = []
    for line in note.signatures:
        key = next((key for key in policy.keys if key.made(line)), None)
        signature = Signature(
            key_id=line.key_id.hex(), name=line.name, standing="unknown"
        )
        if key is not None:
            try:
                key.check(line, note.text)
            except SignatureError:
                sound = False
            else:
                sound = True
            signature = msgspec.structs.replace(
                signature,
                algorithm=key.algorithm,
                signed_at=_moment(signed_at(line, key)),
                standing="sound" if sound else "false",
            )
        signatures.append(signature)
    return tuple(signatures)


def _moment(seconds: int | None) -> datetime | None:
    """Return a time, or None when there is none or it lies beyond all calendars."""
    try:
        return None if not seconds else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
