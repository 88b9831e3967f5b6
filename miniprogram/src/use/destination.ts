/** The page that shows an object, for the person as whom one is here: where notices and lists lead to. */
import { active, isStaff } from '@/stores/me'
import { withQuery } from './going'

/** By object type: pages of staff, of lawyers, and of everybody else. */
const PLACES: Record<string, { staff?: string; lawyer?: string; own?: string }> = {
  application: { staff: '/desk/case/case', lawyer: '/lawyer/case/case', own: '/case/status/status' },
  membership: { own: '/group/membership/membership' },
  offer: { lawyer: '/lawyer/offer/offer' },
  correction_order: { staff: '/office/person/person', own: '/care/today/today' },
  alarm: { staff: '/office/alarm/alarm', own: '/care/alarm/alarm' },
  check_in_duty: { own: '/care/today/today' },
  leave_request: { staff: '/office/leave/leave', own: '/care/leave/leave' },
}

/** @returns a page; undefined where there is none for this person */
export function placeOf(objectType: string | null | undefined, id: string | null | undefined): string | undefined {
  if (!objectType || !id) return undefined
  const places = PLACES[objectType]
  const own = active.value?.role === 'lawyer' ? (places?.lawyer ?? places?.own) : places?.own
  const page = isStaff.value ? places?.staff : own
  return page ? withQuery(page, { id }) : withQuery('/engine/object/object', { resource: objectType, id })
}
