/** What staff do with a case, one form each: its fields, and the call it sends. Codes are those of `allowed_actions`. */
import { call } from '@/api/client'
import type { components } from '@/api/schema'
import { withQuery } from '@/use/going'

type S = components['schemas']
export type Values = Record<string, string | boolean | null>
export interface Field {
  name: string
  kind: 'lines' | 'line' | 'date' | 'choice' | 'select' | 'yes_no' | 'agency' | 'outcome'
  dictionary?: string
  required?: boolean
  max?: number
  /** A day that may not lie ahead. */
  past?: boolean
  when?: (values: Values) => boolean
}
export interface Act {
  fields: readonly Field[]
  /** Beginnings of sentences to choose from, for `reasons`. */
  phrases?: number
  send(id: string, values: Values, key: string, view: S['ApplicationView']): Promise<unknown>
}

const text = (v: Values, name: string) => String(v[name] ?? '').trim()
const orNull = (v: Values, name: string) => text(v, name) || null
const flag = (v: Values, name: string) => (v[name] === 'yes' ? true : v[name] === 'no' ? false : null)
const path = (application_id: string) => ({ application_id })
const REASONS: Field = { name: 'reasons', kind: 'lines', required: true, max: 2000 }
const reached = (v: Values) => v.is_reached === 'yes'

const review = (send: (id: string, body: S['ReviewIn'], key: string) => Promise<unknown>): Act => ({
  fields: [REASONS],
  phrases: 1,
  send: (id, v, key) => send(id, { reasons: text(v, 'reasons') }, key),
})
const uphold = review((id, body, key) => call('post', '/api/v1/applications/{application_id}/objection/uphold', { path: path(id), body, key }))
const overturn = review((id, body, key) => call('post', '/api/v1/applications/{application_id}/objection/overturn', { path: path(id), body, key }))

