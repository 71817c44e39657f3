"""The model itself is tested: each bug that it is there for is switched in, and it must be caught."""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from examclient.errors import ExamError
from examprotocol.errors import ProtocolError
from tests.model.bugs import BUGS, Bug, Patch, generation_not_raised
from tests.model.room import Room

MOST_EXAMPLES, STEPS = 150, 20
SEED = 2
OTHERS: dict[Bug, int] = {generation_not_raised: 3}
"""The same examples in every run; with these each bug is caught within some seconds."""

until_it_is_caught = settings(
    max_examples=MOST_EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


BY_RULE = (AssertionError, ExamError, ProtocolError)


def is_caught(error: BaseException) -> bool:
    """By what must hold, or by the product itself; an accident of the bug's own code is neither."""
    if isinstance(error, BaseExceptionGroup):
        return any(is_caught(one) for one in error.exceptions)
    return isinstance(error, BY_RULE)


@pytest.mark.timeout(900)  # where the machine is busy, the search of one takes minutes
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_bug_that_would_lose_answers_is_caught(bug: Bug, monkeypatch: Patch) -> None:
    bug(monkeypatch)
    with pytest.raises((*BY_RULE, BaseExceptionGroup)) as caught:
        run_state_machine_as_test(seed(OTHERS.get(bug, SEED))(Room), settings=until_it_is_caught)
    assert is_caught(caught.value)
