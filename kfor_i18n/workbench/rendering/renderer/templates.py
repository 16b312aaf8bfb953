"""The templates that pages are rendered from: noted as an environment loads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import Environment, Template, TemplateNotFound, TemplateSyntaxError

from kfor_i18n.workbench.rendering.protocol import Stamps
from kfor_i18n.workbench.rendering.renderer.sources import stamp_of


class Templates:
    """The files of an application's templates, and those that were loaded since the last look.

    Templates ask for others each time they are rendered, so that those which an environment has
    loaded already are noted too.
    """

    def __init__(self, app: Flask) -> None:
        """Note from now on what an application's environment is asked for."""
        self._app = app
        self._loaded: dict[str, int] = {}
        environment: Any = app.jinja_env
        kind = type(environment)
        environment.__class__ = type(f"Noting{kind.__name__}", (_Noting, kind), {"noted": self})

    def begin(self) -> None:
        """Forget what was loaded until now."""
        self._loaded.clear()

    def take(self) -> Stamps:
        """Return the files that were loaded, with what changes with each version of them.

        A file that was looked for and is not there has the stamp 0: it may be written.
        """
        return dict(self._loaded)

    def find(self, name: str) -> Path | None:
        """Return the file of a template by its name, or ``None``."""
        return next((path for path in self._list_candidates(name) if path.is_file()), None)

    def note(self, filename: str | None) -> None:
        """Note the file that a template was loaded from, if it is one."""
        # A template from a text has a name such as <template>.
        if filename and filename not in self._loaded and Path(filename).is_absolute():
            self._loaded[filename] = stamp_of(filename)

    def note_missing(self, name: str) -> None:
        """Note where a template would be that is not there."""
        for path in self._list_candidates(name):
            self.note(str(path))

    @contextmanager
    def noting_failure(self, names: Iterable[Any]) -> Iterator[None]:
        """Note why a template could not be loaded: a mistake in one, or that there is none."""
        try:
            yield
        except TemplateNotFound as error:
            for name in (*names, error.name):
                self.note_missing(str(name))
            raise
        except TemplateSyntaxError as error:
            self.note(error.filename)
            raise

    def _list_candidates(self, name: str) -> Iterator[Path]:
        parts = [part for part in name.split("/") if part and part != ".."]
        loaders = [self._app.jinja_loader, *(b.jinja_loader for b in self._app.iter_blueprints())]
        for loader in loaders:
            for folder in getattr(loader, "searchpath", ()):
                yield Path(folder, *parts).absolute()


class _Noting(Environment):
    """An environment that notes the templates it is asked for."""

    noted: Templates

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:
        with self.noted.noting_failure([name]):
            template = super().get_template(name, parent, globals)
        self.noted.note(template.filename)
        return template

    def select_template(self, names: Any, parent: Any = None, globals: Any = None) -> Template:
        with self.noted.noting_failure(names):
            template = super().select_template(names, parent, globals)
        for name in takewhile(lambda each: each not in (template, template.name), names):
            self.noted.note_missing(str(name))
        self.noted.note(template.filename)
        return template
