"""The web server: uvicorn without signal handling of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

GOODBYE_SECONDS = 5  # for downloads that are under way when the program stops


class Server(uvicorn.Server):
    """Serves until `stop()`. Signals are the program's: uvicorn would raise them again at the end."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,  # addresses of requests may hold codes
                lifespan="off",
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=GOODBYE_SECONDS,
                ws="none",
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        self.should_exit = True
