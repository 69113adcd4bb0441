"""What later reports do to earlier ones: the same told again, kept, broken, taken back, contradicted."""

from dataclasses import replace

import pytest

from summitry.article import Span
from summitry.ledger.account import Account
from summitry.records import Time

PROMISED = "{name}: Alderland would <commitment maker=ana{more}>open the northern river port</commitment>."


def promised(told, day="2030-01-10", *, name="promise", source="Gazette", more=""):
    return told(PROMISED.format(name=name, more=f" {more}" if more else ""), day, name=name, source=source)


def kinds(*documents):
    """Which article does what to the promise, and by which rule."""
    article = {record.id: d.article.id for d in documents for record in d.records()}
    return [(article[link.subject], link.kind) for link in Account(documents).links]


# Of the same matter ------------------------------------------------------------------------------------------------


def test_another_outlet_corroborates_and_the_same_one_does_not(told):
    documents = [
        promised(told),
        promised(told, "2030-01-11", name="again"),
        promised(told, "2030-01-12", name="other", source="Herald"),
        promised(told, "2030-01-13", name="other again", source="HERALD"),
    ]
    assert kinds(*documents) == [("again", "same"), ("other", "corroborates"), ("other again", "same")]


def test_a_link_says_which_rule_made_it_and_why(told):
    (link,) = Account([promised(told), promised(told, "2030-01-12", name="b", source="Herald")]).links
    assert (link.author, link.score, link.day) == ("same-matter/2", 1.0, "2030-01-12")
    assert link.reasons == ("4 of 4 words are the same", "told by herald independently")


# Deeds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Alderland <event plover=CONCEDE actor=alderland>opened</event> the northern river port.", "fulfils"),
        ("Ana Alder <event plover=CONCEDE actor=ana>opened the port</event> on the northern river.", "fulfils"),
        ("Alderland <event plover=REJECT actor=alderland>rejected</event> opening the northern river port.", None),
        ("Birchland <event plover=CONCEDE actor=bo>opened</event> its northern river port.", None),
        ("Alderland <event plover=CONCEDE actor=alderland>opened</event> the mountain road.", None),
        ("Alderland <event plover=CONCEDE actor=alderland>painted</event> the northern river port.", None),
        (
            "Alderland <event plover=CONCEDE actor=alderland modality=refused>opening</event> the northern river port.",
            "withdraws",
        ),
        (
            "Alderland <event plover=CONCEDE actor=alderland modality=planned>opens</event> the northern river port.",
            None,
        ),
        ("Alderland <event plover=CONCEDE actor=alderland on=2029-05-01>opened</event> the northern river port.", None),
    ],
)
def test_a_deed_of_who_is_bound_keeps_a_promise(told, line, kind):
    documents = [promised(told), told(line, "2030-02-01", name="deed", source="Gazette")]
    assert kinds(*documents) == ([("deed", kind)] if kind else [])


def test_a_deed_reported_before_the_promise_does_not_keep_it(told):
    line = "Alderland <event plover=CONCEDE actor=alderland>opened</event> the northern river port."
    assert kinds(promised(told), told(line, "2030-01-02", name="deed")) == []


@pytest.mark.parametrize(
    "promise",
    [
        "Alderland will <commitment maker=ana>refrain from long range rocket tests</commitment>.",
        "Alderland will not <commitment maker=ana polarity=refrain>test its long range rockets</commitment>.",
        "Alderland will <commitment maker=ana>halt its long range rocket tests</commitment>.",
    ],
)
def test_doing_what_was_to_be_left_breaks_a_promise(told, promise):
    line = "Alderland <event plover=MOBILIZE actor=alderland on=2030-01-30>tested</event> two long range rockets."
    documents = [told(promise, "2030-01-10", name="promise"), told(line, "2030-02-01", name="deed")]
    assert kinds(*documents) == [("deed", "breaks")]


