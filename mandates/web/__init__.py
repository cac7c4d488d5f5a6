"""The register in a browser: pages and an API, on one's own machine. Started by `mandates serve`.

A request passes `security` (who asks, from where), is read by `parameters`, answered by a function of `pages` or `api`,
and written by `templates` or by the formats of `mandates.rendering`. Each page works without its script.
"""
