"""Documents and pictures: for their owner, and safe to open."""

import json

from tests.web.browser import Browser
from tests.web.site import CODE


def test_documents_are_listed_and_served_to_their_owner(anna: Browser) -> None:
    pictures, sheet = anna.walk_to_sheets()
    listed = anna.http.get(f"/document/{pictures}", headers=anna.sent()).json()["papers"]
    assert [each["href"] for each in listed] == [
        f"/document/{pictures}/{page}" for page in ("1.png", "2.png", "3.pdf")
    ]
    picture = anna.http.get(listed[0]["href"])
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["content-disposition"].startswith("inline;")
    (paper,) = anna.http.get(f"/document/{sheet}", headers=anna.sent()).json()["papers"]
    file = anna.http.get(paper["href"])
    assert file.content == b"PK a sheet"
    assert file.headers["content-disposition"].startswith(
        "attachment; filename=\"form.docx\"; filename*=UTF-8''%E6"
    )
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "张三三" not in paper["href"], "a name in an address would end in logs"


def test_a_picture_can_be_downloaded_too(anna: Browser) -> None:
    pictures, _ = anna.walk_to_sheets()
    got = anna.http.get(f"/document/{pictures}/2.png?download")
    assert got.headers["content-disposition"].startswith("attachment;")


def test_documents_of_others_do_not_exist(anna: Browser, bert: Browser) -> None:
    rows = anna.walk_to_sheets()
    bert.read(until="您好")
    for row in (*rows, 999_999):
        for path in (f"/document/{row}", f"/document/{row}/1.png"):
            answer = bert.http.get(path, headers=bert.sent())
            assert (answer.status_code, answer.json()["error"]) == (404, "missing")
    assert anna.http.get(f"/document/{rows[0]}/4.png").status_code == 404
    assert anna.http.get(f"/document/{rows[0] - 1}").status_code == 404, "a row without a document"


def test_the_resume_link_as_a_picture(anna: Browser) -> None:
    picture = anna.http.post("/qr", content=json.dumps({"code": CODE}), headers=anna.sent())
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<?xml")
    for wrong in ("https://evil.example", "7k4m-92qx-b3ta", None):
        assert (
            anna.http.post("/qr", content=json.dumps({"code": wrong}), headers=anna.sent()).status_code == 400
        )
