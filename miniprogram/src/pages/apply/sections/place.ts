/** Where it happened: it decides which centre receives the application. */
import { call } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import type { SectionOf } from '../saving'

export interface Place {
  area_code: string
  area_name: string
  address: string
}

export const place: SectionOf<Place> = {
  code: 'place',
  read: (a) => ({ area_code: a.place?.area_code ?? '', area_name: a.place?.area_name ?? '', address: a.place?.address ?? '' }),
  check: (f): Record<string, string> => (f.area_code ? {} : { area_code: common('must_fill', { label: t('area') }) }),
  put: (id, match, f) =>
    call('put', '/api/v1/applications/{application_id}/place', {
      path: { application_id: id },
      match,
      body: { area_code: f.area_code, address: f.address.trim() || null },
    }),
  lines: (f) => [
    { label: t('area'), value: f.area_name || f.area_code },
    { label: t('place_address'), value: f.address },
  ],
}
