/** What somebody may explain or object to, and how each is sent. */
import { call } from '@/api/client'
import { t } from '@/locales/care'
import type { Said } from './saying'

type Key = Parameters<typeof t>[0]
interface Kind {
  title: Key
  lead: Key
  hint: Key
  most: number
  files: boolean
  wordsOptional: boolean
}
const kind = (title: Key, lead: Key, hint: Key, most: number, files = true, wordsOptional = false): Kind => ({ title, lead, hint, most, files, wordsOptional })

export const SAYABLE = {
  duty: kind('say_duty', 'say_duty_lead', 'say_duty_hint', 1000),
  due: kind('say_due', 'say_due_lead', 'say_due_hint', 1000, false),
  alarm: kind('say_alarm', 'say_alarm_lead', 'say_duty_hint', 2000),
  sanction: kind('say_sanction', 'say_sanction_lead', 'say_sanction_hint', 2000),
  objection: kind('say_objection', 'say_objection_lead', 'say_objection_hint', 2000),
  report: kind('say_report', 'say_report_lead', 'say_report_hint', 5000, true, true),
  decline: kind('say_decline', 'say_decline_lead', 'say_decline_hint', 500, false),
} as const
export type Sayable = keyof typeof SAYABLE

/** @throws Problem */
export function sendSaid(what: Sayable, id: string, said: Said, key: string): Promise<unknown> {
  const { words, evidence_ids } = said
  switch (what) {
    case 'duty':
      return call('post', '/api/v1/correction/duties/{duty_id}/explanations', { path: { duty_id: id }, body: { words, evidence_ids }, key })
    case 'due':
      return call('post', '/api/v1/correction/report-dues/{due_id}/explain', { path: { due_id: id }, body: { explanation: words }, key })
    case 'alarm':
      return call('post', '/api/v1/correction/alarms/{alarm_id}/statements', { path: { alarm_id: id }, body: { kind: 'own', words, evidence_ids }, key })
    case 'sanction':
      return call('post', '/api/v1/correction/sanctions/{sanction_id}/statements', { path: { sanction_id: id }, body: { kind: 'own', words, evidence_ids }, key })
    case 'objection':
      return call('post', '/api/v1/correction/sanctions/{sanction_id}/objections', { path: { sanction_id: id }, body: { words, evidence_ids }, key })
    case 'report':
      return call('post', '/api/v1/correction/reports/{report_id}/complete', { path: { report_id: id }, body: { body: words || null, evidence_ids }, key })
    case 'decline':
      return call('post', '/api/v1/correction/participations/{participation_id}/decline', { path: { participation_id: id }, body: { reason: words }, key })
  }
}
