"""A bare echo bot of python-telegram-bot, to compare with: `python -m tests.bench.echo ROOT TOKEN AT_ONCE`."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main(root: str, token: str, at_once: int) -> None:
    builder = Application.builder().token(token).base_url(f"{root}/bot").concurrent_updates(at_once)
    application = builder.connection_pool_size(16).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
