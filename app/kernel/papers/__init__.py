"""Official papers: a Typst template and data become a PDF, and the PDF gets the agency's seal and signature.

Knows no domain: which papers there are and what stands in them is the domain's (``app.legal_aid.papers``).
"""
