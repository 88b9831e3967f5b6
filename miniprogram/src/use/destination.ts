/** The page that shows an object, for the person as whom one is here: where notices and lists lead to. */
import { viewOf } from '@/actions/open'
import { active, isStaff } from '@/stores/me'
import { withQuery } from './going'

interface Places {
  staff?: string
  lawyer?: string
  own?: string
}

/** By object type: pages of staff, of lawyers, and of everybody else. */
const PLACES: Record<string, Places> = {
  application: { staff: '/desk/case/case', lawyer: '/lawyer/case/case', own: '/case/status/status' },
  membership: { own: '/group/membership/membership' },
  offer: { lawyer: '/lawyer/offer/offer' },
  correction_order: { staff: '/office/person/person', own: '/care/today/today' },
  alarm: { staff: '/office/alarm/alarm', own: '/care/alarm/alarm' },
  check_in_duty: { own: '/care/duty/duty' },
  leave_request: { staff: '/office/leave/leave', own: '/care/leave/leave' },
  sanction: { own: '/care/decision/decision' },
  correction_report: { own: '/care/report/report' },
  report_due: { own: '/care/reports/reports' },
  activity: { own: '/care/activity/activity' },
}

/** @returns a page of its own, else the one drawn from the API's document; undefined where this person has none */
export function placeOf(objectType: string | null | undefined, id: string | null | undefined): string | undefined {
  if (!objectType || !id) return undefined
  const places = PLACES[objectType]
  const page = isStaff.value ? places?.staff : active.value?.role === 'lawyer' ? (places?.lawyer ?? places?.own) : places?.own
  return page ? withQuery(page, { id }) : viewOf(objectType, id)
}
