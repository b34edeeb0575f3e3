"""The addresses of sheets, proofs and the kit."""

from collections.abc import Callable

from flask import Flask, Response, request

from dashboards.evidence.files import add_ledger_files
from dashboards.evidence.growth import growth, size_of
from dashboards.evidence.kit import verification_kit
from dashboards.evidence.sheet import Evidence, proof_sheet
from dashboards.replies import NOT_FOUND, UNAVAILABLE, asked_tongue, plain
from dashboards.stage import Stage
from dashboards.verification import ed25519_key
from dashboards.words import Language
from etl.errors import WarehouseError
from ledger.entry import Entry
from ledger.errors import LedgerError
from ledger.policy import Policy
from ledger.proof import Proof, prove_entry
from ledger.reader import LedgerReader
from ledger.records.authority import Authority

_Maker = Callable[[LedgerReader, Policy], Response]


def add_evidence(server: Flask, stage: Stage) -> None:
    """Add the addresses of all that readers check for themselves to a server."""
    add_ledger_files(server, stage)

    def answered(make: _Maker) -> Response:
        """Answer with something made from a ledger, or say why it cannot be."""
        try:
            source = stage.source(request.args.get("ledger", ""))
            if source is None:
                return plain("no such ledger", NOT_FOUND)
            policy = Policy.parse(source.policy.read_bytes())
            return make(LedgerReader.at(source.ledger), policy)
        except (LedgerError, WarehouseError, OSError) as error:
            return plain(str(error), UNAVAILABLE)

    @server.get("/proof/sheet")
    def sheet() -> Response:
        return answered(_sheet)

    @server.get("/proof/file")
    def proof_file() -> Response:
        return answered(lambda reader, _: _saved(*_proved(reader), entry=False))

    @server.get("/proof/entry")
    def entry_file() -> Response:
        return answered(lambda reader, _: _saved(*_proved(reader), entry=True))

    @server.get("/proof/growth")
    def growth_proof() -> Response:
        old, new = (size_of(request.args.get(name)) for name in ("old", "new"))
        return answered(
            lambda reader, _: Response(
                growth(reader, old, new), mimetype="application/json"
            )
        )

    @server.get("/proof/kit")
    def kit() -> Response:
        address = f"{request.host_url}ledger/{request.args.get('ledger', '')}"
        return answered(
            lambda _, policy: _file(
                verification_kit(policy, address), "weegboek-verify.zip"
            )
        )


def _proved(reader: LedgerReader) -> tuple[Proof, bytes]:
    return prove_entry(reader, size_of(request.args.get("index")))


def _saved(proof: Proof, raw: bytes, *, entry: bool) -> Response:
    name = f"entry-{proof.index}"
    if entry:
        return _file(raw, f"{name}.entry")
    return _file(proof.format(), f"{name}.tlog-proof")


def _sheet(reader: LedgerReader, policy: Policy) -> Response:
    tongue = asked_tongue()
    proof, entry = _proved(reader)
    first = max(proof.index - 1, 0)
    before = next(reader.entries(first, first + 1))
    authority = Entry.parse(next(reader.entries(0, 1))).record
    evidence = Evidence(
        proof=proof,
        entry=entry,
        previous=before if proof.index else None,
        key=ed25519_key(policy),
        synthetic=isinstance(authority, Authority) and authority.synthetic is True,
    )
    page = proof_sheet(evidence, Language(tongue))
    return _file(page.encode(), f"proof-{proof.index}-{tongue}.html")


def _file(raw: bytes, name: str) -> Response:
    answer = Response(raw, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
