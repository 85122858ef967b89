"""Bytes to text, with the encoding that was taken."""

from __future__ import annotations

import codecs
import re

from pipeline.read.faults import ReadError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The 8-bit encodings of the languages of European releases; a wider choice makes short texts ambiguous.
CANDIDATES = ["cp1250", "iso8859_2", "cp1252", "iso8859_15", "cp1251", "koi8_u", "iso8859_5", "cp1257", "iso8859_13"]
SAMPLE_BYTES = 20_000
MAX_CONTROLS = 0.02  # share of control characters above which bytes are no text; real texts have none
CONTROLS = bytes(range(9)) + bytes(range(14, 32))
DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s{0,4}=\s{0,4}["']?([\w-]{2,20})""", re.I)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text of a file's bytes, and the encoding that was taken.

    A byte order mark decides, then valid UTF-8, then what the file declares of itself, then statistics
    (charset-normalizer among the 8-bit encodings of European languages).

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
    from charset_normalizer import from_bytes  # only files that are not UTF-8 pay for it

    best = from_bytes(data[:SAMPLE_BYTES], cp_isolation=CANDIDATES).best()
    return best.encoding if best else "cp1252"
