"""What a formatter wrote, spoiled as hypothesis chooses."""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

BITS: tuple[bytes, ...] = (
    *(
        b"\n",
        b"\r\n",
        b"\n\n",
        b" ",
        b"\t",
        b"\0",
        b"\x7f",
        b"\x85",
        b"\xff",
        b"\x1b[2J",
    ),
    *(b"0", b"-1", b"+1", b"1_0", b"1.0", b"1e9", b"NaN", b"9" * 30, b"9" * 5000),
    *(b"=", b"==", b"+", b"/", b"..", b"#", b'"', b"\\u0061", b"\\ud800", b"[" * 40),
    *(b"true", b"null", b"{}", b',"a":1', b".p/256", b"x000/"),
    *(
        mark.encode()
        for mark in ("\ufeff", "\N{ARABIC-INDIC DIGIT FOUR}", "\u2028", "\u00a0", "—")
    ),
    b"\xed\xa0\x80",  # half a character, spelled as UTF-8 forbids
)
"""What is put into the middle of things."""


@st.composite
def mutated(draw: DrawFn, raws: SearchStrategy[bytes]) -> bytes:
    """Spoil what a formatter wrote in up to four places."""
    raw = draw(raws)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        stop = min(len(raw), start + draw(st.integers(0, 40)))
        part = raw[start:stop]
        put = draw(
            st.one_of(
                st.sampled_from(BITS),
                st.binary(max_size=4),
                st.just(b""),  # a deletion
                st.just(part * 2),  # a duplication
                st.just(part[:1] and bytes([part[0] ^ 1]) + part[1:]),  # a flip
            )
        )
        match draw(st.sampled_from(["replace", "insert", "cut", "splice"])):
            case "replace":
                raw = raw[:start] + put + raw[stop:]
            case "insert":
                raw = raw[:start] + put + raw[start:]
            case "cut":
                raw = raw[:start]
            case _:  # a splice
                other = draw(raws)
                raw = raw[:start] + other[draw(st.integers(0, len(other))) :]
    return raw
