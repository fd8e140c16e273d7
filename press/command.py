"""The command line: each command parses, calls and prints. What it does stands elsewhere."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from plainpress.document.errors import PlainpressError, SourceError

if TYPE_CHECKING:
    from plainpress.press.many.order import Order
    from plainpress.press.report import ReportWishes
    from plainpress.press.requests import BuildWishes, CheckWishes
    from plainpress.press.review import ReviewWishes
    from plainpress.press.script import ScriptWishes

VERSION = "0.1.0"
PRINT_SIZES = ("large", "giant")
PREVIEW_PORT = 8765
EXPORT_FORMS = ("bibtex", "csl-json")
SCRIPT_FORMS = ("text", "json", "html")
REPORT_FORMS = ("text", "json", "github", "sarif", "junit", "checkstyle")
FOLDER = click.Path(path_type=Path)

publication_argument = click.argument("publication", required=False)
edition_option = click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="NAME",
    help="Only this edition. Can be repeated.",
)
time_limit_option = click.option(
    "--time-limit",
    type=float,
    metavar="MINUTES",
    help="End it, with all that works for it, when it takes longer. [no limit]",
)


class Group(click.Group):
    """A group of commands in which every error of ours is one clear line and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SourceError as error:
            from plainpress.press import show

            show.stopped(error, ctx.obj or Path())
            ctx.exit(error.exit_code)
        except PlainpressError as error:
            click.echo(f"plainpress: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            raise  # who read our output has left: click ends without a word
        except OSError as error:
            click.echo(f"plainpress: {_reason(error)}", err=True)
            ctx.exit(3)


def _reason(error: OSError) -> str:
    """What the system refused, in one line: "disk full", "permission denied", with the file."""
    file = error.filename2 or error.filename  # of two, the one that is written
    where = f"{file}: " if file else ""
    why = (error.strerror or str(error)).lower()
    return f"{where}{why}; mend that and run the command again (no finished file has been harmed)"


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="plainpress %(version)s")
def main() -> None:
    """Make accessible editions of a publication: Word, EPUB and easy read from one source.

    Start with `plainpress new NAME`, write in the files that it makes, then run
    `plainpress build`.
    """
    # One command is one short process: objects live to its end, so that looking for garbage
    # only costs time (a fifth of a build's), and so does a last look at the exit.
    gc.disable()
    click.get_current_context().call_on_close(gc.freeze)


@main.command()
@click.argument("name")
@click.option("--title", help="The title. Without it, the name is used.")
@click.option(
    "--language", default="en-GB", show_default=True, help="The language, as a BCP 47 tag."
)
def new(name: str, title: str | None, language: str) -> None:
    """Start a publication called NAME: a folder with a text to change.

    It is made under sources/ where there is such a folder, else here.
    """
    from plainpress.press import new as maker

    folder = maker.make(name, title or "", language)
    click.echo(f"Made {folder}. Next: change its text, then run `plainpress build {folder}`.")


