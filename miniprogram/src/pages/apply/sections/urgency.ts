/** Whether it is urgent: then aid may come first and the formalities afterwards. */
import { call, type components } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import { dateText } from '@/use/words'
import type { SectionOf } from '../saving'

type Part = components['schemas']['UrgencyPart']

export interface Urgency {
  ground: string
  limitation_on: string
  explanation: string
}
/** Chosen where it is not urgent. */
export const CALM = 'none'

export const urgency: SectionOf<Urgency> = {
  code: 'urgency',
  read: (a) => ({ ground: a.urgency?.ground ?? '', limitation_on: a.urgency?.limitation_on ?? '', explanation: a.urgency?.explanation ?? '' }),
  check(f) {
    if (!f.ground) return { ground: common('must_fill', { label: t('urgency_ground') }) }
    if (f.ground === CALM) return {}
    const errors: Record<string, string> = {}
    if (f.ground === '44-1' && !f.limitation_on) errors.limitation_on = common('must_fill', { label: t('limitation_on') })
    if (!f.explanation.trim()) errors.explanation = common('must_fill', { label: t('explanation') })
    return errors
  },
  put(id, match, f) {
    const body: Part =
      f.ground === CALM
        ? { ground: null, limitation_on: null, explanation: null }
        : { ground: f.ground as Part['ground'], limitation_on: f.limitation_on || null, explanation: f.explanation.trim() || null }
    return call('put', '/api/v1/applications/{application_id}/urgency', { path: { application_id: id }, match, body })
  },
  lines: (f) => [
    { label: t('urgency_ground'), value: f.ground === CALM ? t('urgency_none') : label('urgency_ground', f.ground || null) },
    { label: t('limitation_on'), value: dateText(f.limitation_on) },
    { label: t('explanation'), value: f.explanation },
  ],
}
