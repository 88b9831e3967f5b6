"""Reports owed and made: periodic, of changes, of health; asked again once, reviewed by people; when overdue."""
