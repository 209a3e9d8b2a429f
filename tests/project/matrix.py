"""Who finds what: every address of the site, every visitor, every method.

One row per address name. In a row, one word per visitor, in this order:

    anonymous  learner  other-learner  trainer  other-trainer  counsellor  administrator

A word is a status, or where a 302 leads: `sign` (the learners' door), `staff` (the staff's door), `page` (another
page of the site). What belongs to somebody else answers 404, as what does not exist. Who they are: `ground.py`.

A view just added fails `test_matrix.py` until it has its row here: write what *should* happen, then make it so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.project.ground import Ground

Arguments = tuple[Any, ...] | Callable[[Ground], tuple[Any, ...]]


def everybody(word: str) -> str:
    return " ".join([word] * 7)


# A method that the address does not know.
NO = "sign 405 405 405 405 405 405"
NO_PUBLIC = everybody("405")


@dataclass(frozen=True)
class Row:
    get: str = NO
    post: str = NO
    put: str = NO
    delete: str = NO
    args: Arguments = ()
    body: Callable[[Ground], dict[str, Any]] | None = None  # what a script of ours posts, as JSON


def public(get: str, post: str = NO_PUBLIC, *, put: str = NO_PUBLIC, args: Arguments = ()) -> Row:
    """An address open without signing in."""
    return Row(get=get, post=post, put=put, delete=NO_PUBLIC, args=args)


def desk(get: str = "", post: str = "", *, role: str = "", args: Arguments = ()) -> Row:
    """A desk answers 404 to whoever has not its role, before it looks at the method or at what is asked for."""
    hidden = (role or TRAINERS).replace("200", "405")
    return Row(get=get or hidden, post=post or hidden, put=hidden, delete=hidden, args=args)


def _cohort(ground: Ground) -> tuple[Any, ...]:
    return (ground.cohort.uuid,)


def _cohort_quiz(ground: Ground) -> tuple[Any, ...]:
    return (ground.cohort.uuid, ground.quiz.uuid)


def _cohort_exercise(ground: Ground) -> tuple[Any, ...]:
    return (ground.cohort.uuid, ground.h5p.uuid)


def _quiz(ground: Ground) -> tuple[Any, ...]:
    return (ground.quiz.uuid, ground.lesson.uuid)


def _quiz_attempt(ground: Ground) -> tuple[Any, ...]:
    return (ground.quiz.uuid, ground.lesson.uuid, ground.attempt.uuid)


def _certificate(ground: Ground) -> tuple[Any, ...]:
    return (ground.credential.uuid,)


def _learner(ground: Ground) -> tuple[Any, ...]:
    return (ground.learner.uuid,)


def _staff(ground: Ground) -> tuple[Any, ...]:
    return (ground.staff.uuid,)


def _room(ground: Ground) -> tuple[Any, ...]:
    return (ground.room.uuid,)


def _seat(ground: Ground) -> tuple[Any, ...]:
    return (ground.seat.uuid,)


def _lesson(ground: Ground) -> tuple[Any, ...]:
    return (ground.lesson.uuid,)


def _h5p_attempt(ground: Ground) -> tuple[Any, ...]:
    return (ground.h5p_attempt.uuid,)


TRAINERS = "sign 404 404 200 200 404 200"  # of any structure: each sees their own
TRAINERS_HERE = "sign 404 404 200 404 404 200"
TRAINERS_HERE_POST = "sign 404 404 page 404 404 page"
WHO_MAY_LEARN = "sign 200 404 200 404 404 200"
WHO_MAY_LEARN_POST = "sign page 404 page 404 404 page"
OWN_TRAINERS = "sign 404 404 200 200 404 404"  # not who only organises
OWN_TRAINERS_HERE = "sign 404 404 200 404 404 404"
COUNSELLORS = "sign 404 404 404 404 200 404"
NOBODYS = "sign 404 404 404 404 404 404"  # who runs the site, with the rights of a superuser, is none of them
TEAM = "sign 404 404 404 404 404 200"
REAUTHENTICATED = "sign 404 404 page page page page"  # the password is asked again first
NOT_FOR_CARDS = "sign 404 404 405 405 405 405"

ROWS: dict[str, Row] = {
    # lms.web
    "healthz": public(everybody("200")),
    "readyz": public(everybody("200")),
    "help": public(everybody("200")),
    "gallery": public(everybody("404")),
    "accessibility": public(everybody("200")),
    "choose_language": public(NO_PUBLIC, everybody("404")),
    "media": public(everybody("404"), args=("images/nothing.png",)),
    # lms.signin
    "sign_in": public(everybody("200"), everybody("422")),
    # At a browser that is no registered seat there is nobody to choose: back to the door.
    "handover": public(everybody("200"), everybody("page")),
    "handover_state": public(everybody("200")),
    "handover_open": public(NO_PUBLIC, everybody("page")),
    "handover_code": Row(get="sign 200 200 404 404 404 404", post="sign 422 422 404 404 404 404"),
    "handover_confirm": Row(post="sign 404 404 404 404 404 404"),
    "trial_resume": public(everybody("200"), everybody("422")),
    "trial_code": Row(get="sign 404 404 404 404 404 404"),
    "trial_claim": Row(get="sign 200 200 404 404 404 404", post="sign 422 422 404 404 404 404"),
    "seat_sign_in": public(everybody("page"), everybody("page")),
    "my_picture": Row(get="sign 200 200 404 404 404 404", post="sign page page 404 404 404 404"),
    "my_sessions": Row(get="sign 200 200 404 404 404 404", post="sign page page 404 404 404 404"),
    "sign_out": public(everybody("200"), everybody("200")),
    # A learner who is at work comes to their own page, as staff do; who waits types digits or is asked for the card.
    "session_over": public("200 page page page page page page", "422 page page page page page page"),
    "still_here": Row(post="sign 204 204 204 204 204 204"),
    "staff_home": Row(get="sign 404 404 page page page page"),
    "staff_sign_in": public(everybody("200"), everybody("200"), put=everybody("200")),
    "account_login": public(everybody("200"), everybody("200"), put=everybody("200")),
    "account_inactive": public(everybody("200")),
    "account_reauthenticate": Row(
        get="sign 404 404 200 200 200 200",
        post="sign 404 404 200 200 200 200",
        put="sign 404 404 200 200 200 200",
        delete=NOT_FOR_CARDS,
    ),
    "account_change_password": Row(
        get="sign 404 404 200 200 200 200",
        post="sign 404 404 200 200 200 200",
        put="sign 404 404 200 200 200 200",
        delete=NOT_FOR_CARDS,
    ),
    "mfa_index": Row(get="sign 404 404 200 200 200 200", post=NOT_FOR_CARDS, put=NOT_FOR_CARDS, delete=NOT_FOR_CARDS),
    "mfa_authenticate": Row(
        get="staff 404 404 page page page page",
        post="staff 404 404 page page page page",
        put="staff 404 404 page page page page",
        delete="staff 404 404 page page page page",
    ),
    "mfa_reauthenticate": Row(get=REAUTHENTICATED, post=REAUTHENTICATED, put=REAUTHENTICATED, delete=REAUTHENTICATED),
    "mfa_activate_totp": Row(get=REAUTHENTICATED, post=REAUTHENTICATED, put=REAUTHENTICATED, delete=REAUTHENTICATED),
    "mfa_deactivate_totp": Row(
        get="sign 404 404 404 404 404 404",
        post="sign 404 404 404 404 404 404",
        put="sign 404 404 404 404 404 404",
        delete="sign 404 404 404 404 404 404",
    ),
    "mfa_view_recovery_codes": Row(
        get="sign 404 404 404 404 404 404", post=NOT_FOR_CARDS, put=NOT_FOR_CARDS, delete=NOT_FOR_CARDS
    ),
    "mfa_generate_recovery_codes": Row(
        get=REAUTHENTICATED, post=REAUTHENTICATED, put=REAUTHENTICATED, delete=REAUTHENTICATED
    ),
    # lms.accounts
    "settings": Row(get="sign 200 200 200 200 200 200", post="sign 422 422 422 422 422 422"),
    "password_link": public(everybody("page"), args=("zz", "aaa-bbb")),
    "password_set": public(everybody("404"), everybody("404")),
    # lms.structures
    "consent": Row(get="sign 200 200 404 404 404 404", post="sign 422 422 404 404 404 404"),
    "consent_end": Row(post="sign page 404 404 404 404 404", args=lambda ground: (ground.support.uuid,)),
    "staff_people": Row(get=TEAM),
    "staff_invite": Row(get=TEAM, post="sign 404 404 404 404 404 422"),
    "staff_person": Row(get=TEAM, post="sign 404 404 404 404 404 422", args=_staff),
    "staff_link": Row(post=TEAM, args=_staff),
    "staff_role_end": Row(
        post="sign 404 404 404 404 404 page",
        args=lambda ground: (ground.staff.uuid, ground.staff_membership.pk),
    ),
    # lms.desk
    "cohorts": desk(TRAINERS),
    "cohort_new": desk(TRAINERS, "sign 404 404 422 422 404 422"),
    "cohort": desk(TRAINERS_HERE, args=_cohort),
    "cohort_add": desk(TRAINERS_HERE, "sign 404 404 422 404 404 422", args=_cohort),
    "cohort_remove": desk(post=TRAINERS_HERE_POST, args=_cohort),
    "session_open": desk(post=TRAINERS_HERE_POST, args=_cohort),
    "session_close": desk(post=TRAINERS_HERE_POST, args=_cohort),
    "learners": desk(TRAINERS, "sign 404 404 page page 404 page"),
    "trial_adopt": desk(TRAINERS, "sign 404 404 422 422 404 422"),
    "learner_new": desk(TRAINERS, "sign 404 404 422 422 404 422"),
    "learners_import": desk(TRAINERS, "sign 404 404 422 422 404 422"),
    "pin_reset": desk(TRAINERS_HERE, TRAINERS_HERE, args=_learner),
    "pin_unlock": desk(post=TRAINERS_HERE_POST, args=_learner),
    "learner_accommodations": desk(TRAINERS_HERE, TRAINERS_HERE_POST, args=_learner),
    "card_lost": desk(post=TRAINERS_HERE, args=_learner),
    "cohort_end_sessions": desk(TRAINERS_HERE, TRAINERS_HERE_POST, args=_cohort),
    "rooms": desk(TRAINERS, "sign 404 404 422 422 404 422"),
    "room": desk(TRAINERS_HERE, "sign 404 404 422 404 404 422", args=_room),
    "room_change": desk(TRAINERS_HERE, "sign 404 404 422 404 404 422", args=_room),
    "room_retire": desk(post=TRAINERS_HERE_POST, args=_room),
    "room_end_sessions": desk(TRAINERS_HERE, TRAINERS_HERE_POST, args=_room),
    "seat": desk(TRAINERS_HERE, "sign 404 404 422 404 404 422", args=_seat),
    "seat_revoke": desk(post=TRAINERS_HERE_POST, args=_seat),
    "cards_print": desk(post="sign 404 404 page page 404 page"),
    # assessments
    "activity": Row(get=WHO_MAY_LEARN_POST, args=_quiz),
    "quiz": Row(get="sign 200 404 page 404 404 page", args=_quiz),
    "quiz_start": Row(post=WHO_MAY_LEARN_POST, args=_quiz),
    "quiz_answer": Row(post=WHO_MAY_LEARN_POST, args=_quiz),
    # Not the form of a file: out of date, back to its page, for whoever may be there.
    "quiz_files": Row(post=WHO_MAY_LEARN_POST, args=_quiz),
    "quiz_draft": Row(post="sign 400 400 400 400 400 400", args=_quiz),
    "quiz_pause": Row(post=WHO_MAY_LEARN_POST, args=_quiz),
    "quiz_resume": Row(post=WHO_MAY_LEARN_POST, args=_quiz),
    "quiz_hint": Row(post=WHO_MAY_LEARN_POST, args=_quiz),
    "quiz_submit": Row(post=WHO_MAY_LEARN_POST, args=_quiz),
    "quiz_result": Row(get="sign page 404 404 404 404 404", args=_quiz_attempt),
    "quiz_question": Row(get="sign 200 404 404 404 404 404", args=lambda ground: (*_quiz_attempt(ground), 1)),
    "quiz_preview": Row(get=TRAINERS_HERE, post=TRAINERS_HERE, args=lambda ground: (ground.quiz.uuid,)),
    "item_preview": Row(get=TRAINERS_HERE, post=TRAINERS_HERE, args=lambda ground: (ground.item.uuid,)),
    "handed_file": Row(get="sign 200 404 200 404 404 200", args=lambda ground: (ground.handed_file.uuid,)),
    "verify": public(everybody("200")),
    "verify_code": public(everybody("200"), everybody("200"), args=lambda ground: (ground.credential.code,)),
    "my_certificates": Row(get="sign 200 200 200 200 200 200"),
    "certificates": desk(TRAINERS, "sign 404 404 page page 404 page"),
    "certificate_file": Row(get="sign 200 404 200 404 404 200", args=_certificate),
    "certificate_visibility": Row(post="sign page 404 404 404 404 404", args=_certificate),
    "certificate_make_again": desk(post=TRAINERS_HERE_POST, args=_certificate),
    "certificate_revoke": desk(TRAINERS_HERE, TRAINERS_HERE, args=_certificate),
    "h5p_shell": public(everybody("200")),
    "h5p_bundle": Row(get="sign 404 404 404 404 404 404", args=("0" * 40, "js")),
    "h5p_content_file": public(everybody("404"), args=("no-token", "content/image.png")),
    "h5p_draft_file": public(everybody("404"), args=("no-token", "images/image.png")),
    "h5p_library_file": public(everybody("404"), args=("0" * 64, "library.js")),
    "h5p_core_font": Row(get="sign 404 404 404 404 404 404", args=("0" * 64, "h5p-theme.woff2")),
    "h5p_otherwise": Row(
        get="sign 404 404 200 404 404 200", post="sign 404 404 422 404 404 422", args=lambda ground: (ground.h5p.uuid,)
    ),
    "h5p_play": Row(
        post=WHO_MAY_LEARN,
        args=lambda ground: (ground.h5p.uuid,),
        body=lambda ground: {"context": str(ground.lesson.uuid)},
    ),
    "h5p_statements": Row(post="sign 400 404 404 404 404 404", args=_h5p_attempt),
    "h5p_state": Row(put="sign 400 404 404 404 404 404", args=_h5p_attempt),
    "h5p_finish": Row(post="sign 409 404 404 404 404 404", args=_h5p_attempt),
    # courses
    "try": public(everybody("200")),
    "try_course": public(NO_PUBLIC, everybody("page"), args=lambda ground: (ground.lesson.course.uuid,)),
    "home": Row(get="sign 200 200 page page page page"),
    "lesson_seen": Row(post="sign 204 404 204 404 404 204", args=_lesson),
    "lesson_finished": Row(post=WHO_MAY_LEARN_POST, args=_lesson),
    "enrol_cohort": desk(TRAINERS_HERE, "sign 404 404 422 404 404 422", args=_cohort),
    "end_cohort_enrolment": desk(
        post=TRAINERS_HERE_POST, args=lambda ground: (ground.cohort.uuid, ground.cohort_enrolment.uuid)
    ),
    "cohort_progress": desk(TRAINERS_HERE, args=_cohort),
    "cohort_progress_csv": desk(TRAINERS_HERE, args=_cohort),
    "cohort_progress_xlsx": desk(TRAINERS_HERE, args=_cohort),
    "exercise_results": desk(TRAINERS_HERE, args=_cohort_exercise),
    "exercise_try": desk(TRAINERS_HERE, args=lambda ground: (*_cohort_exercise(ground), ground.h5p_attempt.uuid)),
    "quiz_results": desk(TRAINERS_HERE, args=_cohort_quiz),
    "quiz_results_csv": desk(TRAINERS_HERE, args=_cohort_quiz),
    "quiz_results_xlsx": desk(TRAINERS_HERE, args=_cohort_quiz),
    "quiz_people_csv": desk(post=TRAINERS_HERE, args=_cohort_quiz),
    "quiz_people_xlsx": desk(post=TRAINERS_HERE, args=_cohort_quiz),
    "quiz_answers_csv": desk(post=TRAINERS_HERE, args=_cohort_quiz),
    "quiz_answers_xlsx": desk(post=TRAINERS_HERE, args=_cohort_quiz),
    "cohort_statements": desk(post=TRAINERS_HERE, args=_cohort),
    "quiz_statements": desk(post=TRAINERS_HERE, args=_cohort_quiz),
    "statements_sending": desk(role=NOBODYS),
    "work_to_mark": desk(OWN_TRAINERS, role=OWN_TRAINERS),
    "mark_work": desk(
        OWN_TRAINERS_HERE, "sign 404 404 422 404 404 404", role=OWN_TRAINERS, args=lambda ground: (ground.work.uuid, 1)
    ),
    "caseload": desk(COUNSELLORS, "sign 404 404 404 404 page 404", role=COUNSELLORS),
    "caseload_csv": desk(post=COUNSELLORS, role=COUNSELLORS),
    "caseload_xlsx": desk(post=COUNSELLORS, role=COUNSELLORS),
    "caseload_person": desk(COUNSELLORS, role=COUNSELLORS, args=_learner),
    # cms (the studio has its own expectation: test_matrix.py)
    "wagtaildocs_serve": Row(
        get="sign 404 404 404 404 404 404",
        post="sign 404 404 404 404 404 404",
        put="sign 404 404 404 404 404 404",
        delete="sign 404 404 404 404 404 404",
        args=(1, "nothing.pdf"),
    ),
    "wagtaildocs_authenticate_with_password": Row(
        get="sign 404 404 404 404 404 404",
        post="sign 404 404 404 404 404 404",
        put="sign 404 404 404 404 404 404",
        delete="sign 404 404 404 404 404 404",
        args=(1,),
    ),
    "wagtail_serve": public("200 page page page page page page", args=("",)),
}
