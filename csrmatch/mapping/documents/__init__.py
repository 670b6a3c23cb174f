"""What a mapping leaves behind: the result folder, the workbook for people, and the check of both."""
