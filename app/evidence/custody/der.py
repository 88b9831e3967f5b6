"""As much of DER (ITU-T X.690) as it takes to hand an authority's token to a strict reader.

OpenSSL 3 and authorities built on it write a token's certificates in the order of their configuration, while DER
wants sets sorted, and our library refuses what is not. No signature covers that set (RFC 5652, section 5.1), so it
may be sorted before reading; what is kept and handed on stays as the authority sent it.
"""

from dataclasses import dataclass

SEQUENCE = 0x30
FIRST_TAGGED = 0xA0
"""``[0]``: of the content in ContentInfo, of the certificates in SignedData."""
OCTETS = 0x04
SIGNER_NAMED = {
    bytes.fromhex("2a864886f70d010910020c"): "sha1",
    bytes.fromhex("2a864886f70d010910022f"): "sha256",
}
"""Attributes signingCertificate and signingCertificateV2, and the hash each means by default."""
HASHES = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
LONGEST_LENGTH = 4
GRANTED = b"\x30\x03\x02\x01\x00"
"""PKIStatusInfo with status 0 and nothing else (RFC 3161, section 2.4.2)."""


@dataclass(frozen=True, slots=True)
class Element:
    """One tag-length-value: ``whole`` is all of it, ``content`` what is inside."""

    tag: int
    whole: bytes
    content: bytes


def read_elements(data: bytes) -> list[Element]:
    """The elements that ``data`` is made of, one after another.

    Raises:
        ValueError: a length is missing, indefinite, too long or beyond the end.
    """
    found: list[Element] = []
    start = 0
    while start < len(data):
        content, end = _bounds(data, start)
        found.append(Element(data[start], data[start:end], data[content:end]))
        start = end
    return found


def write(tag: int, content: bytes) -> bytes:
    """An element with the shortest length there is."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content


def response_of(token: bytes) -> bytes:
    """The answer of an authority (TimeStampResp) that granted ``token``, its certificates in DER's order.

    Raises:
        ValueError: it is no CMS ContentInfo around SignedData.
    """
    content_type, content = _exactly(read_elements(_only(token, SEQUENCE)), 2)
    signed = read_elements(_only(_only(content.whole, FIRST_TAGGED), SEQUENCE))
    parts = b"".join(_sorted_set(part) if part.tag == FIRST_TAGGED else part.whole for part in signed)
    inner = write(FIRST_TAGGED, write(SEQUENCE, parts))
    return write(SEQUENCE, GRANTED + write(SEQUENCE, content_type.whole + inner))


def named_signer(token: bytes) -> tuple[str, bytes]:
    """Hash algorithm and hash of the certificate that the signed part of ``token`` names as its signer's.

    The name in front of a signature is not signed; this attribute is (ESSCertID: RFC 5035; demanded by RFC 3161,
    section 2.4.1, and RFC 5816).

    Raises:
        ValueError: there is none, or by an algorithm that is not known.
    """
    _, content = _exactly(read_elements(_only(token, SEQUENCE)), 2)
    signers = read_elements(_only(_only(content.whole, FIRST_TAGGED), SEQUENCE))[-1]
    attributes = next(each for each in read_elements(_only(signers.content, SEQUENCE)) if each.tag == FIRST_TAGGED)
    for attribute in read_elements(attributes.content):
        kind, values = _exactly(read_elements(attribute.content), 2)
        if kind.content in SIGNER_NAMED:
            ids = read_elements(_only(values.content, SEQUENCE))[0]
            fields = read_elements(read_elements(ids.content)[0].content)
            algorithm = SIGNER_NAMED[kind.content]
            if fields[0].tag == SEQUENCE:
                algorithm = HASHES.get(read_elements(fields.pop(0).content)[0].content, "")
            if fields[0].tag != OCTETS or not algorithm:
                break
            return algorithm, fields[0].content
    raise ValueError("the signed part names no certificate")


def token_in(response: bytes) -> tuple[int, bytes | None]:
    """Status and token of an authority's answer (RFC 3161, section 2.4.2); without a token, none.

    Raises:
        ValueError: it is no TimeStampResp.
    """
    parts = read_elements(_only(response, SEQUENCE))
    if not 1 <= len(parts) <= 2 or parts[0].tag != SEQUENCE:
        raise ValueError("no answer of a time-stamping authority")
    fields = read_elements(parts[0].content)
    if not fields or fields[0].tag != 0x02 or len(fields[0].content) != 1:
        raise ValueError("no status")
    return fields[0].content[0], parts[1].whole if len(parts) == 2 else None


def _sorted_set(element: Element) -> bytes:
    return write(element.tag, b"".join(sorted(each.whole for each in read_elements(element.content))))


def _only(data: bytes, tag: int) -> bytes:
    (element,) = _exactly(read_elements(data), 1)
    if element.tag != tag:
        raise ValueError(f"tag {element.tag:#04x} instead of {tag:#04x}")
    return element.content


def _exactly(elements: list[Element], count: int) -> list[Element]:
    if len(elements) != count:
        raise ValueError(f"{len(elements)} elements instead of {count}")
    return elements


def _bounds(data: bytes, start: int) -> tuple[int, int]:
    """Where the content of the element at ``start`` begins and ends."""
    if start + 2 > len(data):
        raise ValueError("cut off")
    size = data[start + 1]
    content = start + 2
    if size >= 0x80:
        digits = size - 0x80
        if not 1 <= digits <= LONGEST_LENGTH or content + digits > len(data):
            raise ValueError("a length that DER does not have")
        size = int.from_bytes(data[content : content + digits], "big")
        content += digits
    if content + size > len(data):
        raise ValueError("cut off")
    return content, content + size
