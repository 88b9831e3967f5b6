/** Places somebody wants to go to: a name, and the division it lies in. */
import { t } from '@/locales/care'
import { t as common } from '@/locales/common'

export interface Place {
  name: string
  code: string
  division: string
}
export interface PlaceInput {
  name: string
  area: { area_code: string; area_codes: string[] }
}
export const MOST_PLACES = 10

export function placesOf(places: readonly Place[]): PlaceInput[] {
  return places.map((p) => ({ name: p.name.trim() || p.division, area: { area_code: p.code, area_codes: [] } }))
}

export function checkPlaces(places: readonly Place[]): Record<string, string> {
  if (places.length === 0) return { places: t('place_needed') }
  return places.some((p) => !p.code) ? { places: common('must_fill', { label: t('place_division') }) } : {}
}
