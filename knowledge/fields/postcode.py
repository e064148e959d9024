"""Postcodes: six digits."""

import re
from datetime import date

from knowledge.fields.numerals import spoken
from knowledge.model import Field, Reading

_VALID = re.compile(r"(?!0{2}|(\d)\1{5})[0-8]\d{5}", re.ASCII)
_LENGTH = 6


def read(_field: Field, typed: str, _today: date) -> Reading:
    said = re.sub(r"邮政编码|邮编", "", spoken(typed))
    digits = "".join(re.findall(r"\d", said, re.ASCII))
    if not digits or re.search(r"[^\W\d_]{4,}", said):
        return Reading(complaint="postcode_words")
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}|0\d{9,11}", digits):
        return Reading(complaint="postcode_phone")
    if len(digits) != _LENGTH:
        return Reading(complaint="postcode_length", details={"digits": len(digits)})
    return Reading(value=digits) if _VALID.fullmatch(digits) else Reading(complaint="not_a_postcode")