@main.command()
@publication_argument
@click.option(
    "--format", "formats", multiple=True, metavar="NAME", help="Only this format. Can be repeated."
)
@edition_option
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="Where to write: a folder, or an address such as s3://BUCKET/NAME. [dist/NAME]",
)
@click.option(
    "--template", type=FOLDER, metavar="FILE.docx", help="Your own Word file, for its styles."
)
@click.option(
    "--certify",
    metavar="ORGANISATION",
    default="",
    help="Claim conformance in the EPUB, in this name, if EPUBCheck and Ace pass it.",
)
@click.option(
    "--layout/--no-layout",
    default=True,
    help="Fill in page numbers by laying the Word file out with LibreOffice. [on]",
)
@click.option(
    "--print",
    "print_size",
    type=click.Choice(PRINT_SIZES),
    help="Large print in place of standard print: 18 or 24 points, as Word file and PDF.",
)
@click.option(
    "--font",
    metavar="FAMILY",
    default="",
    help="A font of this machine for the PDF, such as Arial. [Atkinson Hyperlegible Next]",
)
@click.option(
    "--voice",
    default="",
    metavar="NAME",
    help="Who speaks the sound. `plainpress voices` lists them. [the best one on this machine]",
)
@click.option(
    "--allow-network",
    is_flag=True,
    help="Let an online voice that you named send the text to its service.",
)
@click.option(
    "--draft", is_flag=True, help="Build a text that misses its targets, marked as draft."
)
@click.option("--fresh", is_flag=True, help="Make everything anew, even what has not changed.")
@click.option("--explain", is_flag=True, help="Say of each file why it was made anew, or kept.")
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="How many processes work at once. [as many as there are cores]",
)
@time_limit_option
@click.option(
    "--executor",
    default="",
    metavar="NAME",
    help="Who builds a folder of publications: dask, or dask=ADDRESS. [processes]",
)
@click.option("--shard", default="", metavar="N/OF", help="Only one part of them, such as 3/20.")
@click.pass_context
def build(ctx: click.Context, publication: str | None, **wishes: Unpack[BuildWishes]) -> None:
    """Build PUBLICATION (a folder, a file, or a name under sources/) into finished files.

    Nothing is written if the source has an error. Files of an earlier build stay until the
    new ones are whole. A folder that holds publications has all of them built.
    """
    from plainpress.press import build as builder
    from plainpress.press import requests, show
    from plainpress.press.many import order as many

    if order := many.order(publication, wishes):
        ctx.exit(_build_many(order))

    request = requests.build_request(publication, wishes)
    ctx.find_root().obj = request.source
    with show.progress() as tell:
        outcome = builder.build(request, tell, show.waiting(request.output))
    show.outcome(outcome, request.source, request.output)
    if wishes["explain"]:
        show.explanation(outcome)


def _build_many(order: Order) -> int:
    """Build every publication of an order, and print what came of them; the exit code."""
    from plainpress.press.many import build as builder
    from plainpress.press.many import wording

    with wording.progress(len(order.places)) as tell:
        done = builder.build(order, tell)
    wording.show(done)
    return done.exit_code


