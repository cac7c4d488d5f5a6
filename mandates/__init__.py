"""Track the mandates of United Nations resolutions: who must do what, by which session, was it done, what is late."""

__version__ = "0.2.0"
