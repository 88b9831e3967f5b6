"""Areas (GB/T 2260 codes and townships with validity dates), their outlines, and the agencies that serve them.

Other parts use ``lookups`` (``require_area``, ``area_at``, ``county_at``, ``boundary_of``) and ``agencies``
(``create_agency``, ``agency_by_id``, ``competent_agency``, ``subtree_clause``). ``codes`` is pure arithmetic;
``sources``, ``official_file`` and ``planning`` decide an import, ``importer`` carries it out.
"""
