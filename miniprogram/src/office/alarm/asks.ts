/** What may be done with an alarm, as short forms. */
import { call, type components } from '@/api/client'
import { t } from '@/locales/office'
import { now } from '@/stores/client'
import { options } from '@/stores/dictionaries'
import { dayOf } from '@/use/words'
import { listOf, orNull, text, type Ask } from '../parts/ask'

type S = components['schemas']
type Alarm = S['AlarmDetail']

export function askFor(code: string, alarm: Alarm): Ask | undefined {
  const path = { alarm_id: alarm.id }
  const draft = `alarm:${code}:${alarm.id}`
  const today = dayOf(now())
  const matterId = alarm.order_id ?? alarm.id
  const moment = { name: 'made_at', kind: 'moment', label: t('when_done'), hint: t('when_done_hint'), until: today } as const
  /** An alarm about an office or a kind of device belongs to nobody's file. */
  const files = { name: 'evidence_ids', kind: 'files', label: t('files'), when: () => alarm.order_id !== null } as const
  switch (code) {
    case 'verify':
      return {
        title: t('verify'),
        text: t('verify_text'),
        draft,
        matterId,
        button: t('record'),
        fields: [
          { name: 'kind', kind: 'choice', label: t('how_verified'), required: true, options: options('alarm_step_kind') },
          { name: 'reached', kind: 'choice', label: t('reached'), required: true, options: [{ value: 'yes', label: t('reached_yes') }, { value: 'no', label: t('reached_no') }] },
          { name: 'result', kind: 'lines', label: t('what_found'), required: true, max: 1000 },
          moment,
          files,
        ],
        send: (a, key) =>
          call('post', '/api/v1/correction/alarms/{alarm_id}/steps', {
            path,
            key,
            body: { kind: text(a.kind) as S['AlarmStepKind'], reached: a.reached === 'yes', result: text(a.result), evidence_ids: listOf(a.evidence_ids), made_at: orNull(a.made_at) },
          }),
      }
    case 'state':
      return {
        title: t('statement'),
        text: t('statement_text'),
        draft,
        matterId,
        button: t('record'),
        fields: [
          { name: 'kind', kind: 'choice', label: t('statement_kind'), required: true, options: options('statement_kind').filter((o) => o.value !== 'own') },
          { name: 'words', kind: 'lines', label: t('statement_words'), hint: t('statement_words_hint'), required: true, max: 2000, rows: 5 },
          moment,
          files,
        ],
        send: (a, key) =>
          call('post', '/api/v1/correction/alarms/{alarm_id}/statements', {
            path,
            key,
            body: { kind: text(a.kind) as S['StatementKind'], words: text(a.words), evidence_ids: listOf(a.evidence_ids), made_at: orNull(a.made_at) },
          }),
      }
    case 'close':
      return {
        title: t('close_alarm'),
        text: t('close_alarm_text'),
        draft,
        button: t('close_alarm'),
        fields: [
          { name: 'outcome', kind: 'choice', label: t('alarm_was'), required: true, options: options('alarm_outcome').filter((o) => o.value !== 'breach') },
          { name: 'finding', kind: 'lines', label: t('finding'), hint: t('finding_hint'), required: true, max: 1000 },
        ],
        send: (a, key) => call('post', '/api/v1/correction/alarms/{alarm_id}/close', { path, key, body: { outcome: text(a.outcome) as S['AlarmOutcome'], finding: text(a.finding) } }),
      }
    case 'confirm_breach':
      return {
        title: t('confirm_breach'),
        text: t('confirm_breach_text'),
        draft,
        grave: true,
        button: t('confirm_breach'),
        fields: [
          { name: 'kind', kind: 'choice', label: t('breach_kind'), required: true, options: options('breach_kind') },
          { name: 'gravity', kind: 'choice', label: t('breach_gravity'), required: true, options: options('breach_gravity') },
          { name: 'absent_from', kind: 'date', label: t('absent_from'), required: true, until: today, when: (a) => a.kind === 'absence' },
          { name: 'absent_to', kind: 'date', label: t('absent_to'), required: true, until: today, when: (a) => a.kind === 'absence' },
          { name: 'finding', kind: 'lines', label: t('breach_finding'), hint: t('breach_finding_hint'), required: true, max: 1000, rows: 5 },
        ],
        send: (a, key) =>
          call('post', '/api/v1/correction/alarms/{alarm_id}/confirm-breach', {
            path,
            key,
            body: { kind: text(a.kind) as S['BreachKind'], gravity: text(a.gravity) as S['BreachGravity'], finding: text(a.finding), absent_from: orNull(a.absent_from), absent_to: orNull(a.absent_to) },
          }),
      }
    case 'reopen':
      return {
        title: t('reopen'),
        text: t('reopen_text'),
        draft,
        button: t('reopen'),
        fields: [{ name: 'reason', kind: 'lines', label: t('reason'), required: true, max: 1000 }],
        send: (a, key) => call('post', '/api/v1/correction/alarms/{alarm_id}/reopen', { path, key, body: { reason: text(a.reason) } }),
      }
  }
  return undefined
}
