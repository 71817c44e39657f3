"""Connects the window's wishes to the presenter, and the presenter's state to the window."""

from PySide6.QtCore import QObject

from examclient.ui.check_desk import CheckDesk
from examclient.ui.enrolling import Enrolling
from examclient.ui.lock import Lock
from examclient.ui.main_window import MainWindow
from examclient.ui.presenter import Presenter


def connect(window: MainWindow, presenter: Presenter) -> None:
    """State flows down by one method, wishes flow up by signals."""
    presenter.stage.state_changed.connect(window.show_state)
    presenter.composition_wanted.connect(window.commit_composition)
    presenter.redraw_wanted.connect(window.redraw)
    window.login_requested.connect(presenter.log_in)
    window.going_on_here.connect(presenter.arrivals.go_on_here)
    window.consent_given.connect(presenter.arrivals.consent)
    window.code_given.connect(presenter.arrivals.go_on_by_code)
    window.try_again_requested.connect(presenter.arrivals.try_again)
    window.given_up.connect(presenter.leave)
    window.confirmed.connect(presenter.confirm)
    window.not_me.connect(presenter.not_me)
    window.response_changed.connect(presenter.answer)
    window.question_chosen.connect(presenter.choose)
    window.flag_toggled.connect(presenter.flag)
    window.refresh_requested.connect(presenter.refresh)
    window.cache_clear_requested.connect(presenter.clear_cache)
    window.load_stopped.connect(presenter.papers.stop_loading)
    window.review_requested.connect(presenter.review)
    window.back_requested.connect(presenter.back)
    window.submit_confirmed.connect(presenter.submit)
    window.worry_seen.connect(presenter.stage.worry_seen)
    window.lift_requested.connect(presenter.obeying.lift)
    window.message_read.connect(presenter.obeying.put_away)
    window.retry_requested.connect(presenter.retry)
    window.left.connect(presenter.leave)
    window.close_requested.connect(presenter.save_typing)
    _connect_proctor(window, presenter)


def _connect_proctor(window: MainWindow, presenter: Presenter) -> None:
    """What a proctor does at this machine, and the sound check."""
    window.proctor_wanted.connect(presenter.proctor.open)
    window.proctor_unlocked.connect(presenter.proctor.unlock)
    window.proctor_left.connect(presenter.proctor.leave)
    window.touched.connect(presenter.proctor.touched)
    window.export_wanted.connect(presenter.proctor.open_to_export)
    window.attempt_chosen.connect(presenter.exports.choose)
    window.choice_given_up.connect(presenter.exports.give_up)
    window.folder_chosen.connect(presenter.exports.export_to)
    window.stop_requested.connect(presenter.exports.stop)
    window.result_read.connect(presenter.exports.done)
    window.record_wanted.connect(presenter.exports.save_record)
    window.stick_wanted.connect(presenter.exports.fill_stick)
    window.code_wanted.connect(presenter.proctor.show_code)
    window.extension_given.connect(presenter.proctor.extend)
    window.play_given.connect(presenter.proctor.give_play)
    window.key_wanted.connect(presenter.keys.look)
    window.end_wanted.connect(presenter.proctor.end_client)
    presenter.proctor.may_end.connect(window.end)
    window.sound_check_wanted.connect(presenter.sounds.check)
    window.sound_heard.connect(presenter.sounds.say_heard)
    window.volume_wanted.connect(presenter.sounds.set_volume)


def connect_checks(window: MainWindow, checks: CheckDesk) -> None:
    """The same for the self-check, which the login page leads to."""
    window.check_wanted.connect(checks.start)
    window.check_stopped.connect(checks.stop)
    window.check_left.connect(checks.leave)


def connect_lock(lock: Lock, window: MainWindow, presenter: Presenter) -> None:
    """While a candidate sits the machine is held, and what it sees is noted."""
    presenter.stage.state_changed.connect(lock.show_state)
    lock.was_away.connect(presenter.proctor.away.note)
    window.restart_requested.connect(lock.restart)


def connect_enrolling(window: MainWindow, enrolling: Enrolling) -> None:
    """The same while this machine is being set up and there is no presenter."""
    enrolling.state_changed.connect(window.show_state)
    window.file_chosen.connect(enrolling.choose)
    window.enrol_requested.connect(enrolling.register)
    window.enrolment_left.connect(enrolling.leave)


def part(window: MainWindow, *others: QObject) -> None:
    """The window and these have nothing to say to each other any more; they are deleted."""
    for other in others:
        window.disconnect(other)
        other.disconnect(window)
        other.deleteLater()
