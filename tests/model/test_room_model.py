"""Whatever happens in the room, and in whatever order: no answer is ever lost."""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.room import Room

EXAMPLES, STEPS, SEED = 30, 20, 1


def test_the_real_client_and_service_lose_nothing_in_any_order() -> None:
    thorough = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(SEED)(Room), settings=thorough)
