import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.vault import Vault, VaultFault, load_key


def test_a_sealed_text_opens_only_in_its_own_place(vault: Vault) -> None:
    sealed = vault.seal("𠮷野䶮 \ud800", "inbox.body:e1")
    assert vault.open(sealed, "inbox.body:e1") == "𠮷野䶮 \ud800"
    with pytest.raises(VaultFault):
        vault.open(sealed, "inbox.body:e2")
    with pytest.raises(VaultFault):
        vault.open(b"", "inbox.body:e1")


def test_another_key_opens_nothing(vault: Vault) -> None:
    with pytest.raises(VaultFault):
        Vault(b"x" * 32).open(vault.seal("甲", "p"), "p")


def test_the_same_text_is_sealed_differently_and_marked_the_same(vault: Vault) -> None:
    assert vault.seal("甲", "p") != vault.seal("甲", "p")
    assert vault.mark("甲", "name") == vault.mark("甲", "name")
    assert len({vault.mark("甲", "name"), vault.mark("甲", "phone"), vault.mark("乙", "name")}) == 3


def test_each_purpose_has_a_key_of_its_own(vault: Vault) -> None:
    assert len({vault.derive("a"), vault.derive("b")}) == 2
    assert vault.derive("a") == vault.derive("a")


def test_the_first_start_makes_a_key_that_nobody_else_may_read(tmp_path: Path) -> None:
    key = load_key(None, tmp_path / "data")
    assert len(key) == 32
    assert load_key(None, tmp_path / "data") == key
    assert (tmp_path / "data" / "data.key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: load_key(None, tmp_path / "data"), range(8)))
    assert len(set(keys)) == 1
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["data.key"]


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    load_key(None, tmp_path)
    (tmp_path / "data.key").chmod(0o644)
    with pytest.raises(VaultFault, match="chmod 600"):
        load_key(None, tmp_path)


@pytest.mark.parametrize("damaged", ["", "short", "=" * 44])
def test_a_damaged_key_file_is_named(tmp_path: Path, damaged: str) -> None:
    file = tmp_path / "data.key"
    file.write_text(damaged)
    file.chmod(0o600)
    with pytest.raises(VaultFault, match=r"data\.key"):
        load_key(None, tmp_path)


def test_an_operator_may_give_the_key(tmp_path: Path) -> None:
    key = bytes(range(224, 256))
    assert load_key(key.hex(), tmp_path) == key
    assert load_key(base64.b64encode(key).decode(), tmp_path) == key
    assert load_key(base64.urlsafe_b64encode(key).decode(), tmp_path) == key
    with pytest.raises(VaultFault, match="DATA_KEY"):
        load_key("geheim", tmp_path)
    assert list(tmp_path.iterdir()) == []
