"""Commitments: each test shows a text, and who binds itself to what, on which condition, how firmly and by when."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya said on Monday it would send observers to the border.", ["Kenya: send observers to the border"]),
        ("Turkey promised to reopen the strait.", ["Turkey: reopen the strait"]),
        ("Japan has decided to lift the ban on beef.", ["Japan: lift the ban on beef"]),
        ("Britain is to reopen its embassy in Damascus.", ["United Kingdom: reopen its embassy in Damascus"]),
        ("Canada offered to host the next round.", ["Canada: host the next round"]),
        ("Canada is prepared to cut tariffs on steel.", ["Canada: cut tariffs on steel"]),
        ("Washington is committed to withdrawing its forces.", ["United States: withdrawing its forces"]),
        ("Beijing guaranteed that it would not devalue the yuan.", ["China: not devalue the yuan"]),
        ("Ethiopia gave an assurance that it would consult Egypt.", ["Ethiopia: consult Egypt"]),
        ("Emmanuel Macron said France would rejoin the pact.", ["France: rejoin the pact"]),
        ("The treaty obliges Chile to scrap its mines.", ["Chile: scrap its mines"]),
        ("The Taliban have agreed in principle to a ceasefire.", ["Taliban: a ceasefire"]),
        ("Colombia’s promise to protect former fighters still stands.", ["Colombia: protect former fighters"]),
    ],
)
def test_a_party_binds_itself_to_act(commitments, text, expected):
    assert commitments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels have pledged not to attack convoys.", "rebels: not attack convoys"),
        ("France said it would never recognise the regime.", "France: not recognise the regime"),
        ("Poland is not ready to accept the quota.", "Poland: not accept the quota"),
        ("France refuses to join the pact.", "France: not join the pact"),
        ("Ethiopia has ruled out signing a treaty.", "Ethiopia: not signing a treaty"),
        ("Ukraine will not stop or slow its drones.", "Ukraine: not stop or slow its drones"),
    ],
)
def test_a_party_binds_itself_to_refrain(commitments, text, expected):
    assert commitments(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hungary promised to pay its dues and to drop its veto.",
            ["Hungary: pay its dues", "Hungary: drop its veto"],
        ),
        (
            "Vietnam and Laos agreed to share data on the Mekong and build a bridge.",
            ["Laos and Vietnam: share data on the Mekong", "Laos and Vietnam: build a bridge"],
        ),
        (
            "Sudan said it would withdraw its troops from the town and possibly release the prisoners.",
            ["Sudan: withdraw its troops from the town", "Sudan: release the prisoners"],
        ),
        ("Norway vowed to reduce and later abolish the tariffs.", ["Norway: reduce and later abolish the tariffs"]),
        (
            "Under the deal, Serbia would recognise Kosovo’s diplomas and Kosovo would grant autonomy to Serb towns.",
            ["Serbia: recognise Kosovo’s diplomas", "Kosovo: grant autonomy to Serb towns"],
        ),
    ],
)
def test_coordinated_acts_are_separate_unless_they_share_an_object(commitments, text, expected):
    assert commitments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway will open its ports if Iceland lifts its ban on cod.",
            ["Norway: open its ports [if Iceland lifts its ban on cod]"],
        ),
        (
            "India is ready to resume talks provided Pakistan hands over the suspects.",
            ["India: resume talks [provided Pakistan hands over the suspects]"],
        ),
        (
            "Ankara will not open the border until Yerevan drops its claims.",
            ["Turkey: not open the border [until Yerevan drops its claims]"],
        ),
        (
            "Vladimir Putin said Russia would leave the treaty unless Washington removed the missiles.",
            ["Russia: leave the treaty [unless Washington removed the missiles]"],
        ),
        (
            "North Korea would freeze its reactor in return for fuel.",
            ["North Korea: freeze its reactor [in return for fuel]"],
        ),
        (
            "Japan will keep its troops in Iraq as long as the United States stays.",
            ["Japan: keep its troops in Iraq [as long as the United States stays]"],
        ),
    ],
)
def test_conditions_hang_on_the_commitment_and_stay_out_of_its_action(commitments, text, expected):
    assert commitments(text) == expected


def test_an_accepted_exchange_binds_both_sides(commitments):
    assert commitments("Peru agreed to lift its tariffs in exchange for Chile curbing its exports.") == [
        "Peru: lift its tariffs [in exchange for Chile curbing its exports]",
        "Chile: curbing its exports [lift its tariffs]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Emmanuel Macron hopes to visit Mali.",
        "France wants to buy more gas.",
        "The talks will probably fail, analysts said.",
        "Iran would face new sanctions, Joe Biden warned.",
        "Russia could attack at any time, Joe Biden said.",
        "Turkey will retaliate if Greece extends its waters.",
        "Turkey threatened to close the strait.",
        "If France agreed to leave, Mali would celebrate.",
        "France did not promise to stay.",
        "France urged Mali to agree to a truce.",
        "Emmanuel Macron expects Mali to hold elections.",
        "Germany will win the cup.",
        "Kenya repeated its demand that Somalia commit to a truce.",
        "France may agree to leave.",
        "Egypt is considering joining the pact.",
    ],
)
def test_wishes_predictions_threats_and_demands_bind_nobody(commitments, text):
    assert commitments(text) == []


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Tokyo plans to lift the ban.", "intention"),
        ("Tokyo is willing to lift the ban.", "offer"),
        ("Tokyo would lift the ban in return for oil.", "offer"),
        ("Tokyo vowed to lift the ban.", "pledge"),
        ("Tokyo and Seoul agreed to lift the ban.", "agreed"),
        ("Under the accord, Tokyo will lift the ban.", "agreed"),
    ],
)
def test_the_words_say_with_what_force(document, text, force):
    assert [c.force for c in document(text).commitments] == [force]


@pytest.mark.parametrize(
    ("text", "firmness"),
    [
        ("Tokyo promised to lift the ban.", "firm"),
        ("Tokyo agreed in principle to lift the ban.", "hedged"),
        ("Tokyo will try to lift the ban.", "hedged"),
        ("Tokyo promised to respond.", "vague"),
    ],
)
def test_the_words_say_how_firmly(document, text, firmness):
    assert [c.firmness for c in document(text).commitments] == [firmness]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Chad reneged on its pledge to hold elections.", "broken"),
        ("Chad’s promise to hold elections has not been kept.", "broken"),
        ("Serbia has kept its promise to hand over the files.", "done"),
        ("Serbia withdrew its offer to hand over the files.", "withdrawn"),
        ("Serbia renewed its promise to hand over the files.", "open"),
    ],
)
def test_the_article_tells_what_became_of_a_promise(document, text, status):
    assert [c.status for c in document(text).commitments] == [status]


@pytest.mark.parametrize(
    ("text", "deadline", "latest"),
    [
        ("Tokyo plans to lift the ban by the end of June.", "by the end of June", "2024-06-30"),
        ("Kenya promised to leave Somalia within two weeks.", "within two weeks", "2024-05-24"),
        ("Greece plans to withdraw its troops before the elections.", "before the elections", None),
    ],
)
def test_a_deadline_is_a_day_or_an_event(document, text, deadline, latest):
    d = document(text)
    found = [(d.article.quote(c.deadline.span), c.deadline.latest) for c in d.commitments if c.deadline is not None]
    assert found == [(deadline, latest)]


def test_a_length_of_time_is_no_deadline(document):
    assert [c.deadline for c in document("Chad and Niger agreed to extend the truce by six months.").commitments] == [
        None
    ]


def test_whose_word_it_is_stands_in_the_chain(document):
    d = document("Donald Trump said Kim Jong-un had promised to visit Seoul.")
    names = {a.id: a.name for a in d.actors}
    assert [([names[i] for i in c.maker], [names[i] for i in c.chain]) for c in d.commitments] == [
        (["Kim Jong-un"], ["Donald Trump", "Kim Jong-un"])
    ]


def test_the_same_promise_told_twice_is_one(commitments):
    assert commitments("Kenya promised to open the camp. Kenya promised to open the camp by Friday.") == [
        "Kenya: open the camp"
    ]
