"""The data package descriptor is valid by Frictionless' own tool."""

from frictionless import Package

from pipeline.datapackage import describe_package
from pipeline.tables import TABLES, schema_of


def test_the_descriptor_is_valid() -> None:
    descriptor = describe_package(
        {table: [f"{table}/part-0.parquet", f"{table}/part-1.parquet"] for table in TABLES}, "1"
    )
    package = Package.from_descriptor(descriptor)
    assert not list(Package.metadata_validate(descriptor))
    assert [resource.name for resource in package.resources] == list(TABLES)
    dates = package.get_resource("dates").schema
    assert [field.name for field in dates.fields] == schema_of("dates").names
    assert dates.get_field("start").type == "date"
