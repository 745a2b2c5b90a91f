"""Telegram, through a bot of the agency's own.

    updates.py    what Telegram sends, checked
    reading.py    an update in the core's form
    rendering.py  a reply as messages within Telegram's limits
    failures.py   what Telegram's errors mean for a delivery
    bot.py        the Bot API, called with python-telegram-bot
    channel.py    the channel: the four above behind the gateway's protocol
    polling.py    updates fetched, for a machine without a public address
    connecting.py the webhook and the commands, told to Telegram once

Source: the Bot API as python-telegram-bot 22 knows it.
"""
