"""Files made for a person: kept for a moment, because a card and its pictures ask for the same ones."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from time import monotonic
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.web.doors import Paper

KEPT_SECONDS = 120
KEPT_MOST = 12
AT_ONCE = 2  # making a form takes most of a processor

ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/zip": "zip",
    "application/json": "json",
    "image/png": "png",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
SHOWN = {"application/pdf", "image/png"}  # what a browser shows safely by itself


class Papers:
    """Makes documents a few at a time and remembers the last ones for two minutes."""

    def __init__(self, make: Callable[[str, str], Sequence[Paper]]) -> None:
        self._make = make
        self._kept: OrderedDict[tuple[int, str], tuple[float, Sequence[Paper]]] = OrderedDict()
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def of(self, row: int, path: str, person: str) -> Sequence[Paper]:
        async with self._turn:
            until, papers = self._kept.get((row, person), (0.0, ()))
            if until < monotonic():
                papers = await run_in_threadpool(self._all, path, person)
                self._kept[row, person] = (monotonic() + KEPT_SECONDS, papers)
                self._forget()
            return papers

    def _all(self, path: str, person: str) -> Sequence[Paper]:
        """A form for printing comes with pictures of its pages: they can be looked at before it is opened."""
        stem, _, kind = path.rpartition("/")
        pictures = self._make(f"{stem}/png", person) if kind == "pdf" else ()
        return (*pictures, *self._make(path, person))

    def _forget(self) -> None:
        for key in [key for key, (until, _) in self._kept.items() if until < monotonic()]:
            del self._kept[key]
        while len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)


def ending(paper: Paper) -> str:
    return ENDINGS.get(paper.mime, "bin")


def listed(row: int, papers: Sequence[Paper]) -> list[dict[str, object]]:
    """What the page needs for its card. An address holds no name: logs and histories keep addresses."""
    return [
        {
            "name": paper.name,
            "type": ending(paper),
            "bytes": len(paper.body),
            "href": f"/document/{row}/{number}.{ending(paper)}",
        }
        for number, paper in enumerate(papers, 1)
    ]


def served(paper: Paper, *, download: bool) -> Response:
    inline = paper.mime in SHOWN and not download
    disposition = "inline" if inline else "attachment"
    mime = paper.mime if paper.mime in ENDINGS else "application/octet-stream"
    name = quote(paper.name, safe="")
    headers = {
        "content-disposition": f"{disposition}; filename=\"form.{ending(paper)}\"; filename*=UTF-8''{name}"
    }
    return Response(paper.body, media_type=mime, headers=headers)
