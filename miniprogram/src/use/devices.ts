/** What a registered phone is called. */
import { t } from '@/locales/common'
import { label } from '@/stores/dictionaries'

/** 安卓 HONOR X50: the kind in words, then the model, where the phone told one. */
export function deviceName(device: { platform: string; device_class: string }): string {
  const told = device.device_class.startsWith(`${device.platform} `) ? device.device_class.slice(device.platform.length + 1) : device.device_class
  const model = told.replace(/\b(other|unknown|PC)\b/gi, ' ').replace(/\s+/g, ' ').trim()
  const kind = device.platform === 'other' ? '' : label('device_platform', device.platform)
  return [kind, model].filter(Boolean).join(' ') || t('device')
}
