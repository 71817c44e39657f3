"""Puts the pictures into the sample exam: `python -m resources.samples.build_sample`.

Rule: the text is edited in `sample-exam.src.xml` only; `sample-exam.xml` is made from it and `pictures/`.
"""

import base64
from pathlib import Path

from lxml import etree

SAMPLES = Path(__file__).resolve().parent
SOURCE = SAMPLES / "sample-exam.src.xml"
BUILT = SAMPLES / "sample-exam.xml"
PICTURES = SAMPLES / "pictures"


def build() -> bytes:
    """The whole exam as Moodle XML in UTF-8, every picture embedded."""
    quiz = etree.parse(str(SOURCE), etree.XMLParser(strip_cdata=False, remove_comments=True))
    for file in quiz.iter("file"):
        picture = PICTURES / str(file.attrib["name"])
        file.text = base64.b64encode(picture.read_bytes()).decode("ascii")
    return etree.tostring(quiz, encoding="UTF-8", xml_declaration=True) + b"\n"


def main() -> None:
    """Write the built exam beside its source."""
    BUILT.write_bytes(build())


if __name__ == "__main__":
    main()
