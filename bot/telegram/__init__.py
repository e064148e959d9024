"""Telegram: updates become events, replies become calls of the Bot API."""

import os

# python-telegram-bot warns at every rate limit until one has chosen how it gives spans of time.
os.environ.setdefault("PTB_TIMEDELTA", "true")
