"""Read models to tables, JSON, CSV, Markdown, HTML, calendars and workbooks.

One way through: read models (`mandates.register.views`) -> an `Answer` (one module per kind of answer) -> a format
(`mandates.rendering.formats`, one module per format).
"""
