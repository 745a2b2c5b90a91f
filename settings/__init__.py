"""Ports, paths, limits and secrets: the one settings class of the project.

    from settings import load_settings

    settings = load_settings()      # reads TROLY_* and <home>/secrets.env
    settings.gateway_url            # 'http://127.0.0.1:8000'

Errors: ``SettingsError`` for everything an operator has to mend, with the variable's name.
"""

from settings.model import REPOSITORY, Settings
from settings.secrets import SettingsError, load_settings, secret_variables

__all__ = ["REPOSITORY", "Settings", "SettingsError", "load_settings", "secret_variables"]
