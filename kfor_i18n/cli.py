"""The ``kfor-i18n`` command: parses, calls a plain function, prints, and sets the exit status."""

from __future__ import annotations

import sys

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kfor-i18n")
def main() -> None:
    """Serve the page about KFOR, and work on its translations."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the site, after compiling the catalogs that changed."""
    from kfor_i18n.catalogs.compiling import compile_stale
    from kfor_i18n.catalogs.files import CatalogError
    from kfor_i18n.config import ConfigError, read_settings
    from kfor_i18n.site.server import run

    try:
        settings = read_settings()
        try:
            compile_stale(settings.translations)
        except (CatalogError, OSError) as error:
            # What was compiled before still serves; a read-only installation has nothing stale.
            click.echo(f"kfor-i18n: not compiled: {error}", err=True)
        click.echo(f"http://{host}:{port}/")
        run(host, port)
    except ConfigError as error:
        _fail(str(error), 2)


@main.command(name="compile")
@click.option("--force", is_flag=True, help="Compile fresh catalogs as well.")
def compile_command(force: bool) -> None:
    """Compile the catalogs that changed since they were last compiled."""
    from kfor_i18n.catalogs.compiling import compile_stale
    from kfor_i18n.catalogs.files import CatalogError
    from kfor_i18n.config import ConfigError, read_settings

    try:
        for compiled in compile_stale(read_settings().translations, force=force):
            click.echo(f"{compiled.path}: {compiled.messages} messages")
    except (CatalogError, OSError) as error:
        _fail(str(error), 1)
    except ConfigError as error:
        _fail(str(error), 2)


def _fail(message: str, status: int) -> None:
    click.echo(f"kfor-i18n: {message}", err=True)
    sys.exit(status)
