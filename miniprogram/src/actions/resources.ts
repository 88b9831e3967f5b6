/** Things that have an id: the operation that shows one, the name of its id there, and the operation that lists them. */
import type { OperationId } from '@/engine/generated/ids'

interface Resource {
  get: OperationId
  id: string
  list?: OperationId
}
const of = (get: OperationId, id: string, list?: OperationId): Resource => ({ get, id, list })

export const RESOURCES = {
  activity: of('get_activity', 'activity_id', 'list_activities'),
  agency: of('get_agency', 'agency_id', 'list_agencies'),
  alarm: of('get_alarm', 'alarm_id', 'list_alarms'),
  application: of('get_application', 'application_id', 'list_applications'),
  area: of('get_area', 'code', 'list_areas'),
  calendar: of('get_calendar', 'year'),
  check_in: of('get_check_in', 'check_in_id', 'list_my_check_ins'),
  correction_order: of('get_order', 'order_id', 'list_orders'),
  crossing_permit: of('get_crossing_permit', 'crossing_permit_id', 'list_crossing_permits'),
  duty: of('get_duty', 'duty_id', 'list_my_duties'),
  duty_help: of('get_duty_help', 'duty_help_id', 'list_duty_help'),
  evidence: of('get_evidence', 'evidence_id', 'list_evidence'),
  evidence_bundle: of('get_evidence_bundle', 'bundle_id', 'list_evidence_bundles'),
  evidence_sharing: of('get_evidence_sharing', 'sharing_id', 'list_evidence_sharings'),
  extension: of('get_report_extension', 'extension_id', 'list_report_extensions'),
  firm: of('get_firm', 'firm_id', 'list_firms'),
  firm_assignment: of('get_firm_assignment', 'assignment_id', 'list_firm_assignments'),
  lawyer: of('get_lawyer', 'lawyer_id', 'list_lawyers'),
  leave: of('get_leave_request', 'leave_request_id', 'list_leave_requests'),
  membership: of('get_membership', 'member_id', 'list_memberships'),
  move: of('get_move', 'move_id', 'list_moves'),
  offer: of('get_offer', 'offer_id', 'list_offers'),
  own_proposal: of('get_own_proposal', 'proposal_id', 'list_own_proposals'),
  peer_review: of('get_peer_review', 'peer_review_id', 'list_peer_reviews'),
  report: of('get_report', 'report_id', 'list_reports'),
  roster_import: of('get_roster_import', 'import_id', 'list_roster_imports'),
  roster_proposal: of('get_roster_proposal', 'proposal_id', 'list_roster_proposals'),
  sanction: of('get_sanction', 'sanction_id', 'list_sanctions'),
  search: of('get_search', 'search_id', 'list_searches'),
  special_permit: of('get_special_permit', 'special_permit_id', 'list_special_permits'),
  staff: of('get_staff', 'person_id', 'list_staff'),
  tier_change: of('get_tier_change', 'tier_change_id', 'list_tier_changes'),
} as const satisfies Record<string, Resource>

export type ResourceName = keyof typeof RESOURCES
