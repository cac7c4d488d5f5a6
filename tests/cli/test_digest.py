import email
import email.policy
import re
import smtplib

import pytest
from icalendar import Calendar

pytestmark = pytest.mark.usefixtures("register")

AS_OF = ["--as-of", "2018-07-08", "--since", "2018-07-01"]


@pytest.fixture
def mail(run, tmp_path):
    """Give a function that writes a digest to a file and returns it as a mail."""

    def mail(*options):
        path = tmp_path / "digest.eml"
        result = run("digest", *options, "--output", path)
        assert result.exit_code == 0, result.stderr
        return email.message_from_bytes(path.read_bytes(), policy=email.policy.default) if path.exists() else None

    return mail


def parts(message):
    return {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}


def test_a_mail_says_what_is_late_and_what_is_to_be_done_in_text_and_html(mail):
    found = mail(*AS_OF, "--to", "ada@example.org", "--from", "register@example.org")
    assert (found["To"], found["From"]) == ("ada@example.org", "register@example.org")
    assert found["Subject"] == "Mandates, 8 Jul 2018: 1 late, 2 to do in 30 days"
    content = parts(found)
    assert set(content) == {"text/plain", "text/html", "text/calendar"}
    text = content["text/plain"]
    assert "Late (1)" in text
    assert text.index("S/RES/2400 (2018)#7@2018-05-09") < text.index("To do within 30 days (2)")
    assert "A/RES/71/500#8" in text[text.index("To do within 30 days") :]  # its document is to be submitted on 10 July
    page = content["text/html"]
    assert "<h1>Mandates, 8 Jul 2018" in page
    assert re.findall(r'<th scope="col">(.*?)</th>', page)[:5] == ["Reference", "Due", "State", "What", "Reference"]
    assert '<span class="vh">Title: </span>' in page  # under its row: mails are shown half as wide as pages
    assert [str(one["summary"]).split(":")[0] for one in Calendar.from_ical(content["text/calendar"]).walk("VEVENT")]


def test_what_became_late_since_the_last_one_is_told_as_new_once(mail):
    assert "1 newly late" in mail("--as-of", "2018-05-12", "--since", "2018-05-08")["Subject"]
    later = mail("--as-of", "2018-05-19", "--since", "2018-05-12")["Subject"]
    assert "newly late" not in later
    assert "1 late" in later


def test_what_others_changed_is_told_and_not_what_the_reader_did(mail, run, on_day):
    on_day("2018-07-07")
    run("update", "71/500#8", "--note", "from Bo", "--actor", "Bo")
    run("update", "71/500#9", "--note", "from Ada")
    text = parts(mail(*AS_OF))["text/plain"]
    assert "Changed by others (1)" in text
    assert "from Bo" in text
    assert "from Ada" not in text[text.index("Changed by others") :]


def test_it_is_of_what_filters_and_views_select(mail, run):
    run("view", "save", "council", "--body", "SC")
    text = parts(mail(*AS_OF, "--view", "council"))["text/plain"]
    assert "S/RES/2400" in text
    assert "A/RES/71/500" not in text


def test_where_there_is_nothing_to_say_there_is_no_mail(run, tmp_path):
    path = tmp_path / "digest.eml"
    result = run("digest", "--resolution", "71/500", "--as-of", "2017-01-01", "--output", path)
    assert (result.exit_code, result.stderr, path.exists()) == (0, "There is no news: no mail was written.\n", False)


def test_a_dry_run_sends_nothing_and_sending_needs_a_server(run, monkeypatch):
    sent = []

    class Server:
        def __init__(self, host, port, **_):
            sent.append((host, port))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def ehlo(self):
            return 250, b""

        def has_extn(self, _name):
            return True

        def starttls(self, **_):
            sent.append("starttls")

        def login(self, user, password):
            sent.append((user, password))

        def send_message(self, message):
            sent.append(message["To"])

    monkeypatch.setattr(smtplib, "SMTP", Server)
    line = ["digest", *AS_OF, "--to", "ada@example.org", "--send"]
    assert run(*line).exit_code == 2
    monkeypatch.setenv("MANDATES_SMTP", "smtp://me:a%40b@mail.example.org:2525")
    assert "To do within 30 days" in run(*line, "--dry-run").stdout
    assert sent == []
    assert run(*line).stderr.startswith("Sent to ada@example.org: Mandates, 8 Jul 2018")
    assert sent == [("mail.example.org", 2525), "starttls", ("me", "a@b"), "ada@example.org"]


def test_the_register_remembers_what_a_mail_has_said(mail, run):
    first = mail("--as-of", "2018-05-12")
    assert "1 newly late" in first["Subject"]
    assert "newly late" in run("digest", "--as-of", "2018-05-14", "--since", "2018-05-08").stdout.lower()
    run("update", "71/500#8", "--note", "from Bo", "--actor", "Bo")
    for _ in range(2):  # a look remembers nothing
        looked = run("digest", "--as-of", "2018-05-14", "--dry-run").stdout
        assert "Newly late" not in looked
        assert "from Bo" in looked
    second = parts(mail("--as-of", "2018-05-14"))["text/plain"]
    assert ("Newly late" in second, "Late (1)" in second, "from Bo" in second) == (False, True, True)
    assert "from Bo" not in parts(mail("--as-of", "2018-05-15"))["text/plain"]
    other = mail("--as-of", "2018-05-15", "--body", "SC")  # another reader has not been told
    assert "1 newly late" in other["Subject"]
