"""The ways in which resolutions say when: one line for each form of words, and what looks like one and is none."""

import pytest

from tests.extraction.due_reading import dues, read

DAY = "World Day of Tides"
REPORT = "Requests the Registrar to submit a report "


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # a report has its own date, whatever purpose what it is about has
        ("on progress towards a lasting calm by 30 June 2017", ["date 2017-06-30"]),
        (
            "on the work done in support of the pilots by 30 June 2017 and every ninety days thereafter",
            ["date 2017-06-30", "every P90D"],
        ),
        ("on progress made in achieving the goals of the plan every six months", ["every P6M"]),
        ("on steps towards the target of halving losses by 2018", []),
        # days, months and years
        ("by June of 2018", ["date 2018-06-30"]),
        ("by the 30th of June 2017", ["date 2017-06-30"]),
        ("by end-June 2017", ["date 2017-06-30"]),
        ("by end-2017", ["date 2017-12-31"]),
        ("by the end of next year", ["date 2017-12-31"]),
        ("before the end of the year", ["date 2016-12-31"]),
        ("on or about 30 June 2017", ["date 2017-06-30"]),
        ("on Friday, 30 June 2017", ["date 2017-06-30"]),
        ("ahead of 30 June 2017", ["date 2017-06-30"]),
        ("no later than the last week of October", ["date 2017-10-31"]),
        ("on the ports named in the year of the storm", []),
        # parts of a year
        ("by the end of the first quarter of 2018", ["date 2018-03-31"]),
        ("in the second or third quarter of 2018", ["date 2018-09-30"]),
        ("early in 2018", ["date 2018-06-30"]),
        ("in early May 2018", ["date 2018-05-10"]),
        ("by the first week of 2018", []),
        ("in the second week of 2018", []),
        ("by the spring of 2018", ["date 2018-05-31"]),
        ("by fall 2018", ["date 2018-11-30"]),
        # hedged
        ("as agreed by the parties in 2014, ideally by the end of 2018", ["date 2018-12-31"]),
        ("preferably by 30 June 2017", ["date 2017-06-30"]),
        # recurrences
        ("on a quarterly-basis", ["every P3M"]),
        ("on a six-monthly basis", ["every P6M"]),
        ("at intervals of six months", ["every P6M"]),
        ("at six-monthly intervals", ["every P6M"]),
        ("at intervals of not more than six months", ["every P6M"]),
        ("at the end of every 60-day period", ["every P60D"]),
        ("at least once per year", ["every P1Y"]),
        ("at least twice every year", ["every P6M"]),
        ("every other month", ["every P2M"]),
        ("every second session", ["every P2Y"]),
        ("every one hundred and eighty days", ["every P180D"]),
        ("at its seventy-third session and thereafter on a biennial basis", ["session 73", "every P2Y"]),
        ("to the Seventy-second World Health Assembly", ["session 72 of World Health Assembly"]),
        (
            "to the Seventy-second and Seventy-third World Health Assemblies",
            ["session 72 of World Health Assembly", "session 73 of World Health Assembly"],
        ),
        # lengths
        ("within one hundred and twenty days", ["date 2017-03-21"]),
        ("within a period not exceeding six months", ["date 2017-05-21"]),
        ("in no more than six months", ["date 2017-05-21"]),
        ("after a period of one year", ["date 2017-11-21"]),
        ("within a three-month time frame", ["date 2017-02-21"]),
        ("within the first six months of 2018", ["date 2018-06-30"]),
        ("by the deadline of 30 June 2017", ["date 2017-06-30"]),
        ("before the end of the calendar year 2017", ["date 2017-12-31"]),
        ("by the 30th September 2017", ["date 2017-09-30"]),
        ("by the last day of June 2017", ["date 2017-06-30"]),
        ("before 1 July of next year", ["date 2017-07-01"]),
        ("around mid-2017", ["date 2017-06-30"]),
        ("no later than April or May 2017", ["date 2017-05-31"]),
        ("before the end of May", ["date 2017-05-31"]),
        ("next year", ["date 2017-12-31"]),
        ("on the costs of next year", []),
        ("on a 30-day basis", ["every P30D"]),
        ("at its seventy-third session and thereafter triennially", ["session 73", "every P3Y"]),
        ("to the seventy-second and to subsequent sessions of the Assembly", ["session 72", "every session"]),
        ("no later than15 October 2017", ["date 2017-10-15"]),
        ("within the coming year", ["date 2017-11-21"]),
        ("on the results to Member States in 2018", ["date 2018-12-31"]),
        # not the end of a purpose, nor of what is reported on
        ("on progress towards that end at the meetings of the boards in 2018", ["date 2018-12-31"]),
        ("on progress made at the seventy-second session of the General Assembly", ["session 72"]),
        # every other year
        ("every three sessions", ["every P3Y"]),
        ("in even-numbered years", ["every P2Y"]),
    ],
)
def test_report(when: str, expected: list[str]) -> None:
    assert dues(REPORT + when) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # adjectives of what is delivered or held
        ("Requests the Panel to provide six-monthly updates to the Committee", ["every P6M"]),
        ("Requests the Panel to provide the Committee with 120-day updates", ["every P120D"]),
        ("Requests the Panel to set out its plan in the third 120-day report", []),
        ("Requests the Panel to conduct two annual visits to ports", ["every P1Y"]),
        ("Urges Arcadia to submit its outstanding periodic reports", []),
        ("Requests the Registrar to draw up a proposal for regularly updated charts", []),
        # so many in a year
        ("Requests the Panel to undertake at least one visiting mission a year", ["every P1Y"]),
        ("Decides that the Board shall hold no fewer than three sessions per year", ["every P4M"]),
        ("Requests the Board to hold meetings of pilots, not to exceed two meetings per year", []),
        ("Requests him to report in ten days and in two week intervals thereafter", ["date 2016-12-01", "every P2W"]),
        ("Encourages States to hold regular discussions on the marking of wrecks", ["every regular"]),
        ("Encourages States to maintain regular contacts with pilots", []),
        # a report that is there already and is only spoken of
        ("Encourages the Bureau to shorten its annual reports and to add an index", []),
        ("Requests the Bureau to reflect the outcome in its annual report", ["every P1Y"]),
        ("Requests the Registrar to brief States when no regular reports are due", []),
        # existing practice, part of a session, what is only considered or looked forward to
        ("Encourages States to meet, without prejudice to the practice of a debate at each session of the Board", []),
        ("Requests the Working Group to devote half of its annual session to the draft", []),
        ("Requests him to discuss the possibility of a summit, called \u201cTides\u201d, to be held in May 2018", []),
        ("Calls upon States to support the process, leading to a new plan in 2018", []),
        ("Calls upon States to support the campaign, aligned with the plan Calm Seas by 2018", []),
        ("Requests the Registrar to prepare a vote with a view that it take place by the end of 2018", []),
        ("Invites partners to support the plan spanning up to 2034", []),
        ("Decides that the Board shall replace the talks held in the context of the annual review of the Council", []),
        ("Requests the Registrar to draw up proposals for effective periodic review mechanisms", []),
        ("Decides to review it at its next session, after the meeting of the lake forum in 2018", ["session 72"]),
        ("Decides that the table of posts for each year of the biennium 2018-2019 shall be as in the annex", []),
        (
            "Decides to postpone the debate due to be held at its seventy-second session, to its seventy-third session",
            ["session 73"],
        ),
        (
            "Agrees that it should act as agreed by the Panel at its tenth session and the Press at its second session",
            [],
        ),
        # the report that carries the answer, whatever purpose what it is about has
        ("Requests the Registrar to report on steps to ensure calm seas in his next annual report", ["every P1Y"]),
        ("Requests him to report on progress towards these goals in his regular reporting", ["every regular"]),
        # a manner of doing
        ("Calls upon States to protect reefs by mapping grounds, inspecting nets regularly and closing bays", []),
        ("Requests the Office to carry out any task that the Assembly may from time to time assign to it", []),
        # a deadline named before, in the clause or in the one before it
        ("Requests States to report in nine months of the wrecks, and requests ports to report by the same deadline",
         ["date 2017-08-21", "date 2017-08-21"]),
        ("Authorizes States to keep the buoys until 31 May 2017, and to mark the wrecks by that date",
         ["until 2017-05-31", "date 2017-05-31"]),
        ("Decides that, in the event of failure by the ports to reply by that date, the Panel shall act", []),
        # what expires then lasts until then
        ("Decides that the tolls shall expire 180 days from the adoption of this resolution", ["until 2017-05-20"]),
        ("Decides that the mandate of the Panel shall be terminated on 31 December 2017", ["until 2017-12-31"]),
        ("Decides that the sessions of the Panel shall end no later than 15 June 2017", ["date 2017-06-15"]),
        # one of a series; the first begins it
        ("Requests the Registrar to say so in his fifth annual progress report", []),
        ("Urges Arcadia to submit its sixteenth, seventeenth and eighteenth periodic reports", []),
        ("Requests the Registrar to submit a first annual report by 1 May 2017", ["every P1Y", "date 2017-05-01"]),
        # an adverb of what the clause speaks of
        ("Invites States to consider ways to work regularly with the ports", []),
        ("Requests the Office to give the ports the opportunity to be heard more regularly at its meetings", []),
        ("Requests the Office to study good practices in regularly testing buoys", []),
        ("Invites the ports to take part regularly in its meetings", ["every regular"]),
        ("Requests the Office to improve its ways of working and to report regularly", ["every regular"]),
        # an event at which others talk, though it is held every year
        ("Encourages the bodies to find room for talks during the annual meetings of the Chairs of the bodies", []),
        # the year for which money is meant
        ("Decides to use the account for expenditures related to the new quay in 2018", []),
        ("Authorizes him to meet the travel costs of members for the sessions of the Board in 2018", []),
        ("Requests that the table of expenses be updated in 2018", ["date 2018-12-31"]),
        # what is told of a thing or an event that is itself a purpose
        (("Decides to meet once more in order to draft rules, which will be submitted to the Parties at their first "
         "session"), []),
        (("Requests him to prepare a commentary, which will be submitted to the General Assembly at its seventy-second "
         "session"), ["session 72"]),
        (("Requests him to report by 1 May 2017, with a view to informing the debate ahead of the third review of the "
         "plan, at the seventy-third session of the General Assembly"), ["date 2017-05-01"]),
        ("Requests him to report, with a view to informing the debate, at the seventy-third session of the Assembly",
         ["session 73"]),
        (("Requests the Office to hold a workshop before its seventy-second session, to inform the preparation of a "
         "report on wrecks, to be submitted to it at its seventy-third session"), ["session 72"]),
        ("Requests the Office to prepare a report on wrecks, to be submitted to it at its seventy-third session",
         ["session 73"]),
        # how long an event or a term of office lasts
        (("Decides that the Forum shall be convened every four years by the President of the Assembly for a period of "
         "two days"), ["every P4Y"]),
        ("Decides that the Director shall be chosen for a term of four years upon nomination by the Board", []),
        # the session that follows each time on a recurrence
        ("Requests him to submit an annual report to the Board, and to the subsequent session of the General Assembly",
         ["every P1Y"]),
        ("Requests him to submit a report to the Board, and to the subsequent session of the General Assembly",
         ["session 72"]),
        # a session by its report, by its name without a year, by the event beside it; the year after the adoption
        ("Requests the Committee on Fisheries, in the context of its report on its fortieth session, to comment on it",
         ["session 40 of Committee on Fisheries"]),
        ("Requests the Panel to comment on the report on its forty-fifth session", []),
        ("Requests the Panel to report to the Economic and Social Council at its substantive session",
         ["session next of Economic and Social Council"]),
        ("Requests the Panel to report annually, through the Economic and Social Council at its substantive session",
         ["every P1Y"]),
        (("Decides that the Panel shall convene its first session the following year after the present resolution is "
         "adopted"), ["date 2017-12-31"]),
        # how long something lasts; not how long an event or a term of office is
        ("Calls upon the parties to observe a truce for a period of ten days", ["until 2016-12-01"]),
        ("Requests the Office to train the pilots, for a period of two years", ["until 2018-11-21"]),
        ("Decides to convene a meeting for a period of two days", []),
        ("Decides that the members shall serve for a period of three years", []),
        ("Decides to hold a meeting of no more than two days in June 2017", ["date 2017-06-30"]),
        ("Decides to grant a preparatory period of two years before the start of the transition", []),
        # before something
        ("Requests flag States to notify the port of such transfers at least three working days in advance", ["P-3D"]),
        ("Decides that pilots shall tell the harbour not less than 48 hours in advance", ["P-2D"]),
        # a session in the title of an office-holder, in a purpose, of others
        ("Requests the President of the General Assembly at its seventy-second session to appoint two envoys", []),
        ("Requests the Panel to report to the President of the Assembly at its next session", ["session 72"]),
        ("Invites them to comment by 1 June 2017, with a view to adoption at its next session", ["date 2017-06-01"]),
        ("Requests him to act, with a view to submitting a text at its next session", ["session 72"]),
        ("Requests the Registrar to fund the travel of experts to each session of those mechanisms", []),
        # conditions, periods of accounts and what is ensured
        ("Authorizes the parties, unless the port is open by 1 June 2017, to use another", []),
        ("Requests him, in the event of a decision not being taken by 1 June 2017, to act by 1 July 2017",
         ["date 2017-07-01"]),
        ("Requests him to act, unless the Council decides otherwise, by 1 June 2017", ["date 2017-06-01"]),
        ("Requests the Office to submit its accounts for the year ending 31 December 2017 by 31 March 2018",
         ["date 2018-03-31"]),
        ("Requests him to ensure that States are informed on an annual basis of the works", ["every P1Y"]),
        # lengths
        ("Demands that the parties observe a pause of fifteen days", ["until 2016-12-06"]),
        ("Calls upon the parties to agree to a ceasefire lasting thirty days", ["until 2016-12-21"]),
        ("Decides to extend the mandate of the Panel for one additional year", ["until 2017-11-21"]),
        ("Decides to review the measures after six months", ["date 2017-05-21"]),
        ("Directs any member that has asked for more time to report after six months", ["P6M"]),
        ("Requests the Registrar to issue it within the first three months of 2018", ["date 2018-03-31"]),
        ("Decides to terminate the mandate of the Panel on 31 December 2017", ["date 2017-12-31"]),
        ("Decides to convene, at its next session, and in 2019, two panels", ["session 72", "date 2019-12-31"]),
        ("Requests him to report 60 and 120 days after the adoption of the present resolution",
         ["date 2017-01-20", "date 2017-03-21"]),
        ("Requests him to report 90-, 60- and 30-days before the vote", ["P-90D", "P-60D", "P-30D"]),
        ("Decides that the consultations will be held in a single round in March", ["date 2017-03-31"]),
        # a report that was submitted, or that will be
        ("Requests the Registrar to say so in his report submitted at the seventy-second session", ["session 72"]),
        ("Requests the Registrar to act on the report submitted at the seventy-first session", []),
        ("Requests the Registrar to inform them, in written reports provided on 1 May 2017", ["date 2017-05-01"]),
        ("Requests the Registrar to act on the findings of the meeting held on 1 May 2017", []),
        ("Requests the Registrar to say so in the report requested for its seventy-second session", ["session 72"]),
        ("Requests the Registrar to submit the report requested by 1 May 2017, by 1 June 2017 instead",
         ["date 2017-06-01"]),
        ("Decides to examine the fares charged at its seventy-second session", ["session 72"]),
        # what stands before the action, or in another sentence
        ("Requests, in the light of the storm, which it deplores, that he submit a report by 1 May 2017",
         ["date 2017-05-01"]),
        ("Requests him to invite those States which have not yet done so to reply before its seventy-second session",
         ["session 72"]),
        ("Requests him to visit the port in order to provide recommendations to the Council by 1 May 2017",
         ["date 2017-05-01"]),
        ("Requests him to visit the port in order to rebuild the quay by 1 May 2017", []),
        ("Requests him to act with a view to saving time. A task force will report annually", ["every P1Y"]),
        ("Requests him to consider the plan, in accordance with its rules, and annually on new trends", ["every P1Y"]),
        ("Decides to include in its agenda the sub-item on tides, which will be considered annually", ["every P1Y"]),
        ("Decides to study the ferry that will be painted annually", []),
        ("Decides that the ferries shall sail at 00.01 EST on 1 May 2017", ["date 2017-05-01"]),
        # days of a meeting, a mandate, a session of every year
        ("Decides that the segment shall be convened from 29 June to 2 July 2017", ["date 2017-07-02"]),
        ("Decides that the talks shall be held from Thursday, 29 June, to Sunday, 2 July 2017", ["date 2017-07-02"]),
        ("Decides that the mechanism shall have a three-year mandate", ["until 2019-11-21"]),
        ("Recommends that he be appointed for a term of office from 1 January 2017 to 31 December 2020",
         ["until 2020-12-31"]),
        ("Decides that the Committee shall hold an annual session", ["every P1Y"]),
        ("Requests the Committee to report on its annual session", []),
        ("Requests the Office to publish a monthly bulletin of winds", ["every P1M"]),
        ("Requests the Office to provide annual leave to its pilots", []),
        ("Requests the Committee to prepare its annual meetings", []),
        ("Requests the Office to consolidate its current annual reporting", []),
        ("Encourages regular exchanges between ports", ["every regular"]),
        ("Decides to prolong the mandate of the Office for two more years", ["until 2018-11-21"]),
        ("Requests the Fund to provide pilots, for a duration of two years", ["until 2018-11-21"]),
        ("Decides to meet on 23 May 2017, the Tuesday before the opening of its seventy-second session",
         ["date 2017-05-23"]),
        ("Resolves that a board be set up; the parties shall name its members not later than 1 May 2017",
         ["date 2017-05-01"]),
        # an event of others that is supported, prepared or commemorated
        ("Requests him to give the Group all support, within his means, for the holding of a fifth session, in 2018",
         []),
        ("Requests him to support the Group for the organization of its fifth session, of two days, in May 2018", []),
        ("Requests the Office to make arrangements for the convening of a conference in 2018", ["date 2018-12-31"]),
        ("Decides to hold a round from 19 to 23 June 2017, to prepare for the meeting of States in 2019, with others",
         ["date 2017-06-23"]),
        ("Invites him to provide input for the Harbour Conference, to be organized in June 2018, as needed", []),
        ("Encourages States to organize events commemorating the thirtieth anniversary of the Pact in 2018", []),
        ("Invites States to celebrate the thirtieth anniversary of the Pact in 2018", ["date 2018-12-31"]),
        ("Requests him to hold a round before the thirtieth anniversary of the Pact in 2018", ["date 2018-12-31"]),
        ("Requests the President, in preparation for the debate at its seventy-second session, to set up a group", []),
        ("Requests the President to set up a group in preparation for its seventy-second session", ["session 72"]),
        ("Recommends that it consider the desirability of holding, if funds allow, meetings during 2018", []),
        ("Decides to consider at its seventy-second session the need to convene a meeting in 2019", ["session 72"]),
        # an aim or an outcome that is hoped for
        ("Decides to go on at its seventy-second session, with the objective of using new rules no later than May 2019",
         ["session 72"]),
        ("Requests him to act, with the aim of saving time, and to report no later than 1 May 2017",
         ["date 2017-05-01"]),
        ("Requests him to report by May 2017 on the vote, with a view that this take place by the end of 2018",
         ["date 2017-05-31"]),
        # a session of others, or one that is itself held
        ("Recommends to the Assembly that it request the Harbour Board at its second session to change its rules", []),
        ("Decides that, in 2019, the Harbour Board shall meet for its first session in Nairobi", ["date 2019-12-31"]),
        ("Decides that a group shall meet for the entire seventy-second session", ["session 72"]),
        ("Calls upon the Harbour Committee to dedicate its twentieth session to the plan",
         ["session 20 of Harbour Committee"]),
        ("Requests the Presidents of the Assembly, in particular those at the seventy-second session, to help", []),
        ("Requests him to hold a round by 30 April 2017, as input to the report to be submitted at its next session",
         ["date 2017-04-30"]),
        ("Decides that the theme for the 2018 session of the high-level harbour forum shall be tides",
         ["session 2018 of high-level harbour forum"]),
        ("Requests that help be given as needed, with an intention to review it at its seventy-third session", []),
        # what recurs, but is not what is asked
        ("Requests him to keep costs low, including tight control, regular review of risks and other measures", []),
        ("Recommends that States act, based on baseline assessments, regular reviews and research", []),
        ("Requests the Panel to provide a report by 1 October 2017, and periodic updates in between",
         ["date 2017-10-01", "every regular"]),
        ("Requests him to finance, as of 2018, annual meetings of the chairs", []),
        ("Requests him to support the participation of small ports in the annual review meeting", []),
        ("Requests him to participate in the annual review meeting", ["every P1Y"]),
        ("Invites the Authority to consider measures to improve the attendance at its annual sessions", []),
        ("Requests the Office to make the biennial discussion fully accessible", []),
        ("Requests him to say so in his 2018 annual report on the plan", ["date 2018-12-31"]),
        ("Requests the Office to organize periodic training at each port", ["every regular"]),
        # how long
        ("Decides that the terms of the members that expire on 31 December 2016 shall be extended to 31 December 2018",
         ["until 2018-12-31"]),
        ("Decides to continue the process for the next year", ["until 2017-11-21"]),
        # what is proclaimed
        (f"Decides to designate 5 May as {DAY}", ["every P1Y"]),
        (f"Proclaims the last Friday of April {DAY}", ["every P1Y"]),
        ("Proclaims 2019 International Year of Tides", ["date 2019-12-31"]),
        ("Decides to designate 2019 as the Year of Tides", ["date 2019-12-31"]),
        ("Proclaims the period 2018\u20132027 the Decade of Tides", []),
        ("Decides to observe the tides of 2019", []),
        ("Requests the Office to publish, by 30 April annually, a table of tides", ["every P1Y"]),
        # a day of every year
        (f"Decides to declare 22 March of each year {DAY}, starting in 2018", ["every P1Y", "date 2018-03-22"]),
        (f"Decides to declare 22 March {DAY}, to be observed annually, from 2018", ["every P1Y", "date 2018-03-22"]),
    ],
)  # fmt: skip
def test_clause(text: str, expected: list[str]) -> None:
    assert [due.split(" | ")[0].removeprefix("after ") for due in dues(text)] == expected


