"""Bytes to text, with the encoding that was taken."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from pipeline.language.encodings import Encodings, load_encodings
from pipeline.read.faults import ReadError
from pipeline.settings import default_models_folder

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_BYTES = 20_000
MIN_FIT = 0.7  # share of characters that must make sense; foreign names take the rest
NEAR = 0.02  # difference that a foreign name makes: the more usual encoding is taken
MAX_CONTROLS = 0.02  # share of control characters above which bytes are no text; real texts have none
CONTROLS = bytes(range(9)) + bytes(range(14, 32))
DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s{0,4}=\s{0,4}["']?([\w-]{2,20})""", re.I)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text of a file's bytes, and the encoding that was taken.

    A byte order mark decides, then valid UTF-8, then what the file declares of itself, then which 8-bit encoding makes
    letters of one language of it; charset-normalizer is asked where none does.

    Raises:
        ReadError: the bytes are no text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    wide = _wide_encoding(data) if b"\0" in data else None
    if wide:
        return data.decode(wide, "replace"), wide
    _refuse_binary(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.reason == "unexpected end of data":  # cut within the last character
            return data.decode("utf-8", "ignore"), "utf-8"
    if declared:
        try:
            return data.decode(declared), codecs.lookup(declared).name
        except (LookupError, UnicodeDecodeError):
            pass
    encoding = _guess(data)
    return data.decode(encoding, "replace"), encoding


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page declares in its head, if Python knows it as one of text."""
    found = DECLARED.search(data, 0, 4096)
    if not found:
        return None
    name = found[1].decode("ascii")
    try:
        return name if codecs.lookup(name)._is_text_encoding else None
    except LookupError:
        return None


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its Latin letters and blanks is NUL."""
    sample = data[: SAMPLE_BYTES - SAMPLE_BYTES % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        plain = sum(char.isalnum() or char in " \n\r\t.,-" for char in text)
        if text and plain > 0.9 * len(text) and sum(char < "\u0600" for char in text) > 0.9 * len(text):
            return encoding
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:SAMPLE_BYTES]
    if data.startswith((b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")):
        raise ReadError("binary", "a document, archive or picture in a binary format, not text")
    if len(sample) - len(sample.translate(None, CONTROLS)) > MAX_CONTROLS * len(sample):
        raise ReadError("binary", "bytes that are no text")


def _guess(data: bytes) -> str:
    """The encoding in which the letters of a text fit one language best; charset-normalizer's choice if none do."""
    known = load_encodings(default_models_folder())
    sample = data[:SAMPLE_BYTES]
    shares = {name: _fit(sample, name, known) for name in known.names}
    best = next(name for name, share in shares.items() if share >= max(shares.values()) - NEAR)
    if shares[best] >= MIN_FIT:
        return best
    from charset_normalizer import from_bytes  # takes time to load and to run, and few files need it

    match = from_bytes(sample).best()
    return codecs.lookup(match.encoding).name if match else best


def _fit(sample: bytes, encoding: str, known: Encodings) -> float:
    """Share of the characters beyond ASCII that are signs, or letters of the one language that has most of them.

    None of it counts where Cyrillic letters stand among more Latin ones, or are capitals for the most part: then the
    bytes mean something else.
    """
    counts = Counter(sample.decode(encoding, "replace"))
    foreign = {char: count for char, count in counts.items() if char > "\x7f"}
    cyrillic = sum(count for char, count in foreign.items() if "\u0400" <= char <= "\u04ff")
    latin = sum(count for char, count in counts.items() if char.isalpha()) - cyrillic
    capitals = sum(count for char, count in foreign.items() if char.isupper())
    if 0 < cyrillic < latin or (2 * capitals > sum(foreign.values()) and cyrillic):
        return 0.0
    signs = sum(count for char, count in foreign.items() if char in known.signs)
    letters = max(sum(count for char, count in foreign.items() if char in alphabet) for alphabet in known.alphabets)
    return (signs + letters) / max(1, sum(foreign.values()))
