"""The entry of a web server: `gunicorn wsgi:app`; CSRMATCH_SETTINGS names the settings."""

import os

from csrmatch.app import create_app
from csrmatch.jobs.worker import start_worker_here

app = create_app(f"config.{os.environ.get('CSRMATCH_SETTINGS', 'Development')}")
if app.config["WORKS_HERE"]:
    start_worker_here(app)
