/** What may be done with a proposed or decided measure. */
import { openAction } from '@/actions/open'
import { call, type components } from '@/api/client'
import { t } from '@/locales/office'
import { now } from '@/stores/client'
import { label, options } from '@/stores/dictionaries'
import { dayOf } from '@/use/words'
import { isReward } from '@/use/measures'
import { listOf, orNull, text, type Ask, type Field } from '../parts/ask'

type S = components['schemas']
export const REASONED = { reject: '/api/v1/correction/sanctions/{sanction_id}/reject', withdraw: '/api/v1/correction/sanctions/{sanction_id}/withdraw', lift: '/api/v1/correction/sanctions/{sanction_id}/lift', recall: '/api/v1/correction/sanctions/{sanction_id}/lift' } as const

export function askFor(code: string, sanction: S['SanctionDetail']): Ask | undefined {
  const path = { sanction_id: sanction.id }
  const button = code === 'state' ? t('statement') : label('sanction_action', code)
  const common = { title: button, button, draft: `sanction:${code}:${sanction.id}`, matterId: sanction.order_id }
  const reason: Field = { name: 'reason', kind: 'lines', label: t('reason'), required: true, max: 1000, rows: 4 }
  const today = dayOf(now())
  switch (code) {
    case 'decide':
    case 'submit':
      return {
        ...common,
        grave: !isReward(sanction.measure),
        text: t('decide_text', { measure: label('discipline_measure', sanction.measure), name: sanction.person_name ?? '' }),
        fields: [{ ...reason, max: 2000 }, { name: 'is_publicised', kind: 'switch', label: t('publicise'), hint: t('publicise_hint'), when: () => sanction.measure === 'commendation' }],
        send: (a, key) => call('post', '/api/v1/correction/sanctions/{sanction_id}/decide', { path, key, body: { reason: text(a.reason), is_publicised: a.is_publicised === true } }),
      }
    case 'reject':
    case 'withdraw':
    case 'lift':
    case 'recall':
      return { ...common, grave: true, fields: [reason], send: (a, key) => call('post', REASONED[code], { path, key, body: { reason: text(a.reason) } }) }
    case 'state':
      return {
        ...common,
        text: t('sanction_state_text'),
        fields: [
          { name: 'kind', kind: 'choice', label: t('statement_kind'), required: true, options: options('statement_kind').filter((o) => o.value !== 'own') },
          { name: 'words', kind: 'lines', label: t('statement_words'), hint: t('statement_words_hint'), required: true, max: 2000, rows: 5 },
          { name: 'evidence_ids', kind: 'files', label: t('files') },
        ],
        send: (a, key) =>
          call('post', '/api/v1/correction/sanctions/{sanction_id}/statements', { path, key, body: { kind: text(a.kind) as S['StatementKind'], words: text(a.words), evidence_ids: listOf(a.evidence_ids) } }),
      }
    case 'deliver':
      return {
        ...common,
        fields: [
          { name: 'recipient', kind: 'choice', label: t('recipient'), required: true, options: options('sanction_recipient') },
          { name: 'how', kind: 'line', label: t('how_delivered'), hint: t('how_delivered_hint'), required: true, max: 200 },
          { name: 'delivered_at', kind: 'moment', label: t('when_done'), hint: t('when_done_hint'), until: today },
        ],
        start: { recipient: sanction.missing[0] ?? '' },
        send: (a, key) =>
          call('post', '/api/v1/correction/sanctions/{sanction_id}/deliveries', { path, key, body: { recipient: text(a.recipient) as S['SanctionRecipient'], how: text(a.how), delivered_at: orNull(a.delivered_at) } }),
      }
    case 'answer':
      return {
        ...common,
        fields: [
          { name: 'answer', kind: 'choice', label: t('authority_answer'), required: true, options: options('authority_answer') },
          { name: 'answered_on', kind: 'date', label: t('done_on'), required: true, until: today },
          { name: 'document', kind: 'line', label: t('document'), max: 100 },
          { name: 'note', kind: 'lines', label: t('what_answered'), required: true, max: 1000 },
        ],
        send: (a, key) =>
          call('post', '/api/v1/correction/sanctions/{sanction_id}/answer', {
            path,
            key,
            body: { answer: text(a.answer) as S['AuthorityAnswer'], answered_on: text(a.answered_on), document: orNull(a.document), note: text(a.note) },
          }),
      }
    case 'arrest_answer':
      return {
        ...common,
        fields: [
          { name: 'answer', kind: 'choice', label: t('arrest_answer'), required: true, options: options('authority_answer') },
          { name: 'arrested_on', kind: 'date', label: t('arrested_on'), until: today, when: (a) => a.answer === 'granted' },
        ],
        send: (a, key) => call('post', '/api/v1/correction/sanctions/{sanction_id}/arrest-answer', { path, key, body: { answer: text(a.answer) as S['AuthorityAnswer'], arrested_on: orNull(a.arrested_on) } }),
      }
    case 'object':
      openAction('object_to_sanction', path)
  }
  return undefined
}
