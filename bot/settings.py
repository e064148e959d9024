"""The settings: the environment, then `.env`, read once into one frozen value. A fault is one line."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

SHANGHAI = ZoneInfo("Asia/Shanghai")
ENV_FILE = ".env"
TELEGRAM = "https://api.telegram.org"


class SettingsFault(Exception):
    """The settings cannot be used; the text has one line, which names it, for each that is wrong."""


class Settings(BaseSettings):
    """What an operator may decide; `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_base: str = TELEGRAM
    telegram_webhook_url: str | None = None
    office_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    data_dir: Path = Path("data")
    database_url: str = Field(default="", repr=False)  # may hold a password
    notices_dir: Path | None = None
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8000, ge=1, le=65535)
    web_url: str = ""
    data_key: SecretStr | None = None
    metrics_token: SecretStr | None = Field(default=None, min_length=16)
    operator_name: str = ""
    operator_contact: str = ""
    broadcast_confirm_above: int = Field(default=0, ge=0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    zuimei_now: datetime | None = None

    @property
    def own_url(self) -> str:
        """Where this machine reaches the web chat."""
        return _own_url(self.web_host, self.web_port)

    def clock(self) -> Callable[[], datetime]:
        """What the program takes for now, in Asia/Shanghai; a rehearsal runs on from this call."""
        if self.zuimei_now is None:
            return lambda: datetime.now(SHANGHAI)
        given, begun = self.zuimei_now, monotonic()
        return lambda: given + timedelta(seconds=monotonic() - begun)

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_as_given_by_botfather(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
            raise ValueError("is not a bot token, which looks like 123456789:AbC… as @BotFather gives it")
        return token

    @field_validator("telegram_api_base", "telegram_webhook_url", "web_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
            raise ValueError("is not a web address, which begins with https:// or http://")
        return url and url.rstrip("/")

    @field_validator("telegram_webhook_url")
    @classmethod
    def _reachable(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url and urlsplit(url).scheme == "http" and info.data.get("telegram_api_base") == TELEGRAM:
            raise ValueError("must begin with https://, because Telegram calls nothing else")
        return url

    @field_validator("office_ids", mode="before")
    @classmethod
    def _ids(cls, text: object) -> object:
        if not isinstance(text, str):
            return text
        ids = [part.strip() for part in re.split(r"[,，]", text) if part.strip()]
        if not all(re.fullmatch(r"[0-9]+", each) for each in ids):
            raise ValueError("is not a list of Telegram user ids (whole numbers) with commas between them")
        return frozenset(map(int, ids))

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        plain = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
        if plain and not plain.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with postgresql+psycopg:// or sqlite:///")
        return plain

    @field_validator("notices_dir")
    @classmethod
    def _folder(cls, folder: Path | None) -> Path | None:
        if folder and not folder.is_dir():
            raise ValueError("is not a folder that exists")
        return folder

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, text: object) -> object:
        return text.upper() if isinstance(text, str) else text

    @field_validator("zuimei_now", mode="before")
    @classmethod
    def _moment(cls, text: object) -> object:
        if not isinstance(text, str):
            return text
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ValueError(
                "is not an ISO date or date-time, such as 2022-06-20 or 2022-06-20T09:00"
            ) from None
        return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, given: Mapping[str, object]) -> Mapping[str, object]:
        """Two defaults follow from other settings."""
        own_url = _own_url(given.get("web_host", "127.0.0.1"), given.get("web_port", 8000))
        file = f"sqlite:///{given.get('data_dir', 'data')}/zuimei.db"
        return {"web_url": own_url, "database_url": file, **given}

    @classmethod
    def read(cls, env_file: str | Path = ENV_FILE) -> Self:
        """The settings of this process, or `SettingsFault`."""
        try:
            return cls(_env_file=env_file)  # type: ignore[call-arg] # pydantic-settings takes it, its plugin-free stub does not say so
        except ValidationError as error:
            raise SettingsFault("\n".join(map(_line, error.errors()))) from None
        except (SettingsError, UnicodeDecodeError) as error:
            raise SettingsFault(f"{env_file}: cannot be read ({error})") from None


def _own_url(host: object, port: object) -> str:
    return f"http://[{host}]:{port}" if ":" in str(host) else f"http://{host}:{port}"


def _line(error: Mapping[str, object]) -> str:
    location = error["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else ENV_FILE
    reason = str(error["msg"]).removeprefix("Value error, ")
    return f"{name.upper()}: {reason[:1].lower()}{reason[1:]}. It is set in the environment or in {ENV_FILE}."
