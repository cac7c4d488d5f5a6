"""Texts whose times are kept in a file as they are read: forms that the other tables do not have.

Each is read as a paragraph of a resolution of the General Assembly, its seventy-first session, of 21 November 2016.
"""

TEXTS = """
Decides that the mandate of the Panel shall expire on 31 December 2017
Decides that the measures shall be definitively terminated on 31 December 2017
Decides that the mandate of the Panel shall automatically and finally end on 31 December 2017
Requests the Registrar to submit the report at the latest by 12 noon GMT, 30 June 2017
Requests the Registrar to brief the Panel on 30 June 2017 at the Meeting of the Parties, 3 July 2017
Requests the Board to publish the outcome of the Lake Forum, 3 July 2017
Requests the Registrar to circulate the findings of the meeting to be held at a lake in June 2017
Decides that the Forum shall be held during a week in June 2017
Requests the Secretariat to support the work, keeping Member States periodically informed
Requests the Secretariat to brief the Board, and, keeping costs low, to report annually
Decides that the members of the Board shall be appointed for a term of three years
Decides that the training shall last for a period of three weeks, and that pilots attend it
Decides to extend the mandate with an additional preparatory period of six months
Decides to authorize the mission, for a period of 45 days, to remain in the port
Decides to keep open the port for 45 days
Invites the Conference of the Parties serving as the meeting of the Parties to the Agreement to report in 2018
Requests the Committee on Trade, Ports and Fisheries to report to the Assembly at its seventy-third session
Requests the Commission on Narcotic Drugs to report at its sixty-first session
Requests the Registrar to report to the Commission for Social Development at its fifty-sixth session
Requests the Registrar to submit, through the Economic and Social Council, a report to the Assembly at its 73rd session
Invites the Council, at its 2018 session, to consider the report of the Lake Commission at its fourth session
Invites the Human Rights Council, at its fortieth session, and the Assembly, at its seventy-third session, to meet
Requests reports to the Human Rights Council and to the General Assembly at their fortieth and seventy-third sessions
Requests a report to the Council, the Commission and the Assembly at their fortieth, sixtieth and 73rd sessions
Invites the high-level political forum on sustainable development, at its 2018 meeting, to consider the matter
Requests the Registrar to report to the high-level forum on lakes at its second session
Requests the Registrar to follow the decisions of the former Commission on Lakes at its seventy-second session
Decides that the former Commission on Human Rights shall close its work at its seventy-second session
Requests the Registrar to report on the plan of the Council at its twentieth session and to the Assembly at its 73rd
Requests the Registrar to give effect to the resolution of the General Assembly adopted at its seventieth session
Requests the Registrar to report to the Security Council at its third session
Requests the Registrar to report to the Economic and Social Council at its sixty-fifth session
Requests the Registrar to report to the Forum at its twelfth session
Requests the Registrar to report to the Forum on Forests at its twelfth session and to the Forum at its thirteenth
Requests the Registrar to report to the Council at its thirty-sixth session
Requests the Registrar to report to the Committee at its sixtieth session
Requests the Registrar to report by the 30th of June 2017
Requests the Registrar to report by the l July 2017
Requests the Registrar to report by 14-15 June 2017
Decides to meet from 14-15 and 18 June 2017
Decides to meet on 3, 5 and 7 June 2017
Decides to meet on 3 or 5 June 2017
Decides to meet on June 15, 2017, in the harbour
Decides to meet on June 15 and 16, 2017
Requests the Registrar to report by mid-June 2017
Requests the Registrar to report by mid-June
Requests the Registrar to report no later than mid-October
Requests the Registrar to report by mid-November
Requests the Registrar to report by mid-December on the matter
Requests the Registrar to report on the storms of mid-June
Requests the Registrar to report by mid-2017 and again by mid-2018
Requests the Registrar to bring down losses towards the end of 2017
Requests the Registrar to say so in his 2018 report
Requests the Registrar to report early in 2018 and late in 2019
Requests the Registrar to report by 1 October
Requests the Registrar to report every year not later than 1 October
Requests the Registrar to report by 21 November
Requests the Registrar to report by 22 November
Requests the Registrar to report by 20 November
Requests the Registrar to report by November
Requests the Registrar to report no later than the last week of November
Requests the Registrar to report by the end of next year
Requests the Registrar to report by the end of the calendar year
Requests the Registrar to report before the end of this year
Requests the Registrar to report in the course of next year
Requests the Registrar to report in the course of the current calendar year
Requests the Registrar to report by the close of the year 2018
Requests the Registrar to report at the end of the year of the storm
Requests the Registrar to hold the fair on May 14 and the Registrar to report on it on 14 May
Requests the Registrar to report by 30 June 2017, 30 June 2018 and 30 June 2019
Requests the Registrar to report by April, June or October 2017
Requests the Registrar to report by no later than April or May 2017, and by 2019
Requests the Registrar to report within 24 hours
Requests the Registrar to report within 25 hours
Requests the Registrar to report within three more years
Requests the Registrar to extend the project for three more years
Decides to extend the mandate for one further year
Decides to extend the mandate for another year
Decides to extend the mandate for a further two years
Decides to extend the mandate by two additional months
Requests the Registrar to report within the following year
Decides to suspend the levy for the next year
Requests the Registrar to report within ninety (90) working days
Requests the Registrar to report within thirty calendar days of receipt of the letter
Requests the Registrar to report within five business days after receiving the letter
Requests the Board to report three-monthly on the matter
Requests the Board to report at three-monthly intervals
Requests the Board to report on a three-monthly basis
Requests the Board to provide three-monthly updates
Requests the Board to provide 30-day updates
Requests the Board to provide a 30-day update
Requests the Board to report every 30-day period
Requests the Board to report at 30-day intervals
Requests the Board to report within a 30-day period
Requests the Board to report within a 30-day time limit
Decides that the members shall have a two-year mandate
Decides to extend the mandate for a 12-month period
Decides to extend the mandate for a further 12-month period
Decides to appoint the members for a renewable two-year term
Decides to appoint the members for a two-year renewable term
Decides to appoint the members for a 12-month extension period
Decides to hold a three-day meeting
Requests the Registrar to report within the 60 days stipulated in the annex, and to inform them
Requests the Registrar to report within sixty days prescribed by the statute
Requests the parties to inform the port no later than ten days in advance of the arrival
Requests the parties to inform the port at least ten days ahead of the arrival and to report every month
Requests the Registrar to report 30 days before the expiry of the mandate
Requests the Registrar to report no later than 30 days prior to the end of the mandate
Requests the Registrar to report within 30 days upon receipt of the letter and thereafter every month
Requests the Registrar to report within 30 days of the adoption of this resolution to the Panel
Requests the Registrar to report within 30 days from the date of this resolution and every 30 days thereafter
Requests the Registrar to report 30 days after the adoption of the present resolution on the matter
Requests the Registrar to report 30 days after the vote to the Panel
Requests the Registrar to report 30 days after the vote to be held in the port
Requests the Registrar to report every two years following the review
Requests the Registrar to report every two years after the adoption of this resolution
Requests the Registrar to report in 30 and 60 days
Requests the Registrar to report 30, 60 and 90 days after the vote
Requests the Registrar to report within 30, 60, and 90 days
Requests the Registrar to report within six months and twelve months
Requests the Registrar to report in a maximum period of 30 days
Requests the Registrar to report within a period not exceeding 30 days
Requests the Registrar to report at intervals of no more than three months
Requests the Registrar to report at intervals not exceeding three months
Requests the Registrar to report in no longer than three months
Requests the Registrar to report for only three months
Decides to mark the last Sunday of May as the World Day of Tides
Decides to mark the World Day of Tides on the second Sunday of May
Decides to mark the second Sunday of May 2018 as the World Day of Tides
Decides to observe the Day of Tides on 4 May each year
Decides to proclaim 4 May the Day of Tides
Decides to proclaim 2018 the Year of Tides
Requests the Registrar to say so in the Registrar's first quarterly report
Requests the Registrar to examine the Registrar's quarterly reports
Requests the Registrar to say so in the Panel's annual report
Recommends the regular transmission of reports on tides
Requests the Registrar to say so in his 2018 annual report
Requests the Panel to say so in the 2018 annual report
Requests the Board to finance, as of 2018, annual meetings of the chairs
Requests the Board to finance annual meetings of the chairs
Encourages States to guard reefs, including through patrols, regular reviews of nets and charts
Encourages States to guard reefs by means of control, regular reviews of risks
Encourages States to ensure control, regular reviews of risks
Encourages States to take part in the preparations of the annual meetings
Encourages States to attend the annual meetings
Requests the Board to provide annual leave
Requests the Board to provide an annual grant to the pilots
Requests the Board to publish a monthly bulletin on tides
Requests the Board to provide the Panel, the Forum and the Union with regular updates
Requests the Board to provide two monthly bulletins
Encourages States to make the annual discussion accessible
Requests the Board to prepare its annual meetings
Requests the Board to prepare an annual meeting
Requests the Board to hold regular, open and frank discussions on tides
Requests the Board to report on how many times a year it meets
Requests the Board to meet twice a year
Requests the Board to meet three times a year
Requests the Board to meet not more than four times per year
Requests the Board to hold one session every two years
Requests the Board to hold at least two meetings each year
Requests him to submit the paper which is to be also formally considered by the Board by 1 June 2017
Requests him to submit the paper that has been considered by the Board at its seventy-second session
Requests, in the light of the report, which it welcomes, that he submit a paper by 1 June 2017
Requests him to write a guide, with a view to drawing lessons, and in his reports by 1 June 2017 to say how
Requests him to review the units, in accordance with the policy, and further report every month
Requests him to review the units, in order to save time; to report on them by 1 June 2017
Requests him to report on efforts towards peace; and on the plan to be adopted by 1 June 2017
Requests him to inform the Panel about efforts towards peace by 1 June 2017
Requests him to hold talks with a view to reaching peace, and to adopt a plan by 1 June 2017
Requests him to hold talks with a view to reaching peace as well as to adopt a plan by 1 June 2017
Requests him to hold talks with a view to reaching peace by 1 June 2017
Requests him to guard the reefs by regularly charting them
Requests him to guard the reefs through charting them annually
Requests him to guard the reefs, to chart them by boat annually
Requests him to give priority to tasks in actively charting the reefs by 1 June 2017
Requests him to lay down steps to chart the reefs by 1 June 2017
Requests him to lay down measures for charting the reefs by 1 June 2017
Requests him, to speedily chart the reefs, to report by 1 June 2017
Requests him to report to the Board at its second regular session of 2018
Requests him to report at its thirtieth special session
Requests him to report at its tenth emergency special session
Requests him to report at the same session
Requests him to report at each session
Requests him to report at each of its sessions
Requests him to report at every one of its sessions
Requests the Board to report at its organizational session
Requests the Board to report at its annual session
Requests the Board to report at its annual session in 2018
Requests him to report at its forthcoming seventy-third session
Requests him to report at its forthcoming sessions
Requests him to report at both its seventy-second and seventy-third sessions
Decides to dedicate its seventy-third session to the plan
Decides to devote the seventy-third session to the plan
Decides to meet in its seventy-second session, in 2017, and its seventy-third
Decides to consider the item at its seventy-third and subsequent sessions
Decides to consider the item at its seventy-third session and subsequent meetings
Decides to consider the item at its seventy-third session and thereafter every two years
Decides to consider the item at its seventy-third session and following consideration of the plan
Decides to consider the item at its seventy-third session and future sessions
Requests him to report to the Seventieth World Health Assembly
Requests him to report, for consideration by the Seventieth World Health Assembly
Requests him to follow the decisions of the Seventieth World Health Assembly
Requests the Board to report at its sessions in 2017, 2018 and 2019
Requests the Board to report at its 2017, 2018, and 2019 sessions
Requests the Board to report at its 2017 and 2018 sessions
Requests the Board to report at the substantive session of the Council in 2018
Requests the Board to report at the session of the Council in March
Decides to take it up at the beginning of the first part of its seventy-third session
Decides to take it up on the first day of its seventy-third session
Decides to take it up at the high-level segment of the main part of its seventy-third session
Decides to take it up during each session
Decides to take it up in the week before its seventy-third session
Requests the Registrar to report by 1 December of next year
Requests the Registrar to report by 1 December of the following year
Requests the Registrar to report by 1 December
Requests the Registrar to report by 1 December of each year
Requests the Registrar to report annually, by 1 December
Requests the Registrar to report annually to the Board and to the Forum not later than 1 December
Requests the Registrar to report every year, by the end of December
Requests the Registrar to report by mid-month on the tides
Requests the Registrar to report by mid-June, mid-July and mid-2018
Decides to mark May 4 as the Day of Tides
Decides to mark the 4 May as the Day of Tides
Decides to proclaim the month of May the Month of Tides
Decides to observe, on 4 May, the Day of Tides
Requests the Board to report to the Human Rights Council and to the Assembly at their 40th and 73rd sessions
Requests the Forum to report to the Board, the Human Rights Council and the Assembly at their 40th and 73rd sessions
Requests him to act on the report welcomed at its seventy-second session
Requests him to act on the report requested at its seventy-second session
Requests him to act on the note requested at its seventy-second session
Requests him to act on the report made at its seventy-second session
Requests him to act on the report to be submitted at its seventy-second session
Requests him to act on the report, which is to be submitted at its seventy-second session
Requests him to act on the study published by 1 June 2017
Requests him to act on the study to be published by 1 June 2017
Requests him to act on the study that should be published by 1 June 2017
Requests him to print the paper submitted and discussed at its seventy-second session
Requests the Board to train pilots, on the pier, for a period of two years
Requests the Board to pay the pilots for a period of two years
Requests the Board to appoint pilots, for a period of two years
Requests the Board to elect a chair for a period of two years
Requests the Board to lend the port a boat for two years
Decides to lend the port a boat, for a period of two years, to the end of the storm
Decides to continue, for two years, to the extent possible, the lending of boats
Requests the Board to meet once every two years to the benefit of the pilots
Requests the Board to meet annually on the margins of the Forum
Requests the Board to meet annually on its work
Requests the Board to report monthly on the overall state of the piers
Requests the Board to report within two months to the Panel
Requests the Board to report on the aim of ending losses by 1 June 2017
Requests the Board to work with the aim of ending losses by 1 June 2017
Requests the Board to work with the aim of ending losses, and to report by 1 June 2017
Requests the Board to work with the overall goal of ending losses by 1 June 2017
Requests the Board to hold events for the tenth anniversary of the port in 2018
Requests the Board to mark the tenth anniversary of the port in 2018
Requests the Board to act before the tenth anniversary of the port in 2018
Requests the Board to set aside money for expenditures on the dock in 2018
Requests the Board to pay for the expenditures of the dock by 1 June 2018
Requests the Board to close its accounts for the period from 1 July 2016 to 30 June 2017
Requests the Board to close its accounts for the year ending 30 June 2017
Requests the Board to lease a boat from 1 July 2017 to 30 June 2018
Requests the Board to lease a boat between 1 July 2017 and 30 June 2018
Requests the Board to lease a boat until 30 June 2018
Requests the Board to lease a boat up to 30 June 2018
Requests the Board to hold five sessions a year
Requests the Board to hold six sessions a year
Requests the Board to hold twelve sessions a year
Requests the Board to hold thirteen sessions a year
Requests the Board to hold no more than two sessions a year
Requests the Board to hold up to two sessions a year
Requests the Board to make at least one visit per year
Requests the Board to save at least two nets per year
Requests the Board to allow up to three visits of pilots each year
Requests the Registrar to prepare the plans made by the Commission in 2018
Requests the Registrar to prepare the plans held by the Commission in 2018
Requests the Registrar to prepare for the action taken by the Commission in 2018
Requests the Registrar to prepare for consideration by the Commission in 2018
Requests the Registrar to prepare the plans to be reviewed by the Commission in 2018
Requests the Registrar to prepare the survey by the Commission in 2018
Requests the Registrar to prepare the plans with the Commission in 2018
Decides to extend, by 1 March 2017, the mandate for a period of one year
Decides to extend the mandate for a period of one year, and to review it on 1 March 2017
Decides to extend the mandate for a period of one year from 1 March 2017
Decides to extend the mandate from 1 March 2017 for a period of one year
"""
