"""The schema of Office Open XML, by openxml-audit, a port of the Open XML SDK's validator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plainpress.accessibility.conformance import tools
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.findings import Finding


def validate(path: Path) -> tuple[Finding, ...]:
    """What the validator says of a Word file; nothing if it is valid for Microsoft 365.

    MissingToolError without openxml-audit. A run that breaks off is an error finding.
    """
    try:
        from openxml_audit import FileFormat, OpenXmlValidator
    except ImportError as error:
        raise tools.missing("openxml-audit") from error
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    try:
        result = validator.validate(str(path))
    except Exception as error:  # noqa: BLE001 # whatever breaks the validator is a finding
        return (tools.failed("openxml-audit", path, repr(error)),)
    found = tuple(_finding(error, path) for error in result.errors)
    if not result.is_valid and not found:
        return (tools.failed("openxml-audit", path, "it calls the file invalid without a reason"),)
    return found


def _finding(error: Any, path: Path) -> Finding:  # noqa: ANN401 # openxml-audit ships no types
    severity = Severity.ERROR if error.severity.name == "ERROR" else Severity.WARNING
    place = " ".join(filter(None, (error.part_uri, error.path)))
    message = f"{place}: {error.description}" if place else error.description
    return tools.reported(
        f"ooxml-{error.error_type.name.lower().replace('_', '-')}", severity, message, path
    )
