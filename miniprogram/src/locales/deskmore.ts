import { texts } from '@/i18n'
import hans from './deskmore.zh-Hans.json'
import hant from './deskmore.zh-Hant.json'

export const t = texts('deskmore', hans, hant)
