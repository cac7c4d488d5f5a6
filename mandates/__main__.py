"""`python -m mandates` is the same as `mandates`."""

from mandates.cli.main import main

if __name__ == "__main__":
    main()
