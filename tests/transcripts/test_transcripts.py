"""Conversations as people would read them: each file is played and compared as a whole.

`pytest tests/transcripts --update` plays the lines of the people and writes what the assistant says.
"""

from pathlib import Path

import pytest

from tests.transcripts.play import play

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    "path", sorted(HERE.glob("*/*.txt")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_reads_as_written(path: Path, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    written = path.read_text("utf-8")
    played = play(written, tmp_path / "zuimei.db")
    if pytestconfig.getoption("--update", default=False):
        path.write_text(played, "utf-8")
    else:
        assert played == written
