"""Personal data at rest: sealing and opening texts, keyed hashes to look them up, and the key's place."""

import base64
import binascii
import hmac
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_FILE = "data.key"
_KEY_BYTES, _NONCE_BYTES = 32, 12


class VaultFault(Exception):
    """The key cannot be used, or a sealed text does not belong where it was found."""


class Vault:
    """Seals texts so that each can be opened only with the key and only in the place it was sealed for."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESGCM(self.derive("seal"))
        self._marks = self.derive("mark")

    def seal(self, text: str, place: str) -> bytes:
        """`place` names column and row, such as `inbox.body:<id>`: a row's text is void in another row."""
        return self.seal_bytes(_bytes(text), place)

    def open(self, blob: bytes, place: str) -> str:
        return self.open_bytes(blob, place).decode("utf-8", "surrogatepass")

    def seal_bytes(self, body: bytes, place: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, body, place.encode())

    def open_bytes(self, blob: bytes, place: str) -> bytes:
        try:
            return self._cipher.decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise VaultFault(
                f"{place.partition(':')[0]}: sealed with another key or for another row"
            ) from error

    def mark(self, text: str, purpose: str) -> str:
        """The same text always has the same mark, which tells nothing without the key."""
        return hmac.digest(self._marks, f"{purpose}\0".encode() + _bytes(text), "sha256").hex()

    def derive(self, purpose: str) -> bytes:
        """A key of its own for another purpose, such as signing cookies."""
        return HKDF(SHA256(), _KEY_BYTES, None, f"zuimei:{purpose}".encode()).derive(self._key)


def load_key(setting: str | None, data_dir: Path) -> bytes:
    """The operator's key (32 bytes as hex or base64), else the one in DATA_DIR, made at the first start."""
    if setting:
        return _decoded(setting, "DATA_KEY")
    file = data_dir / KEY_FILE
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        _make(file)
    return _read(file)


def _make(file: Path) -> None:
    """Whole or not at all: of several processes that start at once, one makes it and all read it."""
    part = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    # Created with its final mode: at no moment can anybody else read it.
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as opened:
        opened.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode() + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    with suppress(FileExistsError):
        os.link(part, file)
    part.unlink()


def _read(file: Path) -> bytes:
    if file.stat().st_mode & 0o077:
        raise VaultFault(f"{file}: other accounts may read this key; run: chmod 600 {file}")
    return _decoded(file.read_text().strip(), str(file))


def _decoded(text: str, where: str) -> bytes:
    try:
        key = (
            bytes.fromhex(text)
            if re.fullmatch(r"[0-9a-fA-F]{64}", text)
            else base64.b64decode(text.translate({ord("-"): "+", ord("_"): "/"}), validate=True)
        )
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise VaultFault(f"{where}: is not a key of 32 bytes, written as 64 hex digits or in base64")
    return key


def _bytes(text: str) -> bytes:
    # Half a surrogate pair cannot be printed but may have been sent; it must not stop a turn.
    return text.encode("utf-8", "surrogatepass")