def test_ending_what_was_to_be_ended_keeps_a_promise(told):
    promise = "Alderland will <commitment maker=ana>halt its long range rocket tests</commitment>."
    line = "Alderland <event plover=RETREAT actor=alderland>halted</event> its long range rocket tests."
    documents = [told(promise, "2030-01-10", name="promise"), told(line, "2030-02-01", name="deed")]
    assert kinds(*documents) == [("deed", "fulfils")]


def test_an_act_told_in_other_words_is_known_by_its_kind(told):
    promise = (
        "Alderland will <commitment maker=ana><event plover=RETREAT actor=ana modality=promised>close</event>"
        " its northern radar test site</commitment>."
    )
    line = (
        "Alderland <event plover=RETREAT actor=alderland{}>blew up</event> the radar test site in its northern hills."
    )
    promised = told(promise, "2030-01-10", name="promise")
    (link,) = Account([promised, told(line.format(" on=2030-01-30"), "2030-02-01", name="deed")]).links
    assert (link.kind, link.score) == ("fulfils", 0.7)
    assert link.reasons == ("the same kind of act, RETREAT", "4 of 4 objects named")
    assert Account([promised, told(line.format(""), "2030-02-01", name="deed")]).links == ()  # it may be an old story


def test_a_promised_meeting_that_is_held_keeps_the_promise(told):
    plan = (
        "Ana Alder will <commitment maker=ana><event meeting=yes modality=promised on=2030-02-02 actor=ana recipient=bo>"
        "meet</event> Bo Birch</commitment>."
    )
    held = "Ana Alder and Bo Birch <event meeting=yes on=2030-02-02 actor=ana,bo>met</event>."
    documents = [told(plan, "2030-01-10", name="plan"), told(held, "2030-02-03", name="held")]
    assert ("held", "fulfils") in kinds(*documents)


# Words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "kind"), [("status=done", "fulfils"), ("status=broken", "breaks"), ("status=withdrawn", "withdraws")]
)
def test_a_later_report_says_what_has_come_of_a_promise(told, more, kind):
    documents = [promised(told), promised(told, "2030-01-15", name="later", more=more)]
    assert set(kinds(*documents)) == {("later", kind), ("later", "same")}


def test_a_promise_made_again_is_repeated_and_with_another_deadline_superseded(told):
    first = promised(told, more="until=2030-03-01")
    again = promised(told, "2030-02-20", name="again", more="until=2030-03-01")
    moved = promised(told, "2030-02-21", name="moved", more="until=2030-06-01")
    assert [k for k in kinds(first, again, moved) if k[1] != "same"] == [("again", "repeats"), ("moved", "supersedes")]


def test_a_promise_of_the_reverse_supersedes(told):
    reverse = "She will not <commitment maker=alderland polarity=refrain>open the northern river port</commitment>."
    documents = [promised(told), told(reverse, "2030-03-01", name="reverse")]
    assert kinds(*documents) == [("reverse", "supersedes")]


def test_who_is_bound_can_take_a_promise_back(told):
    line = "<statement speaker={0}>The offer to open the northern river port is off the table</statement>, {0} said."
    ana = told(line.format("ana"), "2030-03-01", name="ana")
    bo = told(line.format("bo"), "2030-03-01", name="bo")
    assert kinds(promised(told), ana, bo) == [("ana", "withdraws")]


# Contradictions ----------------------------------------------------------------------------------------------------


def disputed(*documents):
    return [
        (d.about, *[(side.says, [r.document.article.id for r in side.reports]) for side in d.sides])
        for d in Account(documents).disputes
    ]


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("It is not true that Alderland promised to open the northern river port", "promise"),
        ("Nobody opens the northern river port; the report is groundless", "denial"),
    ],
)
def test_a_denied_promise_is_a_dispute_with_both_sides(told, words, about):
    denial = told(f"<statement speaker=cy>{words}</statement>, he said.", "2030-01-12", name="denial")
    assert disputed(promised(told), denial) == [(about, ("promised", ["promise"]), ("denied", ["denial"]))]


