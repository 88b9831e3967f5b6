/** What may be done with a request to go away. */
import { openAction } from '@/actions/open'
import { call, type components } from '@/api/client'
import { t } from '@/locales/office'
import { now } from '@/stores/client'
import { label, options } from '@/stores/dictionaries'
import { dayOf } from '@/use/words'
import { listOf, orNull, text, type Ask, type Field } from '../parts/ask'

type S = components['schemas']
const DICTIONARY = 'leave_request_action'
const EXTERNAL = { withdraw: 'withdraw_leave', cancel: 'cancel_leave_request', report: 'report_on_leave', return: 'return_from_leave' } as const

/** What the office does in the person's name. */
export const FOR_THEM: Readonly<Record<string, string>> = {
  withdraw: t('withdraw_for'),
  cancel: t('cancel_for'),
  report: t('report_for'),
  return: t('return_for'),
  ask_extension: t('extend_for'),
}

/** @returns the form; undefined where a page of its own was opened */
export function askFor(code: string, leave: S['LeaveDetail']): Ask | undefined {
  const path = { leave_request_id: leave.id }
  const draft = `leave:${code}:${leave.id}`
  const button = FOR_THEM[code] ?? label(DICTIONARY, code)
  const today = dayOf(now())
  const superior: Field = { name: 'superior_reference', kind: 'line', label: t('superior_reference'), hint: t('superior_hint'), required: true, when: () => leave.level === 'upper' }
  const reason: Field = { name: 'reason', kind: 'lines', label: t('reason'), required: true, max: 1000, hint: t('reason_hint') }
  const files: Field = { name: 'evidence_ids', kind: 'files', label: t('files') }
  const common = { title: button, draft, button, matterId: leave.order_id }
  switch (code) {
    case 'approve': {
      if (leave.places.some((p) => !p.has_outline)) {
        openAction('approve_leave', path)
        return undefined
      }
      return {
        ...common,
        text: t('approve_text'),
        fields: [{ name: 'conditions', kind: 'lines', label: t('conditions'), hint: t('conditions_hint'), max: 1000 }, superior],
        send: (a, key) => call('post', '/api/v1/correction/leaves/{leave_request_id}/approve', { path, key, body: { conditions: orNull(a.conditions), superior_reference: orNull(a.superior_reference) } }),
      }
    }
    case 'refuse':
      return {
        ...common,
        grave: true,
        text: t('refuse_text'),
        fields: [reason, superior],
        send: (a, key) => call('post', '/api/v1/correction/leaves/{leave_request_id}/refuse', { path, key, body: { reason: text(a.reason), superior_reference: orNull(a.superior_reference) } }),
      }
    case 'confirm_return':
      return { ...common, text: t('confirm_return_text'), fields: [], send: (_, key) => call('post', '/api/v1/correction/leaves/{leave_request_id}/confirm-return', { path, key }) }
    case 'recall':
      return {
        ...common,
        grave: true,
        text: t('recall_text'),
        fields: [reason, { name: 'return_by', kind: 'moment', label: t('return_by'), required: true, min: today }],
        send: (a, key) => call('post', '/api/v1/correction/leaves/{leave_request_id}/recall', { path, key, body: { reason: text(a.reason), return_by: text(a.return_by) } }),
      }
    case 'file':
      return {
        ...common,
        fields: [
          { name: 'kind', kind: 'choice', label: t('filing_kind'), required: true, options: options('filing_kind') },
          { name: 'done_on', kind: 'date', label: t('done_on'), required: true, until: today },
          { name: 'reference', kind: 'line', label: t('reference'), required: true, max: 100 },
        ],
        start: { done_on: today },
        send: (a, key) => call('post', '/api/v1/correction/leaves/{leave_request_id}/filings', { path, key, body: { kind: text(a.kind) as S['FilingKind'], done_on: text(a.done_on), reference: text(a.reference) } }),
      }
    case 'ask_extension':
      return {
        ...common,
        fields: [{ name: 'last_on', kind: 'date', label: t('extend_until'), required: true, min: leave.last_on }, { name: 'told', kind: 'lines', label: t('what_said'), required: true }, files],
        send: (a, key) => call('post', '/api/v1/correction/leaves/{leave_request_id}/extensions', { path, key, body: { last_on: text(a.last_on), told: text(a.told), evidence_ids: listOf(a.evidence_ids) } }),
      }
    case 'add_files':
      return { ...common, fields: [{ ...files, required: true }], send: (a, key) => call('post', '/api/v1/correction/leaves/{leave_request_id}/files', { path, key, body: { evidence_ids: listOf(a.evidence_ids) } }) }
  }
  if (code in EXTERNAL) openAction(EXTERNAL[code as keyof typeof EXTERNAL], path)
  return undefined
}
