"""The public web API (DESIGN §6): sessions, messages, events, history, health, static files."""