def test_meetings_are_disputed_by_day_by_place_and_whether_they_were_held(told):
    met = "Ana Alder and Bo Birch <event meeting=yes on={} actor=ana,bo{} modality={}>met</event>."
    tuesday = told(met.format("2030-02-05", "", "happened"), "2030-02-06", name="tuesday")
    monday = told(met.format("2030-02-04", "", "happened"), "2030-02-07", name="monday")
    assert disputed(tuesday, monday) == [("date", ("2030-02-05", ["tuesday"]), ("2030-02-04", ["monday"]))]
    elmtown = told(met.format("2030-02-05", " place=Elmtown", "happened"), "2030-02-06", name="elmtown")
    oakham = told(met.format("2030-02-05", " place=Oakham", "happened"), "2030-02-07", name="oakham")
    assert disputed(elmtown, oakham) == [("place", ("Elmtown", ["elmtown"]), ("Oakham", ["oakham"]))]
    denied = told(met.format("2030-02-05", "", "denied"), "2030-02-07", name="denied")
    assert disputed(tuesday, denied) == [("denial", ("held", ["tuesday"]), ("not held", ["denied"]))]


def test_plans_that_move_are_no_dispute(told):
    plan = "They will <event meeting=yes modality=planned on={} actor=ana,bo>meet</event>."
    documents = [told(plan.format(f"2030-02-0{d}"), f"2030-01-0{d}", name=f"{d}") for d in (5, 7)]
    assert disputed(*documents) == []


def test_an_act_that_one_reports_and_another_denies(told):
    act = "Alderland <event plover=MOBILIZE actor=alderland modality={}>fired three rockets</event>."
    yes = told(act.format("happened"), "2030-02-06", name="yes")
    no = told(act.format("denied"), "2030-02-07", name="no")
    assert disputed(yes, no) == [("denial", ("it happened", ["yes"]), ("it did not", ["no"]))]


def test_one_promise_told_of_two_makers(told):
    words = "<commitment maker={}>rebuild the old wooden toll bridge</commitment> will they."
    documents = [told(words.format(who), "2030-02-06", name=who) for who in ("ana", "bo")]
    assert disputed(*documents) == [("who", ("Ana Alder", ["ana"]), ("Bo Birch", ["bo"]))]


def test_kept_according_to_one_and_broken_according_to_another(told):
    says = "<statement speaker={}>Alderland <commitment maker=ana status={}>opened the northern river port</commitment></statement>."
    done = told(says.format("ana", "done"), "2030-02-06", name="done")
    broken = told(says.format("bo", "broken"), "2030-02-07", name="broken")
    assert disputed(promised(told), done, broken) == [("performance", ("kept", ["done"]), ("broken", ["broken"]))]


# Meetings that were promised, and acts that were to end -------------------------------------------------------------

VISIT = "Ana promises to <commitment maker=ana><event meeting=yes actor=ana,bo modality=planned on=2030-02-09>see Bo</event></commitment>."


@pytest.mark.parametrize(
    ("later", "kinds"),
    [
        ("Ana and Bo <event meeting=yes actor=ana,bo on=2030-02-09>met</event>.", ["fulfils"]),
        ("Ana and Bo <event plover=AGREE actor=ana,bo on=2030-02-09>signed a pact</event>.", ["fulfils"]),
        ("Ana <event plover=AGREE actor=ana on=2030-02-09>signed a pact</event>.", []),
        ("Ana and Bo <event plover=AGREE actor=ana,bo on=2030-03-09>signed a pact</event>.", []),
        ("Ana <event meeting=yes actor=ana,bo modality=cancelled on=2030-02-09>calls it off</event>.", ["withdraws"]),
    ],
)
def test_a_promised_meeting_is_kept_by_meeting_or_signing_and_withdrawn_by_calling_it_off(told, later, kinds):
    documents = [told(VISIT, "2030-02-01"), told(later, "2030-03-10", name="b")]
    assert [link.kind for link in Account(documents).links if link.kind in ("fulfils", "withdraws")] == kinds


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("Ana <event meeting=yes actor=ana,bo modality=cancelled>cancels the trip</event>.\n{dated}", True),
        ("Ana <event meeting=yes actor=ana,bo modality=cancelled>walked out</event>.\n{undated}", False),
    ],
)
def test_who_walks_out_and_will_be_back_calls_nothing_off(told, text, off):
    undated = VISIT.replace(" on=2030-02-09", "")
    document = told(text.format(dated=VISIT, undated=undated), "2030-02-01")
    assert ("withdraws" in [link.kind for link in Account([document]).links]) == off


