"""How closely a person is supervised: assessed by a scale, proposed by an officer, decided by the county."""
