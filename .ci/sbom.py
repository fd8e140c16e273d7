"""Write the bill of materials of what plainpress needs to run, as CycloneDX 1.6 in JSON.

`python sbom.py FILE`. It is made from the lock, with the hashes there, and checked against the
schema. The same lock gives the same bytes: it holds no time and no random number.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import LOCK, Locked, licence, locked
from packageurl import PackageURL

VERSION = SchemaVersion.V1_6
licences = LicenseFactory()


def component(package: Locked) -> Component:
    url = PackageURL("pypi", name=package.name, version=package.version)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=url.to_string(),
        purl=url,
        licenses=[licences.make_from_string(licence(package.name))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.hashes],
    )


def bill() -> Bom:
    project = tomllib.loads((LOCK.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    bom = Bom(components=map(component, locked(LOCK.read_text("utf-8"))))
    root = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        licenses=[licences.make_from_string(project["license"])],
    )
    bom.metadata.component = root
    bom.register_dependency(root, bom.components)
    return bom


def main(file: Path) -> int:
    held = json.loads(make_outputter(bill(), OutputFormat.JSON, VERSION).output_as_string())
    del held["serialNumber"], held["metadata"]["timestamp"]
    text = json.dumps(held, indent=1, sort_keys=True) + "\n"
    if fault := JsonStrictValidator(VERSION).validate_str(text):
        print(f"{file} does not fit the schema of CycloneDX: {fault}", file=sys.stderr)
        return 1
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    print(f"Wrote {file}: {len(held['components'])} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
