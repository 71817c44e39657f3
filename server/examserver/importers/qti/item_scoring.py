"""What each question of an item is worth, and which of them a person scores.

Rule: a worth is used only where it was proved; every other question is scored by hand, with a remark that
says why, and the right answer by the file for the scorer.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from examserver.importers.author_text import AuthorText
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ByHandItem, PlainItem
from examserver.importers.qti.asked import Asked, AskedGap
from examserver.importers.qti.item_source import ItemSource
from examserver.importers.qti.points import in_parts
from examserver.importers.qti.processing.compiling import compile_scoring
from examserver.importers.qti.spaces import SpaceKind
from examserver.importers.qti.worths import NotCarried, Scoring, Worth
from examserver.importers.question_texts import rubric

_ONE_POINT = Decimal(1)


class ItemScoring:
    """The points of all that an item asks. `rubric_html` is what the item says to scorers.

    `may_step`: each thing that it asks is a part of its own, so that one can count only after another.
    """

    def __init__(
        self,
        source: ItemSource,
        asked: Sequence[Asked | AskedGap],
        rubric_html: Sequence[str],
        *,
        may_step: bool = False,
    ) -> None:
        self._source = source
        self._rubric = "".join(rubric_html)
        closed = [one for one in asked if one.space.kind is not SpaceKind.OPEN]
        scoring = _compiled(source, asked) if closed else Scoring({})
        if isinstance(scoring, Scoring) and scoring.steps and not (may_step and len(closed) == len(asked)):
            scoring = NotCarried("A person must score it, since its answers count only one after the other.")
        if isinstance(scoring, NotCarried):
            self._take_not_carried(scoring)
        else:
            for sentence in scoring.notes:
                source.texts.note("SCORING_UNDERSTOOD", sentence)
        self._worths = {} if isinstance(scoring, NotCarried) else dict(scoring.worths)
        self.steps = scoring.steps if isinstance(scoring, Scoring) else ()
        self.joint = isinstance(scoring, Scoring) and scoring.joint
        self._points = self._points_by_hand(asked, scoring)

    def worth(self, asked: Asked | AskedGap) -> Worth | None:
        """The proved worth; None where a person scores."""
        return self._worths.get(asked.space.response)

    def points(self, asked: Asked | AskedGap) -> Decimal:
        """The points of one question."""
        worth = self.worth(asked)
        return self._points[id(asked)] if worth is None else worth.points

    def by_hand(self, item: PlainItem, asked: Sequence[Asked | AskedGap]) -> ByHandItem:
        """The question for a person to score, with the right answers by the file."""
        answers = "".join(f"<p>✓ {escape(one.answer, quote=False)}</p>" for one in asked if one.answer)
        return ByHandItem(item, rubric(AuthorText(answers + self._rubric)))

    def note_by_hand(self, reason: str) -> None:
        """Tell the person who imports why a person must score; the reason is a part of a sentence."""
        self._source.texts.note("SCORING_UNSUPPORTED", f"A person must score it, since {reason}.")

    def _take_not_carried(self, why: NotCarried) -> None:
        """An item whose rule needs a key that is bad or not there is refused; all others a person scores."""
        if why.code == "KEY_INVALID" or (why.code == "KEY_MISSING" and self._needs_key()):
            raise QuestionRefusedError(why.code, why.reason.removeprefix("A person must score it: "))
        self._source.texts.note(why.code, why.reason)

    def _needs_key(self) -> bool:
        """Whether the rule is a template, or asks for a declared right answer or mapping."""
        rule = self._source.root.find("responseProcessing")
        if rule is None:
            return False
        return bool(rule.get("template")) or next(rule.iter("correct", "mapResponse"), None) is not None

    def _points_by_hand(
        self, asked: Sequence[Asked | AskedGap], scoring: Scoring | NotCarried
    ) -> dict[int, Decimal]:
        """The points of all without a worth, by their identity: several can have one response."""
        if self.joint and any(one.space.response not in self._worths for one in asked):
            raise QuestionRefusedError(
                "SCORING_UNSUPPORTED",
                "Its points depend on all its answers, and a person scores one of them.",
            )
        people = [id(one) for one in asked if one.space.response not in self._worths]
        if not people:
            return {}
        told = self._source.max_score()
        if isinstance(scoring, NotCarried):
            whole = scoring.points or told or _ONE_POINT
        else:
            proved = sum((worth.points for worth in self._worths.values()), Decimal(0))
            whole = told - proved if told is not None and told > proved else _ONE_POINT * len(people)
        return dict(zip(people, in_parts(whole, len(people)), strict=True))


def _compiled(source: ItemSource, asked: Sequence[Asked | AskedGap]) -> Scoring | NotCarried:
    """The worths; where two questions have one response, no rule can tell their answers apart."""
    names = [one.space.response for one in asked]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        return NotCarried(f"A person must score it: two of its questions are answered as “{twice}”.")
    return compile_scoring(source.root, [one.space for one in asked])