@pytest.mark.parametrize("plover", ["RETREAT", "MOBILIZE"])
def test_what_was_to_end_is_known_by_its_words_where_only_the_end_was_read(told, plover):
    halt = f"Ana will <commitment maker=ana><event plover={plover} actor=ana modality=promised>halt</event> rocket and missile tests</commitment>."
    fired = "She <event plover=MOBILIZE actor=ana>fired</event> a missile."
    stopped = "She <event plover=SANCTION actor=ana>stopped</event> the missile tests."
    for deed, kinds in ((fired, ["breaks"]), (stopped, ["fulfils"])):
        documents = [told(halt, "2030-02-01"), told(deed, "2030-03-10", name="b")]
        assert [link.kind for link in Account(documents).links] == kinds


def test_all_verbs_for_ending_something_are_one(told):
    lines = [f"Ana will <commitment maker=ana>{verb} the river tolls</commitment>." for verb in ("halt", "suspend")]
    documents = [told(line, "2030-02-01", name=str(n), source=str(n)) for n, line in enumerate(lines)]
    assert [link.kind for link in Account(documents).links] == ["corroborates"]


def test_a_deed_of_which_the_sentence_tells_as_past_keeps_no_later_promise(told):
    road = "Ana will <commitment maker=ana>open the mountain road</commitment>."
    deed = told("In 2003 she <event plover=CONCEDE actor=ana>opened the mountain road</event>.", "2030-03-10", name="b")
    year = Time(Span(3, 7), "DATE", "2003", "2003-01-01", "2003-12-31")
    for times, kinds in (((), ["fulfils"]), ((year,), [])):
        documents = [told(road, "2030-02-01"), replace(deed, times=times)]
        assert [link.kind for link in Account(documents).links] == kinds


STOP = "Ana will <commitment maker=ana>halt <event plover=MOBILIZE actor=ana modality=refused>rocket and long range missile tests</event></commitment>."


@pytest.mark.parametrize(
    ("deed", "broken"),
    [
        ("<event plover=MOBILIZE actor=ana>fired a rocket</event>", True),
        ("<event plover=MOBILIZE actor=ana>fired a long range missile</event>", True),
        ("<event plover=MOBILIZE actor=ana>fired a short range missile</event>", False),
        ("<event plover=MOBILIZE actor=bo>fired a rocket</event>", False),
        ("<event plover=MOBILIZE actor=ana modality=planned>fire a rocket</event>", False),
        ("<event plover=RETREAT actor=ana>scrapped a rocket</event>", False),
    ],
)
def test_acts_of_a_kind_that_was_to_end_break_the_promise(told, deed, broken):
    documents = [told(STOP, "2030-02-01"), told(f"They {deed}.", "2030-03-10", name="b")]
    assert ("breaks" in [link.kind for link in Account(documents).links]) == broken


# What only sounds as if it were done --------------------------------------------------------------------------------

ROAD = "Ana will <commitment maker=ana>open the long mountain road</commitment>."


