"""The commands that serve and publish the site."""

from __future__ import annotations

import re
import sys
from gettext import gettext as _
from pathlib import Path
from typing import Any, NoReturn

import click

from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import find_root, is_root
from kfor_i18n.catalogs.workflow import compile_project
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import describe_error, show_finding
from kfor_i18n.clock import build_time
from kfor_i18n.config import Settings, SiteError, project_of, read_settings

_READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("Address to listen on."))
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=_PORT,
    # Translators: the help of --port, on which the server listens.
    help=N_("Port to listen on."),
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    help=N_("Number of worker processes. One handles tens of thousands of requests per second."),
)
@click.option("--reload", is_flag=True, help=N_("Recompile and reload a catalog when it is saved."))
@click.option("--certificate", type=_READABLE, help=N_("TLS certificate, in PEM format."))
@click.option(
    "--key", type=_READABLE, help=N_("Private key of the TLS certificate, in PEM format.")
)
@click.option(
    "--access-log",
    metavar=N_("FILE"),
    default="",
    help=N_(
        "Write an access log to this file, one line of JSON per request; - is standard output "
        "(default: no log)."
    ),
)
@click.option(
    "--metrics-port",
    default=0,
    type=click.IntRange(0, 65535),
    help=N_("Port for Prometheus metrics (default: no metrics)."),
)
@click.option("--dev", is_flag=True, help=N_("Use the Flask development server."))
@click.option(
    "--debugger", is_flag=True, help=N_("Show the interactive debugger on errors (requires --dev).")
)
def serve_command(*, reload: bool, dev: bool, debugger: bool, **options: Any) -> None:
    """Run the site's server."""
    if (options["certificate"] is None) != (options["key"] is None):
        raise click.UsageError(_("--certificate and --key must be used together"))
    if debugger and not dev:
        raise click.UsageError(_("--debugger requires --dev"))
    compiler = _Compiler()
    try:
        settings = read_settings()
        _say_whose_page(settings)
        compiler.compile(settings)
        if dev:
            from kfor_i18n.serving.development import run_development

            files = project_of(settings).catalogs()
            run_development(options["host"], options["port"], files, has_debugger=debugger)
            return
        from kfor_i18n.serving.options import ServeOptions
        from kfor_i18n.serving.server import run

        run(
            ServeOptions(**options, is_reloading=reload),
            settings,
            compile_catalogs=compiler.compile if reload else None,
            on_ready=_say_address,
        )
    except (SiteError, OSError) as error:
        _fail(error)


def _say_address(address: str) -> None:
    click.echo(address)
    click.echo(_("Stop with Ctrl+C."), err=True)


def _say_whose_page(settings: Settings) -> None:
    """Print that the site is the one about KFOR if the current directory is in another project."""
    try:
        here = find_root(Path(click.get_current_context().obj or Path.cwd()))
        is_foreign = is_root(here) and not settings.translations.is_relative_to(here)
    except CatalogError:
        return
    if is_foreign:
        text = _(
            "kfor-i18n: this serves the KFOR site, not the application in %(here)s; "
            "start that application with its own server, such as flask run"
        )
        click.echo(text % {"here": here}, err=True)


class _Compiler:
    """Compiles the site's catalogs, and prints their findings when these have changed."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def compile(self, settings: Settings) -> None:
        """Compile the catalogs that are out of date, without invalid messages; print the findings.

        If that fails, the site is served from what was compiled before.
        """
        texts: list[str] = []
        try:
            for result in compile_project(project_of(settings), skip_invalid=True):
                texts += [show_finding(finding) for finding in result.findings]
        except CatalogError as error:
            texts += [show_finding(finding) for finding in error.findings]
        except OSError as error:
            # A read-only installation: its catalogs were compiled when it was built.
            text = _("kfor-i18n: not compiled: %(error)s")
            texts.append(text % {"error": describe_error(error)})
        if texts != self._said:
            for text in texts:
                click.echo(text, err=True)
        self._said = texts


def _fail(error: SiteError | CatalogError | OSError) -> NoReturn:
    """Report an error and exit with status 2."""
    if isinstance(error, SiteError):
        texts = [error.problem.text(_)]
    elif isinstance(error, CatalogError):
        texts = [finding.text(_) for finding in error.findings]
    else:
        texts = [describe_error(error)]
    for text in texts:
        click.echo(f"kfor-i18n: {text}", err=True)
    sys.exit(2)


@click.command()
# Translators: stands for a value in the help of the command line.
@click.argument("out", type=click.Path(path_type=Path), metavar=N_("OUT"))
@click.option(
    "--application",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("URL"),
    default="",
    help=N_(
        "URL of the running application, to which nginx passes requests that match no file "
        "(default: none; nginx answers 404)."
    ),
)
def build_command(out: Path, application: str) -> None:
    """Write the site as static files."""
    from kfor_i18n.publishing.build import write_build
    from kfor_i18n.publishing.published import publish, read_former
    from kfor_i18n.site import create_app

    if application and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", application):
        raise click.UsageError(_("--application must be a URL such as http://127.0.0.1:8000"))
    try:
        settings = read_settings()
        _Compiler().compile(settings)
        now = build_time()
        app = create_app(settings, now=lambda: now)
        published = publish(app, application, read_former(out))
        build = write_build(out, published.files)
    except (SiteError, CatalogError, OSError) as error:
        _fail(error)
    click.echo(
        _(
            "%(out)s: revision %(revision)s; files: %(written)s written, "
            "%(unchanged)s unchanged, %(removed)s removed"
        )
        % {
            "out": out,
            "revision": published.revision,
            "written": len(build.written),
            "unchanged": build.unchanged,
            "removed": build.removed,
        }
    )
    if build.unchanged and any(name.startswith("nginx/") for name in build.written):
        click.echo(
            _("The nginx configuration has changed; if nginx is running, run nginx -s reload.")
        )
