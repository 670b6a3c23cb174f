"""What a mapping leaves behind: the result folder, the workbook for people, and the check of both."""

from csrmatch.mapping.documents.folder import result_files
from csrmatch.mapping.documents.verifying import Finding, Verdict, verify_files, verify_folder

__all__ = ["Finding", "Verdict", "result_files", "verify_files", "verify_folder"]
