"""For each on the left, choose several on the right."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.flow import FlowLayout
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.lettering import letter_of, names_in_lists, needs_letters
from examclient.ui.questions.link_chip import LinkChip
from examclient.ui.sentence import in_one_line
from examprotocol.paper import Matching
from examprotocol.paper_parts import Choice
from examprotocol.responses import LinksResponse, Response

Link = tuple[str, str]


class LinkingView(QuestionView):
    """Below each left item a row of all right ones, to be checked. Long right ones stand lettered above.

    Rule: at a limit the others stay clickable, and a click says what to do first.
    """

    def __init__(self, question: Matching, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._left_max, self._right_max = question.left_max, question.right_max
        self._words = dict(names_in_lists(question.right))
        self._chips: dict[Link, LinkChip] = {}
        self._hint = Hint(self._sheet)
        if needs_letters(question.right):
            self.column.addWidget(self._lettered(question))
        self.column.addWidget(self._hint)
        for item in question.left:
            self._lay_out_item(item)
        self._finish()

    def response(self) -> Response:
        return LinksResponse(tuple(sorted(self._chosen())))

    def input_widgets(self) -> list[QWidget]:
        return list(self._chips.values())

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        for chip in self._chips.values():
            chip.is_read_only = is_read_only

    def _show(self, response: Response | None) -> None:
        links = set(response.links) if isinstance(response, LinksResponse) else set()
        for link, chip in self._chips.items():
            chip.setChecked(link in links)

    def _speak(self) -> None:
        self._hint.advise(self._limits_in_words(), "")

    def _limits_in_words(self) -> str:
        said = [self.tr("Choose all that belong to each line.")]
        if self._left_max:
            said = [self.tr("Choose at most {most} for each line.").format(most=self._left_max)]
        if self._right_max:
            said += [self.tr("Each may be chosen at most {most} times.").format(most=self._right_max)]
        return in_one_line(*said)

    def _chosen(self) -> list[Link]:
        return [link for link, chip in self._chips.items() if chip.isChecked()]

    def _on_clicked(self, link: Link) -> None:
        why = self._why_not(link) if self._chips[link].isChecked() else ""
        if why:
            self._chips[link].setChecked(False)
            self._hint.advise(why)
        else:
            self._speak()
        self._on_input()

    def _why_not(self, link: Link) -> str:
        lefts = Counter(left for left, _ in self._chosen())
        rights = Counter(right for _, right in self._chosen())
        if 0 < self._left_max < lefts[link[0]]:
            words = self.tr("{most} are chosen for this line, and no more can be. Take one away first.")
            return words.format(most=self._left_max)
        if 0 < self._right_max < rights[link[1]]:
            words = self.tr("This one is chosen {most} times already. Take it away in another line first.")
            return words.format(most=self._right_max)
        return ""

    def _on_focus_step(self, link: Link, step: int) -> None:
        links = list(self._chips)
        at = links.index(link) + step
        if 0 <= at < len(links):
            self._chips[links[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out_item(self, item: Choice) -> None:
        text = self.rich_text(item.body)
        text.door.stay_out_of_tabs()
        block, row = QVBoxLayout(), QWidget(self._sheet)
        block.setSpacing(6)
        block.addWidget(text)
        flow = FlowLayout(row)
        for right, words in self._words.items():
            link = (item.id, right)
            chip = LinkChip(words, row)
            chip.setAccessibleName(f"{text.accessibleName()}: {words}")
            chip.clicked.connect(lambda _=False, link=link: self._on_clicked(link))
            chip.focus_step_wanted.connect(lambda step, link=link: self._on_focus_step(link, step))
            self._chips[link] = chip
            flow.addWidget(chip)
        block.addWidget(row)
        self.column.addLayout(block)

    def _lettered(self, question: Matching) -> QFrame:
        card = QFrame(self._sheet)
        card.setProperty("kind", "card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(16, 12, 16, 12)
        for index, choice in enumerate(question.right):
            row = QHBoxLayout()
            row.setSpacing(12)
            letter, body = QLabel(letter_of(index), card), self.rich_text(choice.body)
            letter.setFixedHeight(body.line_height())
            row.addWidget(letter, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(body, 1)
            rows.addLayout(row)
        return card