@main.command()
@publication_argument
@edition_option
@click.option(
    "--form",
    type=click.Choice(REPORT_FORMS),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@click.option("-o", "--output", type=FOLDER, metavar="FILE", help="Write them to a file instead.")
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
@click.option(
    "--links",
    is_flag=True,
    help="Ask the web whether each link still leads somewhere. This uses the network.",
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Let in what is found now, once; later, only take out what has been mended.",
)
@time_limit_option
@click.pass_context
def check(ctx: click.Context, publication: str | None, **wishes: Unpack[CheckWishes]) -> None:
    """Check PUBLICATION, a Markdown file, or a finished .docx, .epub or .pdf.

    Ends with exit code 1 if it finds an error.
    """
    from plainpress.press import requests, show

    minutes = requests.time_limit(wishes["time_limit"])
    if wishes["update_baseline"]:
        click.echo(requests.update_baseline(publication, wishes["editions"]))
    source, findings = requests.check_findings(publication, wishes["editions"], minutes)
    ctx.find_root().obj = source
    if wishes["links"]:
        from plainpress.press import links

        plan = links.plan(source, wishes["editions"])
        click.echo(plan.notice, err=True)
        with show.progress() as tell:
            findings += plan.findings(tell)
    show.findings(findings, wishes["form"], source, wishes["output"])
    ctx.exit(requests.check_exit_code(findings, strict=wishes["strict"]))


@main.command()
@publication_argument
@click.option(
    "--edition", default="standard", show_default=True, metavar="NAME", help="Which edition."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PREVIEW_PORT,
    show_default=True,
    help="Where on this machine; 0 for any that is free.",
)
@click.pass_context
def preview(ctx: click.Context, publication: str | None, edition: str, port: int) -> None:
    """Serve the pages of PUBLICATION to a browser on this machine, and renew them at each save.

    Beside each page stand the findings of its part of the text. Ctrl-C ends it.
    """
    from plainpress.press import preview as previewer

    source = previewer.locate(publication)
    ctx.find_root().obj = source
    previewer.run(source, edition, port, click.echo)


@main.command()
@publication_argument
@edition_option
@click.option(
    "-o", "--output", type=FOLDER, metavar="FILE.html", help="[dist/NAME/readability.html]"
)
@click.option("--keep", is_flag=True, help="Keep the totals in the publication's history.")
@click.option("--all", "every", is_flag=True, help="Print every measure of every section as well.")
@time_limit_option
@click.pass_context
def report(ctx: click.Context, publication: str | None, **wishes: Unpack[ReportWishes]) -> None:
    """Write the readability report of PUBLICATION: a page, and its figures as JSON beside it.

    The page names the ten sentences to mend first and shows the text with its hard sentences
    marked. The report never fails a text: `plainpress check` does.
    """
    from plainpress.press import report as reporter
    from plainpress.press import show, tables

    request = reporter.request(publication, wishes)
    ctx.find_root().obj = request.source
    with show.progress() as tell:
        tell("measuring")
        done = reporter.report(request)
    if done.problems:
        show.findings(done.problems, "text", request.source)
    click.echo(done.truth)
    tables.show(reporter.HEADERS, reporter.rows(done))
    for headers, rows in reporter.measure_tables(done, every_section=wishes["every"]):
        click.echo()
        tables.show(headers, rows)
    click.echo()
    for line in reporter.closing(done):
        click.echo(line)


@main.command()
@click.argument("names", nargs=-1, metavar="[PUBLICATION | SECTION...]")
@click.option("--by", default="", metavar="NAME", help="Who signs the sections off.")
@click.option("--role", default="", metavar="ROLE", help="In which role: editor, author, ...")
@click.option(
    "--tested-with", default="", metavar="GROUP", help="The group of readers that tried it out."
)
@click.option("--publication", metavar="PUBLICATION", help="Which publication the sections are of.")
@click.option("--edition", default="easy-read", show_default=True, help="Which edition.")
def review(names: tuple[str, ...], **wishes: Unpack[ReviewWishes]) -> None:
    """Show how each section of the easy-read edition stands to the standard text.

    With --by it records that a person signs SECTION off as it is now. A sign-off lapses when
    the words of either text change; moving, wrapping or renaming changes nothing.
    """
    from plainpress.press import review as reviewer
    from plainpress.press import tables

    request = reviewer.request(names, wishes)
    if request.person:
        for line in reviewer.sign(request):
            click.echo(line)
    else:
        states = reviewer.states(request.source, request.edition, request.sections)
        tables.show(reviewer.HEADERS, reviewer.rows(states))
        for line in reviewer.details(states):
            click.echo(line)


@main.command()
@click.argument("word", required=False, default="")
@click.option(
    "--sheet",
    type=FOLDER,
    is_flag=False,
    flag_value=Path("pictures.html"),
    metavar="[FILE.html]",
    help="Draw all pictures on one page, pictures.html without a name.",
)
@click.option("--publication", metavar="PUBLICATION", help="Whose own pictures come first.")
def pictures(word: str, sheet: Path | None, publication: str | None) -> None:
    """List the easy-read pictures that fit WORD, or all of them."""
    from plainpress.press import pictures as finder
    from plainpress.press import tables

    known = finder.of_publication(finder.locate(publication))
    if sheet:
        click.echo(f"Wrote {sheet}: {finder.sheet(known, sheet)} pictures.")
    else:
        tables.show(finder.HEADERS, finder.rows(known, word))


@main.command()
@click.argument("edition", type=click.Choice(["easy-read"]))
@click.argument("section")
@click.option("--publication", metavar="PUBLICATION", help="Which publication it is a section of.")
@click.option("-o", "--output", type=FOLDER, metavar="FILE.md", help="Write it to a new file.")
def draft(edition: str, section: str, publication: str | None, output: Path | None) -> None:
    """Write a skeleton of the easy-read EDITION of a standard SECTION, for its editor.

    It has a row for each sentence, a picture where one fits, and notes on what is too long or
    too hard. The words are those of the standard text: every one is to be rewritten.
    """
    from plainpress.press import draft as drafter

    text = drafter.skeleton(drafter.locate(publication), section)
    if output:
        drafter.write(output, text)
        click.echo(f"Wrote {output}: a draft for the {edition} edition, to be rewritten.")
    else:
        click.echo(text, nl=False)


@main.command()
@publication_argument
@click.option(
    "--form",
    type=click.Choice(EXPORT_FORMS),
    default="bibtex",
    show_default=True,
    help="What to write them as.",
)
@click.option("-o", "--output", type=FOLDER, metavar="FILE", help="Write them to a file instead.")
@click.pass_context
def export(ctx: click.Context, publication: str | None, form: str, output: Path | None) -> None:
    """Print the resources of PUBLICATION, a library, for a reference manager.

    Zotero and others read both forms. A guide can cite the resources from the BibTeX.
    """
    from plainpress.press import export as exporter

    source = exporter.locate(publication)
    ctx.find_root().obj = source
    done = exporter.export(source, form)
    if output:
        output.write_text(done.text, encoding="utf-8")
        click.echo(
            f"Wrote {output}: {done.count} {'resource' if done.count == 1 else 'resources'}."
        )
    else:
        click.echo(done.text, nl=False)


@main.command()
@publication_argument
@edition_option
@click.option(
    "--form",
    type=click.Choice(SCRIPT_FORMS),
    help="The script as text or JSON, or the transcript as HTML. [text, or by FILE's ending]",
)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="FILE/DIR",
    help="Write it to a file, or the transcripts (HTML and text) into a folder.",
)
@click.pass_context
def script(ctx: click.Context, publication: str | None, **wishes: Unpack[ScriptWishes]) -> None:
    """Print what a voice says of PUBLICATION, sentence by sentence.

    Below each sentence stands what is said otherwise than it is written, and the rule that
    says so: as written -> as spoken (rule). A transcript is for readers: the same words, in the
    spelling of print, with the addresses that a voice leaves out.
    """
    from plainpress.press import script as scripter
    from plainpress.press import show, tables

    request = scripter.request(publication, wishes)
    ctx.find_root().obj = request.source
    told = scripter.narrations(request)
    if not request.output:
        click.echo(scripter.render(request, told), nl=False)
        return
    written = scripter.write(request, told)
    if lost := scripter.losses(written):
        show.findings(lost, "text", request.source)
    tables.show(scripter.HEADERS, scripter.rows(written))


