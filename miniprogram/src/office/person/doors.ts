/** Everything that stands with one person's order, by subject, and what the office enters there. */
import { openAction, openView } from '@/actions/open'
import type { components } from '@/api/client'
import type { OperationId } from '@/actions/open'
import { go } from '@/use/going'

export interface Door {
  key:
    | 'check_ins' | 'duties' | 'alarms' | 'leaves' | 'reports' | 'sanctions' | 'tiers' | 'devices' | 'file' | 'group' | 'plans' | 'visits'
    | 'help' | 'activities' | 'injunctions' | 'positioning' | 'papers' | 'completion' | 'moves' | 'crossings' | 'permits' | 'excused'
  /** The right it takes. */
  right: string
  open: (orderId: string) => void
}
const page = (path: string) => (id: string) => go(`${path}?order=${id}`)
const view = (op: OperationId) => (id: string) => openView(op, { order_id: id })

export const DAILY: readonly Door[] = [
  { key: 'check_ins', right: 'correction.check_in.read', open: page('/office/checkins/checkins') },
  { key: 'duties', right: 'correction.subject.read', open: page('/office/duties/duties') },
  { key: 'alarms', right: 'correction.alarm.read', open: (id) => go(`/office/alarms/alarms?tab=all&order=${id}`) },
  { key: 'leaves', right: 'correction.leave.read', open: (id) => go(`/office/leaves/leaves?tab=all&order=${id}`) },
  { key: 'reports', right: 'correction.report.read', open: (id) => go(`/office/reports/reports?tab=all&order=${id}`) },
  { key: 'sanctions', right: 'correction.sanction.read', open: (id) => go(`/office/sanctions/sanctions?tab=all&order=${id}`) },
  { key: 'tiers', right: 'correction.subject.read', open: page('/office/tiers/tiers') },
  { key: 'devices', right: 'correction.device.enrol', open: page('/office/devices/devices') },
]
export const REST: readonly Door[] = [
  { key: 'file', right: 'correction.subject.read', open: view('get_order_file') },
  { key: 'group', right: 'correction.subject.read', open: view('get_correction_group') },
  { key: 'plans', right: 'correction.subject.read', open: view('list_correction_plans') },
  { key: 'visits', right: 'correction.visit.read', open: view('list_visits') },
  { key: 'help', right: 'correction.report.read', open: view('list_help_records') },
  { key: 'activities', right: 'correction.report.read', open: view('list_participations') },
  { key: 'injunctions', right: 'correction.subject.read', open: view('list_injunctions') },
  { key: 'positioning', right: 'correction.positioning.read', open: page('/office/positions/positions') },
  { key: 'papers', right: 'correction.paper.read', open: view('list_correction_papers') },
  { key: 'completion', right: 'correction.subject.read', open: view('get_order_completion') },
  { key: 'moves', right: 'correction.subject.read', open: view('list_order_moves') },
  { key: 'crossings', right: 'correction.leave.read', open: view('list_crossing_permits') },
  { key: 'permits', right: 'correction.report.read', open: view('list_special_permits') },
  { key: 'excused', right: 'correction.subject.read', open: view('list_excused_periods') },
]

/** Of which terms something is entered: of one that runs, of one that is not over, of somebody who still has to report in. */
type When = 'running' | 'open' | 'arriving'

interface Entry {
  key: string
  op: OperationId
  right: string
  when?: When
}

/** What the office enters about a person: its own forms, drawn from the document. */
export const ENTRIES = [
  { key: 'visit', op: 'record_visit', right: 'correction.subject.manage' },
  { key: 'help', op: 'record_help', right: 'correction.activity.manage' },
  { key: 'report', op: 'hand_in_report', right: 'correction.report.review', when: 'open' },
  { key: 'leave', op: 'request_leave', right: 'correction.leave.apply', when: 'running' },
  { key: 'excuse_days', op: 'excuse_days', right: 'correction.subject.manage' },
  { key: 'injunction', op: 'enter_injunction', right: 'correction.subject.manage' },
  { key: 'judgment', op: 'enter_order_judgment', right: 'correction.subject.manage', when: 'open' },
  { key: 'document', op: 'record_received_document', right: 'correction.subject.manage', when: 'open' },
  { key: 'receipt', op: 'record_returned_receipt', right: 'correction.subject.manage', when: 'open' },
  { key: 'report_in', op: 'record_report_in', right: 'correction.subject.manage', when: 'arriving' },
  { key: 'group', op: 'set_correction_group', right: 'correction.subject.manage', when: 'open' },
  { key: 'plan', op: 'make_correction_plan', right: 'correction.subject.manage' },
  { key: 'co_defendants', op: 'set_order_co_defendants', right: 'correction.subject.manage', when: 'open' },
  { key: 'crossing', op: 'request_crossing_permit', right: 'correction.leave.apply', when: 'running' },
  { key: 'permit', op: 'ask_special_permit', right: 'correction.report.review', when: 'open' },
  { key: 'extension', op: 'ask_report_extension', right: 'correction.report.review', when: 'open' },
  { key: 'move', op: 'request_move', right: 'correction.move.apply', when: 'running' },
  { key: 'positioning', op: 'propose_positioning', right: 'correction.positioning.propose', when: 'running' },
  { key: 'join', op: 'join_activity', right: 'correction.activity.manage', when: 'running' },
] as const satisfies readonly Entry[]

/** Whether the API takes it of this term. */
export function fits(entry: Entry, order: Pick<components['schemas']['OrderDetail'], 'status' | 'reported_on'>): boolean {
  if (entry.when === 'running') return order.status === 'under_correction'
  if (entry.when === 'arriving') return order.status === 'registered' && order.reported_on === null
  return entry.when === undefined || order.status !== 'ended'
}

const ACTIONS: Record<string, OperationId> = {
  begin: 'begin_correction',
  set_area: 'set_order_area',
  end_early: 'end_order_early',
  change_term: 'change_order_term',
  hand_in_summary: 'put_order_summary',
  appraise: 'appraise_order',
  hand_over: 'propose_order_handover',
  link_resettlement: 'link_order_resettlement',
}
export const acted = (code: string): boolean => code in ACTIONS

export function act(code: string, orderId: string, version: number): void {
  const op = ACTIONS[code]
  if (op) openAction(op, { order_id: orderId }, { version })
}
