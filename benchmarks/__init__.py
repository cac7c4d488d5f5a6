"""What the figures in the README come from. Each module runs by itself: ``python -m benchmarks.scale --help``."""

import os

# Programs that are installed run from compiled modules: so do those measured here, whatever the shell is set to.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
