/** Where the data that an alarm rests on can be looked at. */
import { openObject, openView } from '@/actions/open'
import { t } from '@/locales/office'
import { go } from '@/use/going'

interface Ground {
  kind: string
  id: string
}
const known = ['check_in', 'call', 'duty', 'check_in_duty', 'device_signal', 'positioning_device', 'leave_request', 'report_due', 'clock', 'relocation'] as const
type Known = (typeof known)[number]
const isKnown = (kind: string): kind is Known => (known as readonly string[]).includes(kind)

export const groundName = (kind: string): string => (isKnown(kind) ? t(`ground_${kind}`) : t('ground_other'))

/** @returns what opens it; undefined where there is no page for it */
export function wayTo(ground: Ground, orderId: string | null): (() => void) | undefined {
  switch (ground.kind) {
    case 'check_in':
      return orderId ? () => go(`/office/checkins/checkins?order=${orderId}&chosen=${ground.id}`) : undefined
    case 'duty':
    case 'check_in_duty':
      return () => openObject('duty', ground.id)
    case 'call':
      return () => go('/office/checks/checks?tab=all')
    case 'leave_request':
      return () => go(`/office/leave/leave?id=${ground.id}`)
    case 'report_due':
      return orderId ? () => openView('list_report_dues', { order_id: orderId }) : undefined
    case 'relocation':
      return () => openObject('move', ground.id)
    case 'device_signal':
    case 'positioning_device':
      return orderId ? () => go(`/office/positions/positions?order=${orderId}`) : undefined
  }
  return undefined
}
