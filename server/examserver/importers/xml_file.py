"""XML by others, read without giving it any power: no DTD, no entity, no network, no include.

Rule: the bytes are decoded here, strictly and by one of few encodings; the parser never chooses one. Source
of the limits: libxml2 stops at a depth of 256 and at 10 MB in one text while `huge_tree` is off.
"""

import re

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.text_file import decoded, marked_encoding

_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "iso-8859-1": "iso-8859-1",
    "windows-1252": "cp1252",
}
_DECLARED = re.compile(rb"""<\?xml\s[^?]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PROLOG_PART = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\["'>]|"[^"]*"|'[^']*')*+>""")
_ROOT_NAME = re.compile(r"<([A-Za-z_][\w.:-]*)")


def root_name(data: bytes) -> str | None:
    """The name of the root element, None where it is no XML; raises PaperFileError as `parse_xml` does."""
    text = _xml_text(data)
    found = _ROOT_NAME.match(text, _prolog_end(text))
    return found.group(1) if found else None


def parse_xml(data: bytes, *, keep_cdata: bool = False) -> etree._Element:
    """The root element; raises PaperFileError with the line. Lines are those of the file.

    `keep_cdata`: the tree remembers, when it is written, what stood in CDATA.
    """
    text = _xml_text(data)
    end = _prolog_end(text)
    body = "\n" * text.count("\n", 0, end) + text[end:]
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=not keep_cdata,
    )
    try:
        return etree.fromstring(body.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise _not_well_formed(
            str(error).removesuffix(f" (<string>, line {getattr(error, 'lineno', 0)})")
        ) from error


def _xml_text(data: bytes) -> str:
    encoding, start = marked_encoding(data) or (_declared_encoding(data), 0)
    return decoded(data[start:], encoding)


def _declared_encoding(data: bytes) -> str:
    declared = _DECLARED.match(data)
    if declared is None:
        return "utf-8"
    name = declared.group(1).decode("ascii")
    if name.casefold() not in _ENCODINGS:
        raise PaperFileError(
            f"The file says that it is written in {name}, which is not read.",
            "Save it as UTF-8.",
            code="TEXT_ENCODING",
        )
    return _ENCODINGS[name.casefold()]


def _prolog_end(text: str) -> int:
    """Where the root begins. A document type is stepped over, never read; one with a subset is refused."""
    at = 0
    while at < len(text):
        part = _PROLOG_PART.match(text, at) or _DOCTYPE.match(text, at)
        if part is None:
            break
        at = part.end()
    if text.startswith("<!", at):
        raise PaperFileError(
            "The file has a document type with definitions of its own, which no paper needs.",
            "Export the questions again.",
            code="XML_DOCTYPE",
        )
    return at


def _not_well_formed(reason: str) -> PaperFileError:
    if "depth" in reason.casefold():
        return PaperFileError("The file is nested too deep.", "Export it again.", code="XML_TOO_DEEP")
    return PaperFileError(
        f"The file is no well-formed XML: {reason}.", "Export the questions again.", code="XML_SYNTAX"
    )
