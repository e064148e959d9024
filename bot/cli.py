"""The command line. Exit status 0, 1 where what was asked failed, 2 on wrong usage or wrong settings."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings, SettingsFault
from knowledge.model import Library

FAILED, MISUSED = 1, 2

main = typer.Typer(
    help="A chat assistant for nominations to model-worker selections.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show the values of variables
)
notices = typer.Typer(help="The notices the assistant knows.", no_args_is_help=True)
main.add_typer(notices, name="notices")


@main.command()
def serve() -> None:
    """Run every configured channel, the reminders and the deliveries in one process."""
    settings = _settings()
    from bot.app import run
    from bot.ground import CannotStart

    try:
        run(settings, typer.echo)
    except CannotStart as error:
        _stop(str(error), FAILED)


@main.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.", show_default=False)] = "",
    notice: Annotated[str, typer.Option(help="Id of the notice the question is about.")] = "",
    today: Annotated[str, typer.Option(help="The day to take for today, such as 2022-06-20.")] = "",
    *,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read questions as JSON Lines and write a reply for each.")
    ] = False,
) -> None:
    """Answer a question from the notices, with the words it rests on."""
    if jsonl == bool(question):
        _stop("Give a question, or --jsonl and questions on standard input.", MISUSED)
    settings = _settings()
    day = _day(today) if today else settings.clock()().date()
    library = _library(settings)
    if notice and notice not in library:
        _stop(f"There is no notice {notice}. There are: {', '.join(library)}.", MISUSED)
    if jsonl:
        _answer_lines(sys.stdin, library, notice, day)
    else:
        _answer_one(question, library, notice, day)


@main.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")]) -> None:
    """Write database, key and files into one file, also while the program runs."""
    from bot import backup as backups

    _kept(backups.backup, file)


@main.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `zuimei backup` wrote.")]) -> None:
    """Check a backup and put it into an empty DATA_DIR."""
    from bot import backup as backups

    _kept(backups.restore, file)


@main.command()
def export(
    notice: Annotated[str, typer.Argument(help="Id of the notice.", show_default=False)],
    file: Annotated[
        Path,
        typer.Argument(help="The file to write, .xlsx or .csv; it must not exist yet.", show_default=False),
    ],
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything that was submitted, not only what was handed in.")
    ] = False,
) -> None:
    """Write the summary table of a notice's running round; each nomination in it is noted as disclosed."""
    from bot import exporting
    from bot.ground import CannotStart

    settings = _settings()
    try:
        size = exporting.export(settings, _library(settings), notice, file, everything=everything)
    except exporting.Unfit as error:
        _stop(str(error), MISUSED)
    except CannotStart as error:
        _stop(str(error), FAILED)
    print(f"{file}: {size} bytes")


@main.command()
def invite(  # noqa: PLR0913, PLR0917 - the options of a command line
    role: Annotated[str, typer.Argument(help="office, or liaison for a unit's contact.", show_default=False)],
    notice: Annotated[
        str, typer.Argument(help="Id of the notice; an office person without one has all.")
    ] = "",
    unit: Annotated[str, typer.Argument(help="The liaison's unit, as the notice calls it.")] = "",
    name: Annotated[str, typer.Option(help="Whom it is meant for.")] = "",
    places: Annotated[int, typer.Option(help="Places of a unit that the notice does not name.")] = 0,
    days: Annotated[int, typer.Option(help="How long the invitation can be used.", min=1, max=90)] = 14,
) -> None:
    """Make an invitation: links and a code that let one person join."""
    from bot import inviting
    from bot.ground import CannotStart

    settings = _settings()
    wanted = inviting.Wanted(role, notice, unit, name, places, days)
    try:
        for line in inviting.invite(settings, _library(settings), wanted):
            print(line)
    except inviting.Unfit as error:
        _stop(str(error), MISUSED)
    except CannotStart as error:
        _stop(str(error), FAILED)


@notices.command()
def check(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="[FOLDER ...]", help="By default all that are known.")
    ] = None,
) -> None:
    """Validate folders of notices: one line for each fault, and nothing when all is well."""
    from knowledge.faults import faults

    found = [fault for folder in _notices_in(folders or _known()) for fault in faults(folder)]
    for fault in found:
        print(fault)
    if found:
        raise typer.Exit(FAILED)


def _kept(work: Callable[[Settings, Path], int], file: Path) -> None:
    from bot.dumps import Unfit

    try:
        print(f"{file}: {work(_settings(), file)} files")
    except Unfit as error:
        _stop(str(error), FAILED)


def _answer_one(question: str, library: Library, notice: str, today: date) -> None:
    from bot.asking import reply

    said = reply(
        {"id": "", "today": today.isoformat(), "notice": notice or None, "turns": [question]}, library
    )
    print(said["text"])


def _answer_lines(lines: Iterable[str], library: Library, notice: str, today: date) -> None:
    from bot.asking import reply

    default = {"today": today.isoformat(), "notice": notice or None}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = reply({**default, **_asked(line)}, library)
        except ValueError as error:
            _stop(f"line {number} of standard input is not a question: {error}", FAILED)
        print(json.dumps(said, ensure_ascii=False), flush=True)


def _asked(line: str) -> dict[str, object]:
    asked = json.loads(line)
    turns = asked.get("turns") if isinstance(asked, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(each, str) for each in turns):
        raise ValueError("it needs `turns`, a list of texts")
    return dict(asked)


def _notices_in(folders: Iterable[Path]) -> Iterable[Path]:
    """Each folder itself, or the notices in it where it is a shelf of them."""
    for folder in folders:
        if not folder.is_dir():
            _stop(f"{folder} is not a folder.", MISUSED)
        inner = sorted(path.parent for path in folder.glob("*/notice.yaml"))
        yield from inner if inner and not (folder / "notice.yaml").exists() else [folder]


def _known() -> list[Path]:
    from knowledge.load import BUILT_IN

    further = _settings().notices_dir
    return [BUILT_IN, *([further] if further else [])]


def _library(settings: Settings) -> Library:
    from bot.shelf import library
    from knowledge.load import NoticeFaults

    try:
        return library(settings.notices_dir)
    except NoticeFaults as error:
        _stop(str(error), FAILED)


def _settings() -> Settings:
    try:
        return Settings.read()
    except SettingsFault as error:
        _stop(str(error), MISUSED)


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        _stop(f"--today: {text} is not a date such as 2022-06-20.", MISUSED)


def _stop(line: str, status: int) -> NoReturn:
    print(line, file=sys.stderr)
    raise typer.Exit(status)


if __name__ == "__main__":
    main()