@pytest.mark.parametrize(
    ("deed", "done"),
    [
        ("Ana <event plover=CONCEDE actor=ana>opened the long mountain road</event>.", True),
        ("Ana came back by <event plover=CONCEDE actor=ana>opening the long mountain road</event>.", True),
        ("Ana tried to <event plover=CONCEDE actor=ana>open the long mountain road</event>.", False),
        ("Ana may soon <event plover=CONCEDE actor=ana>open the long mountain road</event>.", False),
        ("Ana has the right to start <event plover=CONCEDE actor=ana>opening the long mountain road</event>.", False),
        ("Ana spoke of <event plover=CONCEDE actor=ana>opening the long mountain road</event>.", False),
        (
            "Ana drove on the long mountain road <event plover=CONCEDE actor=ana>opened</event> for a mountain race.",
            False,
        ),
        ("Ana stopped <event plover=CONCEDE actor=ana>opening the long mountain road</event>.", False),
    ],
)
def test_a_wish_a_right_an_attempt_or_a_topic_is_no_deed(told, deed, done):
    documents = [told(ROAD, "2030-02-01"), told(deed, "2030-02-10", name="b")]
    assert ("fulfils" in [link.kind for link in Account(documents).links]) == done


@pytest.mark.parametrize(
    ("later", "kinds"),
    [
        (
            "Ana broke her promise to <commitment maker=ana status=broken>open the long mountain road</commitment>.",
            ["breaks"],
        ),
        (
            "If Ana broke the promise to <commitment maker=ana status=broken>open the long mountain road</commitment>, all is lost.",
            [],
        ),
        ("Ana would keep her word to <commitment maker=ana status=done>open the long mountain road</commitment>.", []),
    ],
)
def test_what_is_only_supposed_of_a_promise_has_not_come_of_it(told, later, kinds):
    account = Account([told(ROAD, "2030-02-01"), told(later, "2030-02-10", name="b")])
    assert [link.kind for link in account.links if link.kind in ("breaks", "fulfils")] == kinds
    (course,) = account.courses.values()
    assert course.performed == ("breached" if kinds else "not_started")


def test_to_deny_what_was_to_be_left_contradicts_no_promise(told):
    never = "Ana will not <commitment maker=ana polarity=refrain>build long range rockets</commitment>."
    denial = "Ana <statement speaker=ana cue=>she does not build long range rockets</statement>: not true, she said."
    documents = [told(never, "2030-02-01"), told(denial.replace(" cue=", ""), "2030-02-10", name="b")]
    assert "contradicts" not in [link.kind for link in Account(documents).links]


def test_a_meeting_that_is_not_arranged_is_not_denied(told):
    held = "Ana and Bo <event meeting=yes actor=ana,bo on=2030-02-02>met</event>."
    no_more = "No further <event meeting=yes actor=ana,bo modality=denied>meetings</event> are arranged."
    never = "Ana and Bo did not <event meeting=yes actor=ana,bo modality=denied on=2030-02-02>meet</event>."
    for line, number in ((no_more, 0), (never, 1)):
        assert len(Account([told(held, "2030-02-03"), told(line, "2030-02-04", name="b")]).disputes) == number


@pytest.mark.parametrize(("day", "kinds"), [("2030-07-01", ["fulfils"]), ("2031-07-01", [])])
def test_a_deed_without_a_day_long_after_the_promise_may_be_another(told, day, kinds):
    promise = "Ana will <commitment maker=ana>open the mountain road</commitment>."
    deed = "Ana <event plover=CONCEDE actor=ana>opened the mountain road</event>."
    documents = [told(promise, "2030-02-01"), told(deed, day, name="b")]
    assert [link.kind for link in Account(documents).links] == kinds


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Ana denies that she <event meeting=yes actor=ana,bo modality=denied on=2030-02-02>met Bo</event>.", 1),
        ("The <event meeting=yes actor=ana,bo modality=denied on=2030-02-02>talks</event> did not take place.", 1),
        ("The <event meeting=yes actor=ana,bo modality=denied on=2030-02-02>talks</event> did not mean peace.", 0),
        ("There were no <event meeting=yes modality=denied on=2030-02-02>contacts</event> with others.", 0),
    ],
)
def test_that_a_meeting_was_held_is_denied_only_where_the_words_say_so(told, line, number):
    met = "Ana and Bo <event meeting=yes actor=ana,bo on=2030-02-02>met</event>."
    documents = [told(f"{met}\n{line}", "2030-02-04")]
    assert len(Account(documents).disputes) == number
