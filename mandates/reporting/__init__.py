"""Read models to tables, JSON, CSV, Markdown, HTML, calendars and workbooks."""
