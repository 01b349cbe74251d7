"""The fault matrix: each line, and the tests that prove it. A test reads this table and looks for every one of them.

- kill -9 of a writer before or after its commit
    tests/lake/test_lake_faults.py test_kill_9_around_the_commit_leaves_the_day_whole
    tests/lake/test_lake_faults.py test_kill_9_at_any_moment_leaves_whole_days
- kill -9 of the publisher at any step
    tests/release/test_release_faults.py test_kill_9_at_any_step_leaves_the_old_or_the_new
    tests/release/test_release_faults.py test_kill_9_at_any_moment_leaves_a_whole_release
- a reader holds the old release; a reader reopens in a loop during a backfill
    tests/release/test_release_faults.py test_a_reader_keeps_its_release_while_newer_ones_push_it_out
    tests/release/test_release_faults.py test_a_reader_in_a_loop_sees_no_error_and_no_step_back
    tests/pipelines/test_backfill_readers.py test_reader_loop_sees_no_error_during_a_backfill_of_thirty_days
- the same process reconnects after a publish
    tests/release/test_release_contents.py test_the_same_process_sees_the_new_release
- N processes on different partitions; two on the same one
    tests/lake/test_lake_faults.py test_writers_of_different_days_all_win
    tests/lake/test_lake_faults.py test_writers_of_one_day_leave_one_whole_winner
- the same partition run twice
    tests/lake/test_lake_tables.py test_writing_the_same_rows_again_changes_nothing
    tests/pipelines/test_run_days.py test_forced_run_gives_identical_tables
- a data file missing or damaged
    tests/release/test_release_refusals.py test_a_damaged_data_file_is_named
    tests/lake/test_lake_faults.py test_a_damaged_file_is_named_and_writing_the_day_again_heals_it
- a column missing or retyped
    tests/lake/test_lake_frames.py test_a_frame_that_does_not_fit_is_refused
    tests/lake/test_lake_tables.py test_a_retyped_column_of_a_day_is_refused
- the disk full during a data file, a commit, a release
    tests/lake/test_lake_faults.py test_a_full_disk_changes_nothing
    tests/release/test_release_faults.py test_a_full_disk_leaves_the_old_release_alone
- two publishers; vacuum during a publish
    tests/release/test_release_faults.py test_publishers_at_the_same_moment_wait_or_step_back
    tests/release/test_release_faults.py test_vacuum_during_a_publish_takes_nothing_it_needs
- an ordinary user: folders that are read-only, files that cannot be read
    tests/faults/test_ordinary_user.py test_what_a_user_may_not_write_is_named_and_what_is_there_stays
    tests/faults/test_ordinary_user.py test_a_file_that_cannot_be_read_costs_that_file_only
- the clock set back by an hour or a day
    tests/faults/test_clock_set_back.py test_a_run_with_the_clock_set_back_publishes_what_is_new
    tests/release/test_release_contents.py test_numbers_of_releases_grow_while_the_clock_goes_back
- a run beside a backfill of the web UI
    tests/faults/test_beside_a_backfill.py test_a_run_beside_a_backfill_ends_as_one_after_the_other
- power lost: what was not synced is gone
    tests/faults/test_power_loss.py test_after_a_power_cut_the_next_run_ends_as_a_clean_one
    tests/faults/test_power_loss.py test_a_commit_is_on_the_disk_before_the_next_one_is_made
- hours of all of it: kills, readers, polls and runs at once
    tests/soak/test_soak.py test_a_short_soak_breaks_no_law_and_misses_what_was_never_served

The slow ones of this folder, of `tests/hostile` and of `tests/soak` run by `make faults`. Tests with moments drawn by
chance take `FAULT_TIMES` (default 2) of them: `FAULT_TIMES=50` before a release.
"""
