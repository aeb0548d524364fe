"""What must outlive a process: commits, work items, sessions on consoles; in SQLite, or in Postgres for many machines."""
