/** Unpaid wages: who owes them, for which months, how much. */
import { call } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { dateText, dayOf, moneyText } from '@/use/words'
import { now } from '@/stores/client'
import type { SectionOf } from '../saving'

export interface Claim {
  employer_name: string
  employer_credit_code: string
  period_from: string
  period_to: string
  amount_fen: number | null
  description: string
}
const MONTHS = 60

/** This month and the ones before it, newest first; those already chosen are among them. */
export function monthOptions(chosen: readonly string[], today = dayOf(now())): { value: string; label: string }[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const found = new Set(chosen.filter(Boolean))
  for (let back = 0; back < MONTHS; back += 1) {
    const at = year * 12 + month - 1 - back
    found.add(`${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`)
  }
  return [...found].sort().reverse().map((value) => ({ value, label: dateText(value) }))
}

export const claim: SectionOf<Claim> = {
  code: 'claim',
  read: (a) => ({
    employer_name: a.claim?.employer_name ?? '',
    employer_credit_code: a.claim?.employer_credit_code ?? '',
    period_from: a.claim?.period_from ?? '',
    period_to: a.claim?.period_to ?? '',
    amount_fen: a.claim?.amount_fen ?? null,
    description: a.claim?.description ?? '',
  }),
  check(f) {
    const errors: Record<string, string> = {}
    if (!f.employer_name.trim()) errors.employer_name = common('must_fill', { label: t('employer_name') })
    if (!f.period_from) errors.period_from = common('must_fill', { label: t('period_from') })
    if (!f.period_to) errors.period_to = common('must_fill', { label: t('period_to') })
    if (!f.amount_fen) errors.amount_fen = common('must_fill', { label: t('amount') })
    return errors
  },
  put: (id, match, f) =>
    call('put', '/api/v1/applications/{application_id}/claim', {
      path: { application_id: id },
      match,
      body: {
        employer_name: f.employer_name.trim(),
        employer_credit_code: f.employer_credit_code.trim() || null,
        period_from: f.period_from,
        period_to: f.period_to,
        amount_fen: f.amount_fen ?? 0,
        description: f.description.trim() || null,
      },
    }),
  lines: (f) => [
    { label: t('employer_name'), value: f.employer_name },
    { label: t('employer_credit_code'), value: f.employer_credit_code },
    { label: t('period_from'), value: dateText(f.period_from) },
    { label: t('period_to'), value: dateText(f.period_to) },
    { label: t('amount'), value: moneyText(f.amount_fen) },
    { label: t('description'), value: f.description },
  ],
}