def test_day_of_every_year_is_when_it_first_recurs() -> None:
    (reading,) = read("Decides that the Day shall be observed on 5 September every year")
    (due,) = reading.due
    assert (due.every, str(due.closes_on)) == ("P1Y", "2017-09-05")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Requests the Office to issue regular updates on tides and to report at its next session",
            ["every regular", "session 72"],
        ),
        ("Requests the Office, as part of its regular reporting, to report at its next session", ["session 72"]),
        (
            "Requests the Office to report at its next session on tides, and to hold regular briefings",
            ["session 72", "every regular"],
        ),
        (
            "Requests him to ensure that the Office, with others, continues its work and to report in May 2018",
            ["date 2018-05-31"],
        ),
        ("Requests the Office to present its annual report at its next session", ["session 72"]),
        ("Decides to designate 9 May as an annual International Day of Tides", ["every P1Y"]),
    ],
)
def test_recurrence_beside_a_session(text: str, expected: list[str]) -> None:
    assert dues(text) == expected


def test_short_name_of_the_only_body_that_can_hold_the_session() -> None:
    council = {"body": "Economic and Social Council", "session": "2025", "adopted_on": "2025-07-23"}
    text = "Requests the secretariat to give the Forum a report at its twenty-second session"
    assert dues(text, symbol="E/RES/2025/99", **council) == ["session 22 of United Nations Forum on Forests"]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Requests the Office to assist a body which has to report every year", True),
        ("Requests the Office to brief the parties at its twentieth Meeting", True),
        ("Requests the Office to continue regular consultations with pilots", True),
        ("Requests the Office to act on the report adopted on 5 May 2015", False),
        ("Requests the Office to report by 5 May 2017", False),
    ],
)
def test_time_that_is_named_and_not_read_is_said(text: str, unread: bool) -> None:
    (reading,) = read(text)
    assert ("due.time_not_read" in reading.reasons) == unread


