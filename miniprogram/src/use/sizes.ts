/** Sizes as phones show them (1 MB = 1024 × 1024 bytes). */
import { t } from '@/locales/files'

export function sizeText(bytes: number): string {
  if (bytes < 1024) return t('bytes', { size: bytes })
  const [unit, key] = bytes < 1024 ** 2 ? ([1024, 'kb'] as const) : bytes < 1024 ** 3 ? ([1024 ** 2, 'mb'] as const) : ([1024 ** 3, 'gb'] as const)
  const tenths = Math.round((bytes * 10) / unit)
  return t(key, { size: tenths >= 100 ? Math.round(tenths / 10) : tenths / 10 })
}

export function shareOf(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(100, Math.floor((part * 100) / whole))
}
