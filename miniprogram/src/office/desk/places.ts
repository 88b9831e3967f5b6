/** Where each heap of work on the desk leads. */
import type { components } from '@/api/client'
import { openView } from '@/actions/open'
import { go } from '@/use/going'

type Kind = components['schemas']['DeskItemKind']

const PLACES: Record<Kind, () => void> = {
  alarms_open: () => go('/office/alarms/alarms'),
  orders_to_begin: () => go('/office/people/people?status=registered'),
  handovers_to_answer: () => openView('list_order_handovers'),
  reports_to_review: () => go('/office/reports/reports'),
  reports_overdue: () => go('/office/reports/reports?tab=overdue'),
  report_extensions_to_decide: () => openView('list_report_extensions', { status: 'asked' }),
  special_permits_to_decide: () => openView('list_special_permits', { status: 'asked' }),
  leaves_to_decide: () => go('/office/leaves/leaves'),
  leaves_overdue: () => go('/office/leaves/leaves?tab=overdue'),
  crossing_permits_to_decide: () => openView('list_crossing_permits'),
  tier_changes_to_decide: () => go('/office/tiers/tiers'),
  sanctions_to_decide: () => go('/office/sanctions/sanctions'),
  activities_to_close: () => openView('list_activities', { status: 'planned' }),
}
/** Somebody's freedom or safety hangs on these: they come first. */
export const FIRST: readonly Kind[] = ['alarms_open', 'leaves_overdue', 'leaves_to_decide', 'reports_overdue']

export const follow = (kind: Kind): void => PLACES[kind]()

/** Doors of the desk: what every office does, and the right that it takes. */
export const DOORS = [
  { key: 'people', right: 'correction.subject.read', open: () => go('/office/people/people') },
  { key: 'map', right: 'correction.check_in.read', open: () => go('/office/map/map') },
  { key: 'alarms', right: 'correction.alarm.read', open: () => go('/office/alarms/alarms?tab=all') },
  { key: 'checks', right: 'correction.alarm.verify', open: () => go('/office/checks/checks') },
  { key: 'leaves', right: 'correction.leave.read', open: () => go('/office/leaves/leaves?tab=all') },
  { key: 'reports', right: 'correction.report.read', open: () => go('/office/reports/reports?tab=all') },
  { key: 'sanctions', right: 'correction.sanction.read', open: () => go('/office/sanctions/sanctions?tab=all') },
  { key: 'searches', right: 'correction.alarm.verify', open: () => go('/office/searches/searches') },
  { key: 'minors', right: 'correction.minor_file.open', open: () => go('/office/minors/minors') },
  { key: 'activities', right: 'correction.activity.manage', open: () => openView('list_activities') },
  { key: 'moves', right: 'correction.move.read', open: () => openView('list_moves') },
  { key: 'schedule', right: 'correction.schedule.set', open: () => go('/office/schedule/schedule') },
] as const
