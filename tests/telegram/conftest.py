from collections.abc import AsyncIterator, Iterator

import pytest

from bot.telegram.api import Api
from tests.emulator import Emulator, Phone


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def phone(emulator: Emulator) -> Phone:
    return Phone(emulator)


@pytest.fixture
async def api(emulator: Emulator) -> AsyncIterator[Api]:
    api = Api(emulator.token, emulator.root)
    await api.bot.initialize()
    yield api
    await api.close()
