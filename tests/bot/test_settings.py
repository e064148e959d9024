from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import SHANGHAI, Settings, SettingsFault


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine, and no .env but the test's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_web_chat_runs_on_a_sqlite_file() -> None:
    settings = Settings.read()
    assert (settings.web_host, settings.web_port) == ("127.0.0.1", 8000)
    assert settings.web_url == "http://127.0.0.1:8000"
    assert settings.database_url == "sqlite:///data/zuimei.db"
    assert settings.telegram_bot_token is None
    assert settings.office_ids == frozenset()


def test_dotenv_is_read_and_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("WEB_PORT=8100\nOPERATOR_NAME=某市总工会\nDATA_DIR=\n", encoding="utf-8-sig")
    monkeypatch.setenv("WEB_PORT", "8200")
    settings = Settings.read()
    assert settings.web_port == 8200
    assert settings.operator_name == "某市总工会"
    assert settings.data_dir == Path("data")


def test_what_depends_on_other_settings_follows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/srv/zui mei")
    monkeypatch.setenv("WEB_HOST", "::1")
    monkeypatch.setenv("WEB_PORT", "9000")
    settings = Settings.read()
    assert settings.database_url == "sqlite:////srv/zui mei/zuimei.db"
    assert settings.web_url == "http://[::1]:9000"


def test_office_ids_take_either_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_IDS", "11, 22，33,")
    assert Settings.read().office_ids == {11, 22, 33}


def test_a_plain_postgresql_address_gets_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@localhost/z")
    assert Settings.read().database_url == "postgresql+psycopg://u:p@localhost/z"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "canary"),
        ("TELEGRAM_API_BASE", "canary"),
        ("TELEGRAM_WEBHOOK_URL", "http://canary.example.org/hook"),
        ("OFFICE_IDS", "12,canary"),
        ("DATABASE_URL", "mysql://canary@localhost/z"),
        ("NOTICES_DIR", "canary"),
        ("WEB_PORT", "canary"),
        ("WEB_PORT", "0"),
        ("WEB_PORT", "65536"),
        ("WEB_URL", "canary.example.org"),
        ("LOG_LEVEL", "canary"),
        ("ZUIMEI_NOW", "canary"),
        ("ZUIMEI_NOW", "2022-02-30"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_setting_and_repeats_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as caught:
        Settings.read()
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert "canary" not in line


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:canary")
    monkeypatch.setenv("DATA_KEY", "canary")
    assert "canary" not in repr(Settings.read())


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2022-06-20", datetime(2022, 6, 20, tzinfo=SHANGHAI)),
        ("2022-06-20T09:30", datetime(2022, 6, 20, 9, 30, tzinfo=SHANGHAI)),
        ("2022-06-20T01:30:00Z", datetime(2022, 6, 20, 9, 30, tzinfo=SHANGHAI)),
    ],
)
def test_the_rehearsal_clock_starts_where_it_is_told_and_runs_on(
    monkeypatch: pytest.MonkeyPatch, given: str, moment: datetime
) -> None:
    monkeypatch.setenv("ZUIMEI_NOW", given)
    now = Settings.read().clock()
    first, second = now(), now()
    assert moment <= first <= second < moment + timedelta(minutes=1)
    assert first.tzinfo is SHANGHAI


def test_without_rehearsal_the_clock_is_the_real_one() -> None:
    assert abs(Settings.read().clock()() - datetime.now(SHANGHAI)) < timedelta(minutes=1)
