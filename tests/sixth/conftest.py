"""The invented notice as somebody has it who followed docs/adding-a-notice.md to its end."""

import shutil
from pathlib import Path

import pytest

from bot.documents.template import template
from knowledge.load import load_library
from knowledge.model import Library

HERE = Path(__file__).parent
ID = "shili-2024"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for NOTICES_DIR."""
    shelf = tmp_path_factory.mktemp("my-notices")
    shutil.copytree(HERE / ID, shelf / ID)
    (shelf / ID / "form.docx").write_bytes(template(shelf / ID))
    return shelf


@pytest.fixture(scope="session")
def six(shelf: Path) -> Library:
    return load_library(shelf)
