"""What the benchmark and its reference handler share: the key of the token, and the SQL pgbench runs too."""

KEY = "bench-only-key-for-the-reference-handler"
CREATE = """
CREATE TABLE IF NOT EXISTS bench_note
    (id uuid PRIMARY KEY, person_id uuid NOT NULL, body varchar NOT NULL, created_at timestamptz NOT NULL)
"""
INSERT = "INSERT INTO bench_note (id, person_id, body, created_at) VALUES "
CREATE_CHECK_IN = """
CREATE TABLE IF NOT EXISTS bench_check_in
    (id uuid PRIMARY KEY, person_id uuid NOT NULL, latitude_deg float8 NOT NULL, longitude_deg float8 NOT NULL,
     is_inside boolean NOT NULL, created_at timestamptz NOT NULL)
"""
CORNERS = [
    (119.345, 30.150),
    (119.372, 30.128),
    (119.425, 30.131),
    (119.462, 30.160),
    (119.455, 30.214),
    (119.418, 30.246),
    (119.366, 30.238),
    (119.338, 30.199),
]
"""The township of the demonstration, eight corners: the area of the reference, and of the product's people."""
