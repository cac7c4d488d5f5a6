"""`python -m mandates` is the same as `mandates`."""

from mandates.cli.main import run

if __name__ == "__main__":
    run()
