"""The public data: one definition for the code, the JSON, its JSON Schema and the data dictionary.

Promise: keys are always present, ``null`` or ``[]`` when unknown; keys may be added, never removed or renamed.
"""
