"""The roster in and out as XLSX and CSV, with a preview that takes all or nothing."""
