"""The one shape of the public data: in code, in JSON, in its JSON Schema and in the data dictionary.

Promise: keys are always present, ``null`` or ``[]`` when unknown; keys may be added, never removed or renamed.
"""
