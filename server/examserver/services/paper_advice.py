"""What to do about each thing that an import says, by its code.

Rule: advice tells what to change in the file, or that nothing need be done; a code without a row of its own
gets that of its kind (`MEDIA_...`), so that no remark stands without advice.
"""

_BY_CODE = {
    "CLOZE_SYNTAX": "Correct the gaps of its text.",
    "ESSAY_ATTACHMENTS": "Ask for files in a question of their own, of the type file.",
    "FILE_LEFT_OUT": "Give candidates the file by other means, or put its content into a material.",
    "FORMULA_AS_TEXT": "Look at it in the preview; where it is unclear, use other commands.",
    "FORMULA_UNSUPPORTED": "Write the formula with other commands, or as a picture.",
    "HTML_ACTIVE": "Nothing, unless the question needed it.",
    "HTML_HIDDEN": "Nothing, unless candidates should have seen it.",
    "KEY_MISSING": "Mark what is right, or let people score it.",
    "KEY_INVALID": "Correct the key: it names something that is not there.",
    "KEY_SEVERAL_RIGHT": "Nothing if that was meant; else mark one choice.",
    "LENGTH_NOT_CARRIED": "Write the length into the question's text.",
    "LIMIT_NOT_CARRIED": "Put the questions that are chosen from into a section of their own.",
    "LINK_REMOVED": "Nothing, unless candidates needed what was behind it.",
    "MEDIA_ACTIVE": "Nothing, unless the picture needed it.",
    "MEDIA_ANIMATED": "Nothing if the first frame shows what is needed.",
    "MEDIA_BAD_REF": "Put the file into the package and name it from there: an exam has no network.",
    "MEDIA_CHANGED": "Nothing; listen to it once.",
    "MEDIA_MISSING": "Put the file into the package under this name.",
    "MEDIA_TOO_LARGE": "Make it smaller.",
    "MEDIA_TYPE": "Save it anew as PNG, JPEG, Ogg, MP3 or WAV.",
    "MEX_SEALED": "Unpack it with the exam authority's program first.",
    "NOTHING_TO_ANSWER": "Nothing if it is only to be read.",
    "SCORED_BY_HAND": "Nothing; people score it. To have it scored, put the key beside the exam.",
    "SCORE_DIFFERS": "Nothing if the points of its parts are right.",
    "SCORE_INVALID": "Correct its points: the best answer must give all of them.",
    "SCORE_MORE_THAN_ALL": "Nothing if that was meant.",
    "SCORING_UNSUPPORTED": "Nothing; people score it. Simplify its rule to have it scored.",
    "TEXT_ENCODING": "Open the file in an editor that shows it rightly, and save it as UTF-8.",
    "TYPE_UNSUPPORTED": "Ask it in another type of question.",
    "VIDEO_LEFT_OUT": "Show the film by other means, or give its sound.",
    "XML_XINCLUDE": "Put what it includes into the file itself.",
}
_BY_KIND = {
    "CHOICE": "Correct its choices.",
    "FILE": "Check the file.",
    "FONT": "Name a font that has the character, with --font.",
    "GIFT": "Correct it as the format's rules say; a sign that is meant as itself stands behind a backslash.",
    "GLYPH": "Name a font that has the character, with --font.",
    "HTML": "Simplify its mark-up.",
    "IMPORT": "Split the file, or allow more.",
    "JSON": "Correct it as docs/papers.md says.",
    "MATERIAL": "Correct the id, or add the material.",
    "MEDIA": "Save it anew in another form.",
    "PKG": "Make the package again with the program that it comes from.",
    "QTI": "Save it as QTI 2.1, 2.2 or 3.0.",
    "QUESTION": "Correct the question.",
    "SCORE": "Correct its points.",
    "XML": "Export the file again.",
    "ZIP": "Make the zip file again with ordinary names and compression.",
}
_ANY = "Look at the question in the preview."


def advice_on(code: str) -> str:
    """What to do, in one sentence."""
    return _BY_CODE.get(code) or _BY_KIND.get(code.partition("_")[0]) or _ANY
