"""What is owed when: windows, spot checks, reminders, who answered and who did not."""
