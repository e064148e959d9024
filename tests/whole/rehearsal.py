"""A nomination over Telegram's interface, by hand: `python -m tests.whole.rehearsal jiujiang-2022 2022-06-20`."""

import sys
import tempfile
from pathlib import Path

from tests.bot.serving import serving
from tests.emulator import Emulator, Phone
from tests.whole.stranger import Stranger, TelegramEar


def main(notice: str, today: str) -> None:
    with Emulator() as emulator, tempfile.TemporaryDirectory() as folder:
        settings = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "ZUIMEI_NOW": today,
        }
        with serving(Path(folder), **settings):
            phone = Phone(emulator)
            stranger = Stranger(TelegramEar(phone))
            number = stranger.fill(notice)
            stranger.hear_out("接下来")
    print(f"{notice}: {number}, {len(stranger.asked)} fields asked")
    for each in phone.replies:
        if each.file:
            print(f"  {each.file.name}, {len(each.file.body)} bytes")
    print(stranger.replies[-1])


if __name__ == "__main__":
    main(*sys.argv[1:])
