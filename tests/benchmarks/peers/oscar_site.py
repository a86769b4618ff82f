"""A django-oscar in memory, with all the applications that it comes with: set up when imported."""

from __future__ import annotations

from typing import Final

import django
import oscar
from django.conf import settings
from django.core.management import call_command
from oscar import defaults

SETTINGS: Final = {name: getattr(defaults, name) for name in dir(defaults) if name.startswith("OSCAR_")}

settings.configure(
    **SETTINGS,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=oscar.INSTALLED_APPS,
    HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
    SITE_ID=1,
    USE_TZ=True,
)
django.setup()
call_command("migrate", verbosity=0)
READY: Final = True
