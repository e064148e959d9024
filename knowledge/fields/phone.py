"""Telephone numbers: mobiles, land lines with area code and extension, 400 and 800, a local number."""

import re
from datetime import date

import phonenumbers

from knowledge.fields.numerals import spoken
from knowledge.model import Field, Reading
from knowledge.words import words

_MOBILE = re.compile(r"(?:\+?86|0086)?0?(1[3-9]\d{9})", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
_SERVICE = re.compile(r"(400|800)(\d{3})(\d{4})", re.ASCII)
_EXTENSION = re.compile(r"(.*\d)(?:转|分机号?|内线|ext\.?|[x#*])\D{0,2}(\d{1,6})", re.IGNORECASE | re.ASCII)
_DASHED = re.compile(r"((?:0\d{2,3}-?)?\d{7,8})-(\d{2,5})", re.ASCII)
_BETWEEN = re.compile(
    r"[,，、;；/\n]|(?<=\d)\s{2,}(?=\d)|(?<=\d{7})\s+(?=[01]\d|\d{7})|或者?|和|及|(?<=\d)\s*(?=传真|手机|座机|电话|办公|微信)"
)
_LENGTH, _LOCAL_LENGTH, _FULL_LENGTH, _NUMBER, _CHINA = 11, 7, range(10, 17), 5, 86


def read(field: Field, typed: str, _today: date) -> Reading:
    mobile, text = is_mobile_only(field), spoken(typed)
    pieces = [piece for piece in _BETWEEN.split(text) if len(_digits(piece)) >= _NUMBER]
    readings = [_one(piece, mobile=mobile) for piece in pieces]
    values = tuple(dict.fromkeys(each.value for each in readings if each.value))
    if len(pieces) > 1 and values:
        one = Reading(value=values[0], doubt="one_number")
        return Reading(choices=values) if len(values) > 1 else one
    return _one(text, mobile=mobile)


def is_mobile_only(field: Field) -> bool:
    return re.search(r"手机|移动电话", field.label) is not None


def is_mobile(text: str) -> bool:
    return _MOBILE.fullmatch(_digits(_split(spoken(text))[0])) is not None


def _one(text: str, *, mobile: bool) -> Reading:
    number, extension = _split(text)
    digits = _digits(number)
    if not digits or (len(digits) < _NUMBER <= len(text) - len(digits)):  # words, such as an address
        return Reading(complaint="phone_no_digits")
    if found := _MOBILE.fullmatch(digits):
        return Reading(value=found.group(1))
    value = _land(digits)
    if value and mobile:
        return Reading(complaint="must_be_mobile")
    if not value:
        return Reading(complaint=_why_not(digits, mobile=mobile), details={"digits": len(digits.lstrip("+"))})
    full = words("entry_forms")["extension"].format(number=value, extension=extension) if extension else value
    return Reading(value=full, doubt="no_area_code" if _LOCAL.fullmatch(value) else "")


def _split(text: str) -> tuple[str, str]:
    """The number and its extension, as in 025-83338129转801."""
    dense = re.sub(r"[\s.·()（）\[\]【】]|[A-Za-z]{3,}(?<!ext)[:：]", "", text)
    dense = re.sub(r"[—–－_~]", "-", dense)
    found = _EXTENSION.search(dense) or _DASHED.fullmatch(dense)
    return (found.group(1), found.group(2)) if found else (dense, "")


def _digits(text: str) -> str:
    """Nothing but the digits, with a + in front where it was typed."""
    found = "".join(re.findall(r"\d", text, re.ASCII))
    return f"+{found}" if found and re.match(r"\D*\+", text) else found


def _land(digits: str) -> str:
    """A land line, service or local number in its normal form, or ''."""
    if found := _SERVICE.fullmatch(digits):
        return "-".join(found.groups())
    if _LOCAL.fullmatch(digits):
        return digits
    if len(digits) not in _FULL_LENGTH or re.fullmatch(r"1[3-9]\d*", digits):
        return ""
    try:
        number = phonenumbers.parse(f"+{digits[2:]}" if digits.startswith("00") else digits, "CN")
    except phonenumbers.NumberParseException:
        return ""
    return _formatted(number) if phonenumbers.is_valid_number(number) else ""


def _formatted(number: phonenumbers.PhoneNumber) -> str:
    if number.country_code != _CHINA:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = str(number.national_number)
    area = phonenumbers.length_of_geographical_area_code(number)
    return f"0{national[:area]}-{national[area:]}" if area else national


def _why_not(digits: str, *, mobile: bool) -> str:
    if mobile or re.match(r"(?:\+?86)?1[3-9]", digits):
        return "mobile_length" if len(digits) != _LENGTH else "not_mobile"
    if len(digits) > _LENGTH:
        return "phone_long"
    return "phone_short" if len(digits) < _LOCAL_LENGTH else "not_a_phone"
