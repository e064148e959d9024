"""A resume link as a picture that another phone reads."""

import io

import segno


def resume_picture(base: str, code: str) -> bytes:
    """SVG of the link. The code stands behind the #, so that it never reaches a server's log."""
    drawn = io.BytesIO()
    segno.make(f"{base}/resume#{code}", error="m", micro=False).save(
        drawn, kind="svg", scale=6, border=3, dark="#201d1b", light="#ffffff"
    )
    return drawn.getvalue()
