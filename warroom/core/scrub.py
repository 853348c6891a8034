"""The slow half of the text gate: what `text.clean` does to anything but plain ASCII.

Only `text` uses it. The order of the steps is what makes the result stable under a second pass: each step may
only create what a later one handles.
"""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 4

# Letters and signs that no step below would change; a test walks through every one of them.
_PLAIN = re.compile(r"[\n -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2328\u232b-\u2adb]*")

# What follows is compiled when a text needs it: all of it takes as long as starting Python.

# Strings (OSC, DCS, SOS, PM, APC) run to their end or to that of the line. The one-character forms are
# matched more strictly: wrongly decoded quotes are C1 too, and the words between them must survive.
_SEQUENCE = r"""(?x)
      (?: \x1b\[ [0-?]* [ -/]* [@-~]? )                                  # CSI, whole or torn
    | (?: \x1b[\]PX^_] [^\x07\x1b\x9c\r\n]* (?:\x07|\x1b\\|\x9c)? )      # a string, whole or torn
    | (?: \x1b[ -/]* [0-~] )                                             # ESC and one or more characters
    | (?: \x9b [0-?]* [ -/]* [@-~] )                                     # CSI in one character
    | (?: \x9d [0-9]{1,4}; [^\x07\x1b\x9c\r\n]* (?:\x07|\x1b\\|\x9c)? )  # OSC in one character
    | (?: [\x90\x98\x9e\x9f] [^\x07\x1b\x90-\x9f\r\n]* (?:\x1b\\|\x9c) )  # the other strings
    """
_NEWLINE = "\r\n|[\r\x85\u2028\u2029]"
_SPACE = "[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_CONTROL = "[\x00-\x09\x0b-\x1f\x7f]"
# Zero width, soft hyphen, fillers, variation selectors (but VS16), annotation marks, tag characters.
_INVISIBLE = (
    "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# C1, direction marks and overrides, lone surrogates, and the code points that are no characters.
_FORBIDDEN = (
    "[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u2328\u23cf-\u23fa\u24c2\u25aa-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_STRAY_VS16 = f"(?<![{_EMOJI}])(?:(?<![0-9#*])|(?!\ufe0f\u20e3))\ufe0f"
_STRAY_ZWJ = f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])"
# Only a long run outside Latin can hold a flood of marks.
_MAY_FLOOD = f"[\u0300-\U0010ffff]{{{MAX_MARKS + 1},}}"


def scrub(text: str) -> str:
    """The string without control characters, sequences and hidden characters. Newlines, outer space stay."""
    if _PLAIN.fullmatch(text):
        return text
    text = re.sub(_SEQUENCE, "", text)
    text = re.sub(_NEWLINE, "\n", text)
    text = re.sub(_CONTROL, _picture, text)
    text = re.sub(_SPACE, " ", text)
    text = re.sub(_INVISIBLE, "", text)
    text = re.sub(_FORBIDDEN, "\ufffd", text)
    text = re.sub(_STRAY_VS16, "", text)
    text = re.sub(_STRAY_ZWJ, "", text)
    text = unicodedata.normalize("NFC", text)
    return re.sub(_MAY_FLOOD, _cap_marks, text)


def _picture(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\t":
        return "    "
    return "\u2421" if char == "\x7f" else chr(0x2400 + ord(char))


def _cap_marks(match: re.Match[str]) -> str:
    kept = []
    marks = 0
    for char in match[0]:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)
