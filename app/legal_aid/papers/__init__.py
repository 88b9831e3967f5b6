"""The official papers of legal aid: what stands in each, when it is issued, and the agency's own templates."""
