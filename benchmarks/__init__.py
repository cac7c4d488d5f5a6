"""What the figures in the README come from. Each module runs by itself: ``python -m benchmarks.scale --help``."""
