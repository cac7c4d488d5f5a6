"""The domain: symbols, resolutions, mandates, dues, commands, events, problems and errors. Imports no other part.

Offsets in spans count characters (code points) of the paragraph's `text`, half open: ``text[start:end]``.
Dates are `datetime.date`; windows (`opens_on`, `closes_on`) include both ends.
"""
