/** Where an id comes from: the operation that lists what may be chosen, by the field's name and, first, by the form. */
import type { OperationId } from './document'
import { isTree, type Tree, type Value } from './paths'

export interface Source {
  op: OperationId
  /** Field of the listed thing that is its id. */
  id: string
  /** Field of the answer that is the list; `items` of a page where left out. */
  within?: string
}

const from = (op: OperationId, id = 'id', within?: string): Source => ({ op, id, within })

const BY_FIELD: Record<string, Source> = {
  activity_id: from('list_activities'),
  agency_id: from('list_agencies'),
  to_agency_id: from('list_agencies'),
  parent_id: from('list_agencies'),
  alarm_ids: from('list_alarms'),
  corrects_id: from('list_entries'),
  firm_id: from('list_firms'),
  handler_id: from('list_colleagues', 'person_id'),
  hearing_id: from('list_entries'),
  injunction_id: from('list_injunctions'),
  lawyer_id: from('list_lawyers'),
  then_lawyer_ids: from('list_lawyers'),
  matter_id: from('list_applications'),
  application_id: from('list_applications'),
  member_id: from('list_members', 'id', 'items'),
  order_id: from('list_orders'),
  recusal_id: from('list_recusals', 'id', 'items'),
  renews_id: from('list_crossing_permits'),
  staff_ids: from('list_colleagues', 'person_id'),
}

const BY_FORM: Record<string, Source> = {
  'assign_application.lawyer_id': from('list_application_candidates', 'lawyer_id'),
  'assign_application.then_lawyer_ids': from('list_application_candidates', 'lawyer_id'),
  'decide_recusal.person_id': from('list_colleagues', 'person_id'),
  'name_firm_lawyer.lawyer_id': from('get_firm_assignment', 'lawyer_id', 'candidates'),
  'propose_positioning.renews_id': from('get_positioning', 'id', 'authorisations'),
  'record_visit.corrects_id': from('list_visits'),
  'recuse_from_application.person_id': from('list_colleagues', 'person_id'),
}

export function sourceOf(op: OperationId, field: string): Source | undefined {
  return BY_FORM[`${op}.${field}`] ?? BY_FIELD[field]
}

/** The list inside an answer: a page's items, or the first list of objects. */
export function listIn(answer: Value, within?: string): Tree[] {
  if (Array.isArray(answer)) return answer.filter(isTree)
  if (!isTree(answer)) return []
  const named = answer[within ?? 'items']
  const list = Array.isArray(named) ? named : Object.values(answer).find((v) => Array.isArray(v) && v.some(isTree))
  return Array.isArray(list) ? list.filter(isTree) : []
}
