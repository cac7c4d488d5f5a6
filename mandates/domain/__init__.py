"""The domain: what a symbol, a resolution, a mandate and a due are, and the errors. Imports nothing else of ours.

Offsets in spans count characters (code points) of the paragraph's `text`, half open: ``text[start:end]``.
Dates are `datetime.date`; windows (`opens_on`, `closes_on`) include both ends.
"""
