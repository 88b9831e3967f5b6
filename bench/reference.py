"""What the benchmark and its reference handler share: the key of the token, and the SQL pgbench runs too."""

KEY = "bench-only-key-for-the-reference-handler"
CREATE = """
CREATE TABLE IF NOT EXISTS bench_note
    (id uuid PRIMARY KEY, person_id uuid NOT NULL, body varchar NOT NULL, created_at timestamptz NOT NULL)
"""
INSERT = "INSERT INTO bench_note (id, person_id, body, created_at) VALUES "
