"""The store: reports, readings and spells kept in one GeoPackage, so that a day's reports re-do only what changed."""
