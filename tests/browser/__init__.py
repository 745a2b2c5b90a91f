"""The widget in a real Chromium, against a fake gateway or, with ``TROLY_BROWSER_BASE_URL``, a running one."""
