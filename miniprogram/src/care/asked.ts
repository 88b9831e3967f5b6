/** Crossings, special permits and moves as one page shows them. */
import { call } from '@/api/client'
import { t } from '@/locales/care'
import { label } from '@/stores/dictionaries'
import { dateText, timeText } from '@/use/words'
import { spanText } from '@/use/spans'

export type AskedKind = 'crossing' | 'special' | 'move'
export interface Asked {
  title: string
  status: string
  statusCode: string
  lines: { label: string; value: string }[]
  words: string
  answer: string | null
  advice: readonly string[]
  evidenceIds: readonly string[]
  actions: readonly string[]
  dictionary: string
  clocks: Awaited<ReturnType<typeof move>>['clocks']
  orderId: string
}

const crossing = (id: string) => call('get', '/api/v1/correction/crossing-permits/{crossing_permit_id}', { path: { crossing_permit_id: id } })
const special = (id: string) => call('get', '/api/v1/correction/special-permits/{special_permit_id}', { path: { special_permit_id: id } })
const move = (id: string) => call('get', '/api/v1/correction/moves/{move_id}', { path: { move_id: id } })

/** @throws Problem */
export async function asked(kind: AskedKind, id: string): Promise<Asked> {
  if (kind === 'crossing') {
    const c = await crossing(id)
    return {
      title: t('crossing'), status: label('crossing_permit_status', c.status), statusCode: c.status, words: c.explanation, answer: c.decision_reason, advice: [],
      evidenceIds: c.evidence_ids, actions: c.allowed_actions, dictionary: 'crossing_permit_action', clocks: [], orderId: c.order_id,
      lines: [
        { label: t('frequency'), value: c.frequency },
        { label: t('when'), value: t('date_span', { from: dateText(c.first_on), to: dateText(c.last_on) }) },
        { label: t('reason'), value: label('leave_reason', c.reason) },
        ...c.places.map((p) => ({ label: t('where'), value: p.name })),
      ],
    }
  }
  if (kind === 'special') {
    const p = await special(id)
    return {
      title: label('special_permit_kind', p.kind), status: label('special_permit_status', p.status), statusCode: p.status, words: p.reason, answer: p.decision, advice: [],
      evidenceIds: p.evidence_ids, actions: p.allowed_actions, dictionary: 'special_permit_action', clocks: [], orderId: p.order_id,
      lines: [
        { label: p.contact ? label('contact_kind', p.contact) : t('where'), value: p.target },
        { label: t('when'), value: spanText(p.from_at, p.until_at) },
        ...p.told.map((one) => ({ label: label('permit_told', one.told), value: dateText(one.told_on) })),
      ],
    }
  }
  const m = await move(id)
  return {
    title: t('move'), status: label('move_status', m.status), statusCode: m.status, words: m.explanation, answer: m.decision_reason ?? m.answer, advice: m.advice.map((code) => label('advice_code', code)),
    evidenceIds: m.evidence_ids, actions: m.allowed_actions, dictionary: 'relocation_action', clocks: m.clocks, orderId: m.order_id,
    lines: [
      { label: t('move_to'), value: m.to_place },
      { label: t('receiver'), value: m.receiver },
      { label: t('move_on'), value: dateText(m.move_on) },
      { label: t('reason'), value: label('move_reason', m.reason) },
      { label: t('asked_at'), value: timeText(m.requested_at) },
    ],
  }
}

/** @throws Problem */
export function undo(kind: AskedKind, code: string, id: string, key: string): Promise<unknown> {
  if (kind === 'special') return call('post', '/api/v1/correction/special-permits/{special_permit_id}/withdraw', { path: { special_permit_id: id }, key })
  if (kind === 'move') return call('post', '/api/v1/correction/moves/{move_id}/withdraw', { path: { move_id: id }, key })
  return code === 'give_up'
    ? call('post', '/api/v1/correction/crossing-permits/{crossing_permit_id}/give-up', { path: { crossing_permit_id: id }, key })
    : call('post', '/api/v1/correction/crossing-permits/{crossing_permit_id}/withdraw', { path: { crossing_permit_id: id }, key })
}
