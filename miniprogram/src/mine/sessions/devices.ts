/** What a browser calls itself, in words a person knows their phone by. */
import { t } from '@/locales/mine'

/** The first that fits: tablets before telephones, telephones before computers. */
const SYSTEMS = [
  [/harmony/i, 'on_harmony'],
  [/ipad/i, 'on_ipad'],
  [/iphone/i, 'on_iphone'],
  [/android/i, 'on_android'],
  [/windows/i, 'on_windows'],
  [/macintosh/i, 'on_mac'],
  [/linux/i, 'on_computer'],
] as const

export function deviceText(device: string | null): string {
  const system = SYSTEMS.find(([pattern]) => pattern.test(device ?? ''))
  if (!system || device === null) return t('unknown_device')
  return t('device', { system: t(system[1]), app: /micromessenger/i.test(device) ? t('in_wechat') : t('in_browser') })
}
