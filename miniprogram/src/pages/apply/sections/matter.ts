/** What happened, who the other side is, what is asked for. */
import { call } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { dateText, moneyText } from '@/use/words'
import type { SectionOf } from '../saving'
import { checkSides, readSides, sentSides, sideLines, type Side } from './sides'

export interface Matter {
  other_sides: Side[]
  facts: string
  request: string
  amount_fen: number | null
  event_on: string
}

export const matter: SectionOf<Matter> = {
  code: 'matter',
  read: (a) => ({
    other_sides: readSides(a.matter?.other_sides, 1),
    facts: a.matter?.facts ?? '',
    request: a.matter?.request ?? '',
    amount_fen: a.matter?.amount_fen ?? null,
    event_on: a.matter?.event_on ?? '',
  }),
  check(f) {
    const errors = checkSides(f.other_sides)
    if (!f.facts.trim()) errors.facts = common('must_fill', { label: t('facts') })
    if (!f.request.trim()) errors.request = common('must_fill', { label: t('request') })
    return errors
  },
  put: (id, match, f) =>
    call('put', '/api/v1/applications/{application_id}/matter', {
      path: { application_id: id },
      match,
      body: {
        other_sides: sentSides(f.other_sides),
        facts: f.facts.trim(),
        request: f.request.trim(),
        amount_fen: f.amount_fen,
        event_on: f.event_on || null,
      },
    }),
  lines: (f) => [
    ...sideLines(f.other_sides),
    { label: t('facts'), value: f.facts },
    { label: t('request'), value: f.request },
    { label: t('matter_amount'), value: moneyText(f.amount_fen) },
    { label: t('event_on'), value: dateText(f.event_on) },
  ],
}
