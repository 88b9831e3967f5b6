/** The border of the county an office lies in, from our own store of outlines. */
import { call } from '@/api/client'
import type { Area } from '@/components/y-map/drawing'
import { t } from '@/locales/office'

const COUNTY_DIGITS = 6

/** @returns undefined where no outline is known; @throws Problem */
export async function boundaryOf(agencyId: string | null): Promise<{ area: Area; note: string } | undefined> {
  if (!agencyId) return undefined
  const agency = await call('get', '/api/v1/agencies/{agency_id}', { path: { agency_id: agencyId } })
  const code = agency.area_code.slice(0, COUNTY_DIGITS)
  const found = await call('get', '/api/v1/areas/{code}/boundary', { path: { code } })
  const about = found.properties
  return {
    area: { id: code, kind: 'ground', geometry: found.geometry, datum: about.datum },
    note: t('border', { name: about.full_name, note: about.accuracy_note }),
  }
}
