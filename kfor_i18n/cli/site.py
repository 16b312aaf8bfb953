"""The commands that serve and publish the site."""

from __future__ import annotations

import gc
import re
import sys
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from kfor_i18n.catalogs.mo.compiling import CompileOptions, compile_catalogs
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.clock import build_time
from kfor_i18n.config import ConfigError, Settings, read_settings

_READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PORT = click.IntRange(1, 65535)


@click.command("serve", help=_("Serve the site, after compiling the catalogs that changed."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", default=8000, show_default=True, type=_PORT, help=_("Port."))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    help=_("Processes that answer; one is enough for tens of thousands of requests a second."),
)
@click.option(
    "--reload", is_flag=True, help=_("Compile a catalog as soon as it is saved, and show it.")
)
@click.option("--certificate", type=_READABLE, help=_("Certificate for TLS, in PEM."))
@click.option("--key", type=_READABLE, help=_("Private key of the certificate, in PEM."))
@click.option(
    "--access-log",
    metavar="FILE",
    default="",
    help=_("File for a line of JSON for each request; - is standard output."),
)
@click.option(
    "--metrics-port", default=0, type=click.IntRange(0, 65535), help=_("Port for Prometheus.")
)
@click.option("--dev", is_flag=True, help=_("Use Flask's own server, for work on the program."))
@click.option("--debugger", is_flag=True, help=_("With --dev: show the debugger on errors."))
def serve_command(*, reload: bool, dev: bool, debugger: bool, **options: Any) -> None:
    """Run the site's server."""
    if (options["certificate"] is None) != (options["key"] is None):
        raise click.UsageError(_("--certificate and --key go together."))
    if debugger and not dev:
        raise click.UsageError(_("--debugger goes with --dev."))
    # Turned off for commands that soon end; a server lives, and replaces what it has.
    gc.enable()
    try:
        settings = read_settings()
        _compile(settings)
        if dev:
            from kfor_i18n.serving.development import run_development

            files = _sources(settings)
            run_development(options["host"], options["port"], files, has_debugger=debugger)
            return
        from kfor_i18n.serving.server import ServeOptions, run

        run(
            ServeOptions(**options, look_seconds=0.3 if reload else 1.0),
            settings,
            prepare=(lambda: _compile(settings)) if reload else (lambda: None),
            list_sources=(lambda: _sources(settings)) if reload else list,
            on_ready=click.echo,
        )
    except (ConfigError, OSError) as error:
        click.echo(f"kfor-i18n: {error}", err=True)
        sys.exit(2)


def _sources(settings: Settings) -> list[Path]:
    return sorted(settings.translations.glob("*/LC_MESSAGES/*.po"))


def _compile(settings: Settings) -> None:
    """Compile what is stale, a bad message left out; what was compiled before serves otherwise."""
    try:
        for result in compile_catalogs(
            _sources(settings), CompileOptions(skip_invalid=True, always_formatted=True)
        ):
            for finding in result.findings:
                click.echo(finding.text(_), err=True)
    except CatalogError as error:
        for finding in error.findings:
            click.echo(finding.text(_), err=True)
    except OSError as error:
        # A read-only installation: its catalogs were compiled when it was built.
        click.echo(_("kfor-i18n: not compiled: %(error)s") % {"error": error}, err=True)


@click.command("build", help=_("Publish the site as files, for nginx or a CDN."))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--application",
    metavar="URL",
    default="",
    help=_("Address of the running site, which nginx is to ask for what is no file."),
)
def build_command(out: Path, application: str) -> None:
    """Write the site as static files."""
    from kfor_i18n.publishing.build import BuildError, write_build
    from kfor_i18n.publishing.published import publish
    from kfor_i18n.site import create_app
    from kfor_i18n.site.rendering import RenderError

    if application and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", application):
        raise click.UsageError(_("--application: write an address such as http://127.0.0.1:8000"))
    try:
        settings = read_settings()
        _compile(settings)
        now = build_time()
        published = publish(create_app(settings, now=lambda: now), application)
        build = write_build(out, published.files)
    except BuildError as error:
        click.echo(f"kfor-i18n: {error.problem.text(_)}", err=True)
        sys.exit(2)
    except CatalogError as error:
        for finding in error.findings:
            click.echo(f"kfor-i18n: {finding.text(_)}", err=True)
        sys.exit(2)
    except (ConfigError, RenderError, OSError) as error:
        click.echo(f"kfor-i18n: {error}", err=True)
        sys.exit(2)
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
        click.echo(_("The configuration of nginx is new: nginx -s reload, if it is running."))
