"""The command `broadsheet`, also as `python -m pipelines`: signals are heard before anything heavy is imported."""

from pipelines.leaving import EXIT_STATUS, leave, leave_at_signals


def main() -> None:
    """Entry point of the command."""
    leave_at_signals()
    from pipelines import cli

    try:
        cli.main()
    except SystemExit as ended:
        if ended.code == EXIT_STATUS:
            leave()
        raise
    finally:
        # Dagster takes a second to put away.
        leave_at_signals()


if __name__ == "__main__":
    main()