@main.command()
@click.argument("name", required=False, default="")
@click.option("--sample", type=FOLDER, metavar="FILE.mp3", help="Speak a sentence into a file.")
@click.option(
    "--allow-network", is_flag=True, help="Let an online voice send the sample to its service."
)
def voices(name: str, sample: Path | None, allow_network: bool) -> None:
    """List the voices on this machine, or let the voice NAME speak a sample."""
    from plainpress.press import tables
    from plainpress.press import voices as speakers

    if sample:
        seconds = speakers.sample(name, sample, network=allow_network)
        click.echo(f"Wrote {sample}: {seconds:.1f} seconds of speech.")
    else:
        tables.show(speakers.HEADERS, speakers.rows())


@main.command()
@click.option("--clear", is_flag=True, help="Take all of it away.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="MB",
    help="Take away what was used longest ago, until the rest takes no more than this.",
)
def cache(clear: bool, limit: int | None) -> None:
    """Show how much speech this machine keeps, so that a sentence is spoken once only.

    PLAINPRESS_CACHE says where. Nothing is lost by clearing it but time.
    """
    from plainpress.press import cache as keeper

    click.echo(keeper.report(clear, limit))


@main.command()
def formats() -> None:
    """List the formats that can be built."""
    from plainpress.press.formats import installed

    for form in installed():
        click.echo(f"{form.name:<10}{form.suffix:<10}{form.summary}")


if __name__ == "__main__":
    sys.exit(main())