export const ACTS: Record<string, Act> = {
  accept: { fields: [], send: (id, _, key) => call('post', '/api/v1/applications/{application_id}/accept', { path: path(id), key }) },
  transfer: {
    fields: [
      { name: 'agency_id', kind: 'agency', required: true },
      { name: 'reason', kind: 'lines', max: 500 },
    ],
    send: (id, v, key) => call('post', '/api/v1/applications/{application_id}/transfer', { path: path(id), key, body: { agency_id: text(v, 'agency_id'), reason: orNull(v, 'reason') } }),
  },
  close_duplicate: { fields: [], send: (id, _, key) => call('post', '/api/v1/applications/{application_id}/close-duplicate', { path: path(id), key }) },
  grant: { fields: [], send: (id, _, key) => call('post', '/api/v1/applications/{application_id}/grant', { path: path(id), key }) },
  refuse: {
    fields: [REASONS],
    phrases: 3,
    send: (id, v, key) => call('post', '/api/v1/applications/{application_id}/refuse', { path: path(id), key, body: { reasons: text(v, 'reasons') } }),
  },
  advance: {
    fields: [
      { name: 'ground', kind: 'choice', dictionary: 'urgency_ground', required: true },
      { name: 'limitation_on', kind: 'date', when: (v) => v.ground === '44-1', required: true },
      REASONS,
      { name: 'formalities_due_on', kind: 'date' },
    ],
    send: (id, v, key) =>
      call('post', '/api/v1/applications/{application_id}/advance', {
        path: path(id),
        key,
        body: { ground: text(v, 'ground') as S['UrgencyGround'], reasons: text(v, 'reasons'), limitation_on: v.ground === '44-1' ? orNull(v, 'limitation_on') : null, formalities_due_on: orNull(v, 'formalities_due_on') },
      }),
  },
  complete_formalities: {
    fields: [{ name: 'note', kind: 'lines', required: true, max: 500 }],
    send: (id, v, key) => call('post', '/api/v1/applications/{application_id}/formalities', { path: path(id), key, body: { note: text(v, 'note') } }),
  },
  terminate: {
    fields: [{ name: 'ground', kind: 'choice', dictionary: 'termination_ground', required: true }, REASONS],
    send: (id, v, key) =>
      call('post', '/api/v1/applications/{application_id}/terminate', { path: path(id), key, body: { ground: text(v, 'ground') as S['TerminationGround'], reasons: text(v, 'reasons') } }),
  },
  record_termination_sent: {
    fields: [
      { name: 'method', kind: 'choice', dictionary: 'delivery_method', required: true },
      { name: 'sent_on', kind: 'date', required: true, past: true },
    ],
    send: (id, v, key) =>
      call('post', '/api/v1/applications/{application_id}/termination-sent', { path: path(id), key, body: { method: text(v, 'method') as S['DeliveryMethod'], sent_on: text(v, 'sent_on') } }),
  },
  uphold_refusal: uphold,
  uphold_termination: uphold,
  overturn_refusal: overturn,
  overturn_termination: overturn,
  recuse: {
    fields: [
      { name: 'ground', kind: 'choice', dictionary: 'recusal_ground', required: true },
      { name: 'explanation', kind: 'lines', required: true, max: 500 },
    ],
    send: (id, v, key) =>
      call('post', '/api/v1/applications/{application_id}/recusals', { path: path(id), key, body: { person_id: null, ground: text(v, 'ground') as S['RecusalGround'], explanation: text(v, 'explanation') } }),
  },
  inform_authority: {
    fields: [{ name: 'informed_on', kind: 'date', required: true, past: true }],
    send: (id, v, key, view) =>
      call('post', '/api/v1/applications/{application_id}/authority-informed', { path: path(id), key, body: { informed_on: text(v, 'informed_on'), lawyer_person_id: view.lawyer?.person_id ?? '' } }),
  },
  record_follow_up: {
    fields: [
      { name: 'kind', kind: 'choice', dictionary: 'follow_up_kind', required: true },
      { name: 'stage', kind: 'select', dictionary: 'criminal_stage', required: true, when: (v) => v.kind === 'next_stage' },
      { name: 'told_on', kind: 'date', required: true, past: true },
      { name: 'note', kind: 'lines', max: 500 },
    ],
    send: (id, v, key) =>
      call('post', '/api/v1/applications/{application_id}/authority-follow-ups', {
        path: path(id),
        key,
        body: { kind: text(v, 'kind') as S['FollowUpKind'], told_on: text(v, 'told_on'), note: orNull(v, 'note'), stage: v.kind === 'next_stage' ? (text(v, 'stage') as S['CriminalStage']) : null },
      }),
  },
  record_visit: {
    fields: [
      { name: 'visited_on', kind: 'date', required: true, past: true },
      { name: 'way', kind: 'choice', dictionary: 'visit_way', required: true },
      { name: 'is_reached', kind: 'yes_no', required: true },
      { name: 'satisfaction', kind: 'choice', dictionary: 'satisfaction', required: true, when: reached },
      { name: 'knows_result', kind: 'yes_no', required: true, when: reached },
      { name: 'was_asked_for_money', kind: 'yes_no', required: true, when: reached },
      { name: 'notes', kind: 'lines', max: 2000 },
    ],
    send: (id, v, key) =>
      call('post', '/api/v1/applications/{application_id}/return-visits', {
        path: path(id),
        key,
        body: {
          visited_on: text(v, 'visited_on'),
          way: text(v, 'way') as S['VisitWay'],
          is_reached: reached(v),
          satisfaction: reached(v) ? (orNull(v, 'satisfaction') as S['Satisfaction'] | null) : null,
          knows_result: reached(v) ? flag(v, 'knows_result') : null,
          was_asked_for_money: reached(v) ? flag(v, 'was_asked_for_money') : null,
          notes: orNull(v, 'notes'),
        },
      }),
  },
  archive: {
    fields: [{ name: 'no_visit_reason', kind: 'lines', max: 2000 }],
    send: (id, v, key) => call('post', '/api/v1/applications/{application_id}/archive', { path: path(id), key, body: { no_visit_reason: orNull(v, 'no_visit_reason') } }),
  },
  mark_paid: {
    fields: [
      { name: 'paid_on', kind: 'date', required: true, past: true },
      { name: 'reference', kind: 'line', required: true, max: 100 },
    ],
    send: (id, v, key) => call('post', '/api/v1/applications/{application_id}/subsidy/paid', { path: path(id), key, body: { paid_on: text(v, 'paid_on'), reference: text(v, 'reference') } }),
  },
  replace_lawyer: {
    fields: [
      { name: 'outcome', kind: 'outcome', required: true },
      { name: 'reasons', kind: 'lines', max: 2000 },
    ],
    send: (id, v, key) =>
      v.outcome === 'approve'
        ? call('post', '/api/v1/applications/{application_id}/replacement/approve', { path: path(id), key, body: { reasons: orNull(v, 'reasons') } })
        : call('post', '/api/v1/applications/{application_id}/replacement/refuse', { path: path(id), key, body: { reasons: text(v, 'reasons') } }),
  },
}

/** Actions with a page of their own. */
const PAGES: Record<string, string> = {
  assign: '/desk/assign/assign',
  return_file: '/desk/file/file',
  close: '/desk/file/file',
  appoint_reviewer: '/desk/file/file',
  open_archive: '/desk/file/file',
  supplement: '/case/supplement/supplement',
  explain: '/case/supplement/supplement',
  submit: '/pages/apply/apply',
}

/** Where an action of a case is done; undefined where these pages do not know it. */
export function actionPath(code: string, id: string): string | undefined {
  if (PAGES[code]) return withQuery(PAGES[code], { id })
  return ACTS[code] ? withQuery('/desk/act/act', { id, action: code }) : undefined
}

/** What usually comes next, filled; what ends or takes away, outlined in red. */
export const PREFER = ['accept', 'grant', 'assign', 'close', 'archive', 'submit']
export const GRAVE = ['refuse', 'terminate', 'close_duplicate', 'discard', 'withdraw', 'recuse', 'return_file']
