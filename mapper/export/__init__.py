"""Export: layers written as GeoJSON, GeoPackage, GeoParquet, KML or CSV."""
