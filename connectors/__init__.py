"""The gateway: the one door between the public and the assistant.

A message is saved before it is acknowledged, worked on in the order of its conversation, and answered
exactly once.

    channels/   one module per platform behind one protocol (verify, parse, normalise, render, send)
    privacy/    personal data that visitors type, found so that it is never kept
    delivery/   inbox, conversation workers, Rasa client, replies, limits, database
    linking/    two conversations of one user, joined by a code
    web/        the public web API, server-sent events, health, static files
    app.py      ``create_app(settings)``; ``python -m connectors`` serves it

Errors (``connectors.errors``):

    GatewayError
    ├── ProblemError               what a caller gets back as an RFC 9457 document
    ├── TextsError                 texts.vi.yml does not fit
    ├── ConnectingError            a platform could not be told of us
    ├── DeliveryError              a part of a reply the platform did not take, and what to do about it
    └── RasaError                  a turn that Rasa did not answer
        ├── RasaUnavailableError   no connection, or 5xx, after the retries
        │   └── RasaAwayError      nobody listens there
        ├── RasaTimeoutError       no answer in time
        ├── RasaRefusedError       4xx: wrong secret or a body it does not take
        ├── RasaMalformedError     an answer that does not fit the contract
        └── RasaSilentError        an empty list of messages
"""
