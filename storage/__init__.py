"""What is kept: one event, one transaction. Synchronous SQLModel on SQLite or PostgreSQL."""
