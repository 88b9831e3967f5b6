"""Areas as the API shows them."""

from app.correction.areas.codes import AreaWarning
from app.correction.areas.models import ApprovedArea
from app.correction.areas.outline import OutlineRepair
from app.correction.areas.schemas import AreaOut
from app.kernel.geo import Datum


def area_out(area: ApprovedArea, datum: Datum) -> AreaOut:
    """An area as GeoJSON for maps in ``datum``."""
    return AreaOut(
        **area.model_dump(include={"id", "accuracy_m", "source", "area_code", "area_codes", "valid_from"}),
        geometry=area.outline.to_geojson(datum),
        datum=datum,
        repairs=[OutlineRepair(repair) for repair in area.repairs],
        warnings=[AreaWarning(warning) for warning in area.warnings],
    )
