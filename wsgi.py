"""The entry of a web server: `gunicorn wsgi:app`; CSRMATCH_SETTINGS names the settings."""

import os

from csrmatch.app import create_app

app = create_app(f"config.{os.environ.get('CSRMATCH_SETTINGS', 'Development')}")
