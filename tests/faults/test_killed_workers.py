"""Workers killed at random moments lose no job, do none twice, and send no mail that is another."""

from pathlib import Path

from trials.jobs import kill_workers

KILLS = 10


class TestKilledWorkers:
    def test_leave_every_job_done_once_and_every_mail_sent(self, database_url: str, tmp_path: Path) -> None:
        queue = f"sqlite:///{tmp_path / 'queue.sqlite'}"
        found = kill_workers(database_url, queue, KILLS)
        print(f"\nkilled workers: {found}")
        assert (found.lost, found.doubled, found.mails_lost, found.strangers) == (0, 0, 0, 0)
        assert found.interrupted >= 2, "the kills were to come in the middle of jobs"
        assert found.repeated <= 2 * KILLS
        assert found.asked == 12 * KILLS
        assert found.mails == 4 * KILLS
