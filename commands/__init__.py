"""What an operator runs: `python -m commands.NAME`."""
