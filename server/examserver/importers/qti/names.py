"""One spelling for the names of QTI 2.1, 2.2 and 3.0: camel case, no prefix, no namespace.

Rule: what reads an item never asks for its version. Source: QTI 3.0's names are those of 2.x in kebab case
with `qti-` before them; XHTML, MathML and the packaging standard have names of their own, which stay.
"""

import re

from lxml import etree

from examserver.importers.errors import QuestionRefusedError

XINCLUDE = "{http://www.w3.org/2001/XInclude}include"
_VERSION = re.compile(r"/imsqti(?:asi)?_v([0-9]+p[0-9]+)")
_READ = frozenset({"2p0", "2p1", "2p2", "3p0", "3p1"})
_HYPHEN = re.compile(r"-+([A-Za-z0-9])")
# White space around a value is how the file is laid out, and no part of an answer.
_VALUES = frozenset({"value", "baseValue"})
# Whether case matters in a map entry that does not say: in 2.1 and 2.2 it does, in 3.0 it does not.
# Source: the information models of QTI 2.1 and 3.0, MapEntry, caseSensitive.
_CASE_IN_QTI3 = "false"
_HTML_ATTRIBUTES = ("data-", "aria-", "on")


def root_kind(name: str) -> str:
    """The normalised name of a root element as it stands in the file, prefix and all."""
    plain = name.rpartition(":")[2]
    return _camel(plain.removeprefix("qti-")) if plain.startswith("qti-") else plain


def normalise(root: etree._Element) -> etree._Element:
    """Give the whole tree the one spelling, in place, and values no space around them.

    Raises QuestionRefusedError at an unknown version.
    """
    _check_version(etree.QName(root).namespace or "")
    for element in root.iter(etree.Element):
        if element.tag == XINCLUDE:
            continue
        name = etree.QName(element).localname
        is_qti3 = name.startswith("qti-")
        element.tag = root_kind(name)
        for attribute, value in list(element.attrib.items()):
            del element.attrib[attribute]
            element.set(_attribute(str(attribute), is_qti3=is_qti3), value)
        if is_qti3 and element.tag == "mapEntry" and element.get("caseSensitive") is None:
            element.set("caseSensitive", _CASE_IN_QTI3)
        if element.tag in _VALUES and element.text:
            element.text = element.text.strip()
    etree.cleanup_namespaces(root)
    return root


def _check_version(namespace: str) -> None:
    version = _VERSION.search(namespace)
    if version and version.group(1) not in _READ:
        told = version.group(1).replace("p", ".")
        raise QuestionRefusedError(
            "QTI_VERSION",
            f"It is written in QTI {told}, which is not read: export it as QTI 2.1, 2.2 or 3.0.",
        )


def _attribute(name: str, *, is_qti3: bool) -> str:
    plain = etree.QName(name).localname
    return _camel(plain) if is_qti3 and not plain.startswith(_HTML_ATTRIBUTES) else plain


def _camel(name: str) -> str:
    return _HYPHEN.sub(lambda found: found.group(1).upper(), name)
