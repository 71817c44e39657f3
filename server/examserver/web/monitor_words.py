"""What the monitor's codes mean to people: states, what is wrong at a seat, and what to do then."""

from examserver.services.monitor.judging import Alarm, State

STATES = {
    State.OFFLINE: "offline",
    State.OUTSIDE: "outside the site",
    State.RELEASED: "seat is free to move",
    State.PAUSED: "paused",
    State.ANSWERING: "answering",
    State.WAITING: "waiting for the start",
    State.ASKED: "waits for the head proctor",
    State.NOT_THERE: "not there",
    State.CHECKED_IN: "checked in",
    State.EXPORTED: "exported",
    State.CLOSED: "closed by time",
    State.SUBMITTED: "handed in",
    State.COLLECTED: "taken in from a file",
    State.REFUSED: "entry refused",
    State.IDLE: "machine is ready",
    State.OFF: "machine is off",
}

ALARMS = {
    Alarm.SILENT_LONG: "nothing heard for two minutes",
    Alarm.SAVING: "trouble with saving",
    Alarm.NOT_HANDED_IN: "time is over, not handed in",
    Alarm.DAMAGED: "answers cannot be read",
    Alarm.CLONED: "two machines write as one",
    Alarm.CHECK_RED: "self-check is red",
    Alarm.SILENT: "nothing heard for a minute",
    Alarm.LEFT: "machine is at the login page",
    Alarm.OUTSIDE: "seen outside the site",
    Alarm.BEHIND: "answers wait at the machine",
    Alarm.CONFLICT: "answers contradict each other",
    Alarm.LATE: "answers came late",
    Alarm.ABSENT: "has not logged in",
    Alarm.MACHINE_OFF: "machine does not answer",
    Alarm.CLIENT_OLD: "client is too old",
    Alarm.ELSEWHERE: "another room or seat than assigned",
}

ADVICE = {
    Alarm.SILENT_LONG: (
        "Go to the seat. If the candidate goes on writing, only the network is gone and the answers are "
        "kept there: "
        "look at its cable. If the machine is dead, let the candidate go on at another one."
    ),
    Alarm.SAVING: (
        "Go to the seat and read what stands there in red. Let the candidate go on at another machine if "
        "it says so."
    ),
    Alarm.NOT_HANDED_IN: (
        "The machine has the answers and hands them in by itself when the network is back. Else export "
        "them there and "
        "take the package in."
    ),
    Alarm.DAMAGED: "Call technical support. Export the answers at the machine and keep the stick.",
    Alarm.CLONED: (
        "Two machines have the same disk. Both branches are kept; a site admin decides which one counts. "
        "Take the one "
        "away at which nobody sits."
    ),
    Alarm.CHECK_RED: "Look at what the self-check says below, or seat the candidate at another machine.",
    Alarm.SILENT: "Look over: whether the candidate goes on writing, and whether the network cable is in.",
    Alarm.LEFT: (
        "The client was started again. Let the candidate log in with the same numbers: all answers are there."
    ),
    Alarm.OUTSIDE: (
        "The machine is seen at an address that is not registered. Who sits there goes on, and saving too; "
        "nobody logs in there anew. A site admin registers the address; if the paper is covered, the room "
        "password lifts the cover."
    ),
    Alarm.BEHIND: (
        "The machine is there and sends nothing. Answers are kept there. If it stays so, restart the client."
    ),
    Alarm.CONFLICT: (
        "The candidate has written at two machines that did not know of each other. A site admin decides "
        "after the exam."
    ),
    Alarm.LATE: "Some answers were written after the end. They are kept and marked; a site admin decides.",
    Alarm.ABSENT: "The exam has begun. Look whether the candidate is there and needs help with the numbers.",
    Alarm.MACHINE_OFF: "Switch the machine on and start the client, or seat the candidate at another one.",
    Alarm.CLIENT_OLD: (
        "Nobody can log in at this machine: its client is older than the service takes. Install the new one, "
        "or seat the candidate at another machine."
    ),
    Alarm.ELSEWHERE: (
        "If the candidate was sent here, all is well. Else look whether the right person sits here, and "
        "compare the identity card."
    ),
}

TROUBLES = {
    "saving_failed": "The machine cannot save. What was typed last is on the screen alone.",
    "ballast_gone": "The disk of the machine is full; answers are still saved.",
    "second_place": "The first disk of the machine takes nothing; it saves in a second place.",
    "locked": "A record on the machine cannot be opened there; it is kept.",
    "damaged": "The record on the machine was damaged; what could be read of it is there.",
}
"""What a station says by a word (`examclient.ui.telling`); one that is not here stands as it came."""

TOLD = {
    "amber": "Look",
    "red": "Go there now",
    "all": "All seats",
    "saved": "saved {age} ago",
    "silent": "silent for {age}",
    "answered": "{n} of {all} answered",
    "events": "{held} events there, {got} here",
    "got": "{got} events here",
    "skew": "clock {n} s",
    "drawing": "drawing {level}",
    "check_green": "self-check green",
    "check_amber": "self-check amber",
    "check_red": "self-check red",
    "away": "other window {n} times",
    "due": "assigned: {place}",
    "seconds": "{n} s",
    "minutes": "{n} min",
    "hours": "{n} h",
    "none": "No seat is like this.",
    "nobody": "nobody",
    "no_room": "no room",
}
"""What the page's script says by itself."""
