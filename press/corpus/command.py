"""The command `plainpress-bench`: it makes what plainpress is measured with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plainpress.document.errors import PlainpressError


class Group(click.Group):
    """A group of commands in which every error of ours is one clear line and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PlainpressError as error:
            click.echo(f"plainpress-bench: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Make what plainpress is measured with."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--leaflets", type=click.IntRange(1, 1_000_000), default=1000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another one, other leaflets.")
def corpus(folder: Path, leaflets: int, seed: int) -> None:
    """Write a corpus of leaflets into FOLDER, each a publication with a figure and a table.

    The same numbers give the same bytes. Every fifth leaflet or so has an easy-read edition.
    """
    from plainpress.press.corpus import maker

    easy = maker.make(folder, leaflets, seed)
    click.echo(f"Wrote {leaflets:,} leaflets into {folder}, {easy:,} of them with easy read.")


if __name__ == "__main__":
    sys.exit(main())
