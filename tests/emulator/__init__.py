"""A Bot API server on loopback and the phones that talk to it: Telegram, without Telegram.

`with Emulator() as emulator:` serves `emulator.root` (the value of TELEGRAM_API_BASE) for `emulator.token`.
"""

from tests.emulator.phone import Phone
from tests.emulator.reader import Reader
from tests.emulator.server import Emulator
from tests.emulator.telegrams import Fault, File, Sent, Telegrams
from tests.emulator.weather import Quota, Weather

__all__ = ["Emulator", "Fault", "File", "Phone", "Quota", "Reader", "Sent", "Telegrams", "Weather"]
