"""The page by Django, in a single file, as its documentation has it.

``i18n_patterns`` and ``LocaleMiddleware`` choose the language. The middleware is what its pages on
performance and on deployment name: ``GZipMiddleware``, ``ConditionalGetMiddleware`` (which gives
entity tags) and ``SecurityMiddleware``. Sessions, forms and accounts, which the page does not need,
are left out. The template is a copy of the project's page that links the style sheet and leaves out
what is for search engines; its catalog is the project's own.
"""
# Django brings no types with it, and is there for the benchmarks alone.
# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.core.wsgi import get_wsgi_application
from django.shortcuts import render
from django.urls import path
from django.utils import translation

from kfor_i18n.site.timeline import Timeline

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def copy_catalog(folder: Path) -> Path:
    """Copy the project's Slovenian catalog to where Django looks for one; return the folder."""
    target = folder / "sl" / "LC_MESSAGES"
    target.mkdir(parents=True)
    shutil.copyfile(ROOT / "translations/sl/LC_MESSAGES/messages.mo", target / "django.mo")
    return folder


def show(request: Any) -> Any:
    """Answer with the page in the language that was chosen."""
    timeline = Timeline(datetime.now(UTC).date())
    months = {
        "kfor": timeline.kfor,
        "first_members": timeline.first_members,
        "battalion": timeline.battalion,
    }
    since = {name: {"years": timeline.years_since(month)} for name, month in months.items()}
    return render(request, "kfor.html", {"timeline": timeline, "since": since})


def configure(locale: Path) -> None:
    """Set Django up, with catalogs in a folder."""
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        LANGUAGE_CODE="en",
        LANGUAGES=[("en", "English"), ("sl", "Slovenian")],
        LOCALE_PATHS=[locale],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.gzip.GZipMiddleware",
            "django.middleware.http.ConditionalGetMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        ROOT_URLCONF=__name__,
        STATIC_URL="/static/",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates" / "django"],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.template.context_processors.i18n",
                    ]
                },
            }
        ],
        USE_TZ=True,
    )
    django.setup()


with TemporaryDirectory() as folder:
    configure(copy_catalog(Path(folder)))
    # A catalog is read when its language is first used, and never again.
    with translation.override("sl"):
        pass

urlpatterns = i18n_patterns(path("", show, name="kfor"))
app = get_wsgi_application()
