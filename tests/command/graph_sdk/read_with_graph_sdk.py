"""Reads emitted logs with the models of Microsoft Graph's Python SDK (msgraph-sdk), and fails where anything is lost.

Every name must belong to a typed attribute, every value must be read as it is written, every word of an enum be known, and
additional_data be empty. One step type is let off: "import", which that SDK cannot read (its member is called import_, and it
looks members up by name). `details` are open in Graph: they have additional_data and nothing else, which must hold what was written.

Usage: read_with_graph_sdk.py FOLDER
"""

import datetime
import enum
import json
import pathlib
import re
import sys

from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.details_info import DetailsInfo
from msgraph.generated.models.directory_audit import DirectoryAudit
from msgraph.generated.models.provisioning_object_summary import ProvisioningObjectSummary
from msgraph.generated.models.synchronization_job import SynchronizationJob

TYPES_BY_FILE = {
    "ProvisioningLogs.json": ProvisioningObjectSummary,
    "AuditLogs.json": DirectoryAudit,
    "status.json": SynchronizationJob,
}
UNREADABLE = ("provisioningStepType", "import")


class Lost(Exception):
    """What was written is not what was read."""


def attribute(name):
    """The name of an attribute in Python."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def compare(path, name, written, read):
    """Fails unless `read` holds all of `written`."""
    if written is None or (name, written) == UNREADABLE:
        lost = read is not None
    elif isinstance(written, dict):
        return compare_object(path, written, read)
    elif isinstance(written, list):
        if len(written) != len(read or []):
            raise Lost(f"{path}: {len(written)} elements, of which {read!r} were read")
        for index, (element, its) in enumerate(zip(written, read or [])):
            compare(f"{path}[{index}]", name, element, its)
        return
    elif isinstance(read, enum.Enum):
        lost = read.value != written
    elif isinstance(read, datetime.datetime):
        lost = read != datetime.datetime.fromisoformat(written.replace("Z", "+00:00"))
    elif isinstance(read, datetime.timedelta):
        lost = not written.startswith("P") or read.total_seconds() <= 0
    else:
        lost = read != written or type(read) is not type(written)
    if lost:
        raise Lost(f"{path}: {written!r} was read as {read!r}")


def compare_object(path, written, read):
    if isinstance(read, DetailsInfo):
        kept = {name: str(value) for name, value in read.additional_data.items()}
        if kept != written:
            raise Lost(f"{path}: {written!r} was read as {kept!r}")
        return
    if read is None:
        raise Lost(f"{path}: an object was read as nothing")
    if read.additional_data:
        raise Lost(f"{path}: left over: {read.additional_data!r}")
    known = read.get_field_deserializers()
    for name, value in written.items():
        if name not in known:
            raise Lost(f"{path}.{name}: no such attribute")
        compare(f"{path}.{name}", name, value, getattr(read, attribute(name)))


def elements(file):
    """The elements of an array that has one to a line, or the one object that the file holds."""
    with file.open(encoding="utf-8") as lines:
        if file.name == "status.json":
            yield json.load(lines)
            return
        for line in lines:
            line = line.strip().rstrip(",")
            if line not in ("[", "]"):
                yield json.loads(line)


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, model in TYPES_BY_FILE.items():
        count = 0
        for element in elements(folder / name):
            read = JsonParseNode(element).get_object_value(model)
            compare(f"{name}[{count}]", name, element, read)
            count += 1
        print(f"{name}: {count} read without loss")


if __name__ == "__main__":
    try:
        main()
    except Lost as lost:
        sys.exit(str(lost))
