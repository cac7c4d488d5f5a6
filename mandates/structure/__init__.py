"""Documents to resolutions: masthead, numbering, footnotes, annexes. The second stage."""
