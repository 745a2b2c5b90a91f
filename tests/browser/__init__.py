"""The widget in a real Chromium, against a fake gateway or the one at ``TROLY_BROWSER_BASE_URL``."""
