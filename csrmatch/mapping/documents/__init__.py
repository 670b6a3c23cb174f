"""What a mapping leaves behind: the result folder, the workbook for people, and the check of both."""

from csrmatch.mapping.documents.folder import result_files, write_folder
from csrmatch.mapping.documents.verifying import verify_files, verify_folder

__all__ = ["result_files", "verify_files", "verify_folder", "write_folder"]
