"""The Zalo Official Account channel.

    signature   X-ZEvent-Signature over the raw bytes, and how old an event may be
    events      Zalo's events as models; ``events.yml`` says what each one is for us
    channel     verify → parse → normalise → render → deliver
    rendering   a reply within Zalo's limits
    calls       the OpenAPI calls; ``errors.yml`` says what is done about each error code
    oauth       Zalo's tokens: asked for, exchanged, refreshed
    tokens      where they are kept, and the one place that renews them
    connecting  ``/zalo/connect``: how an official gives the permission
    looking     how the connection stands, for ``troly zalo status``
    windows     until when a user may be written to, free or paid

Source of all facts about Zalo: its OpenAPI documentation as of November 2026.
"""
