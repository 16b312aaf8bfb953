"""The command that serves the site."""

from __future__ import annotations

import sys
from gettext import gettext as _

import click

from kfor_i18n.catalogs.compiling import CompileOptions, compile_catalogs
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.config import ConfigError, Settings, read_settings
from kfor_i18n.site.server import run


@click.command("serve", help=_("Serve the site, after compiling the catalogs that changed."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("Port.")
)
def serve_command(host: str, port: int) -> None:
    """Run the site's server."""
    try:
        _compile(read_settings())
        run(host, port, on_ready=click.echo)
    except (ConfigError, OSError) as error:
        click.echo(f"kfor-i18n: {error}", err=True)
        sys.exit(2)


def _compile(settings: Settings) -> None:
    """Compile what is stale, a bad message left out; what was compiled before serves otherwise."""
    sources = sorted(settings.translations.glob("*/LC_MESSAGES/*.po"))
    try:
        for result in compile_catalogs(
            sources, CompileOptions(skip_invalid=True, always_formatted=True)
        ):
            for finding in result.findings:
                click.echo(finding.text(_), err=True)
    except CatalogError as error:
        for finding in error.findings:
            click.echo(finding.text(_), err=True)
    except OSError as error:
        # A read-only installation: its catalogs were compiled when it was built.
        click.echo(_("kfor-i18n: not compiled: %(error)s") % {"error": error}, err=True)
