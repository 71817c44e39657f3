"""The state machine: one candidate at several machines, and all that goes wrong in real rooms, in any order.

What must hold is listed in `world.py`, and is tried after every step.
"""

from tests.model.answering import Answering
from tests.model.breaking import Breaking
from tests.model.ending import Ending
from tests.model.keeping import Keeping
from tests.model.moving import Moving


class Room(Answering, Breaking, Keeping, Moving, Ending):
    """All that people, machines and the world do."""