def test_meetings_of_a_conference_of_parties_are_its_sessions() -> None:
    text = "Invites the Conference of the Parties to the Nets Convention to consider nets at its sixteenth meeting"
    assert dues(text) == ["session 16 of Conference of the Parties to the Nets Convention"]
    assert dues("Invites the Board to consider nets at its sixteenth meeting") == []


def test_end_of_the_period_that_was_extended_before() -> None:
    extends = "Decides to renew the mandate of the Force for a period of six months, that is, until 31 May 2017"
    report = ", and requests the Registrar to submit at the end of this period a report"
    assert dues(extends + report) == ["until 2017-05-31", "date 2017-05-31"]
    assert dues(extends + ", in the hope that by the end of this period peace will be made") == ["until 2017-05-31"]


@pytest.mark.parametrize(
    "body",
    [
        "Commission on Science and Technology for Development",
        "Economic and Social Commission for Asia and the Pacific",
        "Conference of the Parties to the United Nations Convention to Combat Desertification",
    ],
)
def test_known_names_are_read_to_their_end(body: str) -> None:
    assert dues(f"Requests the Registrar to report to the {body} at its next session") == [f"session next of {body}"]


def test_sessions_named_respectively_are_those_of_the_bodies_in_their_order() -> None:
    text = (
        "Requests the Registrar to submit to the General Assembly and the Human Rights Council at their seventy-second"
        " and thirty-sixth sessions, respectively, a report on tides"
    )
    assert dues(text) == ["session 72", "session 36 of Human Rights Council"]
    text = (
        "Requests the Human Rights Council to report to the General Assembly at its seventy-second and seventy-third "
        "sessions, respectively"
    )
    assert dues(text) == ["session 72", "session 73"]  # the two bodies are not side by side
