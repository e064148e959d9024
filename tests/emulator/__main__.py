"""Drives a bot by hand: `python -m tests.emulator --port 8081`, then start the bot with the printed settings.

What is typed is said; `[label]` presses a button; `@path` sends a file.
"""

import argparse
import mimetypes
import sys
import threading
from pathlib import Path

from tests.emulator import Emulator, Phone, Sent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8081)
    port = parser.parse_args().port
    with Emulator(port) as emulator:
        print(f"TELEGRAM_API_BASE={emulator.root}\nTELEGRAM_BOT_TOKEN={emulator.token}", flush=True)
        phone = Phone(emulator)
        threading.Thread(target=_show, args=(phone,), daemon=True).start()
        for line in sys.stdin:
            try:
                _do(phone, line.strip())
            except (AssertionError, OSError) as fault:
                print(f"  ! {fault}", flush=True)


def _do(phone: Phone, line: str) -> None:
    if line.startswith("[") and line.endswith("]"):
        phone.press(line[1:-1])
    elif line.startswith("@"):
        path = Path(line[1:])
        phone.send_file(path.name, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "")
    elif line:
        phone.say(line)


def _show(phone: Phone) -> None:
    while True:
        print(_drawn(phone.next(timeout=1e6)), flush=True)


def _drawn(sent: Sent) -> str:
    rows = ["    " + " ".join(f"[{label}]" for label in row) for row in sent.buttons]
    file = [f"    <{sent.file.name}, {len(sent.file.body)} bytes>"] if sent.file else []
    return "\n".join([f"机  {sent.text}", *file, *rows])


main()
