"""Which elements of QTI stand in a body, and what becomes of each kind."""

from examserver.importers.stray_markup import KNOWN, REMOVED

INLINE_INTERACTIONS = frozenset({"inlineChoiceInteraction", "textEntryInteraction"})
BLOCK_INTERACTIONS = frozenset(
    "choiceInteraction orderInteraction associateInteraction matchInteraction gapMatchInteraction "
    "extendedTextInteraction hottextInteraction uploadInteraction sliderInteraction".split()
)
FOR_SCORERS = frozenset(
    "teacherInstructions choiceRationales inlineChoiceRationales rationale scorerGuidance".split()
)
FEEDBACK = frozenset("feedbackBlock feedbackInline modalFeedback testFeedback".split())
TEMPLATES = frozenset("templateBlock templateInline printedVariable".split())
# What a reader may do without: looks, help for machines, and what says nothing.
SILENT = frozenset(
    "stylesheet catalogInfo companionMaterialsInfo apipAccessibility itemFileInfo meta link title "
    "animation desc metadata source track param".split()
)
TRANSPARENT = frozenset("infoControl itemBody prompt contentBody stimulusBody include bdi picture".split())
HTML = (KNOWN | REMOVED) - frozenset(
    "math audio video object embed img picture a source track param title".split()
)

_WHY_NOT = {
    "customInteraction": "needs a program of its own",
    "portableCustomInteraction": "needs a program of its own",
    "hotspotInteraction": "asks for places in a picture",
    "selectPointInteraction": "asks for places in a picture",
    "graphicOrderInteraction": "asks for places in a picture",
    "graphicAssociateInteraction": "asks for places in a picture",
    "graphicGapMatchInteraction": "asks for places in a picture",
    "positionObjectInteraction": "asks for places in a picture",
    "positionObjectStage": "asks for places in a picture",
    "drawingInteraction": "asks for a drawing",
    "endAttemptInteraction": "ends the attempt or gives a hint, which no exam does",
}


def is_interaction(name: str) -> bool:
    """Whether an element of this name asks the candidate for something."""
    return name.endswith("Interaction") or name in _WHY_NOT


def why_not_carried(name: str) -> str:
    """A sentence about an interaction that the paper has no kind of question for."""
    return f"It is a {name}, which {_WHY_NOT.get(name, 'is not taken')}."
